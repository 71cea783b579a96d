"""Nil returns, withdrawals, and what may follow them, through the real embedded endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from client.base.errors import UserError
from client.practice.bureau import deciding
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.bureau.line import Line
from client.usecases.bureau.notes import note_on
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from forms.periods import Period

MONTH = Period.parse("2025-09")


@pytest.fixture
def line(session: Session, firm: str) -> Iterator[Line]:
    with connecting.line(session, firm) as opened:
        yield opened


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(UserError) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.what("zh")
    assert caught.value.remedy("en")


def test_a_firm_without_projects_files_nil_and_it_is_accepted(session: Session, firm: str, line: Line) -> None:
    filed = filing.submit_nil(line, "XM", MONTH, "本月没有在研项目")
    assert filed.result is not None
    assert filed.result.state == "accepted"
    assert filed.result.receipt is not None
    (check,) = check_returns(session, firm, MONTH, "XM")
    assert check.state == "accepted"


def test_nil_is_refused_while_figures_are_entered(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line, refused("filing.nil-has-figures"):
        filing.submit_nil(line, "XM", MONTH, "没有")
    assert complete.look(story.firm, lambda books: books.outbox.all()) == []


@pytest.mark.parametrize("way", [filing.submit_nil, filing.withdraw])
def test_nothing_is_filed_without_a_reason_or_a_ground(
    session: Session, firm: str, line: Line, way: object
) -> None:
    code = "filing.reason-missing" if way is filing.submit_nil else "filing.nothing-to-withdraw"
    with refused(code):
        way(line, "XM", MONTH, "")  # type: ignore[operator]
    assert session.look(firm, lambda books: books.outbox.all()) == []


def test_nil_for_a_form_the_pack_does_not_have(session: Session, firm: str, line: Line) -> None:
    with refused("filing.not-open"):
        filing.submit_nil(line, "ZZ", MONTH, "没有")


def test_what_is_accepted_cannot_be_withdrawn_and_says_so(session: Session, firm: str, line: Line) -> None:
    filing.submit_nil(line, "XM", MONTH, "没有")
    filed = filing.withdraw(line, "XM", MONTH, "报错了")
    assert filed.result is not None
    assert filed.result.state == "rejected-at-door"
    assert filed.result.code == "problem.too-late-to-withdraw"
    (check,) = check_returns(session, firm, MONTH, "XM")
    assert (check.state, check.edited) == ("accepted", False), "a refused withdrawal takes nothing back"
    assert filing.submit(line, filing.Order(MONTH, ["XM"])) == (), "and there is nothing to file anew"
    (kept,) = line.endpoint.history(check.return_key).versions
    assert kept.kind == "nil"


def test_a_returned_report_is_withdrawn_and_filed_anew(
    complete: Session, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connecting.line(complete, story.firm) as line:
        with monkeypatch.context() as office:
            office.setattr(deciding, "judge", lambda *_: deciding.Judgement("rejected", []))
            (filed,) = filing.submit(line, filing.Order(MONTH, ["XM"]))
            assert filed.result is not None
            assert filed.result.state == "rejected"
            decision = filed.result.decision
            assert complete.look(story.firm, lambda books: note_on(books, story.firm, decision)) == deciding.NOTE
        taken_back = filing.withdraw(line, "XM", MONTH, "报错了单位")
        assert taken_back.result is not None
        assert taken_back.result.state == "withdrawn"
        assert filed.check.target.cells == check_returns(complete, story.firm, MONTH, "XM")[0].target.cells
        filing.submit(line, filing.Order(Period.parse("2025"), ["JB"]))
        (again,) = filing.submit(line, filing.Order(MONTH, ["XM"]))
        assert again.result is not None
        assert again.result.state == "accepted"
        history = line.endpoint.history(again.check.return_key).versions
        assert [each.kind for each in history] == ["original", "withdrawal", "original"]
        assert [each.base_version_id for each in history[1:]] == [each.version_id for each in history[:-1]]
