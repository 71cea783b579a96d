"""The list before filing: verdicts state by state, what is open, what would be sent, who signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.plugin import QtBot

from client.protocol.messages import CommitAck
from client.store import Version
from client.tour.script import Sample
from client.ui.ground.words import step_word
from client.ui.parts.shown import Shown
from client.ui.sending.bar import SendBar
from client.ui.sending.columns import send_columns
from client.ui.sending.preflight import Preflight, SendRow, gather
from client.ui.sending.signoff import SignOff
from client.ui.theme.theme import Theme
from client.usecases.bureau.signatures import ROLES
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import FILED, STATE_NAMES_ZH
from forms.filing import due
from forms.findings import Finding
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Return, ReturnKey
from forms.words import Words
from tests.filed import FIRM, SEPTEMBER, a_receipt, a_version

PACK = bundled_pack()
STATES = sorted(STATE_NAMES_ZH)


def finding(rule: str = "C022", level: str = "error") -> Finding:
    return Finding(rule=rule, level=level, outcome="fail", form="JY", period="2025-09")  # type: ignore[arg-type]


def send_row(
    state: str = "ready",
    findings: tuple[Finding, ...] = (),
    unexplained: tuple[Finding, ...] = (),
    head: Version | None = None,
) -> SendRow:
    target = Return(FIRM, "JY", SEPTEMBER, "gd-eic/2026.1")
    check = ReturnCheck(
        target, Words("营业收入与生产经营", "Operations"), state, findings, unexplained, head, edited=False
    )  # type: ignore[arg-type]
    return SendRow("JY", "营业收入与生产经营", SEPTEMBER, check)


def shown(row: SendRow, problem: str = "") -> list[Shown]:
    return [column.show(row) for column in send_columns(lambda _: problem)]


def verdict(row: SendRow, problem: str = "") -> Shown:
    return shown(row, problem)[2]


def test_the_list_goes_from_the_return_to_the_way_there() -> None:
    assert [column.title for column in send_columns(lambda _: "")] == ["报表", "状态", "结论", ""]
    form = shown(send_row())[0]
    assert (form.text, form.below) == ("营业收入与生产经营", "JY · 2025年9月")


@pytest.mark.parametrize("state", STATES)
def test_the_state_is_the_one_the_desk_shows(state: str) -> None:
    assert [chip.text for chip in shown(send_row(state))[1].chips] == [STATE_NAMES_ZH[state]]


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        ("ready", "没有缺项和错误", "good"),
        ("queued", "等网络通了自动送出", "hint"),
        ("sent", "联网后自动核对、续报", "hint"),
        ("rejected", "被退回，请修改后再报", "error"),
        ("conflict", "别处已先报送，需要合并", "error"),
        ("refused", "报送平台拒收，见提示", "error"),
    ],
)
def test_each_state_has_its_verdict(state: str, text: str, tone: str) -> None:
    said = verdict(send_row(state))
    assert (said.text, said.tone) == (text, tone)


def test_a_return_nobody_began_says_so() -> None:
    nothing = SendRow("JY", "营业收入与生产经营", SEPTEMBER, None)
    assert nothing.state == "empty"
    for row in (nothing, send_row("empty", (finding("REQ"),))):
        assert (verdict(row).text, verdict(row).faint) == ("还没有填写", True)
        assert not verdict(row).chips


@pytest.mark.parametrize("state", STATES)
def test_what_went_wrong_last_time_is_said_before_anything_else(state: str) -> None:
    said = verdict(send_row(state, (finding(),)), "网络不通")
    assert (said.text, said.tone, said.chips) == ("网络不通", "error", ())


def test_the_problem_asked_for_is_that_of_the_row_itself() -> None:
    asked: list[SendRow] = []

    def problem(row: SendRow) -> str:
        asked.append(row)
        return ""

    row = send_row()
    for column in send_columns(problem):
        column.show(row)
    assert asked == [row]


@pytest.mark.parametrize("state", sorted(FILED))
def test_a_filed_return_shows_its_receipt_number(state: str) -> None:
    row = replace(send_row(state), receipt=a_receipt())
    assert (verdict(row).text, verdict(row).faint) == ("LX-2025-00000007", True)
    assert verdict(send_row(state)).text == "", "a receipt that is not held has no number"


def test_what_is_open_is_counted_apart() -> None:
    findings = (finding(), finding("C023"), finding("REQ"), finding("Q001", "query"), finding("H001", "hint"))
    said = verdict(send_row("errors", findings, (finding("Q001", "query"),)))
    assert [(chip.text, chip.tone) for chip in said.chips] == [
        ("2 处错误", "error"),
        ("1 项未填", "hint"),
        ("1 处待说明", "query"),
    ]


@pytest.mark.parametrize(
    ("findings", "unexplained", "words"),
    [
        ((finding("REQ"), finding("REQ")), (), ["2 项未填"]),
        ((finding(),), (), ["1 处错误"]),
        ((finding("Q001", "query"),), (), []),
        ((finding("Q001", "query"),), (finding("Q001", "query"),), ["1 处待说明"]),
        ((finding("H001", "hint"),), (), []),
    ],
    ids=["only missing", "only wrong", "explained", "unexplained", "only a hint"],
)
def test_only_what_stands_in_the_way_is_counted(
    findings: tuple[Finding, ...], unexplained: tuple[Finding, ...], words: list[str]
) -> None:
    said = verdict(send_row("filling", findings, unexplained))
    assert [chip.text for chip in said.chips] == words


@pytest.mark.parametrize("state", STATES)
def test_the_way_leads_to_work_only_where_there_is_some(state: str) -> None:
    way = shown(send_row(state))[3]
    nothing_to_do = state in ("ready", "queued", "sent", "received", "accepted")
    assert (way.text, way.link) == ("查看" if nothing_to_do else step_word(state), True)


@pytest.mark.parametrize("state", STATES)
def test_pressing_the_button_sends_what_is_ready_and_brings_on_what_is_under_way(state: str) -> None:
    assert send_row(state).ready is (state in ("ready", "queued", "sent"))


def test_what_opens_later_is_not_sent_and_says_from_when() -> None:
    row = send_row()
    assert row.check is not None
    early = replace(row, check=replace(row.check, opens=date(2026, 1, 1)))
    assert not early.ready
    _, state, verdict, way = shown(early)
    assert (state.chips[0].text, verdict.text, way.text) == ("已填完", "1月1日起可报送", "查看")


@pytest.mark.parametrize("state", STATES)
def test_what_is_under_way_has_no_decision_yet(state: str) -> None:
    before = Preflight(SEPTEMBER, (send_row("ready"), send_row(state)), {})
    assert before.under_way is (state in ("queued", "sent", "received"))


def test_a_month_with_nothing_in_it_has_nothing_ready() -> None:
    empty = Preflight(SEPTEMBER, (), {})
    assert empty.ready == ()
    assert not empty.under_way


def test_what_is_ready_keeps_its_order() -> None:
    rows = tuple(
        replace(send_row(state), form=form) for form, state in (("YF", "sent"), ("JY", "errors"), ("CP", "ready"))
    )
    assert [row.form for row in Preflight(SEPTEMBER, rows, {}).ready] == ["YF", "CP"]


@pytest.mark.parametrize("month", ["2025-02", "2025-03", "2025-06", "2025-09", "2025-12"])
def test_a_blank_month_lists_every_return_due_in_it(session: Session, firm: str, month: str) -> None:
    period = Period.parse(month)
    before = gather(session, firm, period)
    asked = [(form.code, own) for form, own in due(PACK, period)]
    assert [(row.form, row.period) for row in before.rows] == asked
    assert {row.state for row in before.rows} == {"empty"}
    assert before.ready == ()
    assert set(before.people.values()) == {""}


def test_what_was_typed_is_seen_at_once(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", SEPTEMBER))
    outcome = draft.type({"JY001": "100"})
    assert outcome is not None
    save(session, outcome.change).result()
    states = {row.form: row.state for row in gather(session, firm, SEPTEMBER).rows}
    assert states.pop("JY") != "empty"
    assert set(states.values()) == {"empty"}


def test_another_month_is_not_touched_by_it(session: Session, firm: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, "JY", SEPTEMBER)).type({"JY001": "100"})
    assert outcome is not None
    save(session, outcome.change).result()
    assert {row.state for row in gather(session, firm, Period.parse("2025-08")).rows} == {"empty"}


def test_an_imported_book_is_listed_with_what_is_open_in_it(imported: Session, story: Sample) -> None:
    before = gather(imported, story.firm, SEPTEMBER)
    slips = {slip.form for slip in story.corrections}
    begun = [row for row in before.rows if row.form in slips and row.check is not None]
    assert begun
    for row in begun:
        assert not row.ready
        assert verdict(row).chips
    assert all(row.form_name == PACK.forms[row.form].name for row in before.rows)


def test_a_book_set_right_is_ready_and_says_who_signs(complete: Session, story: Sample) -> None:
    before = gather(complete, story.firm, SEPTEMBER)
    assert "JY" in {row.form for row in before.ready}
    assert not before.under_way
    assert all(row.receipt is None and row.decision is None for row in before.rows)
    assert not any(row.corrects for row in before.rows), "nothing has been filed that could be corrected"
    assert set(before.people) <= set(ROLES)
    assert all(name.strip() for name in before.people.values())


@pytest.fixture
def sign_off(qtbot: QtBot, theme: Theme) -> SignOff:
    made = SignOff(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def names(made: SignOff) -> list[str]:
    return [each.text() for each in made.findChildren(QLabel)]


NAMED = {"填表人": "陈静", "统计负责人": "李伟", "单位负责人": "王强"}


def test_nobody_signs_yet_and_all_can_be_filled_in(sign_off: SignOff) -> None:
    assert names(sign_off).count("未填") == len(ROLES)
    assert sign_off.findChild(QPushButton, "fillPeople").isVisible()


def test_those_who_sign_are_named_by_their_part(sign_off: SignOff) -> None:
    sign_off.show_people(NAMED, wants_reason=False)
    assert set(names(sign_off)) >= {*NAMED, *NAMED.values()}
    assert "未填" not in names(sign_off)
    assert not sign_off.findChild(QPushButton, "fillPeople").isVisible()


@pytest.mark.parametrize("missing", sorted(ROLES))
def test_one_who_is_missing_can_be_filled_in(sign_off: SignOff, missing: str) -> None:
    sign_off.show_people({**NAMED, missing: ""}, wants_reason=False)
    assert names(sign_off).count("未填") == 1
    spy = QSignalSpy(sign_off.wanted)
    QTest.mouseClick(sign_off.findChild(QPushButton, "fillPeople"), Qt.MouseButton.LeftButton)
    assert spy.count() == 1


def test_only_those_the_questionnaire_asks_for_are_shown(sign_off: SignOff) -> None:
    sign_off.show_people({"填表人": "陈静"}, wants_reason=False)
    shown = {each.text() for each in sign_off.findChildren(QLabel) if each.isVisible()}
    assert "陈静" in shown
    assert not shown & {"未填", "统计负责人", "单位负责人"}
    sign_off.show_people({}, wants_reason=False)
    assert not sign_off.isVisible()


def test_a_reason_counts_only_while_it_is_asked_for(sign_off: SignOff) -> None:
    field = sign_off.findChild(QLineEdit, "correctionReason")
    assert not field.isVisible()
    field.setText("用电量漏填")
    assert sign_off.reason() == ""
    sign_off.show_people(NAMED, wants_reason=True)
    assert field.isVisible()
    assert sign_off.reason() == "用电量漏填"
    sign_off.show_people(NAMED, wants_reason=False)
    assert sign_off.reason() == ""


@pytest.mark.parametrize(("typed", "kept"), [("  漏填 ", "漏填"), ("   ", ""), ("", ""), ("\u3000", "")])
def test_spaces_are_no_reason(sign_off: SignOff, typed: str, kept: str) -> None:
    sign_off.show_people(NAMED, wants_reason=True)
    sign_off.findChild(QLineEdit, "correctionReason").setText(typed)
    assert sign_off.reason() == kept


def test_a_reason_half_typed_survives_a_look_at_the_list(sign_off: SignOff) -> None:
    sign_off.show_people(NAMED, wants_reason=True)
    sign_off.findChild(QLineEdit, "correctionReason").setText("漏填")
    sign_off.show_people(NAMED, wants_reason=True)
    assert sign_off.reason() == "漏填"


def test_a_hidden_page_still_knows_its_reason(qtbot: QtBot, theme: Theme) -> None:
    made = SignOff(theme)
    qtbot.addWidget(made)
    made.show_people(NAMED, wants_reason=True)
    made.findChild(QLineEdit, "correctionReason").setText("漏填")
    assert made.reason() == "漏填"


@pytest.mark.parametrize(("state", "shown"), [("sent", True), ("queued", True), ("rejected", False)])
def test_a_promise_is_told_while_its_version_is_on_the_way(state: str, shown: bool) -> None:
    ack = CommitAck(
        v=1,
        env="practice",
        return_key=f"{FIRM}.JY.2025-09",
        version_id="v",
        sealed_sha256="0" * 64,
        size=1,
        committed_at="2025-10-10T17:55:00.000+08:00",
        upload_by="2025-10-10T19:55:00.000+08:00",
    )
    said = send_columns(lambda _: "")[2].show(replace(send_row(state), promised=ack)).text
    assert ("19:55" in said) is shown


def test_a_filed_return_that_was_emptied_says_so_and_may_be_declared_nil(theme: Theme, qtbot: QtBot) -> None:
    row = send_row("accepted", head=a_version(state="accepted"))
    assert row.check is not None
    emptied = replace(row, check=replace(row.check, edited=True))
    assert (verdict(emptied).text, verdict(emptied).tone) == ("有改动未报送：已全部清空", "query")
    bar = SendBar(theme)
    qtbot.addWidget(bar)
    nil = bar.findChild(QPushButton, "nil")
    for each, offered in ((row, False), (emptied, True), (send_row("empty"), True)):
        bar.offer_nil(each, busy=False)
        assert nil.isEnabled() is offered
