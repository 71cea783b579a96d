"""The frame of a page: nothing is cut off where it is narrower than the window, and all pages stand alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from client.ui.parts.basics import button, label
from client.ui.parts.frame import PageFrame
from client.ui.theme.theme import Theme

WORDS = "钥" * 80
"""More than one line of what can be read, and less than one of a wide window."""

Framed = Callable[..., PageFrame]


@pytest.fixture
def framed(qtbot: QtBot, theme: Theme) -> Framed:
    """A page 1257 wide and not high, as shown."""

    def make(*parts: QWidget, subtitle: str = "", back: QPushButton | None = None) -> PageFrame:
        made = PageFrame(theme, "设置", subtitle, back=back)
        for part in parts:
            made.inside.addWidget(part)
        theme.dress(made)
        qtbot.addWidget(made)
        made.resize(1257, 60)
        made.show()
        return made

    return make


def test_a_line_that_is_broken_on_the_page_has_room_for_both(framed: Framed, theme: Theme) -> None:
    words = label(theme, WORDS, wrap=True)
    page = framed(words, subtitle=WORDS)
    for each in (words, page.subtitle):
        assert each.width() < each.fontMetrics().horizontalAdvance(WORDS) < page.width(), "broken only here"
        assert each.height() >= each.heightForWidth(each.width())


def test_back_stands_at_the_margin_of_the_window(framed: Framed, theme: Theme) -> None:
    back = button("返回")
    page = framed(label(theme, "字"), back=back)
    assert back.mapTo(page, QPoint(back.width(), 0)).x() == page.width() - theme.margin


@pytest.mark.parametrize("subtitle", ["", "改了就生效"])
def test_a_title_stands_as_high_with_a_way_back_as_without(framed: Framed, theme: Theme, subtitle: str) -> None:
    parts = label(theme, "字"), label(theme, "字")
    pages = framed(parts[0], subtitle=subtitle), framed(parts[1], subtitle=subtitle, back=button("返回"))
    titles = {page.title.mapTo(page, page.title.rect().center()).y() for page in pages}
    assert len(titles) == 1
    assert len({part.mapTo(page, QPoint()).y() for part, page in zip(parts, pages, strict=True)}) == 1
