"""Two computers of one firm at one endpoint: who was first, what comes back, what a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from client.base.clock import SystemClock
from client.base.errors import ConflictError, UserError
from client.keys import Keychain
from client.net import NetworkFailure
from client.practice import Practice, start
from client.protocol import attachments
from client.sync import enrolling
from client.tour.script import TODAY, Sample
from client.usecases.bureau import attaching, connecting, filing, merging, watching
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import open_draft
from forms.periods import Period
from tests.client.sync.office import client_of
from tests.client.usecases.conftest import type_and_save

if TYPE_CHECKING:
    from client.net import Endpoint

YEAR = Period.parse("2025")
TELEPHONE, ADDRESS, BUSINESS = "JB033", "JB011", "JB016"


@dataclass
class Computer:
    """A home enrolled at the shared endpoint."""

    session: Session
    firm: str
    endpoint: Endpoint

    def type(self, **texts: str) -> None:
        draft = open_draft(self.session, self.firm, "JB", YEAR)
        type_and_save(self.session, draft, dict(texts))

    def text(self, address: str) -> str | None:
        cell = open_draft(self.session, self.firm, "JB", YEAR).cell(address)
        return cell.text if cell else None

    def check(self) -> ReturnCheck:
        (check,) = check_returns(self.session, self.firm, YEAR, "JB")
        return check

    def file(self, reason: str | None = None) -> filing.Filed:
        (filed,) = filing.submit(self.session, self.endpoint, self.firm, YEAR, ["JB"], reason=reason)
        return filed

    def sync(self) -> None:
        filing.settle(self.session, self.endpoint, self.firm)


@pytest.fixture
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("endpoint"), today=TODAY) as running:
        yield running


@contextmanager
def computer(practice: Practice, session: Session, firm: str) -> Iterator[Computer]:
    enrolled = connecting.enrol(session, firm, practice.profile_path, practice.issue_code(firm))
    if enrolled.state == "pending":
        practice.approve(enrolled.device_id)
        again = enrolling.refresh(session.store_of(firm), session.home, firm, clock=session.clock)
        assert again is not None
        assert again.state == "active"
    with connecting.endpoint(session, firm, practice.profile_path) as endpoint:
        yield Computer(session, firm, endpoint)


@pytest.fixture
def first(complete: Session, story: Sample, practice: Practice) -> Iterator[Computer]:
    """The computer the sample was imported at."""
    with computer(practice, complete, story.firm) as made:
        yield made


@pytest.fixture
def second(first: Computer, practice: Practice, tmp_path: Path) -> Iterator[Computer]:
    """A new, empty computer of the same firm."""
    with ExitStack() as stack:
        session = open_session(tmp_path, keys=Keychain.loose(tmp_path), clock=SystemClock(TODAY))
        stack.enter_context(session)
        enterprises.add(session, first.firm)
        yield stack.enter_context(computer(practice, session, first.firm))


def test_a_replaced_computer_gets_back_everything_that_was_filed(first: Computer, second: Computer) -> None:
    filing.submit(first.session, first.endpoint, first.firm)
    second.sync()
    here = {c.target.key: c for c in check_returns(first.session, first.firm)}
    there = {c.target.key: c for c in check_returns(second.session, second.firm)}
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
    assert filing.submit(second.session, second.endpoint, second.firm) == ()


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
    kinds = [line.kind for line in first.endpoint.history(first.check().target.key).versions]
    assert kinds == ["original", "correction", "correction"]


def test_next_month_s_cumulative_check_counts_what_was_corrected_elsewhere(
    practice: Practice, tmp_path: Path, story: Sample
) -> None:
    """August is corrected upwards at the colleague's; September, typed here, falls below it from then on."""
    august, september = Period.parse("2025-08"), Period.parse("2025-09")
    key = f"{story.firm}.JY.{august}"
    with client_of(practice, tmp_path / "colleague", story.firm) as colleague, ExitStack() as stack:
        session = open_session(tmp_path / "own", keys=Keychain.loose(tmp_path / "own"), clock=SystemClock(TODAY))
        stack.enter_context(session)
        own = stack.enter_context(computer(practice, session, story.firm))
        filed = colleague.queue(key, cells={"JY001": "700000"})
        colleague.filer.push([filed.version_id], wait=20)
        own.sync()
        type_and_save(session, open_draft(session, story.firm, "JY", september), {"JY001": "800000"})
        assert not falls(session, story.firm, september)
        corrected = colleague.queue(key, base=filed.version_id, kind="correction", cells={"JY001": "900000"})
        colleague.filer.push([corrected.version_id], wait=20)
        own.sync()
        assert open_draft(session, story.firm, "JY", august).current.cells["JY001"].text == "900000"
        assert falls(session, story.firm, september)


