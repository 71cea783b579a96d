"""A record of a single form with a line for each time: 本年累计, 上年同期 and 增减 below the indicators' names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.sheets.headings import Role, role_of
from client.workbook.finding.taken.extraction import Found, note
from forms.returns import Cell

_LEADING = 3
_NOW: tuple[Role, ...] = ("cumulative", "current", "end")


def roles_of(taking: Taking, rows: Sequence[int], mapped: Iterable[Mapped]) -> Mapping[int, Role]:
    """Which figures each line has, where one of the first columns says it of two or more; none otherwise."""
    sheet, held = taking.sheet, {each.column for each in mapped}
    for column in sheet.across[:_LEADING]:
        if column in held:
            continue
        said = {row: role for row in rows if (role := role_of(sheet.text(row, column), taking.asked))}
        if len(said) > 1 and said.keys() >= {row for row in rows if sheet.text(row, column)}:
            return said
    return {}


def of_now(taking: Taking, roles: Mapping[int, Role], mapped: Sequence[Mapped]) -> list[int]:
    """The line of the asked period's figures; those of last year are taken beside it, the others are named."""
    now = next((row for wanted in _NOW for row, role in roles.items() if role == wanted), None)
    before = next((row for row, role in roles.items() if role == "last_year"), None)
    taking.left = [each for each in taking.left if each.row not in roles or each.code != "left.row-total"]  # 累计
    for row in roles:
        if row == before:
            _take_last_year(taking, row, mapped)
        elif row != now:
            taking.leave(
                note("left.row-other-figures", text=_said(taking, row)), row=row, label=_said(taking, row)
            )
    return [] if now is None else [now]


def _take_last_year(taking: Taking, row: int, mapped: Sequence[Mapped]) -> None:
    for each in mapped:
        target = each.match.target
        cell = taking.converter.cell(row, each.column, each.way) if "ly" in target.indicator.columns else None
        if isinstance(cell, Cell):
            taking.values.append(
                Found(
                    form=target.form,
                    period=taking.period(target.form),
                    address=f"{target.field}@ly",
                    cell=cell,
                    how=each.match.how,
                    confidence=each.confidence,
                )
            )
        elif cell is not None:
            taking.leave(cell, row=row, column=each.column, label=_said(taking, row))


def _said(taking: Taking, row: int) -> str:
    return next(
        (text for column in taking.sheet.across[:_LEADING] if (text := taking.sheet.text(row, column))), ""
    )
