"""The published shape of a roll-up."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class ShareResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one enterprise adds to a total."""

    enterprise: str
    name: str
    group: str
    value: str
    records: dict[str, str]
    """Of a rows form: each record's key and figure."""
    blanks: int = 0
    """Of a rows form: records without the figure."""
    previous: str | None = None
    last_year: str | None = None


class TotalResult(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator added up; who lacks the figure, and whose cannot be read, is not in it."""

    form: str
    period: str
    address: str
    name: Text
    unit: str
    total: str | None
    """None where nobody has the figure, and for a quotient without a value."""
    groups: dict[str, str]
    parts: list[ShareResult]
    missing: list[str]
    unreadable: list[str]
    exempt: list[str] = []
    """Enterprises to which the indicator does not apply."""
    absent: list[str] = []
    """Enterprises of which nothing of the form counts; never taken for zero."""
    nil: list[str] = []
    """Enterprises that declared that there is nothing to report."""
    key: str = ""
    """Of a list whose records count in units of their own: the code the total is for."""
    recomputed: bool = False
    """Whether it is a quotient made anew from sums."""


class LeftOutResult(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator in figures that is not added up: ``ratio``, ``unit``, ``level`` or ``mean``."""

    form: str
    address: str
    name: Text
    reason: str
