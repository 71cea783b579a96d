"""Whatever stands in an answer, what comes of it has a code, and nothing counts that was not proven."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from client.base.errors import JibaoError
from client.net.transport import Answer, Request
from client.protocol.encoding import content_digest
from client.sync import checkpoints, fetching, notices, obligations
from tests.client.sync.office import Client

STRANGE = (None, {}, [[]], "", -1, 10**400, "9999-12-31T23:59:59.999999-23:59", "\x00../..", "é\n", "A" * 70_000)
QUESTIONS: dict[str, Callable[[Client, str, str], object]] = {
    "me": lambda client, key, version: client.endpoint.me(),
    "obligations": lambda client, key, version: obligations.fetch(client.store, client.endpoint, client.firm),
    "notices": lambda client, key, version: notices.fetch(client.store, client.endpoint, client.firm),
    "checkpoint": lambda client, key, version: checkpoints.watch(client.store, client.endpoint),
    "history": lambda client, key, version: client.endpoint.history(key),
    "status": lambda client, key, version: client.endpoint.status([version]),
    "version": lambda client, key, version: client.endpoint.get_version(key, version),
    "content": lambda client, key, version: fetching.fetch_content(client.endpoint, key, version),
}


def strange(answer: Answer, field: str, value: object) -> Answer:
    """The answer with one field made strange, and a digest that fits."""
    told = json.loads(answer.body) if answer.body.startswith(b"{") else {}
    body = json.dumps(told | {field: value}).encode()
    return Answer(answer.status, {**answer.headers, "content-digest": content_digest(body)}, body)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_field_of_an_answer_brings_the_program_down(client: Client, question: str) -> None:
    filed = client.queue()
    client.filer.push([filed.version_id])
    before = client.state(filed.version_id)
    fields: set[str] = set()

    def note(request: Request, answer: Answer) -> Answer:
        fields.update(json.loads(answer.body) if answer.body.startswith(b"{") else ["body"])
        return answer

    client.meddler.after = note
    QUESTIONS[question](client, filed.return_key, filed.version_id)
    for field in sorted(fields):
        for value in STRANGE:
            client.meddler.after = lambda _, answer, f=field, v=value: strange(answer, f, v)  # type: ignore[misc]
            with suppress(JibaoError):
                QUESTIONS[question](client, filed.return_key, filed.version_id)
    client.calm()
    assert client.state(filed.version_id) in (before, "accepted", "rejected")


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("field", ["access_token", "expires_in", "token_type"])
def test_a_strange_token_is_named(client: Client, field: str, value: object) -> None:
    version = client.queue()
    login = client.endpoint._login
    assert login is not None
    login._drop_token()
    client.meddler.after = lambda request, answer: (
        strange(answer, field, value) if request.url.endswith("/v1/token") else answer
    )
    (result,) = client.filer.push([version.version_id])
    assert result.receipt is not None or result.code
    client.calm()
