"""Workbooks of long lists, and what they are planned to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.home.session import Session
from forms.periods import Period

FIRM = "91440101MA5XXXXX6N"
SEPTEMBER, OCTOBER = Period.parse("2025-09"), Period.parse("2025-10")


HEADINGS = ("项目代码", "项目名称", "建设阶段", "计划总投资", "自开工累计完成投资", "形象进度")
TOTALS = [20_000, 1_234.5, "3,000", "待定", None, -4, "—", 0.125, 50_000, 7]


@pytest.fixture
def list_book(tmp_path: Path) -> Callable[..., Path]:
    """Forty projects with figures of every kind, amounts in 万元."""

    def make(name: str = "项目.xlsx", more: int = 0) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["单位：万元"])
        sheet.append(HEADINGS)
        for number in range(40):
            total = TOTALS[number % len(TOTALS)]
            done = 9_000 + number + more
            code = f"2024-440112-39-03-{number:06}"
            sheet.append([code, f"第 {number} 号项目 ", str(number % 9 + 1), total, done, number])
        sheet.append(["合计", None, None, 12345])
        path = tmp_path / name
        book.save(path)
        return path

    return make


def planned(session: Session, book: Path, period: Period = SEPTEMBER) -> ImportPlan:
    return importing.plan(session, book, FIRM, period, forms=["XM"])
