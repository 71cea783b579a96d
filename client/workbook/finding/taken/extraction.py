"""What was found in a workbook, and what was not taken and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from client.base.errors import JibaoError
from client.workbook.finding.names.vocabulary import How
from forms.blocks import BlockColumn
from forms.periods import Period
from forms.problems import Language, Message
from forms.returns import Cell
from forms.words import filled

if TYPE_CHECKING:
    from forms.blocks import Mask


class Note(msgspec.Struct, frozen=True):
    """A remark whose words are in ``resources/messages/workbook.toml``."""

    code: str
    params: dict[str, object] = {}

    def what(self, language: Language = "zh") -> str:
        """What was seen or guessed, and where."""
        return filled(self._message().what(language), self.params, language)

    def remedy(self, language: Language = "zh") -> str:
        """What the person may do about it; may be empty."""
        return filled(self._message().remedy(language), self.params, language)

    def _message(self) -> Message:
        return JibaoError.catalogue()[self.code]


def note(code: str, /, **params: object) -> Note:
    """A remark with its parameters."""
    return Note(code, params)


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


class Cells:
    """One column of a list, for some of its rows: kept as a column, a whole cell made when asked for.

    ``notes`` tell of the positions that hold something which is not taken.
    """

    def __init__(
        self, column: BlockColumn, number: int, rows: Sequence[int], place: str, notes: dict[int, Note]
    ) -> None:
        self.column = number
        self.rows = rows
        self.notes = notes
        self._listed = column
        self._place = f"{place} › {column.letter}"
        self._dropped: set[int] = set()

    def cell(self, position: int) -> Cell | None:
        """The cell with its origin; None for a blank."""
        if position in self._dropped:
            return None
        return self._listed.cell(position, f"{self._place}{self.rows[position]}")

    def filled(self) -> Mask:
        """Whether each position has a cell."""
        holds = self._listed.filled()
        if self._dropped:
            holds = holds.copy()
            holds[list(self._dropped)] = False
        return holds

    def drop(self, position: int) -> None:
        """Leave a cell out after all."""
        self._dropped.add(position)

    def listed(self, field: str, positions: Sequence[int] | None = None) -> BlockColumn | None:
        """The column as that of a field, at some positions only if given; None where cells were dropped."""
        if self._dropped:
            return None
        about = self._listed if positions is None else self._listed.at(positions)
        return msgspec.structs.replace(about, field=field)

    def texts(self) -> list[str]:
        """What is written in each position; ``""`` for a blank."""
        return self._listed.texts()

    def __len__(self) -> int:
        return int(self.filled().sum())


class ListedColumn(msgspec.Struct, frozen=True):
    """A mapped column of a list."""

    address: str
    how: How
    confidence: float
    cells: Cells


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A list: records in the order of the sheet (``keys``, ``labels``), and its mapped columns."""

    form: str
    period: Period
    sheet: str
    place: str
    """``book.xlsx › sheet``."""
    rows: Sequence[int]
    keys: Sequence[str | None]
    labels: Sequence[str]
    columns: tuple[ListedColumn, ...]

    def found(self) -> Iterator[Found]:
        """Value by value, record by record."""
        for position, (key, name) in enumerate(zip(self.keys, self.labels, strict=True)):
            for column in self.columns:
                cell = column.cells.cell(position)
                if cell is not None:
                    yield Found(
                        form=self.form,
                        period=self.period,
                        row_key=key,
                        row_label=name,
                        address=column.address,
                        cell=cell,
                        how=column.how,
                        confidence=column.confidence,
                    )

    def __len__(self) -> int:
        return sum(len(column.cells) for column in self.columns)


class Values:
    """The values of a workbook: single ones, then lists; those of a list are made while one goes through them."""

    def __init__(self, singles: Sequence[Found], blocks: Sequence[Block]) -> None:
        self.singles = tuple(singles)
        self.blocks = tuple(blocks)

    def __iter__(self) -> Iterator[Found]:
        yield from self.singles
        for block in self.blocks:
            yield from block.found()

    def __len__(self) -> int:
        return len(self.singles) + sum(len(block) for block in self.blocks)


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


Aspect = Literal["form", "orientation", "heading", "unit", "period", "enterprise"]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was guessed of a sheet, or said by the person: what, and why it is thought so."""

    what: Aspect
    value: str
    why: Note
    chosen: bool = False
    """The person said it; else it was guessed."""


class ValueColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of figures beside the labels of a sheet, and what its figures were taken for."""

    letter: str
    heading: str
    use: Literal["current", "last_year", ""] = ""
    """``""``: nothing was taken of it."""
    chosen: bool = False
    """The person said what it means; else it was guessed."""


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
    seen: tuple[Seen, ...] = ()
    """What the reading rests on; each can be chosen otherwise (``client.workbook.finding.taken.choices``)."""
    columns: tuple[ValueColumn, ...] = ()
    """The columns of figures under headings, where an indicator is a line."""

    @property
    def form(self) -> str | None:
        """The form most of its values belong to; None when nothing was taken."""
        return self.forms[0] if self.forms else None


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a workbook gave."""

    file: str
    values: Values
    sheets: tuple[SheetPlan, ...]
    left: tuple[NotTaken, ...]
    warnings: tuple[Note, ...] = ()
    firm_code: str = ""
    firm_name: str = ""
