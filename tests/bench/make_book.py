"""Make a project workbook as a firm would keep it: Chinese headings, amounts in 万元; 10,000 rows unless told."""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import Workbook

from forms.pack import Pack, bundled_pack

ROWS = 10_000
STAGE = {"XM007": "3", "XM008": "2024-03", "XM009": "2024-04", "XM010": "2026-06", "XM011": None}
"""Under construction, in production next year."""

SLIPS = 50
"""Every fiftieth project has a part of its investment miscounted, as in life."""


def main(path: Path, rows: int = ROWS) -> None:
    """Write the workbook: one line per project, every plain indicator of XM a column."""
    pack = bundled_pack()
    indicators = [one for one in pack.forms["XM"].indicators.values() if one.type not in ("composite", "table")]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("重点项目")
    sheet.append(["重点项目进度表（2025 年 9 月）"])
    sheet.append(["单位：万元"])
    sheet.append([one.name for one in indicators])
    for number in range(rows):
        sheet.append([value(one.type, one.list, one.code, number, pack) for one in indicators])
    book.save(path)


def value(kind: str, code_list: str | None, code: str, number: int, pack: Pack) -> object:
    """A plausible cell; the same for the same place."""
    known = {"XM001": f"2024-440112-39-03-{number:06d}", **STAGE, **figures(number)}
    if code in known:
        return known[code]
    if code_list and code_list in pack.lists:
        codes = list(pack.lists[code_list].codes)
        return codes[number % len(codes)]
    if kind in ("integer", "decimal"):
        return 0
    return "否" if kind == "boolean" else f"第 {number} 号项目"


def figures(number: int) -> dict[str, int]:
    """Amounts that agree with each other: 60 % built, a quarter of the total this year, its parts adding up."""
    total = 20_000 + number * 4
    done, year = total * 3 // 5, total // 4
    parts = {"XM016": year // 2, "XM017": year // 10, "XM018": year // 4}
    parts["XM019"] = year - sum(parts.values()) + (720 if number % SLIPS == 0 else 0)
    funds = {"XM021": 0, "XM022": year // 2, "XM023": 0, "XM024": year - year // 2, "XM025": 0}
    return {
        "XM012": total,
        "XM013": year,
        "XM014": done,
        "XM015": year,
        "XM020": year,
        "XM027": 60,
        **parts,
        **funds,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
