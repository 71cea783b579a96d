"""Enterprises, endpoints, named blobs, open editors."""

from __future__ import annotations

from pathlib import Path

from client.store import Books, Endpoint, Enterprise, Store
from forms.periods import Period
from forms.returns import ReturnKey

FIRM = "91440101MA5TEST00A"


def test_enterprises_keep_their_order_and_take_new_names(store: Store) -> None:
    def work(books: Books) -> list[Enterprise]:
        books.enterprises.put(Enterprise("B", "乙公司"))
        books.enterprises.put(Enterprise("A", "甲公司"))
        books.enterprises.put(Enterprise("B", "乙集团"))
        return books.enterprises.all()

    assert store.run(work) == [Enterprise("B", "乙集团"), Enterprise("A", "甲公司")]
    assert store.run(lambda books: books.enterprises.get("A")) == Enterprise("A", "甲公司")
    assert store.run(lambda books: books.enterprises.get("C")) is None


def test_putting_the_same_enterprise_again_is_no_act(store: Store) -> None:
    def work(books: Books) -> int:
        books.enterprises.put(Enterprise("A", "甲公司"))
        before = books.audit.position()[0]
        books.enterprises.put(Enterprise("A", "甲公司"))
        return books.audit.position()[0] - before

    assert store.run(work) == 0


def test_an_endpoint_is_replaced_by_the_next(store: Store, path: Path, key: bytes) -> None:
    first = Endpoint(firm=FIRM, profile=b"{}", device_id="d1", signing_key=b"\x01", kem_key=b"\x02")
    active = Endpoint(firm=FIRM, profile=b"{}", device_id="d2", enrolment_id="e1", state="active")
    other = Endpoint(firm="B", profile=b"{}")
    store.run(lambda books: [books.endpoints.put(each) for each in (first, other, active)])
    store.close()
    with Store.open(path, key) as again:
        assert again.run(lambda books: books.endpoints.get(FIRM)) == active
        assert again.run(lambda books: books.endpoints.get("C")) is None
        assert {each.firm for each in again.run(lambda books: books.endpoints.all())} == {FIRM, "B"}


def test_blobs_are_named_and_apart(store: Store) -> None:
    def work(books: Books) -> None:
        books.cache.put("obligations/2025-09", b"[1]")
        books.cache.put("obligations/2025-10", b"[2]")
        books.cache.put("obligations_", b"other")
        books.cache.put("obligations/2025-09", b"[3]")
        books.settings.put("window", b"\x00\xff")

    store.run(work)
    assert store.run(lambda books: books.cache.get("obligations/2025-09")) == b"[3]"
    assert store.run(lambda books: books.cache.names("obligations/")) == [
        "obligations/2025-09",
        "obligations/2025-10",
    ]
    assert store.run(lambda books: books.cache.names()) == [
        "obligations/2025-09",
        "obligations/2025-10",
        "obligations_",
    ]
    assert store.run(lambda books: books.settings.names()) == ["window"]
    assert store.run(lambda books: books.settings.get("window")) == b"\x00\xff"
    assert store.run(lambda books: books.cache.get("window")) is None


def test_a_blob_can_go(store: Store) -> None:
    store.run(lambda books: books.cache.put("a", b""))
    store.run(lambda books: books.cache.delete("a"))
    assert store.run(lambda books: books.cache.get("a")) is None


def test_text_of_an_open_editor_survives(store: Store, path: Path, key: bytes, september: Period) -> None:
    def work(books: Books) -> None:
        books.scratch.put(ReturnKey(FIRM, "JY", september), "JY001", "12")
        books.scratch.put(ReturnKey(FIRM, "JY", september), "JY001", "123")
        books.scratch.put(ReturnKey(FIRM, "JY", september), "JY002", "nihao")

    store.run(work)
    store.run(lambda books: books.scratch.clear(ReturnKey(FIRM, "JY", september), "JY002"))
    store.close()
    with Store.open(path, key) as again:
        (left,) = again.run(lambda books: books.scratch.all())
    assert (left.key, left.address, left.text) == (ReturnKey(FIRM, "JY", september), "JY001", "123")
