"""A made-up enterprise kept by double entry, in fen, month by month; it knows nothing of indicators or checks.

Every business event is posted as debit and credit, so assets are liabilities and equity whatever the seed says.
The lines of the statements are read off the accounts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

ASSETS = (
    "cash",
    "receivables",
    "notes",
    "materials",
    "wip",
    "finished",
    "machines",
    "building sites",
    "patents",
    "securities",
)
CONTRA = ("bad debts", "stock provision", "depreciation", "amortisation")
LIABILITIES = ("payables", "payroll", "vat", "taxes", "loans", "grants")
INCOME = ("modules", "cameras", "video", "trade", "rents", "other income", "fair value", "dividends", "windfalls")
EXPENSES = (
    "cost of products",
    "cost of trade",
    "surcharges",
    "selling",
    "administration",
    "research",
    "finance",
    "stock impairment",
    "credit impairment",
    "disposals",
    "mishaps",
    "income tax",
)
SEASONS = (0.86, 0.78, 1.0, 0.98, 1.0, 1.05, 0.99, 1.02, 1.1, 1.06, 1.1, 1.16)
PRODUCTS = {"modules": 0.55, "cameras": 0.25, "video": 0.2}


@dataclass
class Books:
    """Balances in fen (debit positive), and what was posted to each account on either side since 1 January."""

    balance: Counter[str] = field(default_factory=Counter)
    debits: Counter[str] = field(default_factory=Counter)
    credits: Counter[str] = field(default_factory=Counter)

    def post(self, debit: str, credit: str, fen: int) -> None:
        """One entry; a negative amount is posted the other way round."""
        if fen < 0:
            debit, credit, fen = credit, debit, -fen
        self.balance[debit] += fen
        self.balance[credit] -= fen
        self.debits[debit] += fen
        self.credits[credit] += fen

    def earned(self, *accounts: str) -> int:
        """Net income of accounts since 1 January."""
        return -sum(self.balance[account] for account in accounts)

    def spent(self, *accounts: str) -> int:
        return sum(self.balance[account] for account in accounts)

    def close_year(self) -> None:
        for account in (*INCOME, *EXPENSES):
            fen = self.balance[account]
            self.post("retained", account, fen) if fen else None
        self.debits.clear()
        self.credits.clear()


@dataclass
class Month:
    """What a month's end looks like; flows since 1 January, amounts in fen."""

    year: int
    month: int
    books: Books
    flows: Counter[str]
    staff: int
    staff_months: float
    people: Counter[str]

    @property
    def mean_staff(self) -> int:
        return int(self.staff_months / self.month + 0.5)


