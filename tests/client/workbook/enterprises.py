"""Workbooks of many enterprises for tests, and credit codes that pass their check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from forms import uscc

Rows = list[list[Any]]


def code(number: int) -> str:
    """A valid credit code of Shenzhen."""
    body = f"91440300{number:09d}"
    return next(body + sign for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc.valid(body + sign))


def write(path: Path, **sheets: Rows) -> Path:
    """A workbook of sheets by name, each a list of rows."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def summary(count: int, first: int = 0) -> Rows:
    """A line an enterprise, in 千元, with a line of totals."""
    lines = [
        [n + 1, f"第{n}公司", code(n), 1000 + n, 800 + n, 100, 5000, 2000] for n in range(first, first + count)
    ]
    heading = ["序号", "单位名称", "统一社会信用代码", "营业收入", "营业成本", "利润总额", "资产总计", "负债合计"]
    return [["单位：千元"], heading, *lines, ["合计", None, None, 9, 9, 9, 9, 9]]


def projects(owners: list[int]) -> Rows:
    """A list of projects, each of an enterprise."""
    lines = [[code(n), f"2025-441302-39-01-{i:06d}", f"项目{i}", 100 + i] for i, n in enumerate(owners)]
    return [["统一社会信用代码", "项目代码", "项目名称", "计划总投资（万元）"], *lines]


def statement(number: int | None, revenue: int, name: str = "") -> Rows:
    """An income statement in 元 of one enterprise, or of nobody."""
    whose = f"统一社会信用代码：{code(number)}" if number is not None else ""
    head = [whose, f"编制单位：{name}" if name else "", "单位：元"]
    return [["利润表"], head, ["项目", "本期金额"], ["营业收入", revenue], ["研发费用", 123_000]]
