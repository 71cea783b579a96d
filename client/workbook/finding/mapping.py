"""``map_book``: which cell of a workbook belongs to which place of which return, and what is left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from client.base.errors import UserError
from client.workbook.asked import ASKED
from client.workbook.finding import branches
from client.workbook.finding.names import not_actual
from client.workbook.finding.names.vocabulary import of_pack
from client.workbook.finding.one_sheet import SheetReading
from client.workbook.finding.readers.monthly import alone, falls
from client.workbook.finding.readers.taking import Inquiry
from client.workbook.finding.sheets.facts import Facts
from client.workbook.finding.sheets.sheet_names import numbered, set_aside
from client.workbook.finding.taken import identity
from client.workbook.finding.taken.choices import NONE, Choices, Taught
from client.workbook.finding.taken.extraction import (
    Extraction,
    Note,
    Values,
    note,
)
from client.workbook.finding.taken.settling import differing, settle, settle_lists
from client.workbook.model import Book
from forms.pack.model import Pack
from forms.periods import Period
from forms.words import Listed


def map_book(
    book: Book,
    pack: Pack,
    period: Period,
    firm: str,
    forms: Sequence[str] | None = None,
    choices: Choices = NONE,
    *,
    ask: bool = False,
) -> Extraction:
    """Find the values of one enterprise and period in a workbook.

    ``forms`` narrows the search to some forms; ``choices`` stand in place of guesses. Where a person who says
    which sheet, column or unit is meant can make something of a workbook that gives nothing (``ASKED``), ``ask``
    answers how it was understood, without values and with the reason as its first warning. Raises ``UserError``
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
    inquiry = Inquiry(book.name, pack, words, period, firm, choices, numbered(book, period))
    results = [SheetReading(inquiry, sheet) for sheet in book.sheets]
    for result in results:
        result.read()
    own_months = list(_sheets_alone(results, pack, period))
    several = any(result.other_month for result in results)
    _pass_over_other_months(results)
    if not choices.sheets:
        _pass_over_aside(results)
        branches.pass_over(results, pack)
    singles, doubled = settle(result.values for result in results)
    blocks = [block for result in results for block in result.blocks]
    doubled += settle_lists(blocks)
    values = Values(singles, blocks)
    refusal = None if len(values) else _refusal(book, results, firm)
    if refusal is not None and not (ask and refusal.code in ASKED):
        raise refusal
    left = [entry for result in results for entry in result.left] + doubled
    named = next((result.facts for result in results if result.facts.firm_name), Facts())
    return Extraction(
        file=book.name,
        values=values,
        sheets=tuple(result.plan() for result in results),
        left=tuple(left),
        warnings=(
            *(() if refusal is None else (Note(refusal.code, dict(refusal.params)),)),
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


def _sheets_alone(results: Sequence[SheetReading], pack: Pack, asked: Period) -> Iterator[Note]:
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


def _pass_over_other_months(results: Sequence[SheetReading]) -> None:
    """Where a workbook has a sheet a month, only those of the asked month count; the others are named."""
    asked: set[tuple[object, ...]] = set()
    if all(result.other_month is None for result in results):
        return
    for result in results:
        if result.other_month is None:
            asked |= _columns_aside(result)
    for result in results:
        if result.other_month is not None and asked & _columns_aside(result):
            result.pass_over(note("left.sheet-other-period", named=result.other_month.words))


def _pass_over_aside(results: Sequence[SheetReading]) -> None:
    """Leave sheets that say they are not meant, where another one has figures for the same places."""
    said = {id(each): set_aside(each.sheet, each.warnings) or not_actual.said(each.sheet) for each in results}
    kept: set[tuple[object, ...]] = set()
    for result in results:
        if not said[id(result)]:
            kept |= _columns_aside(result)
    for result in results:
        if said[id(result)] and kept & _columns_aside(result):
            result.pass_over(note("left.sheet-aside", text=said[id(result)]))


def _columns_aside(result: SheetReading) -> set[tuple[object, ...]]:
    """The places a sheet has figures for; last year's of another month are no companions of this one's."""
    return {tuple(str(part).partition("@")[0] for part in place) for place in result.places()}


_MONTH_ONLY = "warn.month-only"
"""A doubt that is settled where there are sheets of other months to compare with."""

_REASONS = {
    "left.foreign-currency": "workbook.foreign-currency",
    "left.two-units": "workbook.two-units",
    "left.cell-scaled": "workbook.scaled",
    "left.cell-below-one": "workbook.below-one",
    "left.row-digits-lost": "workbook.digits-lost",
    "left.column-months-alone": "workbook.months-alone",
    "left.sheet-not-actual": "workbook.not-actual",
    "left.sheet-branch": "workbook.branches",
    "left.sheet-firm": "workbook.firms",
    "left.sheet-which": "workbook.which-sheet",
    "left.row-span": "workbook.span",
    "left.row-repeated": "workbook.repeated",
    "left.sheet-turned": "workbook.turned",
    "left.sheet-long-list": "workbook.long-list",
    "left.cell-uncalculated": "workbook.not-calculated",
}
"""What was left out of a workbook of which nothing else could be taken is why it is refused."""

_OTHER_PERIOD = frozenset(("left.column-other-period", "left.row-other-period"))


def _refusal(book: Book, results: Sequence[SheetReading], firm: str) -> UserError:
    """Why a workbook gives nothing."""
    foreign = next((result.facts.firm_code for result in results if result.foreign), None)
    if foreign is not None:
        return UserError("workbook.other-enterprise", file=book.name, expected=firm, found=foreign)
    left = [entry for result in results for entry in result.left]
    for entry in left:
        if entry.code in _REASONS:
            return UserError(_REASONS[entry.code], file=book.name, **entry.why.params)
    unclear = dict.fromkeys(entry.column for entry in left if entry.code == "left.column-which")
    if unclear:
        return UserError("workbook.which-column", file=book.name, columns=Listed(unclear))
    if not any(result.of_now for result in results) and any(entry.code in _OTHER_PERIOD for entry in left):
        return UserError("workbook.columns-other-period", file=book.name)
    alone = next((entry for entry in left if entry.code == "left.column-month"), None)
    if alone is not None:
        return UserError("workbook.month-alone", file=book.name, text=alone.label)
    if any(result.known for result in results):
        return UserError("workbook.no-values", file=book.name)
    return UserError("workbook.no-indicator", file=book.name)
