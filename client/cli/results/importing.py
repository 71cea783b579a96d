"""What was read from a workbook, as the answer of a command."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import LeftResult, Text


class GuessResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the reading of a sheet rests on: form, orientation, heading, unit, period or enterprise, and why."""

    what: str
    value: str
    why: Text
    chosen: bool


class SheetResult(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet of a workbook and what was recognised in it; ``forms`` is empty when nothing was taken."""

    name: str
    rows: int
    forms: list[str]
    period: str | None
    unit: str | None
    taken: int
    notes: list[Text]
    guesses: list[GuessResult] = []


class LineResult(msgspec.Struct, frozen=True, kw_only=True):
    """One value taken from a workbook: where it goes, old and new text, and the workbook's address."""

    form: str
    period: str
    address: str
    name: Text
    row: str
    old: str | None
    new: str
    unit: str
    raw: str
    raw_unit: str
    place: str
    how: str
    confidence: float
    doubts: list[Text] = []
    """What is worth a second look: a jump by a unit, another sign, what would be written over."""


class MarkedResult(msgspec.Struct, frozen=True, kw_only=True):
    """A marked copy: cells that carry a mark, findings that lie in no cell of it, and what it does not keep."""

    file: str
    cells: int
    unplaced: int
    lost: list[Text]


class WorkbookResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, what would change, what was not taken. ``stored`` is false for a dry run."""

    file: str
    stored: bool
    import_id: str | None
    sheets: list[SheetResult]
    lines: list[LineResult]
    left: list[LeftResult]
    warnings: list[Text]
    marked: MarkedResult | None = None
    profile: str | None = None
    """The profile whose earlier choices were followed."""
