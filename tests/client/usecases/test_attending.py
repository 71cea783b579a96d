"""A remark of the bureau's stands until its cell holds something else, or words were given for it."""

from __future__ import annotations

import pytest

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.attending import remarked
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft
from client.usecases.returns.explaining import explain
from client.usecases.returns.keeping import save
from client.usecases.views.desk import overview
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save

MONTH, YEAR = Period.parse("2025-09"), Period.parse("2025")
FOUND = [
    DecisionFinding("C021", "error", ["JB.2025/JB030", "JY042", "JY002@ly", "??/x", "JB.20x5/JB030"], "请核对"),
    DecisionFinding("REMARK", "error", ["JY044"], "请写明原因"),
    DecisionFinding("format", "error", [], "文件读不出"),
]


@pytest.fixture
def returned(complete: Session, story: Sample, monkeypatch: pytest.MonkeyPatch) -> Session:
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", FOUND))
        with connecting.line(complete, story.firm) as line:
            (filed,) = filing.submit(line, filing.Order(MONTH, ["JY"]))
    assert filed.result is not None
    assert filed.result.state == "rejected"
    return complete


def opened(session: Session, firm: str, form: str = "JY", period: Period = MONTH) -> Draft:
    draft = open_draft(session, ReturnKey(firm, form, period))
    draft.remarked = remarked(session, draft)
    return draft


def standing(session: Session, firm: str, form: str = "JY", period: Period = MONTH) -> list[str]:
    return [each.finding.rule for each in opened(session, firm, form, period).unanswered]


def test_a_remark_says_what_where_and_who(returned: Session, story: Sample) -> None:
    first, second, third = opened(returned, story.firm).unanswered
    assert [(ref.form, ref.address) for ref in first.finding.cells] == [
        ("JY", "JY042"),
        ("JY", "JY002@ly"),
        ("JB", "JB030"),
    ], "its own cells first, and none that is spelled as nobody reads it"
    assert (first.finding.title_zh, first.finding.title_en) == ("请核对", "请核对")
    assert "退回" in first.finding.actual_zh
    assert "2025年9月" in first.finding.actual_zh
    assert "authority" in first.finding.actual_en
    assert second.finding.cells[0].name.endswith("（JY044）")
    assert third.finding.cells == ()


def test_nothing_changed_leaves_it_standing(returned: Session, story: Sample) -> None:
    assert standing(returned, story.firm) == ["C021", "REMARK", "format"]
    draft = opened(returned, story.firm)
    type_and_save(returned, draft, {"JY001": "84913"})
    assert standing(returned, story.firm) == ["C021", "REMARK", "format"], "another cell is no answer"


def test_its_cell_changed_answers_it_also_after_opening_anew(returned: Session, story: Sample) -> None:
    draft = opened(returned, story.firm)
    outcome = draft.type({"JY042": "123.45"})
    assert outcome is not None
    save(returned, outcome).result()
    assert [each.finding.rule for each in draft.unanswered] == ["REMARK", "format"]
    assert standing(returned, story.firm) == ["REMARK", "format"]
    undone = draft.undo()
    assert undone is not None
    save(returned, undone).result()
    assert [each.finding.rule for each in draft.unanswered] == ["C021", "REMARK", "format"]
    assert standing(returned, story.firm) == ["C021", "REMARK", "format"], "taken back it stands again"


def test_words_given_for_it_answer_it_and_are_kept_with_the_return(returned: Session, story: Sample) -> None:
    for rule in ("C021", "REMARK", "format"):
        draft = opened(returned, story.firm)
        (found,) = [each for each in draft.unanswered if each.finding.rule == rule]
        save(
            returned, explain(draft, found.now(draft.current), OTHER_REASON, "已与电费发票核对，数字属实")
        ).result()
        assert rule not in standing(returned, story.firm)
    assert standing(returned, story.firm) == []


def test_words_that_were_filed_are_no_answer(complete: Session, story: Sample, monkeypatch) -> None:
    draft = open_draft(complete, ReturnKey(story.firm, "XM", MONTH))
    (said, *_) = draft.current.explanations.values()
    found = DecisionFinding(said.rule, "query", list(said.at), "说明不充分")
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [found]))
        with connecting.line(complete, story.firm) as line:
            filing.submit(line, filing.Order(MONTH, ["XM"]))
    assert standing(complete, story.firm, "XM") == [said.rule]
    again = opened(complete, story.firm, "XM")
    (remark,) = again.unanswered
    save(complete, explain(again, remark.now(again.current), said.code, said.text + "，附批文")).result()
    assert standing(complete, story.firm, "XM") == []


def test_a_cell_of_another_return_is_answered_there(returned: Session, story: Sample) -> None:
    assert standing(returned, story.firm, "JB", YEAR) == ["C021"]
    draft = opened(returned, story.firm, "JB", YEAR)
    (found,) = draft.unanswered
    assert "2025年9月" in found.finding.actual_zh, "which return was sent back for it"
    was = draft.cell("JB030")
    type_and_save(returned, draft, {"JB030": "1" if was is None or was.text != "1" else "2"})
    assert standing(returned, story.firm, "JB", YEAR) == []


def test_filed_anew_there_are_none(returned: Session, story: Sample) -> None:
    with connecting.line(returned, story.firm) as line:
        filing.submit(line, filing.Order(again=True))
    assert standing(returned, story.firm) == []


def test_the_desk_leads_to_the_first_remark(returned: Session, story: Sample) -> None:
    rows = {(row.form, row.period): row for row in overview(returned, story.firm).rows}
    assert (rows["JY", MONTH].state, rows["JY", MONTH].address) == ("rejected", "JY042")
    assert rows["JB", YEAR].address == ""
