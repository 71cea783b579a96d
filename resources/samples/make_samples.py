"""Makes the sample workbook of a made-up enterprise, as an accounts department would send it.

Run from the top of the repository: ``python -m resources.samples.make_samples``. The figures are in 元 with 分 and
consistent, except for three slips of the hand; the returns' forms want 千元 and 万元.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from resources.samples import figures
from resources.samples.figures import FIRM, table

FOLDER = Path(__file__).parent
NAME = "粤华光电2025年9月"
LAST_YEAR = Decimal("0.9011")
MONTH = Decimal("0.1163")

Figures = dict[str, Decimal]

_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8EEF4")
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def main_book() -> Workbook:
    """The workbook of the guided tour."""
    book = Workbook()
    fills: dict[str, Callable[[Worksheet], None]] = {
        "企业基本情况": profile,
        "利润表": income_statement,
        "资产负债表": balance_sheet,
        "产值与人员": output_and_staff,
        "研发费用辅助账": research,
        "重点项目": projects,
        "往来明细": ledger,
        "底稿": workpaper,
    }
    for name, fill in fills.items():
        fill(book.create_sheet(name))
    del book["Sheet"]
    return book


def profile(sheet: Worksheet) -> None:
    """企业基本情况: labels and values side by side, twice in a line."""
    row = title(sheet, "企业基本情况", 4, ("填报日期：2025年10月12日",))
    pairs = [(name, _typed(value)) for name, value in table(figures.PROFILE)]
    for first in range(0, len(pairs), 2):
        line(sheet, row, [part for pair in pairs[first : first + 2] for part in pair])
        row += 1
    validity = next(cell for cells in sheet.iter_rows() for cell in cells if cell.value == "2026年12月")
    validity.value, validity.number_format = date(2026, 12, 1), "yyyy-mm"
    widths(sheet, 24, 40, 24, 40)


def income_statement(sheet: Worksheet) -> None:
    """利润表: month, year to date and last year; some figures were pasted as text.

    Slip: two digits of 利润总额 changed places.
    """
    row = title(sheet, "利润表", 5, (f"编制单位：{FIRM}", "2025年9月", "单位：元"))
    items = statement_figures()
    now, month, before = derived(items), scaled(items, MONTH), scaled(items, LAST_YEAR)
    shown: dict[str, object] = {**now, "利润总额": transposed(now["利润总额"])}
    shown["营业收入"] = f"{now['营业收入']:,.2f}"
    shown["营业成本"] = f"{now['营业成本']:,.2f}"
    shown["管理费用"] = f"{now['管理费用']:,.2f}".translate(_FULL_WIDTH)
    head(sheet, row, ("项目", "行次", "本月金额", "本年累计金额", "上年同期累计"))
    for number, (text,) in enumerate(table(figures.STATEMENT_LINES), 1):
        name = next((known for known in sorted(now, key=len, reverse=True) if known in text), None)
        values = ("—", "—", "—") if name is None else (month[name], shown[name], before[name])
        line(sheet, row + number, (text, number, *values))
    foot = sheet.max_row + 1
    sheet.cell(foot, 1, "注：主营业务收入为显示模组、背光源及加工收入。")
    sheet.cell(foot + 1, 1, "单位负责人：陈志远    财务负责人：黄敏    制表人：李晓彤")
    widths(sheet, 44, 7, 20)


def balance_sheet(sheet: Worksheet) -> None:
    """资产负债表: assets on the left, liabilities and equity on the right."""
    row = title(sheet, "资产负债表", 8, (f"编制单位：{FIRM}", "2025年9月30日", "单位：元"))
    head(sheet, row, ("资产", "行次", "期末余额", "年初余额", "负债和所有者权益", "行次", "期末余额", "年初余额"))
    assets, owed = _figures(figures.ASSETS), _figures(figures.OWED)
    for number in range(len(assets)):
        left, right = _balance_line(assets, number, 1), _balance_line(owed, number, 1 + len(assets))
        line(sheet, row + 1 + number, (*left, *right))
    widths(sheet, 24, 6, 20, 20, 30, 6, 20, 20)


def _balance_line(items: Figures, position: int, first: int) -> tuple[object, ...]:
    if position >= len(items):
        return (None, None, None, None)
    name, value = list(items.items())[position]
    return (name, first + position, value, fen(value * Decimal("0.94")))


def output_and_staff(sheet: Worksheet) -> None:
    """产值与人员: every line has its own unit; two lines of headings."""
    row = title(sheet, "工业产销与人员情况", 6, (f"填报单位：{FIRM}", "2025年1—9月"))
    heads = ("指标名称", "计量单位", "1—9月累计/本年", "1—9月累计/上年同期", "同比增减（%）", "备注")
    two_heads(sheet, row, heads)
    for number, (name, unit, now, before, remark) in enumerate(table(figures.OUTPUT), 2):
        one, other = Decimal(now), Decimal(before)
        rise = ((one / other - 1) * 100).quantize(Decimal("0.1"))
        line(sheet, row + number, (name, unit, one, other, rise, remark or None))
    widths(sheet, 40, 10, 20, 20, 14, 18)


def research(sheet: Worksheet) -> None:
    """研发费用辅助账: the year before, eight items, staff, patents.

    Slip: one digit of 直接投入费用 was lost.
    """
    row = title(sheet, "2024年度研发费用辅助账汇总表", 4, (f"编制单位：{FIRM}", "金额单位：元"))
    lines = table(figures.RESEARCH)
    total = sum(Decimal(value) for name, _, value in lines if name[0].isdecimal())
    of = {name: value for name, _, value in lines}
    own = total + Decimal(of["当年形成用于研究开发的固定资产"]) - Decimal(of["资金来源：政府部门"])
    head(sheet, row, ("项目", "单位", "金额", "备注"))
    for number, (name, unit, text) in enumerate(lines, 1):
        value = _typed(text.format(total=total, own=own), Decimal)
        if name == "2.直接投入费用":
            value = Decimal(text.replace("8", "", 1))
        line(sheet, row + number, (name, unit or None, value, "见备查簿" if name.startswith("当年形成") else None))
    widths(sheet, 40, 8, 20, 14)


def projects(sheet: Worksheet) -> None:
    """重点项目: records across under two lines of headings, with a line of totals and a remark.

    Slip: 设备工器具购置 of the second project reads 4,090 and should read 4,900.
    """
    heads = ["序号", *table(figures.PROJECT_HEADS)[0], "联系人"]
    row = title(sheet, "重点建设项目进度表（2025年9月）", len(heads), (f"填报单位：{FIRM}", "单位：万元"))
    two_heads(sheet, row, heads)
    records = table(figures.PROJECTS)
    for number, record in enumerate(records, 1):
        values = [_typed(field) for field in record]
        if number == 2:
            values[17] = 4090
        line(sheet, row + 1 + number, (number, *values, "王工"))
        sheet.cell(row + 1 + number, 28).number_format = "0.0%"
    totals: list[object] = [None] * len(heads)
    totals[1] = "合计"
    for place in (12, 13, 14, 15, 20):
        totals[place] = sum(Decimal(record[place - 1].replace(",", "")) for record in records)
    foot = row + 2 + len(records)
    line(sheet, foot, totals)
    sheet.cell(foot + 1, 1, "注：投资按形象进度计量，不是付款数。")
    widths(sheet, 6, 26, 34, 12)


def ledger(sheet: Worksheet) -> None:
    """往来明细: has nothing to do with the returns."""
    row = title(sheet, "客户往来明细账", 6, ("2025年9月", "", "单位：元"))
    head(sheet, row, ("客户编号", "客户简称", "科目", "期初余额", "本期发生", "期末余额"))
    for number in range(1, 13):
        opening, moved = Decimal(number * 137911) / 10, Decimal(number * 73313) / 10
        values = (f"K{number:03d}", f"客户{number}（虚构）", "应收账款", opening, moved, opening + moved)
        line(sheet, row + number, values)
    widths(sheet, 12, 18, 12, 18)


def workpaper(sheet: Worksheet) -> None:
    """底稿: a hidden sheet with last month's figures."""
    line(sheet, 1, ("营业收入", Decimal("987654321.00")))
    sheet.sheet_state = "hidden"