def falls(session: Session, firm: str, period: Period) -> bool:
    """Whether cumulative revenue is found to have fallen below the month before."""
    (check,) = check_returns(session, firm, period, "JY")
    return any(finding.rule == "C042" and finding.outcome == "fail" for finding in check.findings)


def _part(first: Computer, second: Computer) -> None:
    """Both have the original; the second files a correction while the first goes on typing."""
    first.file()
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009", ADDRESS: "惠州市仲恺高新区1号"})
    second.file("地址变更")
    first.type(**{TELEPHONE: "0752-1111111", BUSINESS: "维修服务"})


def test_what_both_changed_is_not_sent_until_a_person_decides(first: Computer, second: Computer) -> None:
    _part(first, second)
    filed = first.file("电话变更")
    assert isinstance(filed.problem, ConflictError)
    assert filed.problem.code == "filing.moved-elsewhere"
    assert first.check().state == "conflict"
    assert first.text(TELEPHONE) == "0752-1111111"
    view = merging.three_way(first.session, first.firm, "JB", YEAR)
    by_address = {cell.address: cell for cell in view.cells}
    assert by_address[TELEPHONE].choice is None
    assert by_address[ADDRESS].choice == "theirs"
    assert by_address[BUSINESS].choice == "mine"
    with pytest.raises(UserError) as caught:
        merging.merge(first.session, first.firm, "JB", YEAR)
    assert caught.value.code == "merge.undecided"
    assert first.text(TELEPHONE) == "0752-1111111"


def test_after_the_decision_the_next_version_builds_on_theirs(first: Computer, second: Computer) -> None:
    _part(first, second)
    first.file("电话变更")
    merging.merge(first.session, first.firm, "JB", YEAR, {TELEPHONE: "mine"})
    assert (first.text(TELEPHONE), first.text(ADDRESS)) == ("0752-1111111", "惠州市仲恺高新区1号")
    assert first.text(BUSINESS) == "维修服务"
    filed = first.file("电话变更")
    assert filed.result is not None
    assert filed.result.state == "accepted"
    history = first.endpoint.history(first.check().target.key).versions
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
    asked = first.endpoint.obligations

    def and_then_the_other_files(*words: str | None, **more: str | None) -> object:
        answer = asked(*words, **more)
        first.endpoint.obligations = asked  # type: ignore[method-assign]
        second.file("另一台电脑更正")
        return answer

    first.endpoint.obligations = and_then_the_other_files  # type: ignore[method-assign,assignment]
    filed = first.file("本机更正")
    assert filed.result is not None
    assert filed.result.state == "conflict"
    kept = first.session.look(first.firm, lambda books: books.outbox.get(filed.result.version_id))  # type: ignore[union-attr]
    assert kept is not None
    assert kept.sealed
    view = merging.three_way(first.session, first.firm, "JB", YEAR)
    assert [cell.address for cell in view.cells] == [TELEPHONE]
    merging.merge(first.session, first.firm, "JB", YEAR, {TELEPHONE: "theirs"})
    assert first.check().state == "accepted"
    assert filing.submit(first.session, first.endpoint, first.firm, YEAR, ["JB"]) == ()


def test_choices_must_name_a_difference(first: Computer, second: Computer) -> None:
    with pytest.raises(UserError) as caught:
        merging.three_way(first.session, first.firm, "JB", YEAR)
    assert caught.value.code == "merge.nothing"
    _part(first, second)
    first.file("电话变更")
    with pytest.raises(UserError) as caught:
        merging.merge(first.session, first.firm, "JB", YEAR, {TELEPHONE: "mine", "JB002": "mine"})
    assert caught.value.code == "merge.no-such-cell"


