"""Outbox and receipts: bytes never change once queued, nothing is called received without its receipt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from client.base.errors import OurFault
from client.store import Books, Store, Version
from client.store.file.connection import connect

FIRM = "91440101MA5TEST00A"
KEY = f"{FIRM}.JY.2025-09"
Make = Callable[..., Version]


def test_a_version_comes_back_as_it_was_put(store: Store, path: Path, key: bytes, version: Make) -> None:
    made = version(base_version_id="v0", next_attempt_at="2025-10-03T09:01:00.000+08:00", change_seq=17)
    store.run(lambda books: books.outbox.put(made))
    store.close()
    with Store.open(path, key) as again:
        assert again.run(lambda books: books.outbox.get("v1")) == made
        assert again.run(lambda books: books.outbox.get("v2")) is None


@pytest.mark.parametrize(
    "column",
    [
        "version_id",
        "return_key",
        "base_version_id",
        "manifest",
        "sealed",
        "sealed_sha256",
        "manifest_sha256",
        "commitment",
        "pack",
        "kind",
        "created_at",
    ],
)
def test_frozen_bytes_cannot_be_changed(path: Path, key: bytes, version: Make, column: str) -> None:
    with Store.open(path, key) as store:
        store.run(lambda books: books.outbox.put(version()))
    connection = connect(path, key)
    value = "x'00'" if column == "sealed" else "'other'"
    with pytest.raises(apsw.ConstraintError, match="frozen"):
        connection.execute(f"UPDATE outbox SET {column} = {value}")
    connection.close()


def test_a_version_id_is_used_once(store: Store, version: Make) -> None:
    store.run(lambda books: books.outbox.put(version()))
    with pytest.raises(OurFault) as refused:
        store.run(lambda books: books.outbox.put(version(manifest="other")))
    assert refused.value.code == "store.refused"
    assert "other" not in str(refused.value)


def test_versions_of_a_return_are_in_order(store: Store, version: Make) -> None:
    def work(books: Books) -> None:
        for name in ("v3", "v1", "v2"):
            books.outbox.put(version(name))
        books.outbox.put(version("w1", return_key=f"{FIRM}.YF.2025-09", form="YF"))

    store.run(work)
    assert [v.version_id for v in store.run(lambda books: books.outbox.by_return(KEY))] == ["v3", "v1", "v2"]
    assert len(store.run(lambda books: books.outbox.all())) == 4


def test_the_receipts_of_a_return_are_those_one_endpoint_gave(store: Store, version: Make) -> None:
    def work(books: Books) -> list[str]:
        for name in ("v2", "v1", "v3"):
            books.outbox.put(version(name, endpoint="elsewhere" if name == "v1" else "here"))
            receive(books, name)
        books.outbox.put(version("v4", endpoint="here"))
        return books.receipts.words(KEY, "here")

    assert store.run(work) == store.run(
        lambda books: [held.receipt for held in books.receipts.by_return(KEY) if held.version_id != "v1"]
    )


def test_attempts_and_errors_are_kept(store: Store, version: Make) -> None:
    store.run(lambda books: books.outbox.put(version()))
    at = "2025-10-03T09:05:00.000+08:00"
    store.run(
        lambda books: books.outbox.set_state("v1", "sent", attempts=1, next_attempt_at=at, error_code="busy")
    )
    kept = store.run(lambda books: books.outbox.get("v1"))
    assert kept is not None
    assert (kept.state, kept.attempts, kept.next_attempt_at, kept.error_code) == ("sent", 1, at, "busy")
    store.run(lambda books: books.outbox.set_state("v1", "sent"))
    kept = store.run(lambda books: books.outbox.get("v1"))
    assert kept is not None
    assert (kept.attempts, kept.next_attempt_at, kept.error_code) == (1, None, None)


def test_an_unknown_version_is_our_fault(store: Store) -> None:
    with pytest.raises(OurFault, match=r"store\.no-version"):
        store.run(lambda books: books.outbox.set_state("v1", "sent"))


def test_an_unknown_state_is_refused(store: Store, version: Make) -> None:
    store.run(lambda books: books.outbox.put(version()))
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.outbox.set_state("v1", "lost"))  # type: ignore[arg-type]


def test_what_still_waits(store: Store, version: Make) -> None:
    def work(books: Books) -> None:
        for name in ("v1", "v2", "v3", "v4"):
            books.outbox.put(version(name))
        books.outbox.set_state("v2", "sent", attempts=1)
        receive(books, "v3")
        books.outbox.set_state("v4", "conflict")

    store.run(work)
    assert [v.version_id for v in store.run(lambda books: books.outbox.unsettled())] == ["v1", "v2", "v3"]


def receive(books: Books, version_id: str) -> None:
    books.receipts.put(version_id, f"receipt.of.{version_id}", b"chain", f"GD-{version_id}")
    books.outbox.set_state(version_id, "received")


@pytest.mark.parametrize("state", ["received", "accepted", "rejected", "superseded", "withdrawn"])
def test_no_such_state_without_a_receipt(store: Store, version: Make, state: str) -> None:
    store.run(lambda books: books.outbox.put(version()))
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.outbox.set_state("v1", state))  # type: ignore[arg-type]
    kept = store.run(lambda books: books.outbox.get("v1"))
    assert kept is not None
    assert kept.state == "queued"


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_no_verdict_without_a_decision(store: Store, version: Make, state: str) -> None:
    def work(books: Books) -> None:
        books.outbox.put(version())
        receive(books, "v1")

    store.run(work)
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.outbox.set_state("v1", state))  # type: ignore[arg-type]

    def decide(books: Books) -> None:
        books.receipts.add_decision("v1", "decision.one")
        books.outbox.set_state("v1", state)  # type: ignore[arg-type]

    store.run(decide)


def test_no_receipt_without_its_version(store: Store) -> None:
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.receipts.put("v1", "receipt", b"chain"))


def test_receipt_and_decisions_are_kept_word_for_word(store: Store, path: Path, key: bytes, version: Make) -> None:
    def work(books: Books) -> None:
        books.outbox.put(version())
        receive(books, "v1")
        for decision in ("decision.one", "decision.two", "decision.one"):
            books.receipts.add_decision("v1", decision)

    store.run(work)
    store.close()
    with Store.open(path, key) as again:
        kept = again.run(lambda books: books.receipts.get("v1"))
        assert kept is not None
        assert (kept.receipt, kept.chain, kept.number) == ("receipt.of.v1", b"chain", "GD-v1")
        assert kept.decisions == ("decision.one", "decision.two")
        assert again.run(lambda books: books.receipts.by_return(KEY)) == [kept]


def test_the_same_receipt_again_changes_nothing(store: Store, version: Make) -> None:
    def work(books: Books) -> int:
        books.outbox.put(version())
        receive(books, "v1")
        before = books.audit.position()[0]
        books.receipts.put("v1", "receipt.of.v1", b"another chain")
        return books.audit.position()[0] - before

    assert store.run(work) == 0


def test_another_receipt_for_the_same_version_is_refused(store: Store, version: Make) -> None:
    def work(books: Books) -> None:
        books.outbox.put(version())
        receive(books, "v1")

    store.run(work)
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.receipts.put("v1", "other receipt", b"chain"))


@pytest.mark.parametrize("table", ["receipts", "decisions"])
def test_signed_words_cannot_be_removed(path: Path, key: bytes, version: Make, table: str) -> None:
    def work(books: Books) -> None:
        books.outbox.put(version())
        receive(books, "v1")
        books.receipts.add_decision("v1", "decision.one")

    with Store.open(path, key) as store:
        store.run(work)
    connection = connect(path, key)
    with pytest.raises(apsw.ConstraintError, match="append only"):
        connection.execute(f"DELETE FROM {table}")
    connection.close()


def test_a_chain_is_kept_once(store: Store, version: Make) -> None:
    def work(books: Books) -> int:
        for name in ("v1", "v2", "v3"):
            books.outbox.put(version(name))
            receive(books, name)
        return int(store._connection.execute("SELECT count(*) FROM trust_chains").get)

    assert store.run(work) == 1


def test_only_what_was_never_sent_can_be_discarded(store: Store, version: Make) -> None:
    def work(books: Books) -> None:
        books.outbox.put(version("v1"))
        books.outbox.put(version("v2"))
        books.outbox.set_state("v2", "sent", attempts=1)
        books.outbox.discard("v1")

    store.run(work)
    assert [v.version_id for v in store.run(lambda books: books.outbox.all())] == ["v2"]
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda books: books.outbox.discard("v2"))


def test_every_step_of_filing_is_in_the_audit_trail(store: Store, version: Make) -> None:
    def work(books: Books) -> list[tuple[str, str]]:
        before = books.audit.position()[0]
        books.outbox.put(version())
        books.outbox.set_state("v1", "sent", attempts=1)
        books.outbox.set_state("v1", "sent", attempts=2)
        receive(books, "v1")
        books.receipts.add_decision("v1", "decision.one")
        books.outbox.set_state("v1", "accepted")
        return [(entry.action, entry.ref) for entry in books.audit.entries(before)]

    actions = [(action, "v1") for action in ("queue", "state", "receipt", "state", "decision", "state")]
    assert store.run(work) == actions


def test_freezing_is_one_transaction_with_the_audit_head_before_it(store: Store, version: Make) -> None:
    def work(books: Books) -> str:
        head = books.audit.head()
        books.outbox.put(version(manifest=f"manifest with {head}"))
        return head

    head = store.run(work)
    assert head.startswith("sha256:")
    kept = store.run(lambda books: books.outbox.get("v1"))
    assert kept is not None
    assert head in kept.manifest
