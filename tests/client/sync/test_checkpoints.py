"""The endpoint's log watched by a client: an honest one grows, one that is rewritten is found and said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from client.net import NetworkFailure
from client.net.transport import Answer, Request
from client.practice import Practice
from client.sync import checkpoints
from client.sync.checkpoints import held, watch
from tests.client.sync.forgetting import forget
from tests.client.sync.office import Client


def file_one(client: Client) -> str:
    version = client.queue(kind="nil")
    (result,) = client.filer.push([version.version_id], wait=60)
    assert result.receipt is not None
    return version.version_id


def test_a_log_that_grows_is_one_history(lone: Client) -> None:
    assert watch(lone.store, lone.endpoint) is None
    for _ in range(3):
        file_one(lone)
        assert watch(lone.store, lone.endpoint) is None
    kept = lone.store.run(lambda books: held(books, lone.endpoint.profile.root_id))
    assert len(kept.checkpoints) == 4


def test_the_first_and_the_newest_heads_are_kept(lone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "KEPT", 3)
    root = lone.endpoint.profile.root_id
    for _ in range(4):
        watch(lone.store, lone.endpoint)
        seen = lone.store.run(lambda books: held(books, root)).checkpoints
    assert len(seen) == 3


def test_a_receipt_that_was_never_given_is_missed(practice: Practice, lone: Client) -> None:
    """The bureau denies having received: its log is shorter than the receipt says."""
    file_one(lone)
    version = file_one(lone)
    assert watch(lone.store, lone.endpoint) is None
    forget(practice, receipt_seq(lone, version))
    found = watch(lone.store, lone.endpoint)
    assert found is not None
    assert found.seq == receipt_seq(lone, version)
    assert watch(lone.store, lone.endpoint) == found, "it stays said, with both signed statements"


def test_another_history_in_its_place_is_found(practice: Practice, lone: Client) -> None:
    """What was received is exchanged for something else under the same number."""
    version = file_one(lone)
    assert watch(lone.store, lone.endpoint) is None
    forget(practice, receipt_seq(lone, version))
    instead = file_one(lone)
    assert receipt_seq(lone, instead) == receipt_seq(lone, version)
    found = watch(lone.store, lone.endpoint)
    assert found is not None
    assert found.seq == receipt_seq(lone, version)


def test_a_head_that_was_kept_back_is_not_believed(lone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that repeats an hour old head accuses nobody, and is not taken for news."""
    old: list[Answer] = []

    def note(request: Request, answer: Answer) -> Answer:
        if request.url.endswith("/checkpoint"):
            old.append(answer)
        return answer

    lone.meddler.after = note
    watch(lone.store, lone.endpoint)
    file_one(lone)
    lone.meddler.after = lambda request, answer: old[0] if request.url.endswith("/checkpoint") else answer
    assert watch(lone.store, lone.endpoint) is None
    monkeypatch.setattr(checkpoints, "STALE", -timedelta(seconds=1))
    with pytest.raises(NetworkFailure, match="altered"):
        watch(lone.store, lone.endpoint)


def receipt_seq(client: Client, version_id: str) -> int:
    from client.sync.evidence import read_receipt

    stored = client.store.run(lambda books: books.receipts.get(version_id))
    assert stored is not None
    return read_receipt(stored).seq
