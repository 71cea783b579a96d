"""Makes the workbook of the sample enterprise's past months, for its curves and the year before beside the year.

Run from the top of the repository: ``python -m resources.samples.make_past``. Everything follows from
the figures of September 2025: a share of the year for each month, a step down for each year, research growing a
little faster than the firm. There are no slips in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from resources.samples import figures
from resources.samples.figures import FIRM, table
from resources.samples.make_samples import (
    FOLDER,
    LAST_YEAR,
    Figures,
    derived,
    fen,
    head,
    line,
    save,
    statement_figures,
    title,
    two_heads,
    widths,
)

NAME = "粤华光电往期"
SHARES = {
    2025: "2:0.176 3:0.289 4:0.396 5:0.507 6:0.631 7:0.752 8:0.8837 9:1",
    2024: "2:0.168 3:0.281 4:0.389 5:0.502 6:0.624 7:0.741 8:0.868 9:1 10:1.121 11:1.253 12:1.397",
}
"""What was reached by the end of each month, measured by the end of September; January goes with February."""
EARLIER = Decimal("0.93")
"""2023 measured by 2024."""
RESEARCH = {2023: Decimal("0.905"), 2024: Decimal("0.952"), 2025: Decimal("1")}
"""How much of research there was for the turnover, measured by 2025."""
GROWTH = Decimal("0.006")
"""By so much less there was of everything a month before."""
MONTHLY = Decimal("0.0035")
"""By so much less of it each month before September."""

Month = tuple[int, int]


def months() -> Iterator[Month]:
    """From October 2024 to August 2025; the year before stands in columns of its own."""
    for year in (2024, 2025):
        yield from ((year, month) for month in shares(year) if (2024, 9) < (year, month) < (2025, 9))


def shares(year: int) -> dict[int, Decimal]:
    """By month, what was reached of the year's first nine months; 2023 went like 2024."""
    parts = (part.split(":") for part in SHARES[max(year, 2024)].split())
    return {int(month): Decimal(share) for month, share in parts}


def past_book() -> Workbook:
    """A sheet of each kind for every month."""
    book = Workbook()
    fills: dict[str, Callable[[Worksheet, Month], None]] = {
        "利润表": income_statement,
        "资产负债表": balance_sheet,
        "产销": output_and_staff,
        "项目": projects,
    }
    for at in months():
        for name, fill in fills.items():
            fill(book.create_sheet(f"{name}{at[0]}年{at[1]}月"), at)
    del book["Sheet"]
    return book


def statement(at: Month) -> Figures:
    """An income statement from the beginning of the year, in 元; that of a September is the sample's own."""
    year, month = at
    factor = shares(year)[month] * {2025: Decimal(1), 2024: LAST_YEAR, 2023: LAST_YEAR * EARLIER}[year]
    items = {name: fen(value * factor) for name, value in statement_figures().items()}
    if at != (2024, 9):
        items["研发费用"] = fen(items["研发费用"] * research_share(at))
    return derived(items)


def research_share(at: Month) -> Decimal:
    year, month = at
    return RESEARCH[year] - MONTHLY * (9 - month)


def income_statement(sheet: Worksheet, at: Month) -> None:
    """利润表: year to date and last year's."""
    row = title(sheet, "利润表", 4, (f"编制单位：{FIRM}", f"{at[0]}年{at[1]}月", "单位：元"))
    now, before = statement(at), statement((at[0] - 1, at[1]))
    head(sheet, row, ("项目", "行次", "本年累计金额", "上年同期累计"))
    for number, (text,) in enumerate(table(figures.STATEMENT_LINES), 1):
        name = next((known for known in sorted(now, key=len, reverse=True) if known in text), None)
        line(sheet, row + number, (text, number, *((now[name], before[name]) if name else ("—", "—"))))
    widths(sheet, 44, 7, 20)


def balance_sheet(sheet: Worksheet, at: Month) -> None:
    """资产负债表: what there is grows by a little every month."""
    row = title(sheet, "资产负债表", 3, (f"编制单位：{FIRM}", f"{at[0]}年{at[1]}月", "单位：元"))
    head(sheet, row, ("项目", "行次", "期末余额"))
    grown = 1 - GROWTH * ((2025 - at[0]) * 12 + 9 - at[1])
    for number, (name, value) in enumerate(table(figures.ASSETS + figures.OWED.lstrip()), 1):
        line(sheet, row + number, (name, number, fen(Decimal(value) * grown)))
    widths(sheet, 36, 7, 20)


