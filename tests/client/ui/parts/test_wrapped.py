"""Texts on several lines: no word left alone, no date torn, no number parted from what it counts."""

from __future__ import annotations

from itertools import groupby

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from client.ui.parts.basics import label
from client.ui.parts.lettering import broken
from client.ui.theme.theme import Theme

TEXTS = (
    "请逐条核对所列意见，更正后再报；数字属实的，请在报表里面写明情况再报。",
    "Stopped: none has been received, 3 not started. Nothing is lost; continue whenever you like.",
)


def lines(made: QLabel) -> list[int]:
    """How far to the right each of its lines goes, in dots."""
    image = made.grab().toImage()
    ground = image.pixel(image.width() - 1, image.height() - 1)
    width = image.width()
    ends = [
        max((x for x in range(width) if image.pixel(x, y) != ground), default=0) for y in range(image.height())
    ]
    return [max(group) for inked, group in groupby(ends, bool) if inked]


def shown(qtbot: QtBot, made: QLabel, width: int) -> QLabel:
    qtbot.addWidget(made)
    made.setFixedWidth(width)
    made.setFixedHeight(made.heightForWidth(width))
    made.show()
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_no_word_is_left_alone(qtbot: QtBot, theme: Theme, text: str) -> None:
    made = label(theme, text, wrap=True)
    whole = made.fontMetrics().horizontalAdvance(text)
    found = lines(shown(qtbot, made, round(whole * 0.96)))
    assert len(found) == 2
    assert min(found) > max(found) * 0.5
    assert made.text() == text


def test_lines_are_full_where_enough_is_left_for_the_last(qtbot: QtBot, theme: Theme) -> None:
    made = label(theme, TEXTS[0], wrap=True)
    width = round(made.fontMetrics().horizontalAdvance(TEXTS[0]) * 0.66)
    first, last = lines(shown(qtbot, made, width))
    assert first > width * 0.85
    assert last > width * 0.3


def test_what_has_room_for_one_line_has_one(qtbot: QtBot, theme: Theme) -> None:
    made = label(theme, TEXTS[0], wrap=True)
    assert len(lines(shown(qtbot, made, made.fontMetrics().horizontalAdvance(TEXTS[0]) + 4))) == 1


def test_what_can_be_selected_is_left_to_qt(theme: Theme) -> None:
    """A press finds the letter that is seen, and the panes beside the grid keep up with the keys."""
    assert type(label(theme, TEXTS[0], wrap=True, selectable=True)) is QLabel


def test_a_number_stands_beside_what_it_counts(theme: Theme) -> None:
    metrics = label(theme).fontMetrics()
    for text, rest in (
        ("Owed: 7 returns, 28 days late", "7 returns, 28 days late"),
        ("还差 12 处错误", "12 处错误"),
    ):
        assert broken(text, theme.font(), metrics.horizontalAdvance(text.partition(rest[3:])[0]) + 2)[1] == rest


@pytest.mark.parametrize("date", ["2025年9月", "2025年1—9月", "2025年", "10月10日"])
def test_no_date_is_torn(theme: Theme, date: str) -> None:
    text, metrics = f"报告期：{date}（见表头）", label(theme).fontMetrics()
    for end in range(text.index(date) + 1, text.index(date) + len(date)):
        first, rest = broken(text, theme.font(), metrics.horizontalAdvance(text[:end]) + 1)
        assert first == "报告期：", (first, rest)
        assert rest.startswith(date)
