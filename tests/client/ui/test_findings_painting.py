"""The list of findings painted: bars, ticks, headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractListModel, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QStyle, QWidget

from client.ui.entry.cells.model import Index
from client.ui.entry.findings.listing import FindingDelegate, Lettering
from client.ui.entry.findings.model import ITEM, Item
from client.ui.theme.theme import Theme
from tests.client.ui.test_entry_painting import HEIGHT, ROOT, SELECTED, WIDTH, at, canvas, colours, option, view

__all__ = ["view"]


class Items(QAbstractListModel):
    """A list of given findings."""

    def __init__(self, *items: Item) -> None:
        super().__init__()
        self._items = items

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._items[index.row()] if role == ITEM else None


def paint_finding(theme: Theme, view: QWidget, item: Item, state: QStyle.StateFlag) -> QImage:
    image, model = canvas(), Items(item)
    with QPainter(image) as painter:
        FindingDelegate(theme, view).paint(painter, option(state), model.index(0))
    return image


# the list of findings


@pytest.mark.parametrize("tone", ["error", "query", "hint"])
def test_a_finding_has_a_bar_in_the_colour_of_its_level(theme: Theme, view: QWidget, tone: str) -> None:
    image = paint_finding(theme, view, Item("finding", tone, "题", "数"), QStyle.StateFlag.State_Enabled)
    left = QRect(0, 0, theme.space(0.6), HEIGHT)
    assert getattr(theme.colours, tone) in colours(image, left)


def test_blanks_have_a_bar_of_no_level(theme: Theme, view: QWidget) -> None:
    image = paint_finding(theme, view, Item("missing", "plain", "还有 3 项", "甲"), QStyle.StateFlag.State_Enabled)
    seen = colours(image, QRect(0, 0, theme.space(0.6), HEIGHT))
    assert theme.colours.line_strong in seen
    assert theme.colours.error not in seen


def test_the_chosen_finding_is_tinted_and_a_heading_never(theme: Theme, view: QWidget) -> None:
    chosen = paint_finding(theme, view, Item("finding", "error", "题"), SELECTED)
    heading = paint_finding(theme, view, Item("group", "error", "强制　2"), SELECTED)
    assert at(chosen, WIDTH - 2, 2) == theme.colours.selection
    assert theme.colours.selection not in colours(heading)
    assert len(colours(heading)) > 1, "its words are there"


def test_an_explained_query_has_a_tick(theme: Theme, view: QWidget) -> None:
    far = QRect(WIDTH // 2, 0, WIDTH // 2, HEIGHT)
    still = paint_finding(theme, view, Item("finding", "query", "题", "数"), SELECTED)
    done = paint_finding(theme, view, Item("finding", "query", "题", "数", done=True), SELECTED)
    assert set(colours(still, far)) == {theme.colours.selection}
    assert len(colours(done, far)) > 1


def test_headings_are_lower_than_findings(theme: Theme, view: QWidget) -> None:
    model = Items(
        Item("group", "error", "强制　1"), Item("finding", "error", "题"), Item("missing", "plain", "还有")
    )
    delegate = FindingDelegate(theme, view)
    heights = [delegate.sizeHint(option(SELECTED), model.index(n)).height() for n in range(3)]
    assert heights[0] < heights[1] == heights[2]


# words cut where there is no room


@pytest.mark.parametrize("room", [20, 60, 133, 240, 400])
def test_words_are_cut_to_the_room_and_no_shorter(theme: Theme, room: int) -> None:
    letters, metrics = Lettering(theme.font()), QFontMetricsF(theme.font())
    text = "营业收入 8,600,000 ÷ 790,000 ≈ 10.8861，不在 0.5 与 2 之间"
    line = letters._cut(text, room)
    assert metrics.horizontalAdvance(line) <= room + 1
    if line != text:
        assert line.endswith("…")
        longer = text[: len(line) + 1] + "…"  # a blank before the dots was left out
        assert metrics.horizontalAdvance(longer) > room - 1
    assert letters._cut(text, 10_000) == text
    assert letters._cut("上\n下", 10_000) == "上 下"
