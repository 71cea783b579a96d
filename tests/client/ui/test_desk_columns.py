"""What each column of the desk says of a return, state by state, without a window."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from client.base.clock import CHINA
from client.ui.desk.columns import desk_columns
from client.ui.ground.words import URGENT_DAYS, Word
from client.ui.parts.shown import SHOWN, Shown
from client.ui.parts.table import TableModel
from client.usecases.returns.states import FILED, STATE_NAMES_ZH
from client.usecases.views.desk_rows import DeskRow
from forms.periods import Period

STATES = sorted(STATE_NAMES_ZH)
OPEN = [state for state in STATES if state not in FILED]

ROW = DeskRow(
    form="JY",
    form_name="营业收入与生产经营",
    period=Period.parse("2025-09"),
    deadline=datetime(2025, 10, 10, 18, tzinfo=CHINA),
    days_left=9,
    state="filling",
    errors=0,
    queries=0,
    hints=0,
    filled=12,
    asked=48,
    receipt_no=None,
)


def shown(row: DeskRow) -> dict[str, Shown]:
    """Cells by the heading they stand under; the way on has none."""
    return {column.title: column.show(row) for column in desk_columns()}


def test_the_columns_read_from_what_is_due_to_what_to_do_next() -> None:
    assert [column.title for column in desk_columns()] == ["报表", "报告期", "截止", "状态", "已填", "问题", ""]


def test_every_column_has_a_width_and_the_forms_name_takes_most_of_the_room() -> None:
    columns = desk_columns()
    assert all(column.width > 0 for column in columns)
    assert max(columns, key=lambda column: column.stretch).title == "报表"


def test_a_return_is_named_in_words_with_its_code_below() -> None:
    cell = shown(ROW)["报表"]
    assert (cell.text, cell.below, cell.bold) == ("营业收入与生产经营", "JY", False)


@pytest.mark.parametrize("period", ["2025", "2025-H1", "2025-Q3", "2025-09", "2025-02"])
def test_the_period_is_the_one_people_say(period: str) -> None:
    of = Period.parse(period)
    text = shown(replace(ROW, period=of))["报告期"].text
    assert text == of.label()
    assert "2025" in text


def test_periods_of_all_kinds_are_told_apart() -> None:
    spelled = ["2025", "2025-H1", "2025-H2", "2025-Q1", "2025-Q3", "2025-03", "2025-09"]
    texts = {shown(replace(ROW, period=Period.parse(each)))["报告期"].text for each in spelled}
    assert len(texts) == len(spelled)


def test_a_return_without_a_deadline_gets_a_dash() -> None:
    cell = shown(replace(ROW, deadline=None, days_left=None))["截止"]
    assert (cell.text, cell.below, cell.faint) == ("—", "", True)


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (30, "还有 30 天", "plain"),
        (URGENT_DAYS + 1, f"还有 {URGENT_DAYS + 1} 天", "plain"),
        (URGENT_DAYS, f"还有 {URGENT_DAYS} 天", "query"),
        (1, "还有 1 天", "query"),
        (0, "今天截止", "error"),
        (-1, "已逾期 1 天", "error"),
        (-45, "已逾期 45 天", "error"),
    ],
)
def test_an_open_return_tells_the_days_left_and_the_day_below(days: int, text: str, tone: str) -> None:
    cell = shown(replace(ROW, days_left=days))["截止"]
    assert (cell.text, cell.below, cell.tone) == (text, "10月10日", tone)


@pytest.mark.parametrize("state", sorted(FILED))
@pytest.mark.parametrize("days", [9, 0, -3])
def test_what_the_authority_holds_is_no_longer_urgent(state: str, days: int) -> None:
    cell = shown(replace(ROW, state=state, days_left=days))["截止"]
    assert (cell.text, cell.below, cell.tone, cell.faint) == ("10月10日", "", "plain", True)


@pytest.mark.parametrize("state", OPEN)
def test_whatever_is_not_with_the_authority_goes_overdue(state: str) -> None:
    cell = shown(replace(ROW, state=state, days_left=-2))["截止"]
    assert cell.text == "已逾期 2 天"
    assert not cell.faint


def test_months_and_days_of_one_digit_are_not_padded() -> None:
    early = replace(ROW, deadline=datetime(2026, 1, 5, 18, tzinfo=CHINA))
    assert shown(early)["截止"].below == "1月5日"


@pytest.mark.parametrize(("left", "text"), [(9, "10月10日"), (-82, "10月10日"), (-83, "2025年10月10日")])
def test_a_deadline_of_another_year_that_is_past_says_its_year(left: int, text: str) -> None:
    assert shown(replace(ROW, state="accepted", days_left=left))["截止"].text == text


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_one_chip_in_its_own_word(state: str) -> None:
    cell = shown(replace(ROW, state=state))["状态"]
    assert [chip.text for chip in cell.chips] == [STATE_NAMES_ZH[state]]
    assert not cell.text


@pytest.mark.parametrize(
    ("filled", "asked", "text", "share"),
    [
        (0, 48, "0 / 48", 0.0),
        (12, 48, "12 / 48", 0.25),
        (48, 48, "48 / 48", 1.0),
        (60, 48, "48 / 48", 1.0),
        (0, 0, "0 / 0", 0.0),
        (3, 0, "0 / 0", 0.0),
    ],
)
def test_how_full_a_return_is_never_exceeds_the_whole(filled: int, asked: int, text: str, share: float) -> None:
    cell = shown(replace(ROW, filled=filled, asked=asked))["已填"]
    assert (cell.text, cell.share) == (text, share)


@given(filled=st.integers(0, 10_000), asked=st.integers(0, 5_000))
@settings(max_examples=40)
def test_the_share_is_a_share(filled: int, asked: int) -> None:
    cell = shown(replace(ROW, filled=filled, asked=asked))["已填"]
    assert cell.share is not None
    assert 0 <= cell.share <= 1
    assert (cell.share == 1) is (asked > 0 and filled >= asked)
    left, right = cell.text.split(" / ")
    assert int(left) <= int(right) == asked


def test_a_filed_return_that_was_emptied_says_so_and_leads_back_to_it() -> None:
    cells = shown(replace(ROW, state="accepted", emptied=True))
    assert (cells["报表"].below, cells[""].text) == ("JY · 有改动未报送", "继续填报")
    assert cells["状态"].chips == (Word("已受理", "good"),)
    assert not cells["截止"].faint, "it is still to be filed"


def test_a_filed_return_that_was_changed_says_so() -> None:
    cells = shown(replace(ROW, state="ready", changed=True))
    assert cells["报表"].below == "JY · 有改动未报送"
    assert cells["状态"].chips == shown(replace(ROW, state="ready"))["状态"].chips


def test_findings_are_counted_by_level_the_gravest_first() -> None:
    cell = shown(replace(ROW, errors=2, queries=1, hints=5))["问题"]
    assert cell.chips == (Word("强制 2", "error"), Word("核实 1", "query"), Word("提示 5", "hint"))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"errors": 1}, ["强制 1"]),
        ({"queries": 3}, ["核实 3"]),
        ({"hints": 1}, ["提示 1"]),
        ({"errors": 1, "hints": 4}, ["强制 1", "提示 4"]),
        ({"queries": 1, "hints": 1}, ["核实 1", "提示 1"]),
    ],
)
def test_a_level_without_findings_has_no_chip(counts: dict[str, int], words: list[str]) -> None:
    assert [chip.text for chip in shown(replace(ROW, **counts))["问题"].chips] == words


@pytest.mark.parametrize("state", STATES)
def test_only_a_return_not_begun_says_that_nothing_was_checked(state: str) -> None:
    cell = shown(replace(ROW, state=state))["问题"]
    assert cell.text == ("—" if state == "empty" else "")
    assert not cell.chips


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("empty", "开始填报"),
        ("filling", "继续填报"),
        ("errors", "去修改"),
        ("to_explain", "去说明"),
        ("ready", "去报送"),
        ("queued", "查看"),
        ("sent", "查看"),
        ("received", "看回执"),
        ("accepted", "看回执"),
        ("rejected", "去修改"),
        ("conflict", "去合并"),
        ("refused", "去处理"),
    ],
)
def test_each_state_leads_to_what_is_to_be_done(state: str, word: str) -> None:
    cell = shown(replace(ROW, state=state))[""]
    assert (cell.text, cell.link) == (word, True)


def test_what_is_full_before_it_can_be_filed_says_from_when() -> None:
    cells = shown(replace(ROW, state="ready", opens=date(2025, 10, 1)))
    assert cells["报表"].below == "JY · 10月1日起可报送"
    assert cells["状态"].chips == (Word("已填完", "plain"),)
    assert cells[""].text == "查看", "nothing is to be done yet"
    begun = shown(replace(ROW, state="filling", opens=date(2025, 10, 1)))
    assert begun["报表"].below == "JY"
    assert begun[""].text == "继续填报"


@pytest.mark.parametrize("state", STATES)
def test_a_row_has_exactly_one_link(state: str) -> None:
    cells = [column.show(replace(ROW, state=state)) for column in desk_columns()]
    assert [cell.link for cell in cells] == [False] * 6 + [True]


@pytest.mark.parametrize("state", STATES)
def test_a_row_can_be_read_out_aloud(qapp: object, state: str) -> None:
    """A screen reader is given the words of text, second line and chips together."""
    model: TableModel[DeskRow] = TableModel(desk_columns())
    model.put([replace(ROW, state=state, errors=1)])
    said = [model.data(model.index(0, n)) for n in range(model.columnCount())]
    assert said[0] == "营业收入与生产经营 JY"
    assert said[3] == STATE_NAMES_ZH[state]
    assert said[5] == "强制 1"
    assert all(said)


def test_the_desk_keeps_the_order_it_was_given(qapp: object) -> None:
    forms = ["YG", "JY", "JB", "JY"]
    model: TableModel[DeskRow] = TableModel(desk_columns())
    model.put([replace(ROW, form=form) for form in forms])
    assert [model.data(model.index(n, 0), SHOWN).below for n in range(4)] == forms