# Attached files -----------------------------------------------------------------------------------


def attach(computer: Computer, folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(b"%PDF-1.7 " + content)
    return attaching.attach(computer.session, computer.firm, "JB", YEAR, path).id


def files(computer: Computer) -> dict[str, str]:
    return {each.file.name: each.state for each in attaching.shown(computer.session, computer.firm, "JB", YEAR)}


def test_what_was_attached_comes_back_to_a_replaced_computer(
    first: Computer, second: Computer, tmp_path: Path
) -> None:
    """Two files, one larger than an answer used to be; then the whole return is as it was filed there."""
    big = bytes(9 * 1024 * 1024)
    attach(first, tmp_path, "基本情况（盖章）.pdf", b"seal")
    attach(first, tmp_path, "证明.pdf", big)
    filed = first.file()
    second.sync()
    assert files(second) == {"基本情况（盖章）.pdf": "filed", "证明.pdf": "filed"}
    shown = attaching.shown(second.session, second.firm, "JB", YEAR)
    assert filed.result is not None
    assert filed.result.receipt is not None
    assert {each.receipt_no for each in shown} == {filed.result.receipt.receipt_no}
    for each in shown:
        content = attaching.content(second.session, second.firm, each.file.id)
        assert content == b"%PDF-1.7 " + (b"seal" if each.file.size < 100 else big)
    assert second.check().filed_elsewhere
    assert filing.submit(second.session, second.endpoint, second.firm, YEAR, ["JB"]) == ()


def test_a_correction_made_elsewhere_keeps_the_files_and_adds_its_own(
    first: Computer, second: Computer, tmp_path: Path
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    second.sync()
    attach(second, tmp_path, "b.pdf", b"b")
    assert not second.check().filed_elsewhere
    assert files(second) == {"a.pdf": "filed", "b.pdf": "waiting"}
    assert second.file("补交证明").result.state == "accepted"  # type: ignore[union-attr]
    assert files(second) == {"a.pdf": "filed", "b.pdf": "filed"}
    first.sync()
    assert files(first) == {"a.pdf": "filed", "b.pdf": "filed"}


def test_a_file_taken_off_elsewhere_is_off_here_too(first: Computer, second: Computer, tmp_path: Path) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    second.sync()
    (there,) = attaching.shown(second.session, second.firm, "JB", YEAR)
    attaching.remove(second.session, second.firm, "JB", YEAR, there.file.id)
    assert second.file("附件有误").result.state == "accepted"  # type: ignore[union-attr]
    first.sync()
    assert first.check().filed_elsewhere
    assert files(first) == {"a.pdf": "taken-off"}


def test_figures_do_not_wait_for_a_file_and_it_comes_the_next_time(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    genuine, lost = second.endpoint.attachment, iter([True])

    def once_lost(return_key: str, version_id: str, name: str) -> bytes:
        for _ in lost:
            raise NetworkFailure("net.cut-off", host="127.0.0.1")
        return genuine(return_key, version_id, name)

    monkeypatch.setattr(second.endpoint, "attachment", once_lost)
    second.sync()
    assert second.check().filed_elsewhere
    assert files(second) == {}
    second.sync()
    assert files(second) == {"a.pdf": "filed"}


@pytest.mark.parametrize("spoilt", ["another's", "cut"])
def test_a_file_that_is_not_the_one_listed_is_not_kept(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    genuine, device = second.endpoint.attachment, second.endpoint.own_device

    def lie(return_key: str, version_id: str, name: str) -> bytes:
        kem = device.keys.kem.public_key()
        other = attachments.reseal(b"%PDF- other", version_id, name, device.device_id, kem)
        return other if spoilt == "another's" else genuine(return_key, version_id, name)[:-1]

    monkeypatch.setattr(second.endpoint, "attachment", lie)
    second.sync()
    assert files(second) == {}
    assert second.text(TELEPHONE) == first.text(TELEPHONE)
    (told,) = watching.warnings(second.session, second.firm)
    assert told.code == "attach.lost", "before the next version goes without it"
    assert "a.pdf" in told.what("zh")
    attach(second, tmp_path, "a.pdf", b"a")
    assert watching.warnings(second.session, second.firm) == ()
