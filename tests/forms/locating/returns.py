"""A firm of the statistician's words for error location: its figures, and what is asked of it."""

from __future__ import annotations

from forms.checking import Snapshot, compute
from forms.locating import Location, Proposal, locate
from forms.pack.loader import bundled_pack
from tests.forms.packs.words import FIRM, Desk

PACK = bundled_pack("gd-eic", "2026.1")

PROFIT = (
    "营业收入 860000，其中：主营业务收入 842000，其中：电子信息业务收入 815000，其中：超高清视频产业收入 120000，"
    "营业成本 672000，税金及附加 3900，销售费用 21500，管理费用 38600，研发费用 51200，财务费用 4200，"
    "资产减值损失 2300，信用减值损失 1450，投资收益 1200，资产处置收益 -150，其他收益 9800，营业利润 75700，"
    "营业外收入 860，营业外支出 430，利润总额 76130，应交增值税 24300，应付职工薪酬 128600"
)
SHEET = (
    "流动资产合计 512000，其中：应收账款 186000，存货 132000，其中：产成品 46000，资产总计 905000，"
    "负债合计 438000，所有者权益合计 467000，平均用工人数 980，期末用工人数 1012，"
    "工业总产值（当年价格） 848000，工业销售产值 835000，其中：出口交货值 212000"
)


def desk(*changes: str, form: str = "JY", words: str = f"{PROFIT}，{SHEET}", period: str = "") -> Desk:
    """The firm's return with some figures changed."""
    made = Desk(PACK, form, period)
    for entered in (words, *changes):
        made.fill(made.sheet(), entered)
    return made


def snapshot(made: Desk) -> Snapshot:
    whole = Snapshot(PACK, FIRM, made.returns)
    for address, cell in compute(whole, made.form, made.period).items():
        made.sheet().cells.pop(address, None)
        if cell is not None:
            made.sheet().cells[address] = cell
    return whole


def located(made: Desk, limit_ms: float = 5000) -> Location:
    return locate(snapshot(made), made.form, made.period, limit_ms)


def first(made: Desk) -> Proposal:
    return located(made).proposals[0]


def changes(proposal: Proposal) -> dict[str, str]:
    return {cell.address: cell.new for cell in proposal.cells}