def list_book(rows: int) -> Workbook:
    """A project list of so many sound rows with nearly all columns of XM, for the benchmark; never kept."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("重点项目")
    sheet.append(["重点建设项目进度表（2025年9月）"])
    sheet.append(["单位：万元"])
    heads = [text.replace("/小计", "").rpartition("/")[2] for text in table(figures.PROJECT_HEADS)[0]]
    sheet.append(heads)
    patterns = [[_typed(field) for field in record] for record in table(figures.PROJECTS)]
    for number in range(rows):
        record = list(patterns[number % len(patterns)])
        record[0] = f"{2020 + number % 6}-441302-39-{number % 4 + 1:02d}-{number:06d}"
        record[1] = f"项目{number}"
        works = (700 + number % 700, number % 300, 600 + number % 900, number % 100)
        funds = (0, number % 800, 0, number % 1200, 0)
        total, done = 12000 + number, 2000 + sum(works)
        record[11:25] = [total, 3000, done, sum(works), *works, sum(funds), *funds]
        record[26] = round(100 * done / total, 1)
        sheet.append(record)
    return book


# Below: how a sheet is written.


def statement_figures() -> Figures:
    """The income statement of September 2025 from the beginning of the year, without its results."""
    return _figures(figures.PROFIT)


def _figures(text: str) -> Figures:
    return {name: Decimal(value) for name, value in table(text)}


def _typed(text: str, number: type[Decimal] | None = None) -> object:
    """What Excel would have made of a typed text; figures with a comma were pasted as text and stay so."""
    if not text:
        return None
    digits = text.replace(".", "", 1).isdecimal()
    if not digits or (text.startswith("0") and len(text) > 1 and "." not in text):
        return text
    return Decimal(text) if number or "." in text else int(text)


def fen(value: Decimal) -> Decimal:
    """Rounded to 分."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def derived(items: Figures) -> Figures:
    """An income statement with its results."""
    costs = ("营业成本", "税金及附加", "销售费用", "管理费用", "研发费用", "财务费用")
    gains = ("其他收益", "投资收益", "公允价值变动收益", "信用减值损失", "资产减值损失", "资产处置收益")
    operating = items["营业收入"] - sum(items[name] for name in costs) + sum(items[name] for name in gains)
    total = operating + items["营业外收入"] - items["营业外支出"]
    tax = fen(total * Decimal("0.15"))
    return {**items, "营业利润": operating, "利润总额": total, "所得税费用": tax, "净利润": total - tax}


