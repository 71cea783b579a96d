"""A return filed without a network of one's own: out on a stick, up from another computer, receipts back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from client.base.errors import UserError
from client.protocol import carry_file, strict_json
from client.protocol.encoding import content_digest
from client.protocol.messages import BundleAnswer
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing, offline
from client.usecases.bureau.line import Line
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns


@pytest.fixture
def line(complete: Session, story: Sample) -> Iterator[Line]:
    with connecting.line(complete, story.firm) as opened:
        filing.settle(opened)
        yield opened


@pytest.fixture
def queued(complete: Session, story: Sample, line: Line, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Everything frozen and queued while the line was down."""
    from client.net import NetworkFailure

    def down(*_: object, **__: object) -> None:
        raise NetworkFailure("net.dns", unsent=True, host="127.0.0.1")

    with monkeypatch.context() as dead:
        dead.setattr(line.endpoint._transport, "send", down)
        filed = filing.submit(line, wait=0)
        assert all(each.result for each in filed)
    return complete


def upload(line: Line, path: Path) -> bytes:
    """What a browser on another computer does."""
    import ssl

    data = path.read_bytes()
    headers = {"Content-Type": "application/zip", "Idempotency-Key": "k1", "Content-Digest": content_digest(data)}
    profile = line.endpoint.profile
    context = ssl.create_default_context(cadata=profile.tls_ca_pem or "")
    answer = httpx.post(f"{profile.base_url}/v1/bundles", content=data, headers=headers, verify=context)
    assert answer.status_code == 207
    return answer.content


def test_out_on_a_stick_and_receipts_back(queued: Session, story: Sample, line: Line, tmp_path: Path) -> None:
    file, answer = tmp_path / "报送.jbsub", tmp_path / "答复.json"
    versions = offline.carry_out(line, file)
    assert {version.form for version in versions} == {"JB", "JY", "XM", "YF"}
    assert len(carry_file.read(file.read_bytes()).submissions) == 4
    states = queued.look(story.firm, lambda books: {v.state for v in books.outbox.all()})
    assert states == {"sent"}, "what has left may arrive"
    answer.write_bytes(upload(line, file))
    results = offline.take_back(line, answer)
    assert all(each.receipt is not None for each in results)
    filing.settle(line, wait=60)
    assert {check.state for check in check_returns(queued, story.firm)} == {"accepted"}


def test_a_line_that_swallows_other_questions_holds_no_filing_up(
    queued: Session, story: Sample, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on its way comes to its receipt; that the rest could not be asked is told, not hidden."""
    from client.net import NetworkFailure

    def cut_off(*_: object, **__: object) -> None:
        raise NetworkFailure("net.cut-off", host="127.0.0.1")

    monkeypatch.setattr(line.endpoint, "obligations", cut_off)
    settled = filing.settle(line, wait=60)
    assert {each.state for each in settled.results} == {"accepted"}
    assert settled.trouble is not None
    assert settled.trouble.code == "net.cut-off"
    with pytest.raises(NetworkFailure):
        filing.settle(line)


def test_what_was_carried_and_sent_is_filed_once(
    queued: Session, story: Sample, line: Line, tmp_path: Path
) -> None:
    file = tmp_path / "报送.jbsub"
    versions = offline.carry_out(line, file)
    upload(line, file)
    settled = filing.settle(line, wait=60).results
    assert all(each.receipt is not None for each in settled)
    for version in versions:
        assert len(line.endpoint.history(version.return_key).versions) == 1


def test_a_forged_answer_moves_nothing(queued: Session, story: Sample, line: Line, tmp_path: Path) -> None:
    file, answer = tmp_path / "报送.jbsub", tmp_path / "答复.json"
    offline.carry_out(line, file)
    told = strict_json.decode(upload(line, file), BundleAnswer)
    first, second = told.items[:2]
    swapped = [
        type(first)(first.return_key, first.version_id, 201, second.state),
        type(first)(second.return_key, second.version_id, 201, first.state),
    ]
    answer.write_bytes(strict_json.encode(BundleAnswer(swapped)))
    results = offline.take_back(line, answer)
    assert {each.state.value for each in results} == {"sent"}
    assert all(each.receipt is None and each.alarm for each in results)


def test_files_that_are_nothing_are_refused_by_name(
    complete: Session, story: Sample, line: Line, tmp_path: Path
) -> None:
    cases = {
        "offline.nothing": lambda: offline.carry_out(line, tmp_path / "x.jbsub"),
        "offline.answer-missing": lambda: offline.take_back(line, tmp_path / "none"),
    }
    junk, empty = tmp_path / "junk", tmp_path / "empty"
    junk.write_bytes(b"PK")
    empty.write_bytes(b'{"items":[]}')
    cases["offline.answer-unreadable"] = lambda: offline.take_back(line, junk)
    cases["offline.answer-other"] = lambda: offline.take_back(line, empty)
    for code, act in cases.items():
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == code


def test_a_disk_that_refuses_leaves_everything_queued(
    queued: Session, story: Sample, line: Line, tmp_path: Path
) -> None:
    before = queued.look(story.firm, lambda books: [(v.version_id, v.state) for v in books.outbox.all()])
    with pytest.raises(UserError) as caught:
        offline.carry_out(line, tmp_path / "nowhere" / "x.jbsub")
    assert caught.value.code == "offline.not-written"
    assert queued.look(story.firm, lambda books: [(v.version_id, v.state) for v in books.outbox.all()]) == before
