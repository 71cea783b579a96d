"""Attachments on their way to the real practice endpoint: in pieces, resumed, bound to the receipt; promises."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import msgspec
import pytest

from client.base.clock import rfc3339
from client.net.transport import Answer, Request
from client.practice import Practice
from client.practice.database import deposits
from client.protocol import strict_json
from client.protocol.attachments import PIECE
from client.protocol.encoding import sha256_hex
from client.protocol.messages import Manifest
from client.protocol.statements import unproven
from client.store.repositories.books import Books
from client.store.repositories.model import Version
from client.sync import attached, obligations
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.office import Client, lose

WAIT = 60.0
SCAN = b"%PDF-1.7 " + bytes(range(256)) * 10_000
"""Two and a half MiB: three pieces."""


def pieces(client: Client) -> list[str]:
    """Methods used on uploads and versions, in order."""
    return [line.split()[0] for line in client.meddler.passed if "/uploads" in line or "/versions/" in line]


def files_of(client: Client, version: Version) -> list[attached.Sealed]:
    return client.store.run(lambda books: attached.of_version(books, version.version_id))


def test_a_scan_goes_first_and_the_version_that_names_it_last(client: Client, practice: Practice) -> None:
    version = client.queue(files=[SCAN, b"\x89PNG\r\n\x1a\n"])
    seen: list[Progress] = []
    (result,) = client.filer.push([version.version_id], report=seen.append)
    assert result.receipt is not None
    assert pieces(client)[:8] == ["POST", "PATCH", "PATCH", "PATCH", "POST", "PATCH", "PUT"]
    parts = [each.part for each in seen if each.doing == "uploading" and each.part]
    assert next(there for name, there, _ in parts if name == "a1.pdf") == PIECE
    assert parts[-1][1] == parts[-1][2]
    manifest = unproven(version.manifest, Manifest)
    for each in manifest.attachments:
        kept = practice._books.run(lambda c, it=each: deposits.attachment(c, version.version_id, it.sha256))
        assert kept is not None
        assert sha256_hex(kept) == each.sha256
        assert SCAN[:64] not in kept
    assert all(each.whole for each in files_of(client, version))
    assert client.store.run(lambda books: books.settings.names("attached-sealed/")) == []


def test_the_decision_opens_what_was_attached(client: Client) -> None:
    version = client.queue(files=[SCAN])
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.decision is not None
    assert not [finding for finding in result.decision.findings if finding.rule == "unsealable"]


@pytest.mark.parametrize("lost", ["the request", "the answer"])
def test_a_cut_line_is_taken_up_where_it_broke(client: Client, lost: str) -> None:
    version = client.queue(files=[SCAN])
    seen = 0

    def cut(request: Request) -> Answer | None:
        nonlocal seen
        seen += request.method == "PATCH"
        if request.method == "PATCH" and seen == 2 and lost == "the request":
            raise lose()
        return None

    def drop(request: Request, answer: Answer) -> Answer:
        if request.method == "PATCH" and seen == 2 and lost == "the answer":
            raise lose()
        return answer

    client.meddler.before, client.meddler.after = cut, drop
    (result,) = client.filer.push([version.version_id])
    assert (result.state, result.code) == (State.SENT, "net.cut-off")
    assert files_of(client, version)[0].arrived == PIECE
    client.calm()
    (result,) = client.filer.push([version.version_id])
    assert result.receipt is not None
    sent = pieces(client)
    assert sent.count("PATCH") == (2 if lost == "the request" else 1)


def altered(request: Request) -> Request:
    body = request.body or b""
    return msgspec.structs.replace(request, body=body[:-1] + bytes([body[-1] ^ 1]))


def test_a_damaged_piece_is_sent_again_and_a_line_that_always_damages_is_given_up(client: Client) -> None:
    version = client.queue(files=[SCAN[:1000]])
    line, spoilt = client.meddler.line, 0

    def spoil(request: Request) -> Answer | None:
        nonlocal spoilt
        spoilt += request.method == "PATCH"
        return line.send(altered(request)) if request.method == "PATCH" and spoilt == 1 else None

    client.meddler.before = spoil
    (result,) = client.filer.push([version.version_id])
    assert result.receipt is not None
    assert pieces(client) == ["POST", "PATCH", "PATCH", "PUT"]

    client.calm()
    version = client.queue(files=[SCAN[:1000]])
    client.meddler.before = lambda request: line.send(altered(request)) if request.method == "PATCH" else None
    (result,) = client.filer.push([version.version_id])
    assert (result.state, result.receipt) == (State.SENT, None)
    assert result.code in ("problem.upload-checksum", "problem.digest-mismatch")


@pytest.mark.parametrize("told", ["0", "99999999"])
def test_an_endpoint_that_counts_wrong_is_not_fed_for_ever(client: Client, told: str) -> None:
    """A piece that moves nothing, or more than there is: an answer that cannot be true, and no loop."""

    def miscount(request: Request, answer: Answer) -> Answer:
        if request.method != "PATCH":
            return answer
        return msgspec.structs.replace(answer, headers=answer.headers | {"upload-offset": told})

    client.meddler.after = miscount
    version = client.queue(files=[SCAN])
    (result,) = client.filer.push([version.version_id])
    assert (result.state, result.code) == (State.SENT, "protocol.wrong-shape")
    assert pieces(client).count("PATCH") == 1
    client.calm()
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None


def test_an_upload_that_expired_is_made_anew_under_its_id(client: Client, practice: Practice) -> None:
    version = client.queue(files=[SCAN])
    client.meddler.before = lambda request: lose_put(request)
    client.filer.push([version.version_id])
    assert files_of(client, version)[0].whole

    def expire(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM uploads WHERE version_id IS NULL")  # as the sweep of expired ones does

    practice._books.run(expire)
    client.calm()
    (result,) = client.filer.push([version.version_id], wait=WAIT)
    assert result.receipt is not None
    # refused as incomplete, then everything once again
    sent = [method for method in pieces(client) if method != "GET"]
    assert sent == ["PUT", "POST", "PATCH", "PATCH", "PATCH", "PUT"]


def lose_put(request: Request) -> Answer | None:
    if request.method == "PUT":
        raise lose()
    return None


def test_another_s_upload_id_is_refused_and_nothing_is_mixed(client: Client) -> None:
    one, other = client.queue(files=[SCAN]), client.queue(files=[SCAN])
    (first,) = files_of(client, one)
    (second,) = files_of(client, other)
    client.endpoint.create_upload(first.named.upload, one.return_key, "a1", first.named.size)
    with pytest.raises(Exception, match="idempotency-reused"):
        client.endpoint.create_upload(first.named.upload, other.return_key, "a1", second.named.size)


def due_in(client: Client, minutes: float, *, commitments: bool = True) -> None:
    """Let everything the client knows of be due soon, or just past."""
    at = rfc3339(client.endpoint.clock.now() + timedelta(minutes=minutes))

    def work(books: Books) -> None:
        known = obligations.held(books, client.firm)
        assert known is not None
        items = [
            msgspec.structs.replace(item, deadline_at=at, commitments=commitments and item.commitments)
            for item in known.items
        ]
        held = obligations.HeldObligations(known.server_now, items)
        books.cache.put(f"obligations/{client.firm}", strict_json.encode(held))

    client.store.run(work)


def commitments(client: Client) -> int:
    return sum("/commitments" in line for line in client.meddler.passed)


def test_a_large_scan_in_the_last_hour_is_promised_first(lone: Client) -> None:
    due_in(lone, 30)
    version = lone.queue(files=[SCAN])
    seen: list[Progress] = []
    (result,) = lone.filer.push([version.version_id], report=seen.append)
    assert result.receipt is not None
    assert result.promised is not None
    assert result.promised.sealed_sha256 == version.sealed_sha256
    assert seen[0].doing == "promised"
    order = [line.split("?")[0] for line in lone.meddler.passed if "POST /v1/c" in line or "PUT" in line]
    assert order[0] == "POST /v1/commitments"


@pytest.mark.parametrize(("minutes", "allowed"), [(30, False), (300, True), (-1, True)])
def test_nothing_is_promised_when_it_is_not_wanted(lone: Client, minutes: float, allowed: bool) -> None:
    due_in(lone, minutes, commitments=allowed)
    version = lone.queue(files=[SCAN])
    (result,) = lone.filer.push([version.version_id])
    assert result.receipt is not None
    assert (commitments(lone), result.promised) == (0, None)


def test_sent_away_as_busy_it_is_promised_once_and_remembered_over_a_restart(lone: Client) -> None:
    due_in(lone, 30)
    version = lone.queue()
    busy = Answer(503, {"stats-api": "1", "retry-after": "0"}, b'{"type":"x/busy"}')
    lone.meddler.before = lambda request: busy if request.method == "PUT" else None
    (result,) = lone.filer.push([version.version_id], wait=0.2)
    assert (result.state, commitments(lone)) == (State.SENT, 1)
    assert result.promised is not None
    lone.calm()
    (result,) = lone.filer.push([version.version_id], wait=WAIT)  # the wait that was asked for is kept
    assert result.receipt is not None
    assert commitments(lone) == 0


@pytest.mark.parametrize("forged", [b"x.y.z", b"", None])
def test_a_promise_that_does_not_verify_is_none_and_keeps_nothing_back(lone: Client, forged: bytes | None) -> None:
    due_in(lone, 30)
    version = lone.queue(files=[SCAN])

    def answer(request: Request, answer: Answer) -> Answer:
        if "/commitments" not in request.url:
            return answer
        if forged is None:
            raise lose()
        return Answer(201, {"stats-api": "1"}, forged)

    lone.meddler.after = answer
    (result,) = lone.filer.push([version.version_id])
    assert result.receipt is not None
    assert result.promised is None
    assert lone.store.run(lambda books: books.settings.names("commitment/")) == []


def test_what_was_sealed_for_a_version_that_lost_goes_with_the_receipt_of_the_next(lone: Client) -> None:
    """Bytes, list of files and files stay: both versions are kept; only what would be uploaded is let go."""
    first = lone.queue()
    lone.filer.push([first.version_id])
    winner = lone.queue(first.return_key, base=first.version_id, kind="correction")
    loser = lone.queue(first.return_key, base=first.version_id, kind="correction", files=[SCAN])
    lone.filer.push([winner.version_id])
    (lost,) = lone.filer.push([loser.version_id])
    assert lost.state is State.CONFLICT
    assert sealed_copies(lone) == 1
    after = lone.queue(first.return_key, base=winner.version_id, kind="correction", files=[SCAN])
    (received,) = lone.filer.push([after.version_id])
    assert received.receipt is not None
    assert sealed_copies(lone) == 0
    kept = lone.store.run(lambda books: books.outbox.get(loser.version_id))
    assert kept is not None
    assert kept.sealed == loser.sealed
    manifest = unproven(loser.manifest, Manifest)
    assert [each.named for each in files_of(lone, loser)] == manifest.attachments


def sealed_copies(client: Client) -> int:
    return client.store.run(lambda books: len(books.settings.names("attached-sealed/")))
