"""Filing at the real practice endpoint over TLS, with everything that can happen on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from client.base.errors import JibaoError, UserError
from client.net.chain import unpack_chain, verify_chain
from client.net.transport import Answer, Request
from client.practice import Practice, start
from client.protocol import jws, receipt_file
from client.protocol.keys import KeySet, generate
from client.sync.backoff import Pace
from client.sync.filing import Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import CLOCK, HASTE, TODAY, Client, client_of, is_put, lose, with_state

WAIT = 20.0


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("office"), today=TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def shared(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client_of(practice, tmp_path_factory.mktemp("client")) as made:
        yield made


@pytest.fixture
def client(shared: Client) -> Client:
    """A client that other tests have used too, calmed down."""
    shared.calm()
    return shared


@pytest.fixture
def lone(practice: Practice, home: Path) -> Iterator[Client]:
    """A client nobody else uses: what is unsettled is this test's."""
    with client_of(practice, home) as made:
        yield made


def test_a_return_is_filed_received_and_decided(client: Client) -> None:
    version = client.queue()
    seen: list[Progress] = []
    (result,) = client.filer.push([version.version_id], wait=WAIT, report=seen.append)
    assert result.state in (State.ACCEPTED, State.REJECTED)
    assert result.receipt is not None
    assert result.decision is not None
    assert result.receipt.version_id == version.version_id
    assert result.code is None
    assert result.settled
    assert [step.doing for step in seen][:2] == ["putting", "received"]
    assert seen[-1].doing == "decided"
    assert client.meddler.versions()[0] == "PUT"
    assert client.state(version.version_id) == result.state.value


def test_a_rejection_names_rules_and_cells(client: Client) -> None:
    version = client.queue(cells={"JY001": "1"})
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.state is State.REJECTED
    assert result.decision is not None
    assert any(finding.severity == "error" for finding in result.decision.findings)


def test_the_receipt_proves_itself_from_what_the_store_kept(client: Client) -> None:
    version = client.queue()
    client.filer.push([version.version_id], wait=WAIT)
    kept = client.store.run(lambda books: books.receipts.get(version.version_id))
    assert kept is not None
    file = receipt_file.ReceiptFile(
        kept.receipt, version.manifest, kept.decisions[-1] if kept.decisions else None, unpack_chain(kept.chain)
    )
    read = receipt_file.read(receipt_file.write(file))
    checked = verify_chain(client.endpoint.keys.roots, read.chain)
    assert checked.verdict == "trusted"
    proven = receipt_file.check(read, KeySet.from_bytes(checked.keys))
    assert proven.receipt.receipt_no == kept.number


def test_sent_is_on_disk_before_the_first_byte(client: Client) -> None:
    version = client.queue()
    seen: list[str] = []

    def look(request: Request) -> Answer | None:
        if is_put(request):
            seen.append(client.state(version.version_id))
        return None

    client.meddler.before = look
    client.filer.push([version.version_id])
    assert seen == ["sent"]


def test_an_answer_lost_is_asked_for_and_nothing_is_filed_twice(client: Client) -> None:
    version = client.queue()

    def drop(request: Request, answer: Answer) -> Answer:
        if is_put(request):
            raise lose()
        return answer

    client.meddler.after = drop
    (result,) = client.filer.push([version.version_id])
    assert (result.state, result.code) == (State.SENT, "net.cut-off")
    assert result.next_attempt_at is not None
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None
    assert client.meddler.versions()[:2] == ["PUT", "GET"]
    assert client.meddler.versions().count("PUT") == 1
    assert client.on_server(version.return_key) == [version.version_id]


def test_a_request_lost_is_asked_for_and_then_sent(client: Client) -> None:
    version = client.queue()
    losses = iter([lose()])

    def drop(request: Request) -> Answer | None:
        if is_put(request):
            for loss in losses:
                raise loss
        return None

    client.meddler.before = drop
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None
    assert client.meddler.versions()[:3] == ["PUT", "GET", "PUT"]
    assert client.on_server(version.return_key) == [version.version_id]


def test_a_new_program_over_the_same_store_asks_first(lone: Client) -> None:
    version = lone.queue()

    def drop(request: Request, answer: Answer) -> Answer:
        if is_put(request):
            raise lose("net.timeout")
        return answer

    lone.meddler.after = drop
    lone.filer.push([version.version_id])
    lone.meddler.passed.clear()
    again = Filer(lone.store, lone.endpoint, CLOCK, pace=HASTE)
    (result,) = again.settle(wait=WAIT)
    assert result.receipt is not None
    assert lone.meddler.versions()[0] == "GET"
    assert "PUT" not in lone.meddler.versions()