def scaled(items: Figures, factor: Decimal) -> Figures:
    """The same statement for another time."""
    return derived({name: fen(value * factor) for name, value in items.items()})


def transposed(value: Decimal) -> Decimal:
    """The figure with its third and fourth digit in each other's place."""
    digits = str(value)
    return Decimal(digits[:2] + digits[3] + digits[2] + digits[4:])


def title(sheet: Worksheet, text: str, width: int, under: Sequence[str]) -> int:
    """The title and the line below it; returns the next free row."""
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.cell(1, 1, text).font = Font(size=16, bold=True)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    places = (1, max(2, width // 2 + 1), width)
    for column, words in zip(places, under, strict=False):
        sheet.cell(2, column, words)
    return 4


def head(sheet: Worksheet, row: int, texts: Iterable[str | None]) -> None:
    """One line of headings."""
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def two_heads(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    """Two lines of headings: ``above/below`` spans its like neighbours, others span both lines."""
    parts = [text.partition("/") for text in texts]
    head(sheet, row, [above for above, _, _ in parts])
    head(sheet, row + 1, [below or None for _, _, below in parts])
    start = 1
    for column in range(1, len(parts) + 1):
        above, split, _ = parts[column - 1]
        last = column == len(parts) or parts[column][0] != above
        if last and split:
            sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=column)
        elif not split:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
        start = column + 1 if last else start


def line(sheet: Worksheet, row: int, values: Iterable[object]) -> None:
    """One line of a table; figures in the accountant's format."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value, cell.border = value, _BOX  # type: ignore[assignment]
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.00" if value != value.to_integral() or abs(value) > 99999 else "#,##0"


def widths(sheet: Worksheet, *sizes: float) -> None:
    """Column widths from A on; the last one is used for the rest."""
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = sizes[min(column, len(sizes)) - 1]


def save(book: Workbook, path: Path) -> None:
    """Save with a fixed date, so that the same figures give the same file but for the archive's time stamps."""
    book.properties.creator = "财务部"
    book.properties.created = datetime(2025, 10, 12, 9, 0)
    book.save(path)


if __name__ == "__main__":
    save(main_book(), FOLDER / f"{NAME}.xlsx")
