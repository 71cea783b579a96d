"""Files of the corpus made by openpyxl: what finance departments do to a sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.workbook.making.contents import (
    CORPUS,
    FIGURES,
    FIRM,
    PROJECTS,
    Rows,
    expect,
    profit,
    project_values,
    projects,
    thousands,
    values,
)

MADE_BY = f"openpyxl {openpyxl.__version__}"


def book_of(rows: Rows, title: str = "利润表") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def keep(
    name: str, rows: Rows, about: str, change: Callable[[Worksheet], object] | None = None, **said: object
) -> None:
    book, sheet = book_of(rows)
    if change is not None:
        change(sheet)
    book.save(CORPUS / name)
    expect(name, MADE_BY, about, **said)  # type: ignore[arg-type]


def make() -> None:
    """Write them."""
    written()
    marked()
    headed()
    listed()
    empty()


def written() -> None:
    """The same figures, written in every way people write figures."""
    keep("plain.xlsx", profit(), "an income statement", found=values())
    keep("macro.xlsm", profit(), "the same under a macro workbook's ending", found=values())
    each: dict[str, tuple[str, dict[str, object], dict[str, str]]] = {
        "text-numbers": ("figures kept as text", {code: now for code, _, now, _ in FIGURES}, {}),
        "full-width": (
            "full-width digits",
            {"JY001": "１２３４５６７８．９０", "JY005": "９，８７６，５４３．２１"},
            {},
        ),
        "thousands": ("thousands separators", {"JY001": "12,345,678.90", "JY009": "1,234,567.8"}, {}),
        "four-digit-groups": ("separators at every four digits", {"JY001": "1234,5678.90"}, {}),
        "brackets": ("brackets for negatives", {"JY010": "（5,432.1）", "JY018": "(1,234.5)"}, {"JY018": "-1"}),
        "triangle": ("△ for negatives", {"JY010": "△5,432.1"}, {}),
        "minus-signs": ("other minus signs", {"JY010": "－5432.1", "JY021": "−614576"}, {"JY021": "-615"}),
        "yuan-sign": (
            "currency signs",
            {"JY001": "¥12,345,678.90", "JY005": "￥9876543.21", "JY006": "RMB 45678.5"},
            {},
        ),
        "unit-in-cell": ("units behind the figure", {"JY001": "1234.567890万元", "JY005": "9876543.21元"}, {}),
        "yi-in-cell": (
            "万 and 亿 behind the figure",
            {"JY001": "1.2亿", "JY005": "987.654321万"},
            {"JY001": "120000"},
        ),
        "spaces": ("spaces between thousands", {"JY001": "12 345 678.90", "JY005": "9\u00a0876\u00a0543.21"}, {}),
        "apostrophe": ("an apostrophe in front", {"JY001": "'12345678.90"}, {}),
    }
    for name, (about, contents, changed) in each.items():
        keep(f"{name}.xlsx", profit(contents), about, found=values(**changed))
    keep(
        "dashes.xlsx",
        profit({"JY019": "—", "JY020": "无", "JY007": "-", "JY008": "n/a"}),
        "dashes and 无 for nothing",
        found=values(without=("JY019", "JY020", "JY007", "JY008")),
        left=["left.cell-dash@C12", "left.cell-dash@C13", "left.cell-dash@C7", "left.cell-dash@C8"],
    )
    keep(
        "words.xlsx",
        profit({"JY019": "待核实", "JY020": "约500"}),
        "words where figures belong: kept as typed, with a finding",
        found=values(JY019="待核实", JY020="约500"),
    )


def marked() -> None:
    """Cells that hold something else than they seem to."""
    keep(
        "errors.xlsx",
        profit({"JY007": "#REF!", "JY008": "#DIV/0!"}),
        "error cells",
        found=values(without=("JY007", "JY008")),
        left=["left.cell-error@C7", "left.cell-error@C8"],
    )
    keep(
        "uncalculated.xlsx",
        profit({"JY021": "=C11+C12-C13"}),
        "a formula that no program has calculated yet",
        found=values(without=("JY021",)),
        left=["left.cell-uncalculated@C14"],
    )
    book, sheet = book_of(profit())
    sheet.row_dimensions[9].hidden = True
    book.save(CORPUS / "hidden-row.xlsx")
    expect("hidden-row.xlsx", MADE_BY, "a row a person does not see", values(), warns=["warn.hidden-rows"])
    book, sheet = book_of(profit())
    sheet.column_dimensions["B"].hidden = True
    sheet.protection.sheet = True
    book.save(CORPUS / "protected.xlsx")
    expect("protected.xlsx", MADE_BY, "a protected sheet with a hidden column of line numbers", values())
    book, sheet = book_of(profit())
    hidden = book.create_sheet("底稿")
    hidden.append(["营业收入", 999])
    hidden.sheet_state = "hidden"
    book.create_sheet("空表")
    book.save(CORPUS / "hidden-sheet.xlsx")
    left = ["left.sheet-hidden@底稿", "left.sheet-blank@空表"]
    expect("hidden-sheet.xlsx", MADE_BY, "a hidden sheet with other figures, and a blank one", values(), left=left)
    rows = profit()
    rows[3][0] = CellRichText("一、", TextBlock(InlineFont(b=True), "营业收入"))
    keep("rich-text.xlsx", rows, "a label in two type faces", found=values())
    keep("big-title.xlsx", [[None] * 4, *profit()], "merged title, blank line above", _merge_title, found=values())


def _merge_title(sheet: Worksheet) -> None:
    sheet.merge_cells("A2:D2")


def headed() -> None:
    """Headings, units, periods."""
    newline = profit(heading=("项\u3000目", "行次", "本年累计\n金额", "上年同期\n金额"))
    keep("newline-heading.xlsx", newline, "line feeds in the headings", found=values())
    ten = profit({code: float(now) / 10000 for code, _, now, _ in FIGURES})
    for row in ten[3:]:
        row[3] = float(str(row[3])) / 10000
    ten[1][3] = "单位：人民币万元"
    keep("ten-thousand.xlsx", ten, "figures in 万元", found=values())
    column = profit(heading=("项目", "行次", "本年累计（万元）", "上年同期（元）"))
    for row in column[3:]:
        row[2] = float(str(row[2])) / 10000
    keep("unit-in-heading.xlsx", column, "a unit of its own in each heading", found=values())
    keep(
        "years.xlsx",
        _years(),
        "years above, the month and the year so far below",
        _merge_years,
        found=values(),
        left=["left.column-last-year-month@D", "left.column-month@B"],
    )
    monthly = [["利润表"], ["单位：元"], ["项目", "2025年7月", "2025年8月", "2025年9月"]]
    monthly += [[name, 1.0, 2.0, float(now)] for _, name, now, _ in FIGURES]
    keep(
        "months-across.xlsx",
        monthly,
        "a column a month",
        found=values(last_year=False),
        left=["left.column-other-period@B", "left.column-other-period@C"],
    )
    dated = profit()
    dated[1][2] = date(2025, 9, 30)
    keep("date-cell.xlsx", dated, "the period as a date cell", found=values())
    other = profit()
    other[1][0] = f"纳税人识别号：{FIRM[:-1]}X"
    other[1][0] = "统一社会信用代码：91440300708461136T"
    keep("other-enterprise.xlsx", other, "another enterprise's", refused="workbook.other-enterprise")
    coded: Rows = [["营业收入与生产经营"], ["代码", "指标", "计量单位", "本期", "上年同期"]]
    coded += [[code, name, "元", float(now), float(before)] for code, name, now, before in FIGURES]
    keep("codes.xlsx", coded, "codes in front", found=values())
    one: Rows = [["单位：元"], [name for _, name, _, _ in FIGURES], [float(now) for _, _, now, _ in FIGURES]]
    keep("one-line.xlsx", one, "indicators across, one line", found=values(last_year=False))
    wide: Rows = [row + [None] * 600 + ["旁注"] for row in profit()]
    keep(
        "very-wide.xlsx",
        wide,
        "remarks six hundred columns to the right",
        found=values(),
        left=["left.column-unknown@WG"],
    )


def _years() -> Rows:
    rows: Rows = [["利润表"], ["单位：元"], ["项目", "2025年", None, "2024年", None]]
    rows.append([None, "本月", "本年累计", "本月", "本年累计"])
    return rows + [[name, 1.0, float(now), 2.0, float(before)] for _, name, now, before in FIGURES]


def _merge_years(sheet: Worksheet) -> None:
    for cells in ("A3:A4", "B3:C3", "D3:E3"):
        sheet.merge_cells(cells)


def listed() -> None:
    """Lists of projects."""
    keep("list.xlsx", projects(), "a list of projects", found=project_values())
    two: Rows = [["单位：万元"], ["项目代码", "项目名称", "投资", None, None, "实际开工"]]
    two.append([None, None, "计划总投资", "自开工累计完成投资", "本年完成投资", None])
    keep("two-row-heading.xlsx", projects(two), "two lines of headings", _merge_two, found=project_values())
    three: Rows = [["单位：万元"], ["项目代码", "项目名称", "投资情况", None, None, "实际开工"]]
    three.append([None, None, "计划总投资", "完成投资", None, None])
    three.append([None, None, None, "自开工累计完成投资", "本年完成投资", None])
    keep(
        "three-row-heading.xlsx", projects(three), "three lines of headings", _merge_three, found=project_values()
    )
    for name, epoch in (("dates-1900", None), ("dates-1904", CALENDAR_MAC_1904)):
        book, sheet = book_of([])
        if epoch is not None:
            book.epoch = epoch
        for row in projects():
            begun = str(row[-1])
            is_month = begun[:4].isdecimal() and begun[4] == "-"
            sheet.append([*row[:-1], datetime.strptime(begun, "%Y-%m") if is_month else row[-1]])
        book.save(CORPUS / f"{name}.xlsx")
        expect(f"{name}.xlsx", MADE_BY, f"dates counted from {name[-4:]}", project_values())
    rows = projects()
    rows[2] = [*rows[2], "形象进度（%）"]
    shown = dict(zip((p[0] for p in PROJECTS), ("12%", 0.4567, 88.8), strict=True))
    for row in rows[3:]:
        row.append(shown[str(row[0])])
    found = project_values()
    found |= {f"XM {p[0]} XM027": text for p, text in zip(PROJECTS, ("12.0", "45.7", "88.8"), strict=True)}
    keep("percents.xlsx", rows, "a percentage as text, as a format and as a figure", _percent, found=found)
    total = [
        *projects(),
        ["合计", None, 166600, 102400, 40900, None],
        ["注：截至9月底", None, None, None, None, None],
    ]
    left = ["left.row-total@7", "left.row-note@8"]
    keep("totals.xlsx", total, "a line of totals and a remark below", found=project_values(), left=left)


def _merge_two(sheet: Worksheet) -> None:
    for cells in ("A2:A3", "B2:B3", "C2:E2", "F2:F3"):
        sheet.merge_cells(cells)


def _merge_three(sheet: Worksheet) -> None:
    for cells in ("A2:A4", "B2:B4", "C2:E2", "C3:C4", "D3:E3", "F2:F4"):
        sheet.merge_cells(cells)


def _percent(sheet: Worksheet) -> None:
    sheet["G5"].number_format = "0.0%"


def empty() -> None:
    """Nothing to take, and said so."""
    keep("empty-sheet.xlsx", [], "a sheet without a cell", refused="workbook.no-indicator")
    keep(
        "unknown.xlsx",
        [["日期", "姓名"], ["2025-09-01", "张三"]],
        "an attendance list",
        refused="workbook.no-indicator",
    )
    rows = [[row[0], row[1], None, None] if n > 2 else row for n, row in enumerate(profit())]
    keep("no-figures.xlsx", rows, "a statement nobody filled in", refused="workbook.no-values")
    book = openpyxl.Workbook()
    data = book.worksheets[0]
    data.sheet_state = "hidden"
    data.append([1, 2, 3])
    chart = BarChart()
    chart.add_data(Reference(data, min_col=1, min_row=1, max_col=3))
    book.create_chartsheet("图").add_chart(chart)
    book.active = 1
    book.save(CORPUS / "only-charts.xlsx")
    expect("only-charts.xlsx", MADE_BY, "a chart and its hidden data", refused="workbook.no-indicator")


__all__ = ["make", "thousands"]
