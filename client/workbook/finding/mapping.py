"""``map_book``: which cell of a workbook belongs to which place of which return, and what is left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import msgspec

from client.base.errors import UserError
from client.workbook.finding.names import not_actual
from client.workbook.finding.names.vocabulary import Vocabulary, of_pack
from client.workbook.finding.readers import bracketed, consolidated, hidden, items, month_only, seen
from client.workbook.finding.readers.across import AcrossReader
from client.workbook.finding.readers.down import DownReader
from client.workbook.finding.readers.monthly import alone, falls, say_added
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.facts import Facts, look
from client.workbook.finding.sheets.layout import Hits, heading_row, only, panels, scan, turned_list, worthwhile
from client.workbook.finding.sheets.month_lines import heading_above, month_lines
from client.workbook.finding.sheets.tables import Table, tables, unit_over, within
from client.workbook.finding.taken import identity
from client.workbook.finding.taken.choices import NONE, Choices, Taught
from client.workbook.finding.taken.extraction import (
    Block,
    Extraction,
    Found,
    Note,
    NotTaken,
    Seen,
    SheetPlan,
    ValueColumn,
    Values,
    note,
)
from client.workbook.finding.taken.identity import LISTS
from client.workbook.finding.taken.settling import differing, settle, settle_lists
from client.workbook.model import Book, Sheet
from forms.pack.model import Pack
from forms.periods import Period
from forms.values.units import unit_words
from forms.words import Listed


def map_book(
    book: Book,
    pack: Pack,
    period: Period,
    firm: str,
    forms: Sequence[str] | None = None,
    choices: Choices = NONE,
) -> Extraction:
    """Find the values of one enterprise and period in a workbook.

    ``forms`` narrows the search to some forms; ``choices`` stand in place of guesses. Raises ``UserError``
    ``workbook.no-such-sheet`` for a chosen sheet there is not, ``workbook.no-indicator`` when no sheet holds
    anything known, ``workbook.no-values`` when all known places are blank, and ``workbook.other-enterprise``
    when the workbook is another enterprise's.
    """
    words = of_pack(pack, tuple(forms) if forms else tuple(pack.forms))
    if choices.lines:
        words = Taught(words, choices.lines)
    _all_there(book, choices)
    own = identity.of(book)
    if own is not None:
        identity.check(own, book.name, period, firm, choices)
    results = [_SheetResult(book, sheet, pack, words, period, firm, choices) for sheet in book.sheets]
    own_months = list(_sheets_alone(results, pack, period))
    several = any(result.other_month for result in results)
    _pass_over_other_months(results)
    singles, doubled = settle((result.sheet.name, result.values) for result in results)
    blocks = [block for result in results for block in result.blocks]
    doubled += settle_lists(blocks)
    values = Values(singles, blocks)
    if not len(values):
        _refuse(book, results, firm)
    left = [entry for result in results for entry in result.left] + doubled
    named = next((result.facts for result in results if result.facts.firm_name), Facts())
    return Extraction(
        file=book.name,
        values=values,
        sheets=tuple(result.plan() for result in results),
        left=tuple(left),
        warnings=(
            *_of_another_pack(own, pack),
            *(
                each
                for result in results
                for each in result.warnings
                if not (several and each.code == _MONTH_ONLY)
            ),
            *differing(doubled),
            *own_months,
        ),
        firm_code=next((result.facts.firm_code for result in results if result.facts.firm_code), ""),
        firm_name=named.firm_name,
    )


class _SheetResult:
    """One sheet, read."""

    def __init__(
        self,
        book: Book,
        sheet: Sheet,
        pack: Pack,
        words: Vocabulary,
        period: Period,
        firm: str,
        choices: Choices,
    ) -> None:
        self.sheet = sheet
        self.facts = Facts()
        self.values: list[Found] = []
        self.blocks: list[Block] = []
        self.left: list[NotTaken] = []
        self.notes: list[Note] = []
        self.warnings: list[Note] = []
        self.seen: list[Seen] = []
        self.columns: tuple[ValueColumn, ...] = ()
        self.choices = choices
        self.orientation = ""
        self.known = False
        self.foreign = False
        self.other_month: Period | None = None
        """The period the sheet names, when it is not the one its figures were taken for."""
        self._file = book.name
        self._pack = pack
        self._words = words
        self._asked = period
        self._periods: dict[str, Period] = {}
        reason = self._read(firm)
        if reason is not None:
            self.left.append(NotTaken(sheet=sheet.name, why=reason))

    def plan(self) -> SheetPlan:
        """How the sheet was understood."""
        counts = Counter(found.form for found in self.values)
        counts.update({block.form: len(block) for block in self.blocks})
        forms = tuple(form for form, _ in counts.most_common())
        return SheetPlan(
            name=self.sheet.name,
            rows=self.sheet.height,
            forms=forms,
            period=self._periods.get(forms[0]) if forms else None,
            unit=self.facts.unit,
            orientation=self.orientation if forms else "",
            taken=counts.total(),
            notes=tuple(self.notes),
            seen=tuple(self.seen),
            columns=self.columns,
        )

    def _read(self, firm: str) -> Note | None:
        """Take what there is; the reason when the whole sheet is left out."""
        if self.sheet.hidden and self.sheet.name in (LISTS, identity.SHEET):
            return None
        if self.choices.sheets and self.sheet.name not in self.choices.sheets:
            return note("left.sheet-not-chosen")
        if self.sheet.hidden and self.sheet.name not in self.choices.sheets:
            return note("left.sheet-hidden")
        if self.sheet.is_blank():
            return note("left.sheet-blank")
        table = items.find(self.sheet, self._pack, self._words.forms)
        if table is not None and self.choices.orientation != "down":
            self.orientation = "across"
            taking = self._taking(table.heading)
            return self._finish(taking, items.ItemReader(taking, table).take, firm)
        hits = scan(self.sheet, self._words)
        heading = heading_row(self.sheet, hits)
        if heading is None and (months := month_lines(self.sheet, self._asked)) is not None:
            heading = heading_above(months, only(hits, self._single_forms()))
        if self.choices.heading is not None and (heading is not None or self.choices.orientation == "across"):
            heading = self.choices.heading
        if heading is not None and self.choices.orientation != "down":
            self.orientation = "across"
            return self._read_across(hits, heading, firm)
        self.orientation = "down"
        single = only(hits, self._single_forms())
        if not worthwhile(single) and (turned := turned_list(hits, self._pack)) is not None:
            return note("left.sheet-turned", form=turned.words)
        return self._read_down(single, firm)

    def _single_forms(self) -> frozenset[str]:
        return frozenset(form.code for form in self._pack.forms.values() if form.shape == "single")

    def _read_across(self, hits: Hits, heading: int, firm: str) -> Note | None:
        taking = self._taking(heading)
        reader = AcrossReader(taking, hits, heading)
        if not reader.worthwhile():
            return note("left.sheet-unknown")
        return self._finish(taking, reader.take, firm)

    def _read_down(self, hits: Hits, firm: str) -> Note | None:
        if not worthwhile(hits):
            return note("left.sheet-unknown")
        taking = self._taking(min(hits.by_row))
        taking.rank(matches for row in hits.by_row.values() for matches in row.values())
        if self.choices.heading is not None or self.choices.orientation == "down":
            stacked = [Table(self.sheet.rows)]
        else:
            stacked = tables(self.sheet, hits, self._asked)

        def take() -> None:
            for table in self._of_this_period(taking, stacked):
                beside = panels(self.sheet, within(hits, table.rows), table.rows)
                for panel in beside:
                    taking.unit_here = (unit_over(self.sheet, panel) if len(beside) > 1 else "") or table.unit
                    DownReader(taking, panel).take()

        return self._finish(taking, take, firm)

    def _of_this_period(self, taking: Taking, stacked: list[Table]) -> list[Table]:
        """Where one of several tables is the asked period's, those of another are passed over and named."""
        periods = [self.facts.period, *(table.period for table in stacked[1:])]
        if self.choices.period is not None or self._asked not in periods:
            return stacked
        kept = []
        for table, period in zip(stacked, periods, strict=True):
            if period is None or period == self._asked or period.kind != self._asked.kind:
                kept.append(table)
                continue
            rows = f"{table.rows.start}-{table.rows.stop - 1}"
            taking.leave(note("left.table-other-period", rows=rows, named=period.words), row=table.rows.start)
        if kept[0] is not stacked[0]:
            self.facts = taking.facts = msgspec.structs.replace(self.facts, period=self._asked)
        return kept

    def _taking(self, first_row: int) -> Taking:
        self.facts = look(self.sheet, first_row, self._asked)
        if self.choices.period is not None:
            self.facts = msgspec.structs.replace(self.facts, period=self.choices.period)
        if self.choices.unit:
            self.facts = msgspec.structs.replace(self.facts, unit=self.choices.unit)
        return Taking(
            choices=self.choices,
            file=self._file,
            sheet=self.sheet,
            pack=self._pack,
            words=self._words,
            asked=self._asked,
            facts=self.facts,
        )

    def _finish(self, taking: Taking, take: Callable[[], None], firm: str) -> Note | None:
        self.known = True
        self.notes += [
            *self.facts.notes,
            note(f"seen.{self.orientation}", form=self._pack.forms[taking.forms[0]].words),
        ]
        self.seen = list(seen.of_sheet(taking, self.orientation, self.choices))
        if self.facts.firm_code and self.facts.firm_code != firm and not self.choices.any_enterprise:
            self.foreign = True
            return note("left.sheet-other-enterprise", found=self.facts.firm_code, expected=firm)
        single = self._pack.forms[taking.forms[0]].shape == "single"
        if single and self.sheet.name not in self.choices.sheets and (words := not_actual.said(self.sheet)):
            return note("left.sheet-not-actual", text=words)
        take()
        self.seen = list(seen.of_sheet(taking, self.orientation, self.choices))
        self.columns = tuple(taking.columns)
        self._keep(taking)
        say_added(taking)
        self.notes += taking.notes
        if not self._periods:
            return note("left.sheet-no-values")
        self._warn(taking)
        return None

    def _keep(self, taking: Taking) -> None:
        """Take over what was found; a list of a single form is one record, like any other values."""
        self.values, self.left = taking.values, taking.left
        for block in taking.blocks:
            if self._pack.forms[block.form].shape == "single":
                self.values += block.found()
            elif len(block):
                self.blocks.append(block)
        self._periods = {found.form: found.period for found in self.values}
        self._periods.update({block.form: block.period for block in self.blocks})

    def places(self) -> set[tuple[object, ...]]:
        """Every place of a return, and every record of a list, that the sheet has figures for."""
        single = {(found.form, found.period, found.row_key, found.item, found.address) for found in self.values}
        return single | {(block.form, block.period, key) for block in self.blocks for key in block.keys}

    def pass_over(self) -> None:
        """Take nothing of the sheet: another one has the month that is asked for."""
        assert self.other_month is not None
        why = note("left.sheet-other-period", named=self.other_month.words)
        self.values, self.blocks, self.warnings = [], [], []
        self.left = [NotTaken(sheet=self.sheet.name, why=why)]

    def _warn(self, taking: Taking) -> None:
        named = self.facts.period
        taken = next(iter(self._periods.values()))
        whole_year = named is not None and named.kind == "year" and named.year == taken.year
        if named is not None and not whole_year and named.last_month != taken.last_month:
            self.other_month = named
            self.warnings.append(note("warn.period", sheet=self.sheet.name, named=named.words, taken=taken.words))
        self.warnings += [*hidden.taken(taking), *consolidated.warned(taking), *month_only.warned(taking)]
        self.warnings += bracketed.warned(taking)
        if taking.converter.commas_read:
            self.warnings.append(note("warn.decimal-comma", sheet=self.sheet.name))
        self.warnings += taking.conflicts
        if taking.unit_assumed:
            code = "warn.unit-ledger" if taking.ledger else "warn.unit"
            self.warnings.append(note(code, sheet=self.sheet.name, unit=unit_words(taking.unit_assumed)))


