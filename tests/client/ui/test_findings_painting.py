"""The list of findings painted: bars, ticks, headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from client.ui.entry.findings.listing import FindingLines, Lettering
from client.ui.entry.findings.model import Item
from client.ui.theme.theme import Theme
from tests.client.ui.canvas import HEIGHT, WIDTH, at, canvas, colours


def paint_finding(theme: Theme, item: Item, *, selected: bool = False) -> QImage:
    image = canvas()
    with QPainter(image) as painter:
        FindingLines(theme).draw(painter, QRect(0, 0, WIDTH, HEIGHT), item, selected=selected)
    return image


# the list of findings


@pytest.mark.parametrize("tone", ["error", "query", "hint"])
def test_a_finding_has_a_bar_in_the_colour_of_its_level(theme: Theme, tone: str) -> None:
    image = paint_finding(theme, Item("finding", tone, "题", "数"))
    left = QRect(0, 0, theme.space(0.6), HEIGHT)
    assert getattr(theme.colours, tone) in colours(image, left)


def test_blanks_have_a_bar_of_no_level(theme: Theme) -> None:
    image = paint_finding(theme, Item("missing", "missing", "还有 3 项", "甲"))
    seen = colours(image, QRect(0, 0, theme.space(0.6), HEIGHT))
    assert theme.colours.border in seen
    assert theme.colours.error not in seen


def test_the_chosen_finding_is_tinted_and_a_heading_never(theme: Theme) -> None:
    chosen = paint_finding(theme, Item("finding", "error", "题"), selected=True)
    heading = paint_finding(theme, Item("group", "error", "强制　2"), selected=True)
    assert at(chosen, WIDTH - 2, 2) == theme.colours.selection
    assert theme.colours.selection not in colours(heading)
    assert len(colours(heading)) > 1, "its words are there"


def test_an_explained_query_has_a_tick(theme: Theme) -> None:
    far = QRect(WIDTH // 2, 0, WIDTH // 2, HEIGHT)
    still = paint_finding(theme, Item("finding", "query", "题", "数"), selected=True)
    done = paint_finding(theme, Item("finding", "query", "题", "数", done=True), selected=True)
    assert set(colours(still, far)) == {theme.colours.selection}
    assert len(colours(done, far)) > 1


def test_headings_are_lower_than_findings(theme: Theme) -> None:
    items = (Item("group", "error", "强制　1"), Item("finding", "error", "题"), Item("missing", "missing", "还有"))
    heights = [FindingLines(theme).height(item) for item in items]
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


@pytest.mark.parametrize("tail", ["：填写有误：建筑工程（XM016）", ": Not accepted: Construction (XM016)"])
def test_the_name_of_a_record_gives_way_to_what_is_wrong_with_it(theme: Theme, tail: str) -> None:
    letters, metrics = Lettering(theme.font()), QFontMetricsF(theme.font())
    name = "年产三千万套高世代新型显示模组…物流项目（二期）"
    whole = metrics.horizontalAdvance(name + tail)
    line = letters._cut(name + tail, round(whole * 0.7), name)
    assert metrics.horizontalAdvance(line) <= whole * 0.7 + 1
    assert (line[:2], line.count("…")) == ("年产", 1)
    assert line.endswith("期）" + tail)
    narrow = letters._cut(name + tail, theme.space(9), name)
    assert (narrow.count("期）"), narrow[-1]) == (1, "…"), "where there is no room for both, both lose something"
    assert letters._cut(name + tail, round(whole) + 1, name) == name + tail
