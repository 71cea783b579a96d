"""Make a project workbook of 10,000 rows as a firm would keep it: Chinese headings, amounts in 万元."""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import Workbook

from forms.pack import bundled_pack

ROWS = 10_000
AMOUNTS = ("integer", "decimal")


def main(path: Path) -> None:
    """Write the workbook: one line per project, every plain indicator of XM a column."""
    pack = bundled_pack()
    indicators = [one for one in pack.forms["XM"].indicators.values() if one.type not in ("composite", "table")]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("重点项目")
    sheet.append(["重点项目进度表（2025 年 9 月）"])
    sheet.append(["单位：万元"])
    sheet.append([one.name for one in indicators])
    for number in range(ROWS):
        sheet.append([value(one.type, one.list, one.code, number, pack) for one in indicators])
    book.save(path)


def value(kind: str, code_list: str | None, code: str, number: int, pack) -> object:
    """A plausible cell; the same for the same place."""
    if code == "XM001":
        return f"2024-440112-39-03-{number:06d}"
    if code_list and code_list in pack.lists:
        codes = list(pack.lists[code_list].codes)
        return codes[number % len(codes)]
    if kind in AMOUNTS:
        return number * 7 % 90_000 + 1
    if kind == "month":
        return f"202{number % 5}-{number % 12 + 1:02d}"
    return "否" if kind == "boolean" else f"第 {number} 号项目"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
