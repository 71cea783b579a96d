"""Two computers of one firm at one endpoint: who was first, what comes back, what a person decides."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.base.clock import SystemClock
from client.base.errors import ConflictError, UserError
from client.keys import Keychain
from client.practice import Practice
from client.protocol.messages import ReturnState
from client.tour.script import TODAY, Sample
from client.usecases.bureau import filing, merging, receipts, watching
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.views import papers
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save
from tests.client.sync.forgetting import forget
from tests.client.sync.office import client_of
from tests.client.usecases.computers import ADDRESS, BUSINESS, TELEPHONE, YEAR, Computer, computer, part


def test_a_replaced_computer_gets_back_everything_that_was_filed(first: Computer, second: Computer) -> None:
    filing.submit(first.line)
    second.sync()
    here = {c.return_key: c for c in check_returns(first.session, first.firm)}
    there = {c.return_key: c for c in check_returns(second.session, second.firm)}
    assert there.keys() == here.keys()
    for key, check in there.items():
        assert check.state == here[key].state == "accepted"
        values = {a: (c.value, c.na) for a, c in check.target.cells.items()}
        assert values == {a: (c.value, c.na) for a, c in here[key].target.cells.items()}
        assert check.target.rows == here[key].target.rows
        # What was filed holds the words; the figures they were given for stay with the computer that gave them.
        words = {at: replace(told, figures=()) for at, told in here[key].target.explanations.items()}
        assert check.target.explanations == words
        assert check.filed_elsewhere
    assert filing.submit(second.line) == ()


def test_a_history_that_is_empty_is_an_answer_that_cannot_be(
    first: Computer, second: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head without versions: the others still come, this one is told and asked for again."""
    first.file()
    with monkeypatch.context() as wrong:
        wrong.setattr(second.line.endpoint, "history", lambda key: ReturnState(key, None, []))
        (pulled,) = filing.settle(second.line).pulled
        assert pulled.outcome == "failed"
        assert pulled.problem is not None
        assert pulled.problem.code == "protocol.wrong-shape"
    second.sync()
    assert second.check().filed_elsewhere


def test_a_correction_made_elsewhere_comes_back_into_the_archive(first: Computer, second: Computer) -> None:
    first.file()
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009"})
    assert second.file("电话变更").result.state == "accepted"  # type: ignore[union-attr]
    first.sync()
    assert first.text(TELEPHONE) == "0752-2000009"
    assert first.check().state == "accepted"
    first.type(**{TELEPHONE: "0752-2000010"})
    assert first.check().state == "ready"
    assert first.file("又变更").result.state == "accepted"  # type: ignore[union-attr]
    assert first.check().state == "accepted"
    assert not first.check().filed_elsewhere
    kinds = [line.kind for line in first.line.endpoint.history(first.check().return_key).versions]
    assert kinds == ["original", "correction", "correction"]


def test_next_month_s_cumulative_check_counts_what_was_corrected_elsewhere(
    office: Practice, tmp_path: Path, story: Sample
) -> None:
    """August is corrected upwards at the colleague's; September, typed here, falls below it from then on."""
    august, september = Period.parse("2025-08"), Period.parse("2025-09")
    key = f"{story.firm}.JY.{august}"
    with client_of(office, tmp_path / "colleague", story.firm) as colleague, ExitStack() as stack:
        session = open_session(tmp_path / "own", keys=Keychain.loose(tmp_path / "own"), clock=SystemClock(TODAY))
        stack.enter_context(session)
        own = stack.enter_context(computer(office, session, story.firm))
        filed = colleague.queue(key, cells={"JY001": "700000"})
        colleague.filer.push([filed.version_id], wait=60)
        own.sync()
        type_and_save(session, open_draft(session, ReturnKey(story.firm, "JY", september)), {"JY001": "800000"})
        assert not falls(session, story.firm, september)
        corrected = colleague.queue(key, base=filed.version_id, kind="correction", cells={"JY001": "900000"})
        colleague.filer.push([corrected.version_id], wait=60)
        own.sync()
        assert open_draft(session, ReturnKey(story.firm, "JY", august)).current.cells["JY001"].text == "900000"
        assert falls(session, story.firm, september)


def falls(session: Session, firm: str, period: Period) -> bool:
    """Whether cumulative revenue is found to have fallen below the month before."""
    (check,) = check_returns(session, firm, period, "JY")
    return any(finding.rule == "C042" and finding.outcome == "fail" for finding in check.findings)


