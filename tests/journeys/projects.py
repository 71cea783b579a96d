"""A workbook of many projects, of the form XM."""

from __future__ import annotations

from pathlib import Path

import openpyxl


def project_list(path: Path, rows: int, code: str = "2025-441302-39-01-") -> Path:
    """Write so many projects, whose codes begin with ``code``; answers the path."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "重点项目"
    sheet.append(["项目代码", "项目名称", "计划总投资（万元）", "自开工累计完成投资（万元）", "建设地区划代码"])
    for number in range(rows):
        sheet.append([f"{code}{number:06d}", f"技术改造项目 {number}", 5000, 1000, "441302"])
    book.save(path)
    return path