def output_and_staff(sheet: Worksheet, at: Month) -> None:
    """产值与人员 from the beginning of the year; people hardly change with the months."""
    year, month = at
    told = f"1—{month}月累计"
    row = title(sheet, "工业产销与人员情况", 4, (f"填报单位：{FIRM}", f"{year}年1—{month}月"))
    two_heads(sheet, row, ("指标名称", "计量单位", f"{told}/本年", f"{told}/上年同期"))
    for number, (name, unit, this, last, _) in enumerate(table(figures.OUTPUT), 2):
        both = (reached(unit, this, last, each) for each in (at, (year - 1, month)))
        line(sheet, row + number, (name, unit, *both))
    widths(sheet, 40, 10, 20, 20)


def reached(unit: str, this: str, last: str, at: Month) -> Decimal:
    """A figure of 2025 or 2024, or of the year before, by the end of a month."""
    year, month = at
    value = Decimal(this if year == 2025 else last) * (EARLIER if year == 2023 else 1)
    if unit == "人":
        return (value - (9 - month)).quantize(Decimal(1))
    value *= shares(year)[month]
    return value.quantize(Decimal(1)) if unit == "千瓦时" else fen(value)


def projects(sheet: Worksheet, at: Month) -> None:
    """重点项目: what was done in the year, and since the start."""
    heads = ["序号", *table(figures.PROJECT_HEADS)[0]]
    row = title(
        sheet, f"重点建设项目进度表（{at[0]}年{at[1]}月）", len(heads), (f"填报单位：{FIRM}", "单位：万元")
    )
    two_heads(sheet, row, heads)
    records = [record for text in table(figures.PROJECTS) if (record := project(text, at))]
    for number, record in enumerate(records, 1):
        line(sheet, row + 1 + number, (number, *record))
        sheet.cell(row + 1 + number, 28).number_format = "0.0%"
    widths(sheet, 6, 26, 34, 12)


BEFORE = {"2023": (Decimal(12650), Decimal(27800)), "2024": (Decimal(0), Decimal(1090))}
"""Done of the first project, and of the second: by the end of 2023, and in 2024."""
STARTED = {"2023": (2023, 5), "2024": (2024, 10), "2025": (2025, 9)}
STAGES = {"2023": ((2024, 6), "4主体封顶"), "2024": ((2025, 6), "3开工")}


def project(record: list[str], at: Month) -> list[object] | None:
    """One project as it stood; None before it began."""
    born = record[0][:4]
    if at < STARTED[born]:
        return None
    year, month = at
    share = shares(year)[month] if year == 2025 else shares(2024)[month] / shares(2024)[12]
    if born == "2024" and year == 2024:
        share = Decimal(70 + 15 * (month - 10)) / 100
    earlier, of_2024 = BEFORE.get(born, (Decimal(0), Decimal(0)))
    works = [Decimal(text.replace(",", "")) for text in record[14:19]]
    funds = [Decimal(text) for text in record[19:25]]
    whole = works[0] if year == 2025 else of_2024
    works = _parts(works, whole * share)
    funds = _parts(funds, funds[0] * share if year == 2025 else whole * share * Decimal("1.05"))
    done = works[0] + earlier + (of_2024 if year == 2025 else 0)
    total = Decimal(record[11])
    text: list[object] = [part or None for part in record]
    text[11], text[12], text[13] = (
        total,
        Decimal(record[12]) if year == 2025 else (whole * Decimal("1.1")).quantize(Decimal(1)),
        done,
    )
    text[14:19], text[19:25] = works, funds
    text[25] = None
    text[26] = (done / total).quantize(Decimal("0.001"))
    until, stage = STAGES.get(born, ((0, 0), ""))
    if at <= until:
        text[6] = stage
    return text


def _parts(values: list[Decimal], whole: Decimal) -> list[Decimal]:
    """A sum and its parts, scaled; the last part that is not nought takes what rounding leaves."""
    whole, before = whole.quantize(Decimal(1)), values[0]
    parts = [(each * whole / before).quantize(Decimal(1)) if before else Decimal(0) for each in values[1:]]
    last = max(number for number, each in enumerate(values[1:]) if each or not before)
    parts[last] += whole - sum(parts)
    return [whole, *parts]


if __name__ == "__main__":
    save(past_book(), FOLDER / f"{NAME}.xlsx")
