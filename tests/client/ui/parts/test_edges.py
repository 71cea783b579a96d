"""What stands at an edge ends there: switches, links, banners."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, flush
from client.ui.parts.switch import Switch
from client.ui.theme.theme import Theme


def inked(image: QImage) -> tuple[int, int]:
    """The first and the last column in which anything differs from the upper left corner."""
    bare = image.pixel(0, 0)
    columns = [x for x in range(image.width()) if any(image.pixel(x, y) != bare for y in range(image.height()))]
    return columns[0], columns[-1]


def take_keyboard(qtbot: QtBot, made: QWidget) -> None:
    made.activateWindow()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)


@pytest.mark.parametrize("on", [False, True])
@pytest.mark.parametrize("focused", [False, True])
def test_a_switch_ends_with_its_groove(qtbot: QtBot, theme: Theme, *, on: bool, focused: bool) -> None:
    made = Switch(theme, "switch", "开关", on=on)
    qtbot.addWidget(made)
    made.show()
    if focused:
        take_keyboard(qtbot, made)
    assert inked(made.grab().toImage()) == (0, made.width() - 1)


def test_the_keyboard_is_seen_on_a_switch_whether_on_or_off(qtbot: QtBot, theme: Theme) -> None:
    seen = []
    for on in (False, True):
        made = Switch(theme, "switch", "开关", on=on)
        qtbot.addWidget(made)
        made.show()
        before = made.grab().toImage()
        take_keyboard(qtbot, made)
        seen += [before, made.grab().toImage()]
    assert all(seen[a] != seen[b] for a in range(4) for b in range(a))


@pytest.mark.parametrize("end", [False, True])
def test_a_link_begins_or_ends_with_its_words(qtbot: QtBot, theme: Theme, *, end: bool) -> None:
    made = flush(button("恢复默认", role="link"), end=end)
    theme.dress(made)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    first, last = inked(made.grab().toImage())
    apart = last if not end else made.width() - 1 - first
    near = first if not end else made.width() - 1 - last
    assert near <= 2 < made.width() - 1 - apart


def test_a_banner_apart_takes_room_only_while_it_says_something(qtbot: QtBot, theme: Theme) -> None:
    page, below, banner = QWidget(), QWidget(), Banner(theme, apart=True)
    inside = QVBoxLayout(page)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(0)
    inside.addWidget(banner)
    inside.addWidget(below, 1)
    theme.dress(page)
    qtbot.addWidget(page)
    page.resize(600, 300)
    page.show()
    assert below.y() == 0
    banner.tell("good", "写好了")
    qtbot.waitUntil(lambda: below.y() > 0)
    assert inked(page.grab().toImage()) == (theme.margin, 600 - theme.margin - 1)
