"""Names of things: return keys, version ids and device ids."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache

from client.protocol.faults import ProtocolFault
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import ReturnKey

_FIRM = r"[0-9A-HJ-NP-RT-UW-Y]{18}"
_FORM = r"[A-Z]{2,4}"
_UUID4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@lru_cache(maxsize=4096)
def parse_return_key(text: str) -> ReturnKey:
    """Take a return key apart; raises ``ProtocolFault('protocol.bad-return-key')``."""
    firm, _, rest = text.partition(".")
    form, _, spelled = rest.partition(".")
    if not re.fullmatch(_FIRM, firm) or not re.fullmatch(_FORM, form):
        raise ProtocolFault("protocol.bad-return-key")
    try:
        key = ReturnKey(firm, form, Period.parse(spelled))
    except FormsError as error:
        raise ProtocolFault("protocol.bad-return-key") from error
    if str(key) != text:
        raise ProtocolFault("protocol.bad-return-key")
    return key


def new_id() -> str:
    """A fresh version, device, row or upload id: a UUID of version 4 in lower case."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Whether a text is a UUID of version 4 in lower case."""
    return re.fullmatch(_UUID4, text) is not None


def check_id(text: str) -> str:
    """The id itself, if it is a UUID of version 4 in lower case; else ``ProtocolFault('protocol.bad-id')``."""
    if not is_id(text):
        raise ProtocolFault("protocol.bad-id")
    return text
