"""The published shape of a roll-up."""

from __future__ import annotations

import msgspec


class ShareResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one enterprise adds to a total."""

    enterprise: str
    name: str
    group: str
    value: str
    records: dict[str, str]
    """Of a rows form: each record's key and figure."""


class TotalResult(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator added up; who lacks the figure, and whose cannot be read, is not in it."""

    form: str
    period: str
    address: str
    name: str
    unit: str
    total: str
    groups: dict[str, str]
    parts: list[ShareResult]
    missing: list[str]
    unreadable: list[str]
