"""The returns of the made-up enterprise: statements in 元 with 分, converted and rounded as an import does it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from forms.addresses import parse
from forms.checking import Snapshot, compute
from forms.pack.model import Pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Cell, Origin, Return
from forms.values.canonical import plain
from forms.values.reading import read
from forms.values.units import compatible, convert
from tests.bench import made_up_lists as lists
from tests.bench.ledger import Enterprise, Month

FIRM = "91440300MA5X004870"
YEAR = 2025
BOOK = "某企业财务报表.xlsx › 报表 › "

PROFILE = {
    "JB001": FIRM,
    "JB002": "深圳市虚构光电有限公司",
    "JB004": "何某",
    "JB005": "私营有限责任公司",
    "JB006": "私人控股",
    "JB007": "2013-04",
    "JB008": "营业",
    "JB009": "440309",
    "JB010": "440309004",
    "JB011": "深圳市龙华区虚构路1号",
    "JB012": "440309",
    "JB013": "3974",
    "JB014": "制造显示模组",
    "JB017": "是",
    "JB021": "是",
    "JB022.number": "GR202344200777",
    "JB022.valid": "2026-11",
    "JB024": "模组",
    "JB025": "智能终端、超高清视频、新型显示",
    "JB027": "否",
    "JB031": "陈某",
    "JB032": "李某",
    "JB033": "0755-88880000-802",
}
PROJECTS = (
    (
        "2024-440309-39-03-012345",
        "虚构显示模组扩产项目",
        6_3000_0000,
        0.23,
        "设备搬入",
        "2024-03",
        "2024-04",
        "2026-06",
    ),
    (
        "2023-440309-39-03-054321",
        "虚构摄像模组技改项目",
        1_8500_0000,
        0.46,
        "开工",
        "2023-05",
        "2023-06",
        "2026-03",
    ),
)


def statement(now: Month) -> dict[str, int]:
    """The lines of form JY in fen, read off profit statement, balance sheet and ledgers."""
    books, flows = now.books, now.flows
    income = {
        "JY001": books.earned("modules", "cameras", "video", "trade", "rents"),
        "JY002": books.earned("modules", "cameras", "video", "trade"),
        "JY003": books.earned("modules", "cameras", "video"),
        "JY004": books.earned("video"),
        "JY005": books.spent("cost of products", "cost of trade"),
        "JY006": books.spent("surcharges"),
        "JY007": books.spent("selling"),
        "JY008": books.spent("administration"),
        "JY009": books.spent("research"),
        "JY010": books.spent("finance"),
        "JY011": books.spent("stock impairment"),
        "JY012": books.spent("credit impairment"),
        "JY013": books.earned("fair value"),
        "JY014": books.earned("dividends"),
        "JY016": -books.spent("disposals"),
        "JY017": books.earned("other income"),
        "JY019": books.earned("windfalls"),
        "JY020": books.spent("mishaps"),
    }
    gains = sum(income[code] for code in ("JY013", "JY014", "JY016", "JY017"))
    costs = sum(income[f"JY{number:03d}"] for number in range(5, 13))
    income["JY018"] = income["JY001"] - costs + gains
    income["JY021"] = income["JY018"] + income["JY019"] - income["JY020"]
    made = {"JY035": flows["made"], "JY036": flows["sold"], "JY037": flows["exports"]}
    trade = {
        "JY039": flows["exports"] + flows["imports"],
        "JY040": flows["high tech"],
        "JY041": flows["own brand"],
        "JY022": flows["vat"],
        "JY023": books.credits["payroll"],
    }
    return {**income, **sheet(now), **made, **trade}


def sheet(now: Month) -> dict[str, int]:
    """The lines of the balance sheet."""
    balance = now.books.balance
    finished = balance["finished"]
    stocks = balance["materials"] + balance["wip"] + finished + balance["stock provision"]
    receivable = balance["receivables"] + balance["bad debts"]
    current = balance["cash"] + balance["notes"] + receivable + stocks
    fixed = balance["machines"] + balance["depreciation"] + balance["patents"] + balance["amortisation"]
    assets = current + fixed + balance["securities"]
    owed = -sum(balance[account] for account in ("payables", "payroll", "vat", "taxes", "loans", "grants"))
    lines = {
        "JY024": current,
        "JY025": receivable,
        "JY026": stocks,
        "JY027": finished,
        "JY030": assets,
        "JY031": owed,
        "JY032": assets - owed,
    }
    if now.month == 12:
        lines |= {"JY028": balance["machines"], "JY029": -balance["depreciation"]}
    return lines


def research(now: Month, chance: Random) -> tuple[dict[str, int], dict[str, int]]:
    """The lines of form YF: amounts in fen, and counts."""
    flows, staff = now.flows, now.people["research"]
    order = ("staff", "inputs", "wear", "patents", "design", "trials")
    amounts = {f"YF{8 + i:03d}": flows[f"research {part}"] for i, part in enumerate(order)}
    outside = ("institutes", "universities", "firms", "abroad")
    amounts |= {f"YF{15 + i:03d}": flows[f"research {part}"] for i, part in enumerate(outside)}
    amounts["YF014"] = sum(flows[f"research {part}"] for part in outside)
    amounts["YF019"] = flows["research rest"]
    amounts["YF007"] = sum(amounts[f"YF{n:03d}"] for n in (*range(8, 15), 19))
    amounts |= {"YF020": flows["research machines"], "YF021": flows["research instruments"]}
    amounts |= {"YF023": flows["public money"], "YF024": 0, "YF025": 0, "YF026": 0}
    amounts["YF022"] = amounts["YF007"] + amounts["YF020"] - amounts["YF023"]
    claimed = int(amounts["YF007"] * 0.88)
    amounts |= {"YF027": claimed, "YF028": claimed * 15 // 100, "YF029": int(claimed * 0.12)}
    amounts |= {"YF034": flows["research units"], "YF035": int(now.books.balance["machines"] * 0.08)}
    sales = now.books.earned("modules", "cameras", "video")
    amounts |= {"YF042": int(sales * 0.46), "YF043": int(flows["exports"] * 0.4)}
    amounts |= {"YF045": flows["upgrading"], "YF046": flows["technology abroad"]}
    amounts |= {"YF047": flows["technology absorbed"], "YF048": flows["technology bought"]}
    shares = {
        "YF002": 0.08,
        "YF003": 0.29,
        "YF004": 0.86,
        "YF005": 0.8,
        "YF031": 0.78,
        "YF032": 0.04,
        "YF033": 0.27,
    }
    counts = {code: round(staff * share * chance.uniform(0.96, 1.04)) for code, share in shares.items()}
    counts |= {"YF001": staff, "YF006": now.people["external"], "YF030": 2, "YF049": 1, "YF044": 3}
    patents = chance.randint(42, 54)
    counts |= {"YF036": patents, "YF037": int(patents * 0.6), "YF039": patents * 2 + 7, "YF040": patents + 11}
    return amounts, counts


class Project:
    """One investment project: what was spent by month since 2024, in fen."""

    def __init__(self, plan: int, done: float, chance: Random) -> None:
        self.plan = plan * 100
        self.total = int(self.plan * done * chance.uniform(0.9, 1.05))
        self.year: dict[str, int] = {}
        self._chance = chance
        self.planned = 0

    def months(self, year: int) -> list[dict[str, int]]:
        """The lines of form XM for each month of a year, in fen."""
        self.planned = int(self.plan * self._chance.uniform(0.2, 0.24))
        before, parts, found = self.total, [0, 0, 0, 0], []
        money = [0, 0, 0, 0, 0]
        for _ in range(12):
            pace = self.planned / 12 * self._chance.uniform(0.75, 1.2)
            parts = [old + int(pace * share) for old, share in zip(parts, (0.31, 0.14, 0.48, 0.04), strict=True)]
            money = [
                old + int(pace * share) for old, share in zip(money, (0.03, 0.38, 0.0, 0.6, 0.02), strict=True)
            ]
            spent = sum(parts)
            lines = {"XM012": self.plan, "XM013": self.planned, "XM014": before + spent, "XM015": spent}
            lines |= {f"XM{16 + i:03d}": fen for i, fen in enumerate(parts)}
            lines |= {"XM020": sum(money)} | {f"XM{21 + i:03d}": fen for i, fen in enumerate(money)}
            found.append(lines)
            self.total = before + spent
        return found


class Year:
    """All returns of the enterprise up to December 2025, last year's among them."""

    def __init__(self, pack: Pack, seed: int) -> None:
        self.pack = pack
        self.returns: dict[tuple[str, str], Return] = {}
        self._chance = Random(seed + 1)
        ledger = Enterprise(seed).months(YEAR - 1, YEAR)
        for now in ledger:
            if now.month > 1:
                self._operations(now, ledger[ledger.index(now) - 12] if now.year == YEAR else None)
        for number, project in enumerate(PROJECTS, start=1):
            self._project(number, project)
        for now in ledger[11::12]:
            self._annual(now)
        self._lists(ledger, Random(seed + 2))

    def until(self, form: str, period: Period) -> Snapshot:
        """What there was when a return of the period was filled in: nothing later; computed cells put in."""
        known = {key: r for key, r in self.returns.items() if r.period.last_month <= period.last_month}
        target = known[form, str(period)]
        cells = dict(target.cells)
        known[form, str(period)] = Return(FIRM, form, period, target.pack, cells, target.rows)
        snapshot = Snapshot(self.pack, FIRM, known)
        return with_computed(snapshot, form, period)

    def _return(self, form: str, period: Period) -> Return:
        return self.returns.setdefault((form, str(period)), Return(FIRM, form, period, self.pack.name))

    def _operations(self, now: Month, before: Month | None) -> None:
        target = self._return("JY", Period(now.year, "month", now.month))
        for column, month in (("", now), ("@ly", before)):
            if month is None:
                continue
            self._amounts(target, {code + column: fen for code, fen in statement(month).items()})
            power = Decimal(month.flows["power"]) / 100
            counts = {"JY033": month.mean_staff, "JY034": month.staff}
            self._figures(target, {code + column: Decimal(number) for code, number in counts.items()})
            self._figures(target, {f"JY042{column}": power.quantize(Decimal("0.01"))})

    def _project(self, number: int, words: tuple[str, str, int, float, str, str, str, str]) -> None:
        code, name, plan, done, stage, planned, started, ready = words
        texts = {
            "XM001": code,
            "XM002": name,
            "XM003": "智能终端",
            "XM004": "440309",
            "XM005": "3974",
            "XM006": "扩建",
        }
        texts |= {"XM007": stage, "XM008": planned, "XM009": started, "XM010": ready}
        project = Project(plan, done, self._chance)
        for year in (YEAR - 1, YEAR):
            for index, lines in enumerate(project.months(year), start=1):
                if index == 1:
                    continue
                target = self._return("XM", Period(year, "month", index))
                target.rows.setdefault("XM", []).append(str(number))
                row = f"XM[{number}]."
                self._typed(target, {row + field: text for field, text in texts.items()})
                self._amounts(target, {row + field: fen for field, fen in lines.items()})
                progress = (
                    Decimal(lines["XM014"]) / lines["XM012"] * 100 + Decimal(self._chance.randint(-30, 40)) / 10
                )
                self._figures(target, {f"{row}XM027": progress.quantize(Decimal("0.1"))})

    def _annual(self, now: Month) -> None:
        period = Period(now.year, "year", 1)
        profile, studies = self._return("JB", period), self._return("YF", period)
        self._typed(profile, PROFILE)
        self._figures(profile, {"JB030": Decimal(now.staff)})
        amounts, counts = research(now, self._chance)
        self._amounts(studies, amounts)
        self._figures(studies, {code: Decimal(count) for code, count in counts.items()})

    def _lists(self, ledger: list[Month], chance: Random) -> None:
        """The forms of rows, each as often as it is asked."""
        for now in ledger:
            year, month = now.year, now.month
            if month > 1:
                self._rows("CP", Period(year, "month", month), lists.products(now, ledger))
            if month % 3 == 0:
                self._rows("HY", Period(year, "quarter", month // 3), lists.classes(now))
                self._rows("LJ", Period(year, "quarter", month // 3), lists.gaps(now, chance))
            if month % 6 == 0:
                self._rows("PT", Period(year, "half", month // 6), lists.platforms(now, chance))
            if month == 12:
                self._rows("YX", Period(year, "year", 1), lists.studies(now, chance))

    def _rows(self, form: str, period: Period, rows: list[lists.Row]) -> None:
        target = self._return(form, period)
        for number, row in enumerate(rows, start=1):
            target.rows.setdefault(form, []).append(str(number))
            place = f"{form}[{number}]."
            self._typed(target, {place + code: text for code, text in row.texts.items()})
            self._amounts(target, {place + code: fen for code, fen in row.fen.items()})
            self._figures(target, {place + code: figure for code, figure in row.figures.items()})

    def _typed(self, target: Return, texts: Mapping[str, str]) -> None:
        form = self.pack.forms[target.form]
        for address, text in texts.items():
            target.cells[address] = read(text, spec_at(form, parse(address)), self.pack)

    def _amounts(self, target: Return, fen: Mapping[str, int]) -> None:
        """Amounts of money from a workbook in 元, to the indicator's unit."""
        form = self.pack.forms[target.form]
        for address, amount in fen.items():
            spec = spec_at(form, parse(address))
            assert compatible("元", spec.unit)
            yuan = Decimal(amount) / 100
            value, _ = convert(yuan, "元", spec.unit, 0)
            origin = Origin("workbook", f"{BOOK}{address}", raw=plain(yuan), unit="元")
            target.cells[address] = Cell(plain(value), value, origin=origin)

    def _figures(self, target: Return, figures: Mapping[str, Decimal]) -> None:
        for address, value in figures.items():
            target.cells[address] = Cell(plain(value), value, origin=Origin("workbook", f"{BOOK}{address}"))


def with_computed(snapshot: Snapshot, form: str, period: Period) -> Snapshot:
    """The computed cells of a return put in, in place."""
    target = snapshot.returns[form, str(period)]
    for address, cell in compute(snapshot, form, period).items():
        target.cells.pop(address, None)
        if cell is not None:
            target.cells[address] = cell
    return snapshot