def _sheets_alone(results: Sequence[_SheetResult], pack: Pack, asked: Period) -> Iterator[Note]:
    """A remark where the sheets of months hold each month's own figures, as they fall from one to the next."""
    lines: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for result in results:
        month = result.other_month or asked
        if month.kind != "month" or month.year != asked.year or month > asked:
            continue
        for found in result.values:
            indicator = pack.indicator(found.address)
            if indicator is not None and indicator.kind == "cumulative" and isinstance(found.cell.value, Decimal):
                lines[found.form, found.address].setdefault(month.index, found.cell.value)
    fell, compared = falls(lines.values())
    if any(result.other_month for result in results) and alone([], [*lines.values()]) and fell:
        yield note("warn.months-alone", count=fell, total=compared)


def _of_another_pack(own: identity.Identity | None, pack: Pack) -> Iterator[Note]:
    if own is not None and own.pack != pack.name:
        yield note("warn.template-pack", found=own.pack, expected=pack.name)


def _all_there(book: Book, choices: Choices) -> None:
    """Refuse a sheet that was chosen and is not there."""
    names = [sheet.name for sheet in book.sheets]
    for name in choices.sheets:
        if name not in names:
            raise UserError("workbook.no-such-sheet", file=book.name, sheet=name, sheets=Listed(names))