def test_settled_versions_are_left_alone(lone: Client) -> None:
    version = lone.queue()
    lone.filer.push([version.version_id], wait=WAIT)
    lone.meddler.passed.clear()
    assert lone.filer.settle(wait=1) == []
    assert lone.filer.push([version.version_id])[0].receipt is not None
    assert lone.meddler.passed == []


def test_an_id_the_outbox_does_not_hold(client: Client) -> None:
    with pytest.raises(UserError, match="no-version"):
        client.filer.push(["00000000-0000-4000-8000-000000000000"])


# Answers that are not what they seem ---------------------------------------------------------------


def _headers(**more: str) -> dict[str, str]:
    return {"stats-api": "1", "content-type": "application/json"} | more


def _forged_token(answer: Answer) -> str:
    """The very receipt, signed by somebody else under the same name of key."""
    receipt = msgspec.json.decode(answer.body)["receipt"]
    kid = jws.kid(receipt, "jibao-receipt")
    return jws.sign(jws.unverified(receipt), generate(), "jibao-receipt", kid=kid)


def _payload(answer: Answer, **changes: object) -> str:
    receipt = msgspec.json.decode(answer.body)["receipt"]
    kid = jws.kid(receipt, "jibao-receipt")
    claims = msgspec.json.decode(jws.unverified(receipt)) | changes
    return jws.sign(msgspec.json.encode(claims), generate(), "jibao-receipt", kid=kid)


