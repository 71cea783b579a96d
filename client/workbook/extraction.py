"""What was found in a workbook, and what was not taken and why."""

from __future__ import annotations

import msgspec

from client.base.errors import JibaoError
from client.workbook.vocabulary import How
from forms.periods import Period
from forms.problems import Language, Message
from forms.returns import Cell


class Note(msgspec.Struct, frozen=True):
    """A remark whose words are in ``resources/messages/workbook.toml``."""

    code: str
    params: dict[str, str] = {}

    def what(self, language: Language = "zh") -> str:
        """What was seen or guessed, and where."""
        return self._filled(self._message().what(language))

    def remedy(self, language: Language = "zh") -> str:
        """What the person may do about it; may be empty."""
        return self._filled(self._message().remedy(language))

    def _message(self) -> Message:
        return JibaoError.catalogue()[self.code]

    def _filled(self, text: str) -> str:
        for name, value in self.params.items():
            text = text.replace("{" + name + "}", value)
        return text


def note(code: str, **params: object) -> Note:
    """A remark with its parameters as text."""
    return Note(code, {name: str(value) for name, value in params.items()})


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One value for one place of one return.

    ``address`` is the place within the form without row: ``JY001@ly``, ``JB022.valid``, ``XM014``. ``row_key``
    identifies the row of a rows form (``row_label`` names it for people); ``item`` counts the rows of a child
    table such as ``JB023``.
    """

    form: str
    period: Period
    row_key: str | None = None
    row_label: str = ""
    item: str | None = None
    address: str
    cell: Cell
    how: How
    confidence: float
    note: Note | None = None

    @property
    def text(self) -> str:
        """The canonical text in the indicator's unit; as written when it cannot be read."""
        return self.cell.text

    @property
    def raw(self) -> str:
        """The workbook's own figure."""
        return self.cell.origin.raw

    @property
    def raw_unit(self) -> str:
        """The workbook's unit."""
        return self.cell.origin.unit

    @property
    def place(self) -> str:
        """``book.xlsx › sheet › D7``."""
        return self.cell.origin.place


class NotTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet, row, column or cell that was left out. ``row`` counts from 1, ``column`` is its letter."""

    sheet: str
    row: int | None = None
    column: str | None = None
    label: str = ""
    why: Note

    @property
    def code(self) -> str:
        """Code of the reason."""
        return self.why.code


class SheetPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How one sheet was understood; ``notes`` say what was seen and what was guessed."""

    name: str
    rows: int
    forms: tuple[str, ...] = ()
    period: Period | None = None
    unit: str = ""
    orientation: str = ""
    """``down`` (an indicator a line), ``across`` (a record a line), or ``""``."""
    taken: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def form(self) -> str | None:
        """The form most of its values belong to; None when nothing was taken."""
        return self.forms[0] if self.forms else None


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a workbook gave."""

    file: str
    values: tuple[Found, ...]
    sheets: tuple[SheetPlan, ...]
    left: tuple[NotTaken, ...]
    warnings: tuple[Note, ...] = ()
    firm_code: str = ""
    firm_name: str = ""
