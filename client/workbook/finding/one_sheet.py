"""One sheet on its way to values: which way it runs, what it says of itself, and the reader that fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import msgspec

from client.workbook.finding.names import not_actual
from client.workbook.finding.readers import bracketed, consolidated, hidden, items, month_only, seen, with_tax
from client.workbook.finding.readers.across import AcrossReader
from client.workbook.finding.readers.down import DownReader
from client.workbook.finding.readers.monthly import say_added
from client.workbook.finding.readers.taking import Inquiry, Taking
from client.workbook.finding.sheets.facts import Facts, look
from client.workbook.finding.sheets.layout import (
    Hits,
    english,
    heading_row,
    long_list,
    only,
    panels,
    scan,
    turned_list,
    within_english,
    worthwhile,
)
from client.workbook.finding.sheets.month_columns import month_of
from client.workbook.finding.sheets.month_lines import heading_above, month_lines
from client.workbook.finding.sheets.sheet_names import other_in_file_name
from client.workbook.finding.sheets.strays import without_strays
from client.workbook.finding.sheets.tables import Table, tables, unit_over, within
from client.workbook.finding.taken import identity
from client.workbook.finding.taken.extraction import (
    Block,
    Found,
    Note,
    NotTaken,
    Seen,
    SheetPlan,
    ValueColumn,
    note,
)
from client.workbook.finding.taken.identity import LISTS
from client.workbook.model import Sheet
from forms.pack.model import Pack
from forms.periods import Period
from forms.values.units import unit_words


class SheetReading:
    """One sheet: how it was understood, what was taken of it and what was left. ``read`` fills it."""

    def __init__(self, inquiry: Inquiry, sheet: Sheet) -> None:
        self.sheet = sheet
        self.facts = Facts()
        self.values: list[Found] = []
        self.blocks: list[Block] = []
        self.left: list[NotTaken] = []
        self.notes: list[Note] = []
        self.warnings: list[Note] = []
        self.seen: list[Seen] = []
        self.columns: tuple[ValueColumn, ...] = ()
        self.orientation = ""
        self.known = False
        """Whether anything in it bears a name that is looked for."""
        self.foreign = False
        """Whether it is another enterprise's."""
        self.of_now = False
        """Whether it has a column for the asked period's figures."""
        self.other_month: Period | None = None
        """The period the sheet names, when it is not the one its figures were taken for."""
        self._inquiry = inquiry
        self._choices = inquiry.choices
        self._pack = inquiry.pack
        self._words = inquiry.words
        self._asked = inquiry.period
        self._periods: dict[str, Period] = {}

    def read(self) -> None:
        """Take what there is; a sheet that is left out whole is named with why."""
        reason = self._read()
        if reason is not None:
            self.left.append(NotTaken(sheet=self.sheet.name, why=reason))

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

    def places(self) -> set[tuple[object, ...]]:
        """Every place of a return, and every record of a list, that the sheet has figures for."""
        single = {(found.form, found.period, found.row_key, found.item, found.address) for found in self.values}
        return single | {(block.form, block.period, key) for block in self.blocks for key in block.keys}

    def pass_over(self, why: Note) -> None:
        """Take nothing of the sheet after all: another one has what is asked for."""
        self.values, self.blocks, self.warnings = [], [], []
        self.left = [NotTaken(sheet=self.sheet.name, why=why)]

    def _read(self) -> Note | None:
        """The reason when the whole sheet is left out."""
        if self.sheet.hidden and self.sheet.name in (LISTS, identity.SHEET):
            return None
        if self._choices.sheets and self.sheet.name not in self._choices.sheets:
            return note("left.sheet-not-chosen")
        if self.sheet.hidden and self.sheet.name not in self._choices.sheets:
            return note("left.sheet-hidden")
        if self.sheet.is_blank():
            return note("left.sheet-blank")
        table = items.find(self.sheet, self._pack, self._words.forms)
        if table is not None and self._choices.orientation != "down":
            self.orientation = "across"
            taking = self._taking(table.heading)
            return self._finish(taking, items.ItemReader(taking, table).take)
        hits = self._scan()
        heading = heading_row(self.sheet, hits, self._pack)
        if heading is None and (months := month_lines(self.sheet, self._asked)) is not None:
            heading = heading_above(months, only(hits, self._single_forms()))
        if self._choices.heading is not None and (heading is not None or self._choices.orientation == "across"):
            heading = self._choices.heading
        if heading is not None and self._choices.orientation != "down":
            self.orientation = "across"
            return self._read_across(hits, heading)
        self.orientation = "down"
        single = without_strays(self.sheet, only(hits, self._single_forms()))
        return self._read_down(single) if worthwhile(single) else self._unread_list(hits)

    def _unread_list(self, hits: Hits) -> Note:
        """Why nothing is taken: a list that stands otherwise than a list can be read, or nothing known."""
        if (turned := turned_list(hits, self._pack)) is not None:
            return note("left.sheet-turned", form=turned.words)
        if (long := long_list(hits, self._pack)) is not None:
            return note("left.sheet-long-list", form=long.words)
        return note("left.sheet-unknown")

    def _scan(self) -> Hits:
        """Every name on the sheet, the short English ones that stand beside others of their form among them."""
        hits = scan(self.sheet, self._words, self._asked)
        form, rows, columns = english(self.sheet, hits)
        if not form:
            return hits
        self._words = self._words.beside_english(form)
        self._inquiry = replace(self._inquiry, words=self._words)
        return within_english(hits, scan(self.sheet, self._words, self._asked), rows, columns)

    def _single_forms(self) -> frozenset[str]:
        return frozenset(form.code for form in self._pack.forms.values() if form.shape == "single")

    def _read_across(self, hits: Hits, heading: int) -> Note | None:
        taking = self._taking(heading)
        reader = AcrossReader(taking, hits, heading)
        if not reader.worthwhile():
            return note("left.sheet-unknown")
        return self._finish(taking, reader.take)

    def _read_down(self, hits: Hits) -> Note | None:
        taking = self._taking(min(hits.by_row))
        taking.rank(matches for row in hits.by_row.values() for matches in row.values())
        if self._choices.heading is not None or self._choices.orientation == "down":
            stacked = [Table(self.sheet.rows)]
        else:
            stacked = tables(self.sheet, hits, self._asked)

        def take() -> None:
            for table in self._of_this_period(taking, stacked):
                beside = panels(self.sheet, within(hits, table.rows), table.rows)
                for panel in beside:
                    taking.unit_here = (unit_over(self.sheet, panel) if len(beside) > 1 else "") or table.unit
                    DownReader(taking, panel).take()

        return self._finish(taking, take)

    def _of_this_period(self, taking: Taking, stacked: list[Table]) -> list[Table]:
        """Where one of several tables is the asked period's, those of another are passed over and named."""
        periods = [self.facts.period, *(table.period for table in stacked[1:])]
        if self._choices.period is not None or self._asked not in periods:
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
        if self.facts.period is None and (month := self._inquiry.numbered.get(self.sheet.name)) is not None:
            named = note("seen.period", period=month.words, text=self.sheet.name)
            self.facts = msgspec.structs.replace(self.facts, period=month, notes=(*self.facts.notes, named))
        if self._choices.period is not None:
            self.facts = msgspec.structs.replace(self.facts, period=self._choices.period)
        if self._choices.unit:
            self.facts = msgspec.structs.replace(self.facts, unit=self._choices.unit)
        return Taking(self._inquiry, self.sheet, self.facts)

    def _finish(self, taking: Taking, take: Callable[[], None]) -> Note | None:
        self.known = True
        self.notes += [
            *self.facts.notes,
            note(f"seen.{self.orientation}", form=self._pack.forms[taking.forms[0]].words),
        ]
        self.seen = list(seen.of_sheet(taking, self.orientation, self._choices))
        firm = self._inquiry.firm
        if self.facts.firm_code and self.facts.firm_code != firm and not self._choices.any_enterprise:
            self.foreign = True
            return note("left.sheet-other-enterprise", found=self.facts.firm_code, expected=firm)
        single = self._pack.forms[taking.forms[0]].shape == "single"
        if single and self.sheet.name not in self._choices.sheets and (words := not_actual.said(self.sheet)):
            return note("left.sheet-not-actual", text=words)
        take()
        self.seen = list(seen.of_sheet(taking, self.orientation, self._choices))
        self.columns = tuple(taking.columns)
        self.of_now = taking.of_now
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

    def _heading_month(self, taking: Taking) -> Period | None:
        """The month that the columns taken name, where it is not the asked one."""
        used = [each.heading for each in taking.columns if each.use == "current" and not each.chosen]
        months = [month for heading in used if (month := month_of(heading)) is not None]
        if self._asked.kind != "month" or not months or self._asked.index in months:
            return None
        return Period(self._asked.year, "month", months[0])

    def _of_file_name(self, taking: Taking, taken: Period) -> tuple[Note, ...]:
        """What the workbook's name says of the period, where neither its headings nor its lines do."""
        named = other_in_file_name(self._inquiry.file, taken)
        headed = any(month_of(each.heading) is not None for each in taking.columns)
        if named is None or headed or month_lines(self.sheet, self._asked) is not None:
            return ()
        return (note("warn.period-file", sheet=self.sheet.name, named=named.words, taken=taken.words),)

    def _warn(self, taking: Taking) -> None:
        named = self._heading_month(taking) or self.facts.period
        taken = next(iter(self._periods.values()))
        whole_year = named is not None and named.kind == "year" and named.year == taken.year
        if named is not None and not whole_year and named.last_month != taken.last_month:
            self.other_month = named
            self.warnings.append(note("warn.period", sheet=self.sheet.name, named=named.words, taken=taken.words))
        self.warnings += self._of_file_name(taking, taken) if named is None else ()
        self.warnings += [*hidden.taken(taking), *consolidated.warned(taking), *month_only.warned(taking)]
        self.warnings += [*month_only.last_year(taking), *month_only.whole_year(taking), *bracketed.warned(taking)]
        self.warnings += [*consolidated.part_warned(taking), *with_tax.titled(taking)]
        if taking.converter.commas_read:
            self.warnings.append(note("warn.decimal-comma", sheet=self.sheet.name))
        self.warnings += taking.conflicts
        if taking.unit_assumed:
            fractions = any(_too_fine(found, self._pack, taking.unit_assumed) for found in self.values)
            code = "warn.unit-ledger" if taking.ledger else "warn.unit-decimals" if fractions else "warn.unit"
            self.warnings.append(note(code, sheet=self.sheet.name, unit=unit_words(taking.unit_assumed)))


def _too_fine(found: Found, pack: Pack, unit: str) -> bool:
    """Whether a figure of money has more decimals on the sheet than are asked: hardly one in 千元."""
    if found.cell.origin.unit != unit:
        return False
    code, _, part = found.address.partition("@")[0].partition(".")
    indicator = pack.forms[found.form].indicators[code]
    spec = {**indicator.parts, **indicator.table}.get(part, indicator)
    return sum(map(str.isdigit, found.raw.rstrip("0").partition(".")[2])) > spec.decimals
