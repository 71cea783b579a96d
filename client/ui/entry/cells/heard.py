"""A cell as a screen reader says it: line, column, value, unit, and the level of what was found there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from client.ui.entry.cells.looks import Look
from client.ui.ground.words import level_word, listed, unit_word


def heard(line: str, column: str, look: Look, unit: str) -> str:
    """What those who see take from where a cell stands; ``unit`` is blank for what is no figure."""
    translate = QCoreApplication.translate
    value = look.text or translate("grid", "空")
    if unit and look.text and not look.unreadable:
        value = f"{value} {unit_word(unit)}"
    said = [line, " ".join(column.split()), value]
    if look.unreadable:
        said.append(translate("grid", "读不懂"))
    if look.ground == "computed":
        said.append(translate("grid", "自动计算"))
    if look.mark:
        said.append(translate("grid", "必填") if look.mark == "missing" else level_word(look.mark).text)
    return listed(dict.fromkeys(part for part in said if part))
