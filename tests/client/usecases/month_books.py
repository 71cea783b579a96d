"""Workbooks of several months, side by side or in sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import ReturnKey

FIRM = "91441300MA58H0D25G"
OCTOBER = Period.parse("2025-10")


def months(*texts: str) -> tuple[Period, ...]:
    return tuple(map(Period.parse, texts))


def keep(path: Path, rows: Sequence[Sequence[object]], title: str = "利润表") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def across(headings: Sequence[object], revenue: Sequence[object], *above: Sequence[object]) -> list[list[object]]:
    costs = [round(each * 0.8, 2) if isinstance(each, int | float) else each for each in revenue]
    named = [["项目", *headings], ["营业收入", *revenue], ["营业成本", *costs]]
    return [["单位：千元"], *map(list, above), *named]


def figures(session: Session, periods: Sequence[Period]) -> list[str | None]:
    cells = (open_draft(session, ReturnKey(FIRM, "JY", each)).cell("JY001") for each in periods)
    return [cell.text if cell is not None else None for cell in cells]
