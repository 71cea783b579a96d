"""Filing through the real embedded endpoint: what is ready goes, what is not says why, nothing goes twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from client.base.clock import SystemClock
from client.base.errors import UserError
from client.net.transport import ANSWER_LIMIT, Answer, Request
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting, filing, freezing, receipts
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.desk import overview
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sync.office import our_headers

YEAR = Period.parse("2025")
MONTH = Period.parse("2025-09")


def submit(session: Session, firm: str, **order: Any) -> dict[str, filing.Filed]:
    with connecting.line(session, firm) as line:
        filed = filing.submit(line, filing.Order(**order))
    return {each.check.target.form: each for each in filed}


def test_a_complete_month_is_received_and_accepted(complete: Session, story: Sample) -> None:
    filed = submit(complete, story.firm)
    assert set(filed) == {"JB", "JY", "XM", "YF"}
    assert {each.result.state.value for each in filed.values() if each.result} == {"accepted"}
    numbers = {each.result.receipt.receipt_no for each in filed.values() if each.result and each.result.receipt}
    assert len(numbers) == 4
    assert {check.state for check in check_returns(complete, story.firm)} == {"accepted"}


def test_what_is_not_ready_says_why_and_keeps_nobody_from_filing_the_rest(
    imported: Session, story: Sample
) -> None:
    filed = submit(imported, story.firm)
    assert filed["JB"].result is not None
    problems = {form: each.problem.code for form, each in filed.items() if each.problem}
    assert problems == {"JY": "filing.errors", "XM": "filing.errors", "YF": "filing.errors"}
    assert imported.look(story.firm, lambda books: [v.form for v in books.outbox.all()]) == ["JB"]


def test_a_query_wants_its_explanation(complete: Session, story: Sample) -> None:
    draft = open_draft(complete, ReturnKey(story.firm, "XM", MONTH))
    key = next(iter(draft.current.explanations))
    del draft.current.explanations[key]
    complete.store_of(story.firm).run(lambda books: books.changes.undo(ReturnKey(story.firm, "XM", MONTH)))
    filed = submit(complete, story.firm, forms=["XM"])
    assert filed["XM"].problem is not None
    assert filed["XM"].problem.code == "filing.unexplained"


def test_a_period_that_is_not_open_is_kept_and_not_filed(session: Session, story: Sample, firm: str) -> None:
    long_ago = Period.parse("2021")
    source = open_draft(session, ReturnKey(firm, "JB", long_ago))
    outcome = source.type({"JB002": story.name})
    assert outcome is not None
    save(session, outcome.change).result()
    with connecting.line(session, firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
    (check,) = check_returns(session, firm)
    with pytest.raises(UserError) as caught:
        freezing.ready(check, due)
    assert caught.value.code == "filing.errors"
    clean = [each for each in due.items if each.return_key == check.return_key]
    assert clean == []


def test_a_correction_needs_a_reason_and_supersedes(complete: Session, story: Sample) -> None:
    submit(complete, story.firm, forms=["JB"])
    draft = open_draft(complete, ReturnKey(story.firm, "JB", YEAR))
    outcome = draft.type({"JB033": "0752-2000001"})
    assert outcome is not None
    save(complete, outcome.change).result()
    refused = submit(complete, story.firm, forms=["JB"])
    assert refused["JB"].problem is not None
    assert refused["JB"].problem.code == "filing.reason-needed"
    filed = submit(complete, story.firm, forms=["JB"], reason="联系电话变更")
    assert filed["JB"].result is not None
    assert filed["JB"].result.state.value == "accepted"
    versions = complete.look(story.firm, lambda books: books.outbox.by_return(f"{story.firm}.JB.2025"))
    assert [(v.kind, v.state) for v in versions] == [("original", "superseded"), ("correction", "accepted")]
    assert versions[1].base_version_id == versions[0].version_id


def test_filing_what_is_filed_sends_nothing(complete: Session, story: Sample) -> None:
    submit(complete, story.firm, forms=["JB"])
    assert submit(complete, story.firm, forms=["JB"]) == {}


def test_our_own_late_duplicate_is_built_upon_without_a_question(complete: Session, story: Sample) -> None:
    """The first version was turned away, its bytes hung somewhere and get in before the second one (C7)."""
    held: list[Request] = []
    with connecting.line(complete, story.firm) as line:
        endpoint, way = line.endpoint, line.endpoint._transport

        class Hanging:
            """Holds the first version back under a refusal, and lets it in just before the second."""

            def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
                if request.method == "PUT" and not held:
                    held.append(request)
                    body = b'{"type":"https://x/problems/period-closed","title":"t","status":409,"retry":"user"}'
                    return Answer(409, our_headers(), body)
                if request.method == "PUT" and len(held) == 1:
                    held.append(request)
                    way.send(held[0])
                return way.send(request, limit=limit)

            def close(self) -> None:
                way.close()

        endpoint._transport = Hanging()
        assert endpoint._login is not None
        endpoint._login._transport = endpoint._transport
        (turned_away,) = filing.submit(line, filing.Order(YEAR, ["JB"]))
        assert turned_away.result is not None
        assert turned_away.result.state.value == "rejected-at-door"
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]))
        assert filed.result is not None
        assert (filed.result.state.value, filed.result.code) == ("accepted", None)
        history = line.endpoint.history(filed.result.return_key).versions
    assert [each.kind for each in history] == ["original", "correction"]
    versions = complete.look(story.firm, lambda books: books.outbox.by_return(f"{story.firm}.JB.2025"))
    assert [v.state for v in versions] == ["superseded", "conflict", "accepted"]
    assert versions[2].base_version_id == versions[0].version_id
    assert all(v.sealed for v in versions)


def test_no_figure_leaves_the_computer_in_the_clear(complete: Session, story: Sample) -> None:
    submit(complete, story.firm, forms=["JY"])
    (version,) = complete.look(story.firm, lambda books: books.outbox.all())
    assert b"1123457" not in version.sealed
    assert "1123457" not in version.manifest
    database = (complete.home / "practice" / "practice.db").read_bytes()
    assert b"1123457" not in database


def test_receipts_are_written_and_judged(complete: Session, story: Sample, tmp_path: Path) -> None:
    filed = submit(complete, story.firm, forms=["JB"])["JB"].result
    assert filed is not None
    assert filed.receipt is not None
    path = receipts.save(complete, story.firm, filed.version_id, tmp_path)
    assert path.name == f"{filed.receipt.receipt_no}.jbreceipt"
    profile = complete.home / "practice" / "profile.json"
    proven = receipts.verify(path, profile)
    assert (proven.verdict, proven.receipt) == ("trusted", filed.receipt)
    assert proven.decision is not None
    assert receipts.verify(path).verdict == "root-unknown"


def test_a_file_that_is_no_receipt_is_a_mismatch(tmp_path: Path) -> None:
    path = tmp_path / "不是回执.jbreceipt"
    path.write_bytes(b"PK nothing")
    assert receipts.verify(path).verdict == "mismatch"
    with pytest.raises(UserError) as caught:
        receipts.verify(tmp_path / "没有.jbreceipt")
    assert caught.value.code == "receipt.missing"


def test_a_receipt_that_never_came_cannot_be_saved(session: Session, firm: str) -> None:
    with pytest.raises(UserError) as caught:
        receipts.save(session, firm, "3b1e0f0e-0000-4000-8000-000000000000")
    assert caught.value.code == "receipt.none-held"


def test_what_was_practised_is_not_filed_at_the_bureau(complete: Session, story: Sample, tmp_path: Path) -> None:
    """The first real filing after practising is an original of its own, and the desk says so before."""
    submit(complete, story.firm, forms=["JB"])
    with Practice(tmp_path / "bureau", SystemClock(TODAY)) as bureau:
        connecting.enrol(complete, story.firm, bureau.profile_path, bureau.issue_code(story.firm))
        states = {check.target.form: check.state for check in check_returns(complete, story.firm)}
        assert states["JB"] == "ready"
        assert overview(complete, story.firm).receipts == ()
        filed = submit(complete, story.firm, forms=["JB"])
        assert filed["JB"].result is not None
        assert filed["JB"].result.state.value == "accepted"
    versions = complete.look(story.firm, lambda books: books.outbox.by_return(f"{story.firm}.JB.2025"))
    assert [(v.kind, v.base_version_id, v.state) for v in versions] == [("original", None, "accepted")] * 2
    assert versions[0].endpoint != versions[1].endpoint
