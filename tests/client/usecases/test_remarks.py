"""Remarks of a decision land on the cells they speak of, in whichever return those are."""

from __future__ import annotations

import pytest

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.remarks import Beginning, beginnings, remarks
from forms.periods import Period
from forms.returns import ReturnKey

MONTH, YEAR = Period.parse("2025-09"), Period.parse("2025")


@pytest.fixture
def returned(complete: Session, story: Sample, monkeypatch: pytest.MonkeyPatch) -> Session:
    """JY sent back for two of its cells and one of the profile's."""
    finding = DecisionFinding("C021", "error", ["JY001", "JY002@ly", "JB.2025/JB030", "??/x"], "请核对")
    with monkeypatch.context() as office:
        office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", [finding]))
        with connecting.line(complete, story.firm) as line:
            (filed,) = filing.submit(line, filing.Order(MONTH, ["JY"]))
    assert filed.result is not None
    assert filed.result.state == "rejected"
    return complete


def test_remarks_land_on_their_cells(returned: Session, story: Sample) -> None:
    found = remarks(returned, ReturnKey(story.firm, "JY", MONTH))
    assert [(each.address, each.rule, each.message) for each in found] == [
        ("JY001", "C021", "请核对"),
        ("JY002@ly", "C021", "请核对"),
    ]
    (elsewhere,) = remarks(returned, ReturnKey(story.firm, "JB", YEAR))
    assert (elsewhere.address, elsewhere.returned) == (
        "JB030",
        ReturnKey(story.firm, "JY", MONTH),
    )
    assert remarks(returned, ReturnKey(story.firm, "JY", Period.parse("2025-08"))) == ()


def test_what_was_sent_back_stays_so_until_it_is_changed_or_asked_for(returned: Session, story: Sample) -> None:
    """Filing the month again sends nothing of it; what stands in its way is told instead."""
    with connecting.line(returned, story.firm) as line:
        filed = {each.check.target.form: each for each in filing.submit(line, filing.Order(MONTH))}
        history = line.endpoint.history(f"{story.firm}.JY.{MONTH}").versions
    assert filed["JY"].result is not None
    assert (filed["JY"].result.state, len(history)) == ("rejected", 1)
    assert filed["JY"].result.decision is not None
    assert remarks(returned, ReturnKey(story.firm, "JY", MONTH))


def test_where_to_begin_is_told_with_the_first_remark(returned: Session, story: Sample) -> None:
    found = returned.look(story.firm, lambda books: beginnings(books, story.firm))
    assert found == {f"{story.firm}.JY.2025-09": Beginning("JY001", "请核对", 1)}


def test_what_is_filed_anew_has_no_remarks(returned: Session, story: Sample) -> None:
    with connecting.line(returned, story.firm) as line:
        filing.submit(line, filing.Order(again=True))
    assert remarks(returned, ReturnKey(story.firm, "JY", MONTH)) == ()
