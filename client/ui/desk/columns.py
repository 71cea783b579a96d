"""The columns of the desk's table."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import (
    Word,
    date_word,
    day_word,
    days_word,
    full_word,
    opening_word,
    period_word,
    state_word,
    step_word,
)
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.usecases.views.desk_rows import DeskRow
from forms.words import Count


def desk_columns() -> tuple[TableColumn[DeskRow], ...]:
    """Form, period, deadline, state, how full, what is wrong, what to do next."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("desk", "报表"), _form, 9.5, stretch=6),
        TableColumn(translate("desk", "报告期"), _period, 5),
        TableColumn(translate("desk", "截止"), _deadline, 6),
        TableColumn(translate("desk", "状态"), _state, 5),
        TableColumn(translate("desk", "已填"), _share, 7.4, stretch=1, drop=1),
        TableColumn(translate("desk", "问题"), _findings, 6, drop=2),
        TableColumn("", _next, 4),
    )


def _form(row: DeskRow) -> Shown:
    translate = QCoreApplication.translate
    since = translate("desk", "有改动未报送") if row.emptied or row.changed else ""
    later = opening_word(row.opens) if row.opens is not None and row.state == "ready" else ""
    below = " · ".join(part for part in (row.form, since, later) if part)
    return Shown(told(row.form_name, row.form_name_en), below=below)


def _period(row: DeskRow) -> Shown:
    return Shown(period_word(row.period))


def _deadline(row: DeskRow) -> Shown:
    if row.deadline is None:
        return Shown("—", faint=True)
    day = day_word(row.deadline)
    if not row.open:
        return Shown(day if _this_year(row) else date_word(row.deadline), faint=True)
    left = days_word(row.days_left)
    return Shown(left.text, below=day, tone=left.tone)


def _this_year(row: DeskRow) -> bool:
    """Whether a deadline's year goes without saying; how many days are left of it tells what day it is."""
    if row.deadline is None or row.days_left is None:
        return True
    return (row.deadline - timedelta(days=row.days_left)).year == row.deadline.year


def _state(row: DeskRow) -> Shown:
    translate = QCoreApplication.translate
    if row.past:
        return Shown(chips=(Word(translate("desk", "往期"), "plain"),))
    return Shown(chips=(full_word() if row.opens is not None and row.state == "ready" else state_word(row.state),))


def _share(row: DeskRow) -> Shown:
    asked = max(row.asked, 1)
    filled = min(row.filled, row.asked)
    return Shown(f"{filled} / {row.asked}", share=filled / asked)


def _findings(row: DeskRow) -> Shown:
    translate = QCoreApplication.translate
    counted = (
        (row.errors, translate("desk", "强制 {}"), "error"),
        (row.queries, translate("desk", "核实 {}"), "query"),
        (row.hints, translate("desk", "提示 {}"), "hint"),
    )
    chips = tuple(Word(text.format(Count(count)), tone) for count, text, tone in counted if count)  # type: ignore[arg-type]
    return Shown(chips=chips) if chips else Shown("—" if row.state == "empty" else "", faint=True)


def _next(row: DeskRow) -> Shown:
    look = row.past or (row.state == "ready" and not row.ready)
    return Shown(step_word("queued" if look else "filling" if row.emptied else row.state), link=True)
