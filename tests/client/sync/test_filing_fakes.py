"""Answers that are not what they seem: none of them moves a version on, and the true one is found afterwards."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from client.net.transport import Answer, Request
from client.practice import Practice
from client.protocol import jws
from client.protocol.keys import generate
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import Client, client_of, is_put, our_headers, with_state

WAIT = 60.0


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
    "html with our header": lambda a: Answer(200, our_headers(), b"<html>OK</html>"),
    "empty 201": lambda a: Answer(201, our_headers(), b""),
    "empty object": lambda a: Answer(201, our_headers(), b"{}"),
    "null": lambda a: Answer(200, our_headers(), b"null"),
    "a list": lambda a: Answer(200, our_headers(), b"[]"),
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
    "duplicate keys": lambda a: Answer(
        200, our_headers(), b'{"state":"received","state":"accepted","receipt":"x"}'
    ),
    "cut signature": lambda a: with_state(a, receipt=msgspec.json.decode(a.body)["receipt"][:-4]),
    "alg none": lambda a: with_state(a, receipt="eyJhbGciOiJub25lIiwidHlwIjoiamliYW8tcmVjZWlwdCJ9.e30."),
    "deep nesting": lambda a: Answer(200, our_headers(), b"[" * 5000 + b"]" * 5000),
    "redirect": lambda a: Answer(302, {"location": "https://elsewhere.example/"}, b""),
    "redirect with our header": lambda a: Answer(302, our_headers(location="https://elsewhere.example/"), b""),
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
