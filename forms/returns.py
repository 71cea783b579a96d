"""What an enterprise has entered: cells, returns, and the changes that lead from one state to the next."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, MutableMapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, overload

import msgspec

from forms.periods import Period
from forms.values.units import finer

Value = Decimal | bool | str | tuple[str, ...]
"""A typed value: an exact number, yes/no, text or a code or ``YYYY-MM``, or several codes."""

Source = Literal["keyboard", "paste", "workbook", "carried", "computed", "repair", "returned", "migrated"]


# Imports hold hundreds of thousands of these, and none can be part of a cycle: gc=False halves their time.
FINER = "finer"
"""Unit of the origin of a filed figure: the document says that it was rounded, not from what."""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a cell's text came from."""

    source: Source = "keyboard"
    place: str = ""
    """For a workbook: ``book.xlsx › sheet › D7``."""
    raw: str = ""
    """The source's own figure before unit conversion and rounding."""
    unit: str = ""
    """The source's unit, such as ``元``; ``FINER`` when only that is known of it."""

    def rounded_to(self, unit: str) -> bool:
        """Whether the figure was rounded to ``unit`` from a finer one, so that its sums may be slightly off."""
        return bool(self.raw and self.unit) and finer(self.unit, unit)


class Cell(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What was typed and what it means.

    Text that cannot be read is kept: ``value`` is then None and ``problem`` says why.
    """

    text: str
    value: Value | None = None
    problem: str | None = None
    """Code of ``forms/messages.toml`` (``value.…``) when the text cannot be read as the indicator's type."""
    na: str | None = None
    """Reason, when the person declared the indicator not applicable."""
    origin: Origin = Origin()


Cells = MutableMapping[str, Cell]
"""Cells by address within their return; those of a list from the store record by record, ``forms.by_record``."""


class Explanation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a query (核实) is right as it stands: a reason code of the pack's list and the person's words."""

    rule: str
    at: tuple[str, ...]
    """The addresses the finding spoke of; another place of the same rule needs words of its own."""
    code: str
    text: str
    figures: tuple[str, ...] = ()
    """What stood at those addresses when it was given: the explanation expires when one of them changes."""

    @property
    def key(self) -> str:
        return explanation_key(self.rule, self.at)


def explanation_key(rule: str, at: tuple[str, ...]) -> str:
    """What an explanation is filed under within its return."""
    return f"{rule}|{' '.join(at)}"


class ReturnKey(NamedTuple):
    """Which return: the enterprise's code, the form's, and the period; spelled as in the filing protocol."""

    firm: str
    form: str
    period: Period

    def __str__(self) -> str:
        return f"{self.firm}.{self.form}.{self.period}"


class Return(msgspec.Struct):
    """One enterprise, one form, one period.

    ``cells`` is keyed by address within the return (``JY001``, ``JY001@ly``, ``JB022.valid``,
    ``XM[<row id>].XM014``, ``JB023[<row id>].valid``); ``rows`` lists the row ids of each table in order
    (``{"XM": [...]}``, ``{"JB023": [...]}``).
    """

    firm: str
    form: str
    period: Period
    pack: str
    cells: Cells = {}
    rows: dict[str, list[str]] = {}
    explanations: dict[str, Explanation] = {}
    """By ``Explanation.key``."""

    @property
    def key(self) -> ReturnKey:
        return ReturnKey(self.firm, self.form, self.period)


class Edit(msgspec.Struct, frozen=True, gc=False):
    """One cell before and after; None stands for a blank cell."""

    address: str
    old: Cell | None
    new: Cell | None


class ManyEdits(Sequence[Edit]):
    """Edits that are made one by one when someone goes through them; see ``forms.blocks``."""

    @abstractmethod
    def inverse(self) -> ManyEdits:
        """The edits that take these back."""

    @abstractmethod
    def at(self, address: str) -> Edit | None:
        """The edit of one cell; None where there is none."""

    @abstractmethod
    def numbered(self, number: int) -> Edit:
        """The edit with this number, which is below how many there are."""

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, index: int | slice) -> Edit | tuple[Edit, ...]:
        if isinstance(index, slice):
            return tuple(self.numbered(number) for number in range(*index.indices(len(self))))
        return self.numbered(range(len(self))[index])


class RowsEdit(msgspec.Struct, frozen=True):
    """The row ids of one table before and after."""

    table: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Explained(msgspec.Struct, frozen=True):
    """One explanation before and after; None stands for none."""

    key: str
    old: Explanation | None
    new: Explanation | None


class PackEdit(msgspec.Struct, frozen=True):
    """The version of the definitions a return is filled in by, before and after."""

    old: str
    new: str


class Change(msgspec.Struct, frozen=True):
    """What one act of the person did to one return: the unit of saving, undo, audit and repainting."""

    firm: str
    form: str
    period: Period
    edits: Sequence[Edit] = ()
    rows: tuple[RowsEdit, ...] = ()
    explained: tuple[Explained, ...] = ()
    source: Source = "keyboard"
    pack: PackEdit | None = None

    @property
    def key(self) -> ReturnKey:
        """Of the return it was done to."""
        return ReturnKey(self.firm, self.form, self.period)

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(
            firm=self.firm,
            form=self.form,
            period=self.period,
            edits=_inverted(self.edits),
            rows=tuple(RowsEdit(r.table, r.new, r.old) for r in reversed(self.rows)),
            explained=tuple(Explained(e.key, e.new, e.old) for e in reversed(self.explained)),
            source=self.source,
            pack=PackEdit(self.pack.new, self.pack.old) if self.pack else None,
        )

    def edits_at(self, address: str) -> Iterable[Edit]:
        """What is done to one cell."""
        if isinstance(self.edits, ManyEdits):
            edit = self.edits.at(address)
            return () if edit is None else (edit,)
        return (edit for edit in self.edits if edit.address == address)


def _inverted(edits: Sequence[Edit]) -> Sequence[Edit]:
    if isinstance(edits, ManyEdits):
        return edits.inverse()
    return tuple(Edit(edit.address, edit.new, edit.old) for edit in reversed(edits))


def apply(target: Return, change: Change) -> None:
    """Carry ``change`` out on ``target`` in place."""
    if change.pack is not None:
        target.pack = change.pack.new
    for edit in change.edits:
        if edit.new is None:
            target.cells.pop(edit.address, None)
        else:
            target.cells[edit.address] = edit.new
    for rows in change.rows:
        target.rows[rows.table] = list(rows.new)
    for told in change.explained:
        if told.new is None:
            target.explanations.pop(told.key, None)
        else:
            target.explanations[told.key] = told.new
