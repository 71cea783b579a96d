"""Lines that bear one name and hold different figures: sections, branches, plan and actual below each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from client.workbook.finding.names.labels import is_total, label
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import Heading, Role, role_of
from client.workbook.finding.sheets.layout import Panel
from client.workbook.finding.taken.extraction import Found, Note, note
from client.workbook.finding.taken.places import left_at, spot_of
from client.workbook.model import Sheet, as_text
from forms.periods import Period
from forms.values.numbers import read_number

_OTHERS: frozenset[Role] = frozenset(
    ("plan", "opening", "last_year", "last_year_month", "previous", "month", "change", "other_period")
)
_SAYS_NOTHING: frozenset[Role] = frozenset(("code", "line", "unit", "reference", "note"))
_CODE = re.compile(r"\d{3,}")


def of_other_figures(sheet: Sheet, panel: Panel, row: int, headings: dict[int, Heading], asked: Period) -> str:
    """The word between a line's name and its figures that says they are other ones: 预算, 上年; else ``""``."""
    for column in panel.columns:
        heading, value = headings.get(column), sheet.value(row, column)
        if heading is not None and heading.role in _SAYS_NOTHING:
            continue
        if isinstance(value, Decimal) or (isinstance(value, str) and read_number(value) is not None):
            return ""
        if isinstance(value, str) and role_of(text := as_text(value), asked) in _OTHERS:
            return text
    return ""


def pass_over(taking: Taking, panel: Panel, since: int) -> None:
    """Of the figures taken from ``since`` on leave those whose line's name another line of the panel bears too.

    What stands under 合计 counts, and of accounts the one of which the others are sub-accounts.
    """
    groups: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for found in taking.values[since:]:
        named = label(taking.sheet.spread(spot_of(found.cell.origin.place).row, panel.label_column)).full
        groups[found.form, found.address, named].append(found)
    for several in groups.values():
        if len({found.text for found in several}) > 1 and isinstance(several[0].cell.value, Decimal):
            _settle(taking, panel, several)


def _settle(taking: Taking, panel: Panel, several: Sequence[Found]) -> None:
    rows = [spot_of(found.cell.origin.place).row for found in several]
    codes = [_code(taking.sheet, panel, row) for row in rows]
    shortest = min(codes, key=len)
    if shortest and all(code.startswith(shortest) for code in codes) and codes.count(shortest) == 1:
        return  # 1122 of 112201, 112202: the sum; what else has its name is settled as any other conflict
    totals = [row for row in rows if _under_total(taking.sheet, panel, row)]
    for found, row in zip(several, rows, strict=True):
        if totals == [row]:
            continue
        taking.values.remove(found)
        other = next(each for each in rows if each != row)
        name = taking.sheet.spread(row, panel.label_column)
        taking.left.append(left_at(found.cell.origin.place, name, note("left.row-repeated", row=other)))


def _under_total(sheet: Sheet, panel: Panel, row: int) -> bool:
    """Whether 合计 stands before a line's name, or heads the lines it is one of."""
    before = [sheet.spread(row, column) for column in range(sheet.across.start, panel.label_column)]
    if any(map(is_total, before)):
        return True
    above = range(row - 1, panel.rows.start - 1, -1)
    bare = (at for at in above if not any(sheet.value(at, column) is not None for column in panel.columns))
    return is_total(sheet.text(next(bare, 0), panel.label_column))


def sub_accounts(taking: Taking, panel: Panel, since: int) -> Iterator[Note]:
    """A remark on figures taken of an account and of a sub-account of it: 管理费用 6602 holds 研发费用 660201."""
    rows = [(found, spot_of(found.cell.origin.place).row) for found in taking.values[since:]]
    coded = [(found, code) for found, row in rows if (code := _code(taking.sheet, panel, row))]
    for found, code in coded:
        indicator = taking.pack.indicator(found.address)
        whole = next((each for each, above in coded if code != above and code.startswith(above)), None)
        over = taking.pack.indicator(whole.address) if whole is not None else None
        if indicator is not None and over not in (None, indicator) and not indicator.name.startswith("其中"):
            assert over is not None
            yield note("warn.sub-account", sheet=taking.sheet.name, name=indicator.words, whole=over.words)


def parts_below(taking: Taking, panel: Panel, since: int) -> Iterator[Note]:
    """A remark on a line 其中：研发费用 right below 管理费用, which are two indicators here."""
    rows = {spot_of(found.cell.origin.place).row: found for found in taking.values[since:]}
    for row, found in rows.items():
        above = (at for at in range(row - 1, panel.rows.start - 1, -1) if not _is_part(taking.sheet, panel, at))
        whole = rows.get(next(above, 0)) if _is_part(taking.sheet, panel, row) else None
        part, over = (taking.pack.indicator(each.address) if each is not None else None for each in (found, whole))
        if part is not None and over not in (None, part) and not part.name.startswith("其中"):
            assert over is not None
            yield note("warn.sub-account", sheet=taking.sheet.name, name=part.words, whole=over.words)


def _is_part(sheet: Sheet, panel: Panel, row: int) -> bool:
    return sheet.text(row, panel.label_column).startswith("其中")


def _code(sheet: Sheet, panel: Panel, row: int) -> str:
    """The account's number before the name."""
    before = (sheet.text(row, column) for column in range(sheet.across.start, panel.label_column))
    return next((text for text in before if _CODE.fullmatch(text)), "")
