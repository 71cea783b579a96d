"""Moments on the wire: RFC 3339 with a stated offset."""

from __future__ import annotations

import re
from datetime import datetime

from client.protocol.faults import ProtocolFault

_SPELLING = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")


def parse_time(text: str) -> datetime:
    """An aware moment; raises ``ProtocolFault('protocol.bad-time')``. ``client.base.clock.rfc3339`` writes one."""
    if not _SPELLING.fullmatch(text) or not text.isascii():
        raise ProtocolFault("protocol.bad-time")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ProtocolFault("protocol.bad-time") from error
