"""The published shapes of what stands beside filing: attachments, notices, prechecks."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class AttachmentResult(msgspec.Struct, frozen=True, kw_only=True):
    """One file beside a return. ``state``: ``waiting``, ``frozen``, ``uploading``, ``filed`` or ``taken-off``."""

    id: str
    name: str
    media: str
    size: int
    sha256: str
    state: str
    arrived: int
    whole: int
    receipt_no: str


class DeviceResult(msgspec.Struct, frozen=True, kw_only=True):
    """One computer that files for the enterprise. ``state`` as the protocol names it; ``own`` is this one."""

    id: str
    name: str
    fingerprint: str
    state: str
    own: bool
    enrolled_at: str
    last_seen: str


class NoticeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the bureau told."""

    id: str
    kind: str
    at: str
    form: str | None
    period: str | None
    text: str


class PrecheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the endpoint would say of one return; ``findings`` name rules and cells, never values.

    A ``message`` is in the endpoint's own words; ``titles`` are those of the rules, as the definitions have them.
    """

    key: str
    form: str
    period: str
    findings: list[dict[str, str | list[str]]]
    titles: dict[str, Text]
