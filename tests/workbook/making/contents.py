"""What the corpus holds: one income statement and one project list, and what is expected of each file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FIRM = "91441300MA58H0D25G"

Rows = list[list[object]]

FIGURES: tuple[tuple[str, str, str, str], ...] = (
    ("JY001", "一、营业收入", "12345678.90", "11000000"),
    ("JY005", "减：营业成本", "9876543.21", "9000500"),
    ("JY006", "税金及附加", "45678.5", "44499.99"),
    ("JY007", "销售费用", "234567", "250000"),
    ("JY008", "管理费用", "345678", "340000"),
    ("JY009", "研发费用", "1234567.8", "1100000"),
    ("JY010", "财务费用", "-5432.1", "6000"),
    ("JY018", "二、营业利润（亏损以“-”号填列）", "614075.49", "259000.01"),
    ("JY019", "加：营业外收入", "1000.5", "0"),
    ("JY020", "减：营业外支出", "499.99", "500"),
    ("JY021", "三、利润总额（亏损总额以“-”号填列）", "614576", "258500.01"),
)
"""Indicator, label, this year, last year, in 元."""

PROJECTS: tuple[tuple[str, str, int, int, int, str], ...] = (
    ("2503-441302-04-01-100001", "高多层线路板扩产", 52000, 31000, 12500, "2024-03"),
    ("2503-441302-04-01-100002", "车载显示模组产线", 18600, 7400, 7400, "2025-01"),
    ("2503-441302-04-01-100003", "存储封测二期", 96000, 64000, 21000, "2023-11"),
)
"""Key, name, planned, since start, this year (万元), begun."""


def thousands(text: str, unit: str = "元") -> str:
    """A figure in 千元, rounded half up."""
    factor = {"元": 1000, "千元": 1, "万元": Decimal("0.1"), "亿元": Decimal("0.00001")}[unit]
    exact = Decimal(text) / Decimal(factor)
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return str(rounded if rounded else abs(rounded))


def profit(
    write: Mapping[str, object] | None = None,
    heading: Sequence[str] = ("项目", "行次", "本年累计金额", "上年同期金额"),
) -> Rows:
    """The statement as rows of cells; ``write`` puts other contents for this year's figure of some indicators."""
    rows: Rows = [
        ["利润表", None, None, None],
        ["编制单位：粤海微电子有限公司", None, "2025年9月", "单位：元"],
        list(heading),
    ]
    for number, (code, name, now, before) in enumerate(FIGURES, 1):
        given = (write or {}).get(code, float(now))
        rows.append([name, number, given, float(before)])
    return rows


def values(without: Sequence[str] = (), last_year: bool = True, **changed: str) -> dict[str, str]:
    """What the statement holds in 千元, by place; less and otherwise where a file differs."""
    found = {f"JY {code}": thousands(now) for code, _, now, _ in FIGURES}
    if last_year:
        found |= {f"JY {code}@ly": thousands(before) for code, _, _, before in FIGURES}
    found |= {f"JY {code}": text for code, text in changed.items()}
    return {place: text for place, text in found.items() if place not in {f"JY {code}" for code in without}}


def projects(head: Rows | None = None) -> Rows:
    """The list as rows of cells."""
    rows = head or [
        ["重点项目进度表", None, None, None, None, None],
        ["单位：万元", None, None, None, None, "2025年9月"],
        ["项目代码", "项目名称", "计划总投资", "自开工累计完成投资", "本年完成投资", "实际开工"],
    ]
    return [*rows, *[list(project) for project in PROJECTS]]


def project_values() -> dict[str, str]:
    """What the list holds, by place."""
    found = {}
    for key, name, planned, since, year, begun in PROJECTS:
        cells = {"XM001": key, "XM002": name, "XM009": begun}
        cells |= {"XM012": str(planned), "XM014": str(since), "XM015": str(year)}
        found |= {f"XM {key} {code}": text for code, text in cells.items()}
    return found


def expect(
    file: str,
    made_by: str,
    about: str,
    found: Mapping[str, str] | None = None,
    *,
    left: Sequence[str] = (),
    warns: Sequence[str] = (),
    refused: str | Sequence[str] = (),
) -> None:
    """Write down beside a file what is in it: values, what is named as left out, or why it is refused."""
    sidecar: dict[str, object] = {"made_by": made_by, "about": about, "period": "2025-09"}
    if refused:
        sidecar["refused"] = [refused] if isinstance(refused, str) else list(refused)
    else:
        sidecar |= {"values": dict(found or {}), "left": sorted(left), "warns": sorted(warns)}
    text = json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n"
    (CORPUS / f"{file}.json").write_text(text, "utf-8")
