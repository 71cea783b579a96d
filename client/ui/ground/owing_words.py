"""What is owed, in words: returns by name, and what other enterprises of the home owe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import bracketed, days_word, listed, period_word
from forms.words import Count

if TYPE_CHECKING:
    from client.usecases.views.desk_rows import DeskRow
    from client.usecases.views.owing import Owing


def returns_words(rows: Sequence[DeskRow]) -> str:
    """A few returns by name, and how many there are when there are more."""
    names = listed(f"{told(row.form_name, row.form_name_en)} · {period_word(row.period)}" for row in rows[:3])
    more = QCoreApplication.translate("owing", "等 {} 张").format(Count(len(rows))) if len(rows) > 3 else ""
    return names + more


def owing_words(others: Sequence[Owing], named: int) -> str:
    """The most urgent enterprises by name, how much each owes and when, and how many there are of them."""
    told = listed(bracketed(each.name, owed_word(each)) for each in others[:named])
    rest = (
        QCoreApplication.translate("owing", "等 {} 家单位").format(Count(len(others)))
        if len(others) > named
        else ""
    )
    return told + rest


def owed_word(each: Owing) -> str:
    """How many returns an enterprise owes, and how far the first deadline is."""
    translate = QCoreApplication.translate
    count = translate("owing", "{} 张").format(Count(each.count))
    return translate("owing", "{}，{}").format(count, days_word(each.days_left).text)
