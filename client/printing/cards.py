"""The recovery card (应急卡): one sheet with the code, its QR code, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPagedPaintDevice

from client.printing.ink import GREY, HEI, MONO, Ink
from client.printing.receipts import CODE_MM, paint_code

KEEP = (
    "打印后请锁进保险柜或交单位负责人保管，不要拍照，不要存成电子文件。",
    "谁拿到本卡和数据文件，谁就能读出全部报表；没有本卡，密钥一旦丢失，谁也读不出，包括我们。",
    "重做一张卡后，旧卡即作废。",
)
USE = (
    "系统重装、密码被重置、换了账户或电脑，集报打不开资料库时：",
    "1. 打开集报，选“输入恢复码”（或在命令行运行 recover），照抄上面六组字符。",
    "2. 不分大小写，可不打短横；没有字母 I、L、O、U。抄错时程序会指出是第几组。",
    "3. 新电脑：先用“恢复备份”（restore）选最近的备份，再输入恢复码。",
)


@dataclass(frozen=True)
class CardPaper:
    """What stands on the card. ``groups`` are the code's six groups of five characters."""

    groups: tuple[str, ...]
    number: str
    day: str
    home: str
    enterprises: tuple[tuple[str, str], ...]
    """Credit code and name."""


MOST_ENTERPRISES = 8
"""So many are named on the card; of the others their number."""


def paint_card(device: QPagedPaintDevice, paper: CardPaper) -> int:
    """Paint the sheet; answers 1."""
    with Ink(device) as ink:
        ink.text((0, 4, ink.width, 12), "集报 应急卡", ink.font(22, HEI, bold=True), "center")
        ink.text((0, 17, ink.width, 7), "恢复码：打开本单位报表资料库的最后一把钥匙", ink.font(11), "center")
        ink.line(0, 27, ink.width, 27, 0.35)
        facts = ink.font(10.5)
        y = _facts(ink, paper, 31.0)
        ink.line(0, y + 3, ink.width, y + 3)
        y = _code(ink, paper, y + 9)
        for title, words in (("什么时候用、怎么用", USE), ("怎样保管", KEEP)):
            ink.text((0, y, ink.width, 8), title, ink.font(12, HEI, bold=True))
            y += 9
            for sentence in words:
                height = ink.text_height(sentence, facts, ink.width)
                ink.text((0, y, ink.width, height + 1), sentence, facts, top=True)
                y += height + 2
            y += 5
        signature = "保管人签字：________________    存放处：________________    日期：____________"
        ink.text((0, ink.height - 18, ink.width, 8), signature, facts)
        ink.text((0, ink.height - 5, ink.width, 5), f"卡号 {paper.number} · {paper.day}", ink.font(8), colour=GREY)
    return 1


def _facts(ink: Ink, paper: CardPaper, y: float) -> float:
    named = [f"{name}　{code}" if name else code for code, name in paper.enterprises[:MOST_ENTERPRISES]]
    if more := len(paper.enterprises) - len(named):
        named.append(f"另有 {more} 家")
    for name, value in (
        ("单　　位", "\n".join(named) or "（制卡时还没有单位）"),
        ("卡　　号", paper.number),
        ("制卡日期", paper.day),
        ("数据位置", paper.home),
    ):
        font = ink.font(10.5)
        height = max(7.0, ink.text_height(value, font, ink.width - 30) + 1.6)
        ink.text((0, y, 28, height), name, ink.font(9), colour=GREY)
        ink.text((30, y, ink.width - 30, height), value, font)
        y += height
    return y


def _code(ink: Ink, paper: CardPaper, y: float) -> float:
    """Six groups in two lines of three, each with its number, and the QR code beside them."""
    width = (ink.width - CODE_MM - 6) / 3
    for index, group in enumerate(paper.groups):
        x, top = index % 3 * width, y + index // 3 * 19
        ink.text((x, top, width, 5), f"第 {index + 1} 组", ink.font(8), colour=GREY)
        ink.text((x, top + 5, width, 10), group, ink.font(20, MONO, bold=True))
    paint_code(ink, "-".join(paper.groups), ink.width - CODE_MM, y)
    return y + CODE_MM + 8
