"""The review as a widget of its own: it counts, warns and asks, and stores nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QToolButton

from client.tour.script import Sample
from client.ui.importing.review import Review
from client.ui.theme.theme import Theme
from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.books.preview.lines import ImportLine
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.workbook import Found, NotTaken, Profile, SheetPlan
from client.workbook.finding.taken.extraction import note
from forms.findings import Finding
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Origin, Return
from forms.values.units import unit_words
from forms.words import Words

FIRM = "91441300MA58H0D25G"
AUGUST, SEPTEMBER = Period.parse("2025-08"), Period.parse("2025-09")
MONTHS = [SEPTEMBER, AUGUST]


def line(code: str, new: str, old: str | None = None) -> ImportLine:
    origin = Origin(source="workbook", place="九月.xlsx › 利润表 › D7", raw=new, unit="千元")
    cell = Cell(text=new, value=Decimal(new), origin=origin)
    found = Found(form="JY", period=SEPTEMBER, address=code, cell=cell, how="code", confidence=1.0)
    return ImportLine("JY", SEPTEMBER, code, code, code, "", old, new, "千元", found)


def check(*levels: str) -> ReturnCheck:
    findings = tuple(
        Finding(
            rule=f"C{n:03d}", level=level, outcome="fail", form="JY", period="2025-09", title_zh=f"{level} {n}"
        )  # type: ignore[arg-type]
        for n, level in enumerate(levels)
    )
    target = Return(FIRM, "JY", SEPTEMBER, "gd-eic/2026.1")
    return ReturnCheck(
        target, Words("营业收入与生产经营", "Operations"), "errors", findings, (), None, edited=False
    )


NEW, CHANGED, SAME = line("JY001", "100"), line("JY002", "200", "150"), line("JY018", "7", "7")
PLAN = ImportPlan(
    file="九月.xlsx",
    firm=FIRM,
    firm_name="甲公司",
    period=SEPTEMBER,
    sheets=(SheetPlan(name="利润表", rows=40, forms=("JY",), taken=3), SheetPlan(name="说明", rows=4)),
    lines=(NEW, CHANGED, SAME),
    left=(NotTaken(sheet="说明", why=note("left.sheet-unknown")),),
    warnings=(),
    sha256="0" * 64,
    changes=(),
    checks=(),
    fresh=1,
    replaced=1,
)


def with_lines(*lines: ImportLine) -> ImportPlan:
    """The plan of a book with other lines."""
    changed = [each for each in lines if each.old != each.new]
    fresh = sum(each.old is None for each in changed)
    return replace(PLAN, lines=lines, fresh=fresh, replaced=len(changed) - fresh)


@pytest.fixture
def review(qapp: QApplication, theme: Theme) -> Iterator[Review]:
    """Let go of at once: a style sheet is asked of every widget that still lives."""
    made = Review(theme, bundled_pack())
    made.resize(1100, 700)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def tabs(review: Review) -> list[QToolButton]:
    return [made for made in review.findChildren(QToolButton) if made.property("role") == "tab"]


def titles(review: Review) -> list[str]:
    return [made.text() for made in tabs(review)]


def test_the_book_is_named_and_summed_up_in_one_sentence(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    assert review.file.text() == "九月.xlsx"
    assert review.summary.text() == "认出 1 张工作表、3 个数：新填 1 项，覆盖 1 项，1 项与现有相同"


@pytest.mark.parametrize(
    ("lines", "ending"),
    [
        ((NEW,), "1 个数：新填 1 项"),
        ((CHANGED,), "1 个数：覆盖 1 项"),
        ((SAME,), "1 个数：都与现有相同，没有变化"),
        ((NEW, NEW, SAME), "3 个数：新填 2 项，1 项与现有相同"),
        ((CHANGED, SAME, SAME), "3 个数：覆盖 1 项，2 项与现有相同"),
        ((NEW, CHANGED), "2 个数：新填 1 项，覆盖 1 项"),
    ],
)
def test_only_what_there_is_is_mentioned(review: Review, lines: tuple[ImportLine, ...], ending: str) -> None:
    review.show_plan(with_lines(*lines), MONTHS)
    assert review.summary.text().endswith(ending)


def test_the_button_says_how_many_figures_it_would_write(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    assert (review.accept.text(), review.accept.isEnabled()) == ("写入 2 项", True)


@pytest.mark.parametrize("lines", [(), (SAME,), (SAME, SAME)])
def test_a_book_that_changes_nothing_cannot_be_written(review: Review, lines: tuple[ImportLine, ...]) -> None:
    review.show_plan(with_lines(*lines), MONTHS)
    assert (review.accept.text(), review.accept.isEnabled()) == ("没有变化", False)
    assert titles(review)[0] == "没有变化"
    spy = QSignalSpy(review.accepted)
    QTest.mouseClick(review.accept, Qt.MouseButton.LeftButton)
    assert spy.count() == 0


def test_a_blank_in_the_store_is_not_the_same_as_a_zero(review: Review) -> None:
    review.show_plan(with_lines(line("JY001", "0")), MONTHS)
    assert review.accept.text() == "写入 1 项"


def test_each_list_is_a_tab_with_its_count(review: Review) -> None:
    review.show_plan(replace(PLAN, checks=(check("error", "hint"),)), MONTHS)
    assert titles(review) == ["将写入　2", "没有取用　1", "工作表　2", "写入后的问题　2", "对应关系"]


def test_lists_are_counted_anew_for_the_next_book(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    review.show_plan(replace(with_lines(NEW), left=(), sheets=PLAN.sheets[:1]), MONTHS)
    assert titles(review) == ["将写入　1", "没有取用　0", "工作表　1", "写入后的问题　0", "对应关系"]


def test_each_tab_shows_its_own_list(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    stack = review.findChild(QStackedWidget)
    tables = [review.lines_part, review.left, review.guesses, review.findings, review.profiles]
    for tab, table in zip(tabs(review), tables, strict=True):
        QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        shown = stack.currentWidget()
        assert shown is table or shown.isAncestorOf(table)
        assert [made.isChecked() for made in tabs(review)].count(True) == 1
        assert tab.isChecked()


def test_another_book_begins_with_what_would_be_written(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    QTest.mouseClick(tabs(review)[2], Qt.MouseButton.LeftButton)
    review.show_plan(PLAN, MONTHS)
    assert tabs(review)[0].isChecked()
    assert review.findChild(QStackedWidget).currentWidget() is review.lines_part


def test_the_gravest_problems_come_first_and_keep_their_order(review: Review) -> None:
    review.show_plan(replace(PLAN, checks=(check("hint", "query", "error"), check("error", "hint"))), MONTHS)
    shown = [row.finding.title_zh for row in review.findings.rows_model.rows]
    assert shown == ["error 2", "error 0", "query 1", "hint 0", "hint 1"]


def test_lines_are_shown_in_the_books_order(review: Review) -> None:
    review.show_plan(replace(PLAN, lines=(SAME, NEW, CHANGED)), MONTHS)
    assert review.lines.rows_model.rows == (SAME, NEW, CHANGED)


def test_warnings_are_shown_together_and_cannot_be_waved_away(review: Review) -> None:
    one, other = note("seen.unit", unit=unit_words("万元"), text="单位：万元"), note("left.sheet-hidden")
    review.show_plan(replace(PLAN, warnings=(one, other)), MONTHS)
    assert review.warning.isVisible()
    assert review.warning.text == f"{one.what()}　{other.what()}"
    assert review.warning.property("banner") == "query"
    assert not [made for made in review.warning.findChildren(QToolButton) if made.isVisible()]


def test_a_warning_goes_with_its_book(review: Review) -> None:
    review.show_plan(replace(PLAN, warnings=(note("left.sheet-hidden"),)), MONTHS)
    review.show_plan(PLAN, MONTHS)
    assert not review.warning.isVisible()


def test_the_period_read_is_the_one_chosen_and_showing_it_asks_for_nothing(review: Review) -> None:
    spy = QSignalSpy(review.period_chosen)
    review.show_plan(PLAN, MONTHS)
    assert review.period.currentText() == "2025年9月"
    review.show_plan(replace(PLAN, period=AUGUST), MONTHS)
    assert review.period.currentText() == "2025年8月"
    assert spy.count() == 0


def test_another_period_is_asked_for_once(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    asked: list[Period] = []
    review.period_chosen.connect(asked.append)
    review.period.choose(AUGUST)
    review.period.choose(AUGUST)
    assert asked == [AUGUST]


@pytest.mark.parametrize(("name", "signal"), [("accept", "accepted"), ("discard", "discarded")])
def test_the_person_decides_with_one_press(review: Review, name: str, signal: str) -> None:
    review.show_plan(PLAN, MONTHS)
    spies = {each: QSignalSpy(getattr(review, each)) for each in ("accepted", "discarded", "period_chosen")}
    QTest.mouseClick(review.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    assert {each for each, spy in spies.items() if spy.count()} == {signal}


def test_a_book_can_be_discarded_even_when_nothing_can_be_written(review: Review) -> None:
    review.show_plan(replace(PLAN, lines=()), MONTHS)
    spy = QSignalSpy(review.discarded)
    QTest.mouseClick(review.discard, Qt.MouseButton.LeftButton)
    assert spy.count() == 1


def test_the_sample_adds_up(review: Review, session: Session, firm: str, story: Sample) -> None:
    plan = importing.plan(session, story.path, firm, story.month)
    review.show_plan(plan, [story.month])
    assert f"{len(plan.lines)} 个数：新填 {len(plan.lines)} 项" in review.summary.text()
    assert review.accept.text() == f"写入 {len(plan.lines)} 项"
    found = sum(len(each.findings) for each in plan.checks)
    assert titles(review)[3] == f"写入后的问题　{found}"


def test_the_sample_read_again_changes_nothing(
    review: Review, imported: Session, firm: str, story: Sample
) -> None:
    plan = importing.plan(imported, story.path, firm, story.month)
    review.show_plan(plan, [story.month])
    assert review.summary.text().endswith(f"、{len(plan.lines)} 个数：都与现有相同，没有变化")
    assert not review.accept.isEnabled()


def test_ever_so_many_profiles_make_the_window_no_higher(review: Review) -> None:
    review.show_plan(PLAN, MONTHS)
    review.show_tab(4)
    high = review.minimumSizeHint().height(), review._stack.minimumSizeHint().height()
    review.profiles.show_profiles(tuple(Profile(name=f"第{n}份", labels=()) for n in range(60)), "", chosen=False)
    QCoreApplication.sendPostedEvents()
    assert review.profiles.table.verticalScrollBar().maximum() > 0, "the table scrolls"
    assert (review.minimumSizeHint().height(), review._stack.minimumSizeHint().height()) == high