def test_what_both_changed_is_not_sent_until_a_person_decides(first: Computer, second: Computer) -> None:
    part(first, second)
    filed = first.file("电话变更")
    assert isinstance(filed.problem, ConflictError)
    assert filed.problem.code == "filing.moved-elsewhere"
    assert first.check().state == "conflict"
    assert first.text(TELEPHONE) == "0752-1111111"
    view = merging.three_way(first.session, ReturnKey(first.firm, "JB", YEAR))
    by_address = {cell.address: cell for cell in view.cells}
    assert by_address[TELEPHONE].choice is None
    assert by_address[ADDRESS].choice == "theirs"
    assert by_address[BUSINESS].choice == "mine"
    with pytest.raises(UserError) as caught:
        merging.merge(first.session, ReturnKey(first.firm, "JB", YEAR))
    assert caught.value.code == "merge.undecided"
    assert first.text(TELEPHONE) == "0752-1111111"


def test_after_the_decision_the_next_version_builds_on_theirs(first: Computer, second: Computer) -> None:
    part(first, second)
    first.file("电话变更")
    merging.merge(first.session, ReturnKey(first.firm, "JB", YEAR), {TELEPHONE: "mine"})
    assert (first.text(TELEPHONE), first.text(ADDRESS)) == ("0752-1111111", "惠州市仲恺高新区1号")
    assert first.text(BUSINESS) == "维修服务"
    filed = first.file("电话变更")
    assert filed.result is not None
    assert filed.result.state == "accepted"
    history = first.line.endpoint.history(first.check().return_key).versions
    assert [line.base_version_id for line in history[1:]] == [line.version_id for line in history[:-1]]
    second.sync()
    assert second.text(TELEPHONE) == "0752-1111111"
    assert second.text(BUSINESS) == "维修服务"


def test_a_version_that_met_theirs_at_the_door_is_kept_and_theirs_fetched(
    first: Computer, second: Computer
) -> None:
    """The second one files between the first one's look at the obligations and its PUT."""
    first.file()
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009"})
    first.type(**{TELEPHONE: "0752-1111111"})
    asked = first.line.endpoint.obligations

    def and_then_the_other_files(*words: str | None, **more: str | None) -> object:
        answer = asked(*words, **more)
        first.line.endpoint.obligations = asked  # type: ignore[method-assign]
        second.file("另一台电脑更正")
        return answer

    first.line.endpoint.obligations = and_then_the_other_files  # type: ignore[method-assign,assignment]
    filed = first.file("本机更正")
    assert filed.result is not None
    assert filed.result.state == "conflict"
    kept = first.session.look(first.firm, lambda books: books.outbox.get(filed.result.version_id))  # type: ignore[union-attr]
    assert kept is not None
    assert kept.sealed
    view = merging.three_way(first.session, ReturnKey(first.firm, "JB", YEAR))
    assert [cell.address for cell in view.cells] == [TELEPHONE]
    merging.merge(first.session, ReturnKey(first.firm, "JB", YEAR), {TELEPHONE: "theirs"})
    assert first.check().state == "accepted"
    assert filing.submit(first.line, filing.Order(YEAR, ["JB"])) == ()


def test_choices_must_name_a_difference(first: Computer, second: Computer) -> None:
    with pytest.raises(UserError) as caught:
        merging.three_way(first.session, ReturnKey(first.firm, "JB", YEAR))
    assert caught.value.code == "merge.nothing"
    part(first, second)
    first.file("电话变更")
    with pytest.raises(UserError) as caught:
        merging.merge(first.session, ReturnKey(first.firm, "JB", YEAR), {TELEPHONE: "mine", "JB002": "mine"})
    assert caught.value.code == "merge.no-such-cell"


def test_filing_holds_the_endpoint_s_log_against_what_it_signed_before(first: Computer, office: Practice) -> None:
    """A plain submission notices that the bureau gave a number away twice; nobody asked to synchronise."""
    filed = first.file().result
    assert filed is not None
    assert filed.receipt is not None
    assert watching.log_warning(first.session, first.firm) is None
    forget(office, filed.receipt.seq)
    again = filing.submit(first.line, filing.Order(forms=["YF"]))[0].result
    assert again is not None
    assert again.receipt is not None
    assert again.receipt.seq == filed.receipt.seq
    told = watching.log_warning(first.session, first.firm)
    assert told is not None
    assert told.code == "sync.log-rewritten"


def test_a_replaced_computer_prints_and_saves_the_old_one_s_receipt(first: Computer, second: Computer) -> None:
    filed = first.file().result
    assert filed is not None
    assert filed.receipt is not None
    second.sync()
    assert papers.receipt_of(second.session, ReturnKey(second.firm, "JB", YEAR)).code.endswith(
        filed.receipt.manifest_sha256
    )
    saved = receipts.save(second.session, second.firm, filed.version_id)
    assert receipts.verify(saved).receipt == filed.receipt