FAKES = {
    "html welcome": lambda a: Answer(200, {"content-type": "text/html"}, b"<html>OK</html>"),
    "html with our header": lambda a: Answer(200, _headers(), b"<html>OK</html>"),
    "empty 201": lambda a: Answer(201, _headers(), b""),
    "empty object": lambda a: Answer(201, _headers(), b"{}"),
    "null": lambda a: Answer(200, _headers(), b"null"),
    "a list": lambda a: Answer(200, _headers(), b"[]"),
    "number for a receipt": lambda a: with_state(a, receipt=7),
    "no receipt": lambda a: with_state(a, receipt=None),
    "empty receipt": lambda a: with_state(a, receipt=""),
    "words for a receipt": lambda a: with_state(a, receipt="received, thank you"),
    "dots for a receipt": lambda a: with_state(a, receipt=".."),
    "accepted without a decision": lambda a: with_state(a, state="accepted", receipt="x.y.z"),
    "forged signature": lambda a: with_state(a, receipt=_forged_token(a)),
    "other version": lambda a: with_state(a, receipt=_payload(a, version_id="x")),
    "other return": lambda a: with_state(a, receipt=_payload(a, return_key="x")),
    "other env": lambda a: with_state(a, receipt=_payload(a, env="prod")),
    "junk state": lambda a: with_state(a, state="done"),
    "duplicate keys": lambda a: Answer(200, _headers(), b'{"state":"received","state":"accepted","receipt":"x"}'),
    "cut signature": lambda a: with_state(a, receipt=msgspec.json.decode(a.body)["receipt"][:-4]),
    "alg none": lambda a: with_state(a, receipt="eyJhbGciOiJub25lIiwidHlwIjoiamliYW8tcmVjZWlwdCJ9.e30."),
    "deep nesting": lambda a: Answer(200, _headers(), b"[" * 5000 + b"]" * 5000),
    "redirect": lambda a: Answer(302, {"location": "https://elsewhere.example/"}, b""),
    "redirect with our header": lambda a: Answer(302, _headers(location="https://elsewhere.example/"), b""),
    "204": lambda a: Answer(204, {}, b""),
    "gateway": lambda a: Answer(502, {}, b"<html>bad gateway</html>"),
    "gzip": lambda a: Answer(201, dict(a.headers) | {"content-encoding": "gzip"}, a.body),
    "flipped byte": lambda a: Answer(201, a.headers, bytes([a.body[0] ^ 1]) + a.body[1:]),
    "truncated": lambda a: Answer(201, a.headers, a.body[: len(a.body) // 2]),
    "407": lambda a: Answer(407, {}, b""),
    "511": lambda a: Answer(511, {}, b"<html>"),
}


@pytest.mark.parametrize("name", FAKES)
def test_no_fake_answer_moves_a_version_on(client: Client, name: str) -> None:
    version = client.queue()
    client.meddler.after = lambda request, answer: FAKES[name](answer) if is_put(request) else answer
    (result,) = client.filer.push([version.version_id])
    assert result.state is State.SENT
    assert result.receipt is None
    assert result.code is not None
    assert client.state(version.version_id) == "sent"
    client.meddler.after = lambda request, answer: answer
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None, "the true answer was not found afterwards"
    assert client.on_server(version.return_key) == [version.version_id]


def test_another_firms_true_receipt_is_refused(client: Client, practice: Practice, tmp_path: Path) -> None:
    with client_of(practice, tmp_path / "other") as other:
        theirs = other.queue()
        other.filer.push([theirs.version_id])
        kept = other.store.run(lambda books: books.receipts.get(theirs.version_id))
    assert kept is not None
    mine = client.queue()
    client.meddler.after = lambda request, answer: (
        with_state(answer, receipt=kept.receipt) if is_put(request) else answer
    )
    (result,) = client.filer.push([mine.version_id])
    assert (result.state, result.alarm) == (State.SENT, True)
    assert result.code == "protocol.receipt-return-key"


def test_a_decision_that_does_not_verify_takes_the_receipt_with_it(client: Client) -> None:
    version = client.queue()
    client.filer.push([version.version_id])

    def forge(request: Request, answer: Answer) -> Answer:
        decision = msgspec.json.decode(answer.body).get("decision") if answer.body else None
        if request.method != "GET" or not decision:
            return answer
        kid = jws.kid(decision, "jibao-decision")
        return with_state(
            answer, decision=jws.sign(jws.unverified(decision), generate(), "jibao-decision", kid=kid)
        )

    client.meddler.after = forge
    seen: list[Progress] = []

    def stop_at_the_alarm(step: Progress) -> None:
        seen.append(step)
        if step.alarm:
            client.filer.stop()

    (result,) = client.filer.push([version.version_id], wait=WAIT, report=stop_at_the_alarm)
    assert result.state is State.RECEIVED
    assert result.decision is None
    assert seen[-1].code == "protocol.jws-signature"


# Refusals ------------------------------------------------------------------------------------------


def test_a_moved_base_is_a_conflict_and_keeps_the_bytes(client: Client) -> None:
    first = client.queue()
    client.filer.push([first.version_id])
    second = client.queue(first.return_key, base=first.version_id, kind="correction")
    third = client.queue(first.return_key, base=first.version_id, kind="correction")
    client.filer.push([second.version_id])
    assert client.state(first.version_id) == "superseded"
    (result,) = client.filer.push([third.version_id])
    assert result.state is State.CONFLICT
    assert result.code == "problem.base-moved"
    assert result.rebase_on == second.version_id
    kept = client.store.run(lambda books: books.outbox.get(third.version_id))
    assert kept is not None
    assert kept.sealed == third.sealed
    assert client.on_server(first.return_key) == [first.version_id, second.version_id]


def test_our_own_late_duplicate_is_adopted_with_its_receipt(client: Client) -> None:
    first = client.queue()
    held_back: list[Request] = []

    def delay(request: Request) -> Answer | None:
        if is_put(request) and not held_back:
            held_back.append(request)
            raise lose("net.timeout")
        return None

    client.meddler.before = delay
    client.filer.push([first.version_id])
    second = client.queue(first.return_key, cells={"JY001": "2"})
    client.meddler.before = lambda request: None
    client.meddler.line.send(held_back[0])  # the delayed duplicate gets in now
    (result,) = client.filer.push([second.version_id])
    assert (result.state, result.rebase_on) == (State.CONFLICT, first.version_id)
    assert client.state(first.version_id) in ("received", "rejected", "accepted")


def test_a_closed_period_is_turned_away_at_the_door(lone: Client) -> None:
    version = lone.queue()
    body = b'{"type":"https://x/problems/period-closed","title":"t","status":409,"retry":"user"}'
    lone.meddler.before = lambda request: Answer(409, _headers(), body) if is_put(request) else None
    (result,) = lone.filer.push([version.version_id])
    assert (result.state, result.code) == (State.AT_DOOR, "problem.period-closed")
    assert result.settled
    lone.meddler.passed.clear()
    assert lone.filer.settle() == []
    assert lone.meddler.passed == []


def test_busy_is_obeyed_and_holds_up_the_others_too(client: Client) -> None:
    versions = [client.queue() for _ in range(3)]
    body = b'{"type":"https://x/problems/busy","title":"t","status":503,"retry":"R2"}'
    client.meddler.before = lambda request: (
        Answer(503, _headers(**{"retry-after": "600"}), body) if is_put(request) else None
    )
    obedient = Filer(client.store, client.endpoint, CLOCK, pace=Pace())
    results = obedient.push([version.version_id for version in versions], wait=0.2)
    assert client.meddler.versions() == ["PUT"]
    assert results[0].code == "problem.busy"
    assert results[0].next_attempt_at is not None
    assert (results[0].next_attempt_at - CLOCK.now()).total_seconds() > 500
    client.meddler.passed.clear()
    (result,) = obedient.push([versions[0].version_id], wait=0.1)
    assert client.meddler.passed == [], "a wait the endpoint asked for was not kept"
    client.meddler.before = lambda request: None
    (result,) = client.filer.push([versions[0].version_id])  # to its pace, so long a wait is a mistake
    assert result.receipt is not None


def test_a_dead_line_is_tried_once_and_not_for_each_return(lone: Client) -> None:
    versions = [lone.queue() for _ in range(3)]

    def dead(request: Request) -> Answer | None:
        raise lose("net.dns", unsent=True)

    lone.meddler.before = dead
    slow = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace(), draw=lambda: 0.9)
    results = slow.push([version.version_id for version in versions])
    assert len(lone.meddler.versions()) == 1
    assert [result.state for result in results] == [State.SENT, State.QUEUED, State.QUEUED]
    lone.meddler.before = lambda request: None
    results = lone.filer.settle(wait=WAIT)
    assert all(result.receipt for result in results)


def test_the_budget_of_repetitions_is_kept(client: Client) -> None:
    version = client.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.timeout")

    client.meddler.before = dead
    few = Pace(first=0.001, cap=0.002, cap_last_hour=0.002, decision=0.01, retries=4, window=600)
    filer = Filer(client.store, client.endpoint, CLOCK, pace=few)
    (result,) = filer.push([version.version_id], wait=2)
    assert len(client.meddler.versions()) == 5
    assert result.next_attempt_at is not None
    assert (result.next_attempt_at - CLOCK.now()).total_seconds() > 500


def test_a_wait_survives_a_restart(lone: Client) -> None:
    version = lone.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.timeout")

    lone.meddler.before = dead
    Filer(lone.store, lone.endpoint, CLOCK, pace=Pace(first=200), draw=lambda: 0.9).push([version.version_id])
    lone.meddler.passed.clear()
    again = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace())
    (result,) = again.settle(hurry=False)
    assert lone.meddler.passed == []
    assert result.state is State.SENT


