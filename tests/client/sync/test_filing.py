"""Filing at the real practice endpoint over TLS: received, decided, lost on the way, corrected, withdrawn."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.net.chain import unpack_chain, verify_chain
from client.net.transport import Answer, Request
from client.protocol import receipt_file
from client.protocol.keys import KeySet
from client.sync.filing import Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import CLOCK, HASTE, Client, is_put, lose

WAIT = 60.0


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
    both = client.filer.push([second.version_id, first.version_id], wait=WAIT)
    assert both[1].state is State.SUPERSEDED
    assert client.state(first.version_id) == "superseded"
    assert both[0].receipt is not None
