"""What the readers of a sheet share: where they are, and a list of what they took and left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from client.workbook.finding.names.vocabulary import Match, Vocabulary
from client.workbook.finding.sheets.facts import Facts
from client.workbook.finding.taken.choices import Choices
from client.workbook.finding.taken.converting import Converter, resolve_unit, unclear
from client.workbook.finding.taken.extraction import Block, Found, Note, NotTaken, ValueColumn, note
from client.workbook.finding.taken.places import spot_of
from client.workbook.model import Sheet, letters
from forms.pack.model import NUMERIC, Pack, Spec
from forms.periods import Period
from forms.values.units import compatible, unit_words
from forms.values.units import unit as unit_called

_UNIT_ASSUMED = 0.8


@dataclass(frozen=True)
class Inquiry:
    """What is looked for in a workbook, and by what."""

    file: str
    """The workbook's name."""
    pack: Pack
    words: Vocabulary
    """The names of what is looked for."""
    period: Period
    firm: str
    choices: Choices
    numbered: Mapping[str, Period] = field(default_factory=dict)
    """The months of sheets that are named after them by number alone: 8, 9."""


class Taking:
    """The state of reading one sheet."""

    def __init__(self, inquiry: Inquiry, sheet: Sheet, facts: Facts) -> None:
        self.sheet = sheet
        self.pack = inquiry.pack
        self.words = inquiry.words
        self.facts = facts
        self.choices = inquiry.choices
        self.heading_rows: tuple[int, ...] = ()
        self.of_now = False
        """Whether a column of figures is headed as the asked period's, blank or not."""
        self.unit_here = ""
        """The unit over the table that is read, where it is not the sheet's first."""
        self.totals: set[str] = set()
        """Letters of the columns that were proven to add the months up."""
        self.ledger = False
        """Whether the sheet is one of accounts, debit and credit apart: ledgers are kept in 元."""
        self.unit_assumed = ""
        """The indicator's own unit (a ledger's: 元), where the sheet names none that fits a figure of money."""
        self.converter = Converter(inquiry.file, sheet, inquiry.pack, unit_said=bool(self.choices.unit))
        self.values: list[Found] = []
        self.blocks: list[Block] = []
        self.left: list[NotTaken] = []
        self.columns: list[ValueColumn] = []
        self.notes: list[Note] = []
        self.conflicts: list[Note] = []
        """Where two places name different units for one figure: which counts, and which does not."""
        self.forms: tuple[str, ...] = ()
        """Forms in the order of how much of the sheet speaks of them."""
        self.asked = inquiry.period

    def period(self, form: str) -> Period:
        """The period the sheet's values belong to: its own when it names one of the form's kind that can differ
        from the asked one (a year on an annual form), else the one in which the asked period ends."""
        kind = self.pack.forms[form].kind
        named = self.facts.period
        if named is not None and named.kind == kind and (kind != self.asked.kind or self.choices.period):
            return named
        return self.asked if kind == self.asked.kind else self.pack.forms[form].period_of(self.asked)

    def rank(self, labels: Iterable[tuple[Match, ...]]) -> None:
        """Order the forms by how many labels speak of them, those that speak of one form only first."""
        alone: Counter[str] = Counter()
        shared: Counter[str] = Counter()
        for matches in labels:
            forms = {match.target.form for match in matches}
            (alone if len(forms) == 1 else shared).update(forms)
        order = {form: (-alone[form], -shared[form]) for form in alone | shared}
        self.forms = tuple(sorted(order, key=lambda form: (order[form], form)))

    def choose(self, matches: tuple[Match, ...]) -> Match | None:
        """The match in the form the sheet speaks of most; None when that form has two such places."""
        ranked = sorted(matches, key=lambda match: self.forms.index(match.target.form))
        if len(ranked) > 1 and ranked[0].target.form == ranked[1].target.form:
            return None
        return ranked[0]

    def unit(self, spec: Spec, named: Iterable[str], chosen: str = "") -> tuple[str, float]:
        """The unit of a line or column: the one ``chosen`` for it, else of those named beside it and for the sheet
        the first that fits. Second, how much surer or less sure it makes us."""
        said = chosen or self.choices.unit
        beside = (said,) if said else tuple(named)
        told = self.unit_here or self.facts.unit
        unit, assumed = resolve_unit(spec, (*beside, told, self.facts.people))
        other = next((each for each in beside if each and each != unit and compatible(each, spec.unit)), None)
        words = unit_words(unit)
        if other is not None and not any(words in pair.params.values() for pair in self.conflicts):
            places = {"sheet": self.sheet.name, "name": spec.words}
            self.conflicts.append(note("warn.two-units", **places, unit=words, other=unit_words(other)))
        if assumed:
            unit = self.unit_assumed = "元" if self.ledger else unit
        elif _many_of(spec) and not any(compatible(each, spec.unit) for each in (*beside, told) if each):
            self.doubt(note("warn.unit-of", sheet=self.sheet.name, name=spec.words, unit=words))
        return unit, _UNIT_ASSUMED if assumed else 1.0

    def unclear(self, spec: Spec, named: Iterable[str], chosen: str = "") -> Note | None:
        """Why figures cannot be taken by what is said nearest to them; None where a person said the unit."""
        said = chosen or self.choices.unit
        return None if said else unclear(spec, (*named, self.unit_here or self.facts.unit))

    def rows_used(self) -> set[int]:
        """The rows of the sheet that values were taken from."""
        rows = {spot_of(found.place).row for found in self.values}
        return rows.union(*(column.cells.rows for block in self.blocks for column in block.columns[:1]))

    def columns_used(self) -> set[int]:
        """The columns of the sheet that values were taken from."""
        columns = {spot_of(found.place).column for found in self.values}
        return columns.union(column.cells.column for block in self.blocks for column in block.columns)

    def doubt(self, why: Note) -> None:
        """Point something out, once."""
        self.conflicts += [why] if why not in self.conflicts else []

    def leave(self, why: Note, *, row: int | None = None, column: int | None = None, label: str = "") -> None:
        """Name something that is not taken."""
        letter = letters(column) if column is not None else None
        self.left.append(NotTaken(sheet=self.sheet.name, row=row, column=letter, label=label[:80], why=why))


def _many_of(spec: Spec) -> bool:
    """Whether an indicator counts many of something at once: 万千瓦时."""
    counted = unit_called(spec.unit) if spec.type in NUMERIC and spec.unit not in ("", "%") else None
    return counted is not None and counted.factor != 1
