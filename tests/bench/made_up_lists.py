"""The made-up enterprise's lists: classes, products, R&D projects, platforms and gaps, read off the same ledger.

Amounts are in fen, counts as they are; ``Rows`` is what each row holds. Nothing here knows a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.bench.ledger import PRODUCTS, Month

CLASSES = {"modules": "3974", "cameras": "3976", "video": "3951"}
GOODS = {"modules": ("397402", 31_000), "cameras": ("397602", 9_600), "video": ("395102", 218_000)}
"""Product code, and about how many fen a piece is worth."""


@dataclass
class Row:
    """One row of a list: what is typed, amounts of money in fen, and other figures."""

    texts: dict[str, str]
    fen: dict[str, int] = field(default_factory=dict)
    figures: dict[str, Decimal] = field(default_factory=dict)


def classes(now: Month) -> list[Row]:
    """Form HY: a class for each product line, and all else as 9999."""
    rows, left = [], now.staff
    for product, code in CLASSES.items():
        staff = int(now.staff * PRODUCTS[product])
        left -= staff
        fen = {
            "HY002": now.books.earned(product),
            "HY003": now.flows[f"made {product}"],
            "HY004": now.flows[f"exports {product}"],
        }
        rows.append(Row({"HY001": code}, fen, {"HY005": Decimal(staff)}))
    rest = {"HY002": now.books.earned("trade", "rents"), "HY003": 0, "HY004": 0}
    return [*rows, Row({"HY001": "9999"}, rest, {"HY005": Decimal(left)})]


def products(now: Month, ledger: list[Month]) -> list[Row]:
    """Form CP: what the warehouse counted, in hundreds of pieces: two decimals of ten thousand."""
    at = ledger.index(now)
    rows = []
    for product, (code, worth) in GOODS.items():

        def pieces(flow: str, month: Month, product: str = product, worth: int = worth) -> Decimal:
            return Decimal(month.flows[f"{flow} {product}"] // worth // 100) / 100

        made, sold = pieces("made", now), pieces("sold", now)
        earlier = pieces("made", ledger[at - 1]) if now.month > 2 else Decimal(0)
        ends = [month for month in ledger[:at] if month.month == 12]
        opening = 4 + sum((pieces("made", end) - pieces("sold", end) for end in ends), Decimal(0))
        figures = {"CP004": made - earlier, "CP005": made, "CP007": sold, "CP008": opening + made - sold}
        if at >= 12:
            figures["CP006"] = pieces("made", ledger[at - 12])
        if now.month == 12:
            figures["CP009"] = (made * Decimal("1.12")).quantize(Decimal(1))
        rows.append(Row({"CP001": code}, {"CP010": now.books.earned(product)}, figures))
    return rows


STUDIES = (
    ("RD01", "微间距显示驱动研究", "1", "22", "09", "3", "01", "3974", "2024-03", "2026-06", "3", 0.36),
    ("RD02", "摄像模组光学防抖研究", "2", "10", "12", "4", "09", "3976", "2025-01", "2025-12", "", 0.27),
    ("RD03", "超高清视频低延时编码研究", "1", "10", "07", "2", "09", "3951", "2024-09", "2026-03", "2", 0.21),
)


def studies(now: Month, chance: Random) -> list[Row]:
    """Form YX: four fifths of the year's research cost are kept by project."""
    flows, rows = now.flows, []
    names = ("YX001", "YX002", "YX003", "YX004", "YX005", "YX006", "YX016", "YX019", "YX007", "YX008", "YX009")
    own = sum(fen for part, fen in flows.items() if part in _RESEARCH)
    bought = sum(flows[f"research {part}"] for part in ("institutes", "universities", "firms", "abroad"))
    for *words, share in STUDIES:
        texts = dict(zip(names, map(str, words), strict=True)) | {"YX017": "否"}
        done, outside = int(own * float(share) * 0.95), int(bought * float(share) * 0.9)
        fen = {
            "YX012": done + outside,
            "YX013": int(flows["public money"] * float(share) * 0.8),
            "YX014": done,
            "YX015": outside,
        }
        people = int(now.people["research"] * float(share) * chance.uniform(0.95, 1.1))
        worked = Decimal(int(people * 10 * 12 * chance.uniform(0.7, 0.9))) / 10
        rows.append(Row({k: v for k, v in texts.items() if v}, fen, {"YX010": Decimal(people), "YX011": worked}))
    return rows


_RESEARCH = frozenset(
    f"research {part}" for part in ("staff", "inputs", "wear", "patents", "design", "trials", "rest")
)
PLATFORMS = (
    ("P01", "某企业技术中心", "03", "2", "省工业和信息化厅", "2021-12", "2027-12", "3", "1", 0.7),
    ("P02", "新型显示联合实验室", "05", "4", "", "", "", "2", "2", 0.08),
)


def platforms(now: Month, chance: Random) -> list[Row]:
    """Form PT: what the platforms spent since January."""
    names = ("PT001", "PT002", "PT003", "PT004", "PT005", "PT006", "PT007", "PT008", "PT009")
    rows = []
    for *words, share in PLATFORMS:
        texts = {k: str(v) for k, v in zip(names, words, strict=True) if v} | {"PT017": "440309"}
        staff = int(now.people["research"] * float(share) * chance.uniform(0.9, 1.0))
        spent = int(now.flows["research units"] * float(share))
        rows.append(Row(texts, {"PT014": spent}, {"PT013": Decimal(staff)}))
    return rows


GAPS = (
    ("LJ01", "高刷新率显示驱动芯片", "芯片及元器件", "3974", "2", "韩国", 0.06, 0.93, 0.3),
    ("LJ02", "高精度点胶设备", "生产设备", "3976", "2", "日本", 0.004, 0.88, 0.15),
)


def gaps(now: Month, chance: Random) -> list[Row]:
    """Form LJ: purchases and output of twelve months, taken from the months of the year so far."""
    bought = now.books.debits["cost of products"] * 12 // now.month
    made = now.flows["made"] * 12 // now.month
    names = ("LJ001", "LJ002", "LJ003", "LJ004", "LJ005", "LJ006")
    rows = []
    for *words, part, abroad, stopped in GAPS:
        texts = dict(zip(names, map(str, words), strict=True)) | {"LJ011": "小试", "LJ015": "内部"}
        spent = int(bought * float(part) * chance.uniform(0.95, 1.05))
        fen = {"LJ007": spent, "LJ008": int(spent * float(abroad)), "LJ012": int(made * float(stopped))}
        rows.append(Row(texts, fen, {"LJ009": Decimal(chance.randint(31, 68)) / 10}))
    return rows
