"""What going over to another version of the definitions does to one draft, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import figure_word, listed
from client.usecases.returns.migrating import Prospect
from forms.addresses import parse
from forms.diffing import Difference
from forms.migrating import Moved
from forms.words import Count

LINES = 6
"""So many cells and indicators are named; the rest is counted."""
LAST_YEAR = "@ly"
"""How the address of last year's figure ends: no word for a statistician."""


def changes_of(prospect: Prospect) -> list[str]:
    """One line each: cells that move, what is asked otherwise, checks that come and go; none where nothing is."""
    translate = QCoreApplication.translate
    moved = prospect.plan.moved if prospect.plan else ()
    names = _names(prospect)
    said = [_moved(each, names.get(parse(each.address).code, "")) for each in moved]
    touched = {parse(each.address).code for each in moved} | {parse(each.to).code for each in moved if each.to}
    others = [each.difference for each in prospect.touched if not touched & set(each.difference.codes)]
    said = lines_of(others, said)
    if prospect.plan and prospect.plan.dropped:
        said.append(translate("versions", "{} 条说明的审核已取消").format(Count(len(prospect.plan.dropped))))
    return said + _findings(prospect)


def lines_of(found: Sequence[Difference], said: Sequence[str] = ()) -> list[str]:
    """A line for each of the first things that are asked otherwise, behind what was ``said``; the rest counted."""
    translate = QCoreApplication.translate
    asked = [each for each in found if each.what in ("form", "indicator", "part", "list", "code")]
    lines = [*said, *(_difference(each) for each in asked)]
    if len(lines) > LINES:
        rest = translate("versions", "另有 {} 处变化").format(Count(len(lines) - LINES))
        lines = [*lines[:LINES], rest]
    if checks := sum(each.what in ("rule", "constant") for each in found):
        lines.append(translate("versions", "{} 条审核关系或界限有变化").format(Count(checks)))
    return lines


def _findings(prospect: Prospect) -> list[str]:
    translate = QCoreApplication.translate
    found = []
    for words, findings in (
        (translate("versions", "新出现的审核：{}"), prospect.appearing),
        (translate("versions", "不再出现的审核：{}"), prospect.settled),
    ):
        if findings:
            found.append(words.format(listed(dict.fromkeys(each.rule for each in findings))))
    return found


def _moved(each: Moved, name: str) -> str:
    translate = QCoreApplication.translate
    address = each.address.removesuffix(LAST_YEAR)
    if address != each.address:
        name += translate("versions", "（上年同期）")
    before, after = figure_word(each.text, each.unit), figure_word(each.after, each.unit_after)
    if not each.to:
        return translate("versions", "不再填报：{} {}（{}）").format(address, name, before)
    if each.to != each.address:
        return translate("versions", "{} {} 改为 {}：{}").format(
            address, name, each.to.removesuffix(LAST_YEAR), after
        )
    words = translate("versions", "{} {}：{} → {}").format(address, name, before, after)
    return words + (translate("versions", "（读不出，请改）") if each.problem else "")


def _difference(each: Difference) -> str:
    return _DIFFERENCES[each.how].format(each.key, told(each.name_zh, each.name_en))


_DIFFERENCES = Terms(
    "versions",
    {
        "added": QT_TRANSLATE_NOOP("versions", "新增 {} {}"),
        "removed": QT_TRANSLATE_NOOP("versions", "取消 {} {}"),
        "changed": QT_TRANSLATE_NOOP("versions", "{} {}的内容有变化"),
    },
)


def _names(prospect: Prospect) -> dict[str, str]:
    """Names of the indicators a difference speaks of, under their codes before and after."""
    return {
        code: told(each.difference.name_zh, each.difference.name_en)
        for each in prospect.touched
        if each.difference.what == "indicator"
        for code in each.difference.codes
    }