class Enterprise:
    """Two years of an enterprise of some 900 people making modules, cameras and video equipment."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.books = Books()
        self.flows: Counter[str] = Counter()
        self.staff = self.chance.randint(760, 1080)
        self.scale = self.chance.uniform(0.7, 1.4)
        self._open()

    def months(self, first: int, last: int) -> list[Month]:
        """Every month of the years, one after the other."""
        found = []
        for year in range(first, last + 1):
            staff_months = 0.0
            for month in range(1, 13):
                before = self.staff
                self._month(year - first, month)
                staff_months += (before + self.staff) / 2
                found.append(self._seen(year, month, staff_months))
            self.books.close_year()
            self.flows.clear()
        return found

    def about(self, yuan: float, spread: float = 0.08) -> int:
        """Fen of an amount that varies about so much; hardly ever round."""
        return int(100 * yuan * self.scale * self.chance.uniform(1 - spread, 1 + spread))

    def _seen(self, year: int, month: int, staff_months: float) -> Month:
        books = Books(Counter(self.books.balance), Counter(self.books.debits), Counter(self.books.credits))
        people = Counter(research=int(self.staff * 0.18), external=int(self.staff * 0.009))
        return Month(year, month, books, Counter(self.flows), self.staff, staff_months, people)

    def _open(self) -> None:
        million = 1_000_000
        for account, yuan in (
            ("cash", 95 * million),
            ("receivables", 150 * million),
            ("notes", 21 * million),
            ("materials", 52 * million),
            ("wip", 24 * million),
            ("finished", 40 * million),
            ("machines", 350 * million),
            ("patents", 28 * million),
            ("securities", 19 * million),
        ):
            self.books.post(account, "capital", self.about(yuan))
        for account, yuan in (
            ("payables", 170 * million),
            ("payroll", 11 * million),
            ("loans", 140 * million),
            ("grants", 8 * million),
            ("bad debts", 4 * million),
            ("stock provision", 3 * million),
            ("depreciation", 118 * million),
            ("amortisation", 6 * million),
        ):
            self.books.post("capital", account, self.about(yuan))

    def _month(self, years: int, month: int) -> None:
        pace = SEASONS[month - 1] * 1.085**years * 1.004**month
        self._make_and_sell(68_000_000 * pace)
        self._run(pace)
        self._research(3_900_000 * pace)
        self._value(pace)
        self._settle()
        self.staff += self.chance.randint(-6, 9)

    def _make_and_sell(self, yuan: float) -> None:
        books, chance = self.books, self.chance
        sold = 0
        for product, share in PRODUCTS.items():
            fen = self.about(yuan * share)
            abroad = int(fen * chance.uniform(0.2, 0.27))
            vat = (fen - abroad) * 13 // 100
            books.post("receivables", product, fen)
            books.post("receivables", "vat", vat)
            self.flows["exports"] += abroad
            self.flows["own brand"] += int(abroad * chance.uniform(0.25, 0.35))
            self.flows["high tech"] += int(abroad * chance.uniform(0.6, 0.75))
            self.flows[f"sold {product}"] += fen
            self.flows[f"exports {product}"] += abroad
            sold += fen
        trade, rents = self.about(yuan * 0.035), self.about(yuan * 0.012)
        books.post("receivables", "trade", trade)
        books.post("receivables", "rents", rents)
        books.post("cost of trade", "payables", int(trade * 0.88))
        made = int(sold * chance.uniform(0.98, 1.05))
        self.flows["made"] += made
        for product, share in self._shares(made).items():
            self.flows[f"made {product}"] += share
        self.flows["sold"] += sold
        self.flows["power"] += self.about(205, 0.05)  # 0.01 万千瓦时
        self._produce(int(made * 0.78))
        books.post("cost of products", "finished", int(sold * 0.78))

    def _shares(self, made: int) -> dict[str, int]:
        """A month's output by product, as the year's sales stand; the first takes what is left over."""
        sold = {product: self.flows[f"sold {product}"] for product in PRODUCTS}
        shares = {product: made * fen // sum(sold.values()) for product, fen in sold.items()}
        first = next(iter(shares))
        shares[first] += made - sum(shares.values())
        return shares

    def _produce(self, cost: int) -> None:
        books, chance = self.books, self.chance
        bought = int(cost * chance.uniform(0.7, 0.76))
        books.post("materials", "payables", bought)
        books.post("vat", "payables", bought * 12 // 100)
        self.flows["imports"] += int(bought * chance.uniform(0.2, 0.26))
        wages, wear = self.about(6_100_000, 0.03), self.about(1_500_000, 0.02)
        used = int(bought * chance.uniform(0.97, 1.02))
        books.post("wip", "materials", used)
        books.post("wip", "payroll", wages)
        books.post("wip", "depreciation", wear)
        books.post("wip", "payables", max(cost - used - wages - wear, 0))
        books.post("finished", "wip", cost)

    def _run(self, pace: float) -> None:
        post, about = self.books.post, self.about
        post("selling", "payroll", about(620_000))
        post("selling", "payables", about(1_130_000 * pace))
        post("administration", "payroll", about(1_700_000))
        post("administration", "payables", about(1_050_000 * pace))
        post("administration", "depreciation", about(330_000, 0.02))
        post("finance", "cash", about(400_000, 0.2))
        post("cash", "finance", about(60_000, 0.3))
        post("surcharges", "taxes", about(330_000 * pace))
        post("cash", "other income", about(810_000, 0.3))
        post("cash", "windfalls", about(71_000, 0.5))
        post("mishaps", "cash", about(36_000, 0.5))

    def _research(self, yuan: float) -> None:
        """Projects are kept apart; a tenth of their cost goes into patents, some into overhead."""
        post, about, flows = self.books.post, self.about, self.flows
        parts = {
            "staff": ("payroll", 0.55),
            "inputs": ("materials", 0.24),
            "wear": ("depreciation", 0.08),
            "patents": ("amortisation", 0.02),
            "design": ("payables", 0.015),
            "trials": ("payables", 0.03),
            "institutes": ("payables", 0.006),
            "universities": ("payables", 0.015),
            "firms": ("payables", 0.02),
            "abroad": ("payables", 0.004),
            "rest": ("payables", 0.02),
        }
        for part, (account, share) in parts.items():
            fen = about(yuan * share, 0.12)
            flows[f"research {part}"] += fen
            kept = fen // 10
            post("research", account, fen - kept)
            post("patents", account, kept)
        flows["research units"] += about(yuan * 0.8, 0.05)
        instruments = about(yuan * 0.07, 0.2)
        flows["research machines"] += instruments
        flows["research instruments"] += int(instruments * 0.85)
        flows["public money"] += about(yuan * 0.05, 0.2)
        flows["upgrading"] += about(1_000_000, 0.3)
        flows["technology bought"] += about(38_000, 0.3)
        flows["technology abroad"] += about(21_000, 0.3)
        flows["technology absorbed"] += about(9_000, 0.3)
        post("machines", "payables", instruments + about(1_900_000, 0.4))

    def _value(self, pace: float) -> None:
        post, chance = self.books.post, self.chance
        post("stock impairment", "stock provision", self.about(190_000 * pace, 0.5))
        post(
            "credit impairment",
            "bad debts",
            self.about(120_000, 0.6) - (self.about(260_000) if chance.random() < 0.2 else 0),
        )
        post("securities", "fair value", int(self.about(60_000) * chance.uniform(-1, 1.4)))
        post("cash", "dividends", self.about(90_000, 0.6))
        post("disposals", "machines", int(self.about(11_000) * chance.uniform(-0.6, 1.2)))

    def _settle(self) -> None:
        """Money in and out: customers, suppliers, staff, the tax office."""
        books, chance = self.books, self.chance
        books.post("cash", "receivables", int(books.balance["receivables"] * chance.uniform(0.28, 0.33)))
        books.post("payables", "cash", int(-books.balance["payables"] * chance.uniform(0.27, 0.31)))
        books.post("payroll", "cash", int(-books.balance["payroll"] * chance.uniform(0.45, 0.55)))
        self.flows["vat"] = books.credits["vat"] - books.debits["vat"] + self.flows["vat paid"]
        owed = max(-books.balance["vat"], 0)
        books.post("vat", "cash", owed)
        self.flows["vat paid"] += owed
        profit = books.earned(*INCOME) - books.spent(*EXPENSES) + books.balance["income tax"]
        books.post("income tax", "taxes", max(profit, 0) * 15 // 100 - books.balance["income tax"])
        books.post("taxes", "cash", int(-books.balance["taxes"] * 0.8))
        if books.balance["cash"] < 4_000_000_000:
            books.post("cash", "loans", 3_000_000_000)