def test_an_impostor_stops_everything(lone: Client) -> None:
    versions = [lone.queue() for _ in range(2)]
    nonce = jws.sign(b"{}", generate(), "jibao-hello", kid="hello-1")
    lone.meddler.before = lambda request: (
        Answer(200, _headers(), nonce.encode()) if "/v1/hello" in request.url else None
    )
    lone.endpoint.clock.forget()
    results = lone.filer.push([version.version_id for version in versions], wait=1)
    assert results[0].code == "net.impostor"
    assert results[0].alarm
    assert lone.meddler.versions() == []
    lone.meddler.before = lambda request: None
    results = lone.filer.push([versions[0].version_id], wait=1)
    assert results[0].code == "net.impostor", "it went on after an impostor"


def test_a_withdrawal_ends_as_withdrawn(client: Client) -> None:
    first = client.queue()
    (before,) = client.filer.push([first.version_id], wait=WAIT)
    assert before.state is State.REJECTED
    gone = client.queue(first.return_key, base=first.version_id, kind="withdrawal")
    (result,) = client.filer.push([gone.version_id], wait=WAIT)
    assert result.state is State.WITHDRAWN
    assert client.state(first.version_id) == "superseded"


def test_what_is_built_upon_stays_superseded_whatever_follows(client: Client) -> None:
    first = client.queue()
    client.filer.push([first.version_id])
    second = client.queue(first.return_key, base=first.version_id, kind="correction")

    def dead_for_the_first(request: Request) -> Answer | None:
        if first.version_id in request.url and request.method == "GET":
            raise lose("net.timeout")
        return None

    client.meddler.before = dead_for_the_first
    both = client.filer.push([second.version_id, first.version_id], wait=0.3)
    assert both[1].state is State.SUPERSEDED
    assert client.state(first.version_id) == "superseded"
    assert both[0].receipt is not None


def test_a_remembered_failure_still_has_its_words(lone: Client) -> None:
    version = lone.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.gateway")

    lone.meddler.before = dead
    lone.filer.push([version.version_id])
    (result,) = Filer(lone.store, lone.endpoint, CLOCK, pace=Pace()).settle(hurry=False)
    assert result.code == "net.gateway"
    words = JibaoError(result.code, **result.params)
    assert "{" not in words.what("zh") + words.remedy("zh")


def test_a_listener_that_fails_does_not_wedge_the_filer(client: Client) -> None:
    version = client.queue()

    def broken(step: Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.filer.push([version.version_id], report=broken)
    assert client.state(version.version_id) == "sent"
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None


def test_stop_ends_a_long_wait(client: Client) -> None:
    version = client.queue()

    def dead(request: Request) -> Answer | None:
        raise lose("net.dns", unsent=True)

    client.meddler.before = dead
    patient = Filer(client.store, client.endpoint, CLOCK, pace=Pace(first=100), draw=lambda: 0.9)
    heard = threading.Event()
    pushing = threading.Thread(
        target=lambda: patient.push([version.version_id], wait=3600, report=lambda step: heard.set())
    )
    pushing.start()
    assert heard.wait(10)
    while pushing.is_alive():
        patient.stop()
        pushing.join(0.05)
