"""Pictures of figures: the right unit, every point in words too, one project at a time, empty states."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.tour.script import Sample
from client.ui.charts.card import described
from client.ui.charts.page import ChartsPage
from client.ui.charts.plot import Plot, broken, joined
from client.ui.charts.scale import easy_unit, figure_word, month_word
from client.ui.frame.context import Context
from client.ui.ground.language import Translators
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import unit_word
from client.ui.parts.choice import Choice
from client.ui.theme.theme import Theme
from client.usecases.home.session import Session
from client.usecases.views.pictures import Curve, Picture, Point
from forms.pictures import PictureEntry

SEPTEMBER = 2025 * 12 + 9


@pytest.fixture
def context(imported: Session, theme: Theme, story: Sample) -> Iterator[Context]:
    tasks = Tasks()
    yield Context(imported, theme, tasks, Saver(), story.firm, story.name)
    tasks.close()


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ChartsPage:
    made = ChartsPage(context)
    context.theme.dress(made)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: len(made.cards) == 4)
    return made


def test_the_sample_fills_four_pictures(page: ChartsPage) -> None:
    told = {card.title: card.newest for card in page.cards}
    assert told["营业收入"] == "11.2 亿元"
    assert told["项目投资完成进度"] == "6.88 亿元"
    assert "同比 +11.0%" in page.cards[0].change


def test_a_project_is_looked_at_by_itself(page: ChartsPage, qtbot: QtBot) -> None:
    card = page.cards[3]
    assert card.records.count() == 4
    card.records.setCurrentIndex(2)
    qtbot.waitUntil(lambda: card.newest == "0.85 亿元")
    card.records.setCurrentIndex(0)
    qtbot.waitUntil(lambda: card.newest == "6.88 亿元")


def test_colours_follow_the_theme(page: ChartsPage, theme: Theme) -> None:
    before = page.grab().toImage().pixelColor(5, 5)
    theme.choose("dark")
    after = page.grab().toImage().pixelColor(5, 5)
    theme.choose("light")
    assert before.lightness() > 200 > 60 > after.lightness()


def test_an_enterprise_without_returns_is_told_what_will_be_here(
    qtbot: QtBot, session: Session, theme: Theme, firm: str
) -> None:
    tasks = Tasks()
    made = ChartsPage(Context(session, theme, tasks, Saver(), firm))
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.nothing.isVisible())
    assert made.cards == []
    tasks.close()


def picture(*values: int, level: Decimal | None = None) -> Picture:
    entry = PictureEntry(id="x", kind="course", name="利润总额", name_en="Total profit")
    points = tuple(Point(SEPTEMBER + n, Decimal(value)) for n, value in enumerate(values))
    return Picture(entry, "千元", (Curve("2025年", "2025", points),), level)


def test_a_loss_is_drawn_below_nought(qtbot: QtBot, theme: Theme) -> None:
    plot = Plot(theme)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.show_picture(picture(-500, 200))
    low, high = plot.range
    assert low < -500 * float(easy_unit("千元", [Decimal(500)])[1]) < 0 < high


def test_one_point_or_none_is_drawn_too(qtbot: QtBot, theme: Theme) -> None:
    plot = Plot(theme)
    qtbot.addWidget(plot)
    for values in ((), (7,), (0, 0)):
        plot.show_picture(picture(*values, level=Decimal(6)))
    assert not plot.grab().isNull()


def test_every_point_is_there_in_words() -> None:
    assert described(picture(Decimal("5.208042360119"), 8)).startswith("2025年 (千元): 2025-09 5.21;")
    assert described(picture(1234567, 8)) == "2025年 (千元): 2025-09 1,234,567; 2025-10 8"


@pytest.mark.parametrize(
    ("unit", "value", "shown", "factor"),
    [
        ("千元", "1123457", "亿元", "0.00001"),
        ("千元", "912", "万元", "0.1"),
        ("千元", "0.5", "元", "1000"),
        ("万元", "0", "元", "10000"),
        ("万元", "68750", "亿元", "0.0001"),
        ("%", "6", "%", "1"),
        ("人", "852", "人", "1"),
        ("千元", "-1123457", "亿元", "0.00001"),
    ],
)
def test_the_unit_fits_the_figures(unit: str, value: str, shown: str, factor: str) -> None:
    assert easy_unit(unit, [Decimal(value)]) == (shown, Decimal(factor))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1123457", "1.12 billion yuan"), ("84192", "84.2 million yuan"), ("9", "9.00 thousand yuan")],
)
def test_in_english_the_unit_is_one_english_counts_in(qapp: QApplication, value: str, shown: str) -> None:
    translators = Translators(qapp)
    translators.speak("en")
    try:
        unit, factor = easy_unit("千元", [Decimal(value)])
        assert f"{figure_word(Decimal(value) * factor)} {unit_word(unit)}" == shown
    finally:
        translators.be_silent()


def test_every_label_of_the_months_has_room(page: ChartsPage, qtbot: QtBot) -> None:
    """A label that would stand out at the side is not written at all."""
    for card in page.cards:
        plot = card.findChild(Plot)
        axis, view = plot._view.getPlotItem().getAxis("bottom"), plot._view.getPlotItem().getViewBox()
        ((first, text), *_) = axis._tickLevels[0]
        letters = QFontMetricsF(axis.style["tickFont"])
        room = (first - view.viewRange()[0][0]) / view.viewPixelSize()[0]
        assert room >= letters.horizontalAdvance(text) / 2, text
        assert axis.height() >= letters.height() + axis.style["tickLength"], "Apr, Aug"


def test_what_is_looked_at_is_looked_at_again(page: ChartsPage, qtbot: QtBot, context: Context) -> None:
    page.cards[3].records.setCurrentIndex(2)
    chosen = page.cards[3].records.currentData()
    again = ChartsPage(context)
    qtbot.addWidget(again)
    again.restore_state(page.save_state())
    again.refresh()
    qtbot.waitUntil(lambda: len(again.cards) == 4)
    assert again.cards[3].records.currentData() == chosen != ""
    page.findChild(Choice, "chartYear").choose(2024)
    again.restore_state(page.save_state())
    again.refresh()
    qtbot.waitUntil(lambda: again.findChild(Choice, "chartYear").currentData() == 2024)


def test_months_and_figures_as_people_write_them() -> None:
    assert (month_word(SEPTEMBER), month_word(SEPTEMBER, year=False)) == ("2025-09", "9月")
    assert month_word(2024 * 12 + 12) == "2024-12"
    assert [figure_word(Decimal(text)) for text in ("0.845", "11.234", "1234.6", "-3")] == [
        "0.85",
        "11.2",
        "1,235",
        "−3.00",
    ]


@pytest.mark.parametrize(
    ("months", "lines"),
    [
        ([2, 3, 4], [True, True]),
        ([10, 11, 12, 14, 15], [True, True, True, True]),  # no report is made for January
        ([10, 11, 14], [True, False]),  # December's is missing
        ([3, 4, 6, 7], [True, False, True]),
        ([3, 6, 12], [True, False]),
        ([5], []),
        ([], []),
    ],
)
def test_no_line_leads_over_a_report_that_is_missing(months: list[int], lines: list[bool]) -> None:
    assert joined(months) == lines
    along, heights = broken([(float(month), Decimal(1), month) for month in months])
    assert sum(map(math.isnan, heights)) == lines.count(False)
    assert sorted(set(along)) == months
