"""The first report of a year and the report on the year before, by keyboard alone, at a real endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from forms.returns import Return, ReturnKey
from tests.client.sample_typing import type_and_save
from tests.journeys.acts import open_due
from tests.journeys.hands import Hands, SitDown

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MARCH = date(2026, 3, 5)
LAST_YEAR, YEAR_END = Period.parse("2025-02"), Period.parse("2025-12")
SMALL = (1366, 768)
"""The commonest screen."""


@pytest.fixture
def march(tmp_path_factory: pytest.TempPathFactory, home: Path, story: Sample) -> Iterator[Session]:
    """A home in March: last year's first months filed with the authority, its last months as they were left."""
    with (
        Practice(tmp_path_factory.mktemp("office"), SystemClock(MARCH)) as office,
        open_session(home, keys=Keychain.loose(home), clock=SystemClock(MARCH)) as session,
    ):
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
        importing.apply(session, importing.plan(session, story.past_path, story.firm, LAST_YEAR))
        importing.apply(session, importing.plan(session, story.path, story.firm, YEAR_END, ["XM"]))
        for slip in story.corrections[:2]:
            draft = open_draft(session, ReturnKey(story.firm, slip.form, Period.parse(slip.period)))
            type_and_save(session, draft, {slip.address: slip.text})
        connecting.enrol(session, story.firm, office.profile_path, office.issue_code(story.firm))
        with connecting.line(session, story.firm) as line:
            (filed,) = filing.submit(line, filing.Order(LAST_YEAR, ["JY"]))
        assert filed.result is not None
        assert filed.result.state == "accepted"
        yield session


@pytest.fixture
def hands(sit_down: SitDown, march: Session, story: Sample) -> Iterator[Hands]:
    with sit_down(march, story.firm) as at:
        at.pilot.shell.resize(*SMALL)
        yield at


def test_a_year_is_begun_with_what_the_last_one_knows(hands: Hands) -> None:
    """Lists and last year's column are carried over; one of its figures stated anew needs its reason."""
    pilot = hands.pilot
    open_due(hands, "XM", "2026年1—2月", "未开始")
    assert "2025年12月 的代码和清单" in pilot.entry.carry_over.text
    carry_over(hands)
    assert "3 条记录" in pilot.entry.notice.text
    assert pilot.text(pilot.sheet.address()) == "新型显示模组智能化生产线扩建项目"
    open_due(hands, "JY", "2026年1—2月", "未开始")
    assert "上年同期数（2025年1—2月，已报送）" in pilot.entry.carry_over.text
    carry_over(hands)
    paste_from_excel(hands, pilot.draft.last_year)
    for line, restated in (("JY001", "212728"), ("JY005", "175573")):
        hands.ctrl(Key.Key_F)
        hands.type(line)
        hands.press(Key.Key_Return, Key.Key_Escape, Key.Key_Right)
        assert pilot.sheet.address() == f"{line}@ly"
        pilot.keys(restated)
        hands.press(Key.Key_Return)
    pilot.settle()
    assert pilot.entry.bar.verdict.chip.text() == "还差：2 处待说明"
    for line in ("JY001", "JY005"):
        hands.press(Key.Key_F8)
        assert pilot.sheet.address() == f"{line}@ly"
        assert "上年报送的数一致" in pilot.entry.findings.current().title
        hands.press(Key.Key_F8, modifiers=CTRL)
        assert hands.at == "explanationCode"
        while hands.held.currentText() != "合并、分立或业务划转":
            hands.press(Key.Key_Down)
        hands.press(Key.Key_Tab)
        hands.type("2025年11月吸收合并子公司，按可比口径调整")
        hands.press(Key.Key_Return)
        pilot.settle()
    assert pilot.entry.bar.verdict.chip.text() == "可报送"


def test_the_report_on_a_year_is_signed_sent_back_mended_and_accepted(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = hands.pilot
    open_due(hands, "YF", "2025年", "未开始")
    paste_from_excel(hands, pilot.draft.last_year, slip={"YF009": "977"})
    hands.press(Key.Key_F8)
    assert pilot.sheet.address() == "YF007"
    pilot.until(
        lambda: "977\xa0→\xa09,876" in pilot.child("repair").accessibleName() and pilot.child("repair").isVisible()
    )
    hands.press(Key.Key_F8, modifiers=CTRL)
    assert hands.at == "repair"
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    assert pilot.entry.bar.verdict.chip.text() == "可报送"
    with monkeypatch.context() as office:
        remark = DecisionFinding("R036", "error", ["YF036"], "与专利受理通知书的件数不符，请核对")
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [remark]))
        sign_and_send(hands)
    assert pilot.pages.sending.filing.banner.text == "2 张已送达，2 张被退回：照退回意见改好再报"
    open_due(hands, "YF", "2025年", "被退回")
    assert pilot.sheet.address() == "YF036"
    assert pilot.entry.bar.verdict.chip.text() == "退回意见 1 条未处理"
    pilot.keys("34")
    hands.press(Key.Key_Return)
    pilot.settle()
    assert pilot.entry.bar.verdict.chip.text() == "可报送"
    sign_and_send(hands)
    assert pilot.pages.sending.filing.banner.text == "1 张已送达，其中 1 张已受理"
    hands.go_to_line("YF", "2025年", "已受理", "LX-2026-")
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    hands.go_to_line("YF", "2025年", "已受理", "看回执")


def carry_over(hands: Hands) -> None:
    """Take what is offered above the grid."""
    hands.press(Key.Key_F6, modifiers=SHIFT)
    assert hands.at == "carryOverTake"
    hands.press(Key.Key_Return)
    hands.pilot.settle()
    assert hands.at == "sheet"


def paste_from_excel(hands: Hands, figures: Return | None, slip: dict[str, str] | None = None) -> None:
    """This year's column, which happens to be another year's but for a slip."""
    assert figures is not None
    asked = hands.pilot.draft.form.indicators.values()
    texts = {code: cell.text for code, cell in figures.cells.items()} | (slip or {})
    QApplication.clipboard().setText(
        "\n".join("" if each.computed else texts.get(each.code, "") for each in asked)
    )
    hands.ctrl(Key.Key_V)
    hands.pilot.settle()


def sign_and_send(hands: Hands) -> None:
    """Who prepared, who reviewed and who answers for it each say so; then it goes."""
    pilot = hands.pilot
    hands.ctrl(Key.Key_4)
    pilot.settle()
    hands.tab_to("sign")
    for _ in range(3):
        hands.wait_at("sign")
        before = hands.held
        hands.press(Key.Key_Return)
        pilot.until(lambda before=before: QApplication.focusWidget() is not before)
        pilot.settle()
    hands.wait_at("send")
    hands.press(Key.Key_Return)
    pilot.until(lambda: not pilot.pages.sending.filing.busy)
    hands.wait_at("preflight")
