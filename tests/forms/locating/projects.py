"""A list of projects with slips in it."""

from __future__ import annotations

from forms.checking import Snapshot
from tests.forms.locating.returns import PACK
from tests.forms.packs.words import FIRM, Desk

SOUND = (
    "[{row}]项目代码 2024-440309-39-03-{row:0>6}，[{row}]项目名称 虚构项目{row}，[{row}]所属项目库 智能终端，"
    "[{row}]建设地区划代码 440309，[{row}]行业小类 3974，[{row}]建设性质 扩建，[{row}]项目阶段 设备搬入，"
    "[{row}]计划开工 2024-03，[{row}]实际开工 2024-04，[{row}]计划投产 2026-06，[{row}]形象进度 50，"
    "[{row}]计划总投资 10000，[{row}]本年计划投资 3000，[{row}]自开工累计完成投资 5000，"
    "[{row}]本年完成投资（1—本月） 2400，[{row}]建筑工程 800，[{row}]安装工程 400，[{row}]设备工器具购置 1100，"
    "[{row}]其他费用 100，[{row}]本年到位资金 2500，[{row}]其中：国家预算资金 0，[{row}]国内贷款 1000，"
    "[{row}]利用外资 0，[{row}]自筹资金 1500，[{row}]其他资金 0"
)


def projects(number: int, *changes: str) -> Snapshot:
    desk = Desk(PACK, "XM")
    target = desk.sheet()
    target.rows["XM"] = []
    for row in range(1, number + 1):
        desk.fill(target, SOUND.format(row=row))
    for words in changes:
        desk.fill(target, words)
    return Snapshot(PACK, FIRM, desk.returns)