def _pass_over_other_months(results: Sequence[_SheetResult]) -> None:
    """Where a workbook has a sheet a month, only those of the asked month count; the others are named."""
    asked: set[tuple[object, ...]] = set()
    if all(result.other_month is None for result in results):
        return
    for result in results:
        if result.other_month is None:
            asked |= result.places()
    for result in results:
        if result.other_month is not None and asked & result.places():
            result.pass_over()


_MONTH_ONLY = "warn.month-only"
"""A doubt that is settled where there are sheets of other months to compare with."""

_REASONS = {
    "left.foreign-currency": "workbook.foreign-currency",
    "left.two-units": "workbook.two-units",
    "left.cell-scaled": "workbook.scaled",
    "left.row-digits-lost": "workbook.digits-lost",
    "left.column-months-alone": "workbook.months-alone",
    "left.sheet-not-actual": "workbook.not-actual",
    "left.row-span": "workbook.span",
    "left.sheet-turned": "workbook.turned",
}
"""What was left out of a workbook of which nothing else could be taken is why it is refused."""


def _refuse(book: Book, results: Sequence[_SheetResult], firm: str) -> None:
    foreign = next((result.facts.firm_code for result in results if result.foreign), None)
    if foreign is not None:
        raise UserError("workbook.other-enterprise", file=book.name, expected=firm, found=foreign)
    left = [entry for result in results for entry in result.left]
    for entry in left:
        if entry.code in _REASONS:
            raise UserError(_REASONS[entry.code], file=book.name, **entry.why.params)
    unclear = dict.fromkeys(entry.column for entry in left if entry.code == "left.column-which")
    if unclear:
        raise UserError("workbook.which-column", file=book.name, columns=Listed(unclear))
    if any(result.known for result in results):
        raise UserError("workbook.no-values", file=book.name)
    raise UserError("workbook.no-indicator", file=book.name)
