"""Beside the grid: the last twelve reports as a curve, and what happened to the cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.plugin import QtBot

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.store import CellEvent
from client.tour.script import Sample
from client.ui.entry.beside.curve import MOST_POINTS, Curve, points_of
from client.ui.entry.beside.past import event_words
from client.ui.theme.theme import Theme
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.history import history_in, history_of
from forms.addresses import parse
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Origin, Return, ReturnKey
from tests.client.ui.conftest import Pilot

PACK = bundled_pack()
MONTH = Period.parse("2025-09")


def report(period: str, **figures: int) -> Return:
    cells = {code: Cell(str(figure), Decimal(figure)) for code, figure in figures.items()}
    return Return(firm="F", form="JY", period=Period.parse(period), pack=PACK.version, cells=cells)


def draft(*others: Return, **figures: int) -> Draft:
    return Draft(PACK, report("2025-09", **figures), {(r.form, str(r.period)): r for r in others})


def test_the_curve_goes_through_the_last_twelve_reports(qapp: QApplication) -> None:
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(2, 13)]
    others = [report(m, JY001=n) for n, m in enumerate(months) if m != "2025-09"]
    found = points_of(draft(*others, JY001=99), parse("JY001"))
    assert len(found) == MOST_POINTS
    assert found[-1].value == 99
    assert [str(p.period) for p in found] == [m for m in months if m <= "2025-09"][-12:], "none after, in order"


def test_blanks_and_what_cannot_be_read_are_no_points(qapp: QApplication) -> None:
    unread = report("2025-07")
    unread.cells["JY001"] = Cell("约三万", None, "value.not-a-number")
    found = points_of(draft(report("2025-06", JY001=5), unread, report("2025-08"), JY001=7), parse("JY001"))
    assert [p.value for p in found] == [5, 7]


def test_a_curve_is_drawn_between_zero_and_the_highest(theme: Theme, qtbot: QtBot) -> None:
    curve = Curve(theme)
    qtbot.addWidget(curve)
    curve.resize(200, curve.sizeHint().height())
    found = points_of(draft(report("2025-07", JY001=100), report("2025-08", JY001=100), JY001=-50), parse("JY001"))
    curve.show_points(found, 0)
    assert "2025年8月  100" in curve.toolTip(), "said to those who do not see it"
    image = curve.grab().toImage()
    line = theme.colours.accent
    columns = [[y for y in range(image.height()) if image.pixelColor(x, y).name() == line] for x in (10, 100, 190)]
    assert all(columns)
    assert min(columns[0]) < min(columns[2]), "what is lower stands lower"


def test_nothing_is_drawn_over_a_report_that_is_missing(theme: Theme, qtbot: QtBot) -> None:
    curve = Curve(theme)
    qtbot.addWidget(curve)
    curve.resize(220, curve.sizeHint().height())

    def drawn_between(*others: Return) -> bool:
        curve.show_points(points_of(draft(*others, JY001=100), parse("JY001")), 0)
        image = curve.grab().toImage()
        middle = range(image.width() // 2 - 4, image.width() // 2 + 4)
        return any(image.pixelColor(x, y).name() == theme.colours.accent for x in middle for y in range(40))

    year = [report(f"2025-{month:02}", JY001=100) for month in (2, 3, 4)]
    assert not drawn_between(*year), "from April to September nobody knows"
    assert drawn_between(*year, *(report(f"2025-{month:02}", JY001=100) for month in (5, 6, 7, 8)))


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_reports_have_no_curve(theme: Theme, qtbot: QtBot, count: int) -> None:
    curve = Curve(theme)
    qtbot.addWidget(curve)
    curve.show_points(points_of(draft(JY001=5), parse("JY001"))[:count], 0)
    assert not curve.isVisibleTo(None)


def test_what_happened_to_a_cell_is_told_newest_first(pilot: Pilot, session: Session, firm: str) -> None:
    pilot.open("JY", "2025-09", "JY001")
    pilot.type("JY001", "1000")
    pilot.type("JY001", "1200")
    pilot.entry.undo()
    pilot.sheet.go_to("JY002")
    pilot.sheet.go_to("JY001")

    def told() -> str:
        return "\n".join(
            label.text() for label in pilot.entry.definition.findChildren(QLabel) if label.isVisible()
        )

    pilot.until(lambda: "（撤销）" in told())
    words = told()
    assert (
        words.index("1,200 → 1,000（撤销）")
        < words.index("1,000 → 1,200（键入）")
        < words.index("— → 1,000（键入）")
    )
    pilot.sheet.go_to("JY003")
    pilot.until(lambda: "（撤销）" not in told())  # nothing of another cell is left
    assert history_of(session, ReturnKey(firm, "JY", MONTH), "JY001") == history_in(session, pilot.draft, "JY001")


def test_an_imported_figure_names_its_place() -> None:
    cell = Cell("5", Decimal(5), origin=Origin("workbook", "九月.xlsx › 利润表 › D5"))
    event = CellEvent(1, "2025-10-08T09:31:07+08:00", "张三", "do", "workbook", None, cell)
    assert event_words(event) == "10-08 09:31  张三\n— → 5（九月.xlsx › 利润表 › D5）"
    gone = CellEvent(1, "2025-10-08T09:31:07+08:00", "", "do", "keyboard", Cell("约三万"), None)
    assert event_words(gone).endswith("约三万 → —（键入）")


def test_the_keyboard_never_waits_for_history(pilot: Pilot) -> None:
    pilot.open("JY", "2025-09", "JY001")
    for address in ("JY001", "JY002", "JY003", "JY004"):
        pilot.type(address, "5")
        pilot.keys(key=Qt.Key.Key_Down)
    pilot.settle()
    assert not pilot.faults


def test_what_was_sent_back_for_a_cell_stands_beside_it(
    complete: Session, story: Sample, pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also beside a cell of another return, which the decision names as well."""
    found = DecisionFinding("C021", "error", ["JY001", "JB.2025/JB030"], "请与开票金额核对")
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [found]))
        with connecting.line(complete, story.firm) as line:
            filing.submit(line, filing.Order(MONTH, ["JY"]))
    pilot.open("JY", "2025-09", "JY001")
    beside = pilot.child("remarks", QLabel)
    pilot.until(beside.isVisible)
    assert beside.text() == "退回意见：请与开票金额核对"
    pilot.keys(key=Qt.Key.Key_Down)
    pilot.until(lambda: not beside.isVisible())
    pilot.open("JB", "2025", "JB030")
    pilot.until(beside.isVisible)
