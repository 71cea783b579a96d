"""What the practice endpoint keeps: firms, codes, devices, versions and decisions, read back as they were put."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TypeVar

import msgspec
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.practice.database import records
from client.practice.database.books import Books
from client.practice.database.ledger import Database
from client.practice.database.records import Code, Device, Version
from client.protocol.messages import Verdict

T = TypeVar("T")

BROKEN = (sqlite3.IntegrityError, psycopg.IntegrityError)
"""What databases say to a record that cannot be."""

FIRM = "91440101MA5XXXXX0A"
OTHER = "91440300MA5YYYYY1B"
SEPTEMBER = f"{FIRM}.JY.2025-09"
AUGUST = f"{FIRM}.JY.2025-08"
AT = "2025-10-09T16:02:11.000+08:00"
LATER = "2025-10-09T17:00:00.000+08:00"


@pytest.fixture
def books(database: Database) -> Iterator[Books]:
    opened = Books(database)
    opened.run(lambda c: records.put_firm(c, FIRM, "珠江电子"))
    opened.run(lambda c: records.put_firm(c, OTHER, "深圳通信"))
    yield opened
    opened.close()


def device(number: int = 1, firm: str = FIRM, **changed: object) -> Device:
    made = Device(
        device_id=f"d{number}",
        enrolment_id=f"e{number}",
        firm=firm,
        name=f"统计室 {number} 号机",
        sig="{}",
        kem="{}",
        thumbprint=f"t{number}",
        state="pending",
        admin=0,
        enrolled_at=AT,
        active_from=None,
        revoked_at=None,
        last_seen=None,
    )
    return msgspec.structs.replace(made, **changed)


def version(
    seq: int, key: str = SEPTEMBER, kind: str = "original", firm: str = FIRM, base: str | None = None
) -> Version:
    return Version(
        seq=seq,
        firm=firm,
        return_key=key,
        version_id=f"v{seq}",
        base_version_id=base,
        kind=kind,
        manifest=f"manifest-{seq}",
        manifest_sha256="aa",
        kid="seal-1",
        sealed_sha256="bb",
        receipt=f"receipt-{seq}",
        received_at=AT,
        device_id="d1" if firm == FIRM else "d2",
    )


@pytest.fixture
def shelf(books: Books) -> Books:
    """Books with one computer of each firm."""
    books.run(lambda c: records.put_device(c, device(1)))
    books.run(lambda c: records.put_device(c, device(2, OTHER)))
    return books


def receive(shelf: Books, *versions: Version) -> None:
    for received in versions:
        shelf.run(lambda c, v=received: records.put_version(c, v, b"sealed " + v.version_id.encode()))


def decide(shelf: Books, seq: int, state: Verdict, number: int = 1) -> None:
    shelf.run(lambda c: records.put_decision(c, seq, number, state, f"decision-{seq}-{number}", LATER))


# Blobs.


def test_what_is_kept_is_replaced_by_what_is_kept_later(books: Books) -> None:
    books.run(lambda c: records.keep(c, "钥匙", b"\x00old"))
    books.run(lambda c: records.keep(c, "钥匙", b"\x00new"))
    assert books.run(lambda c: records.kept(c, "钥匙")) == b"\x00new"


def test_a_file_of_the_repository_is_not_another_blob_of_its_name(books: Books) -> None:
    books.run(lambda c: records.keep(c, "root.json", b"a key"))
    books.run(lambda c: records.put_file(c, "root.json", b"{}"))
    assert books.run(lambda c: records.kept(c, "root.json")) == b"a key"
    assert books.run(lambda c: records.file(c, "root.json")) == b"{}"
    assert books.run(lambda c: records.file(c, "snapshot.json")) is None


# Firms.


def test_a_firm_nobody_named_has_a_blank_name(books: Books) -> None:
    assert books.run(lambda c: records.firm_name(c, "91440600MA5ZZZZZ2C")) == ""


def test_an_empty_name_does_not_wipe_a_known_one(books: Books) -> None:
    books.run(lambda c: records.put_firm(c, FIRM, ""))
    assert books.run(lambda c: records.firm_name(c, FIRM)) == "珠江电子"


def test_a_new_name_replaces_the_old_one_of_this_firm_alone(books: Books) -> None:
    books.run(lambda c: records.put_firm(c, FIRM, "珠江电子（集团）"))
    assert books.run(lambda c: records.firm_name(c, FIRM)) == "珠江电子（集团）"
    assert books.run(lambda c: records.firm_name(c, OTHER)) == "深圳通信"


# Codes.


def test_a_code_is_found_by_its_digest_as_it_was_put(books: Books) -> None:
    code = Code("c0ffee", FIRM, LATER, 0, 0)
    books.run(lambda c: records.put_code(c, code))
    assert books.run(lambda c: records.code(c, "c0ffee")) == code
    assert books.run(lambda c: records.code(c, "C0FFEE")) is None


def test_a_wrong_code_counts_against_every_code_the_firm_could_still_use(books: Books) -> None:
    for code in (Code("a", FIRM, LATER, 0, 0), Code("b", FIRM, LATER, 2, 0), Code("x", OTHER, LATER, 0, 0)):
        books.run(lambda c, code=code: records.put_code(c, code))
    books.run(lambda c: records.count_try(c, FIRM))
    assert books.run(lambda c: [records.code(c, name).tries for name in "abx"]) == [1, 3, 0]  # type: ignore[union-attr]
    assert books.run(lambda c: records.most_tries(c, FIRM)) == 3
    assert books.run(lambda c: records.most_tries(c, OTHER)) == 0


def test_a_used_code_is_counted_no_more(books: Books) -> None:
    books.run(lambda c: records.put_code(c, Code("a", FIRM, LATER, 4, 0)))
    books.run(lambda c: records.use_code(c, "a"))
    books.run(lambda c: records.count_try(c, FIRM))
    assert books.run(lambda c: records.code(c, "a")) == Code("a", FIRM, LATER, 4, 1)
    assert books.run(lambda c: records.most_tries(c, FIRM)) == 0


def test_a_firm_without_codes_was_never_tried(books: Books) -> None:
    assert books.run(lambda c: records.most_tries(c, FIRM)) == 0


def test_a_code_for_a_firm_that_is_not_there_is_no_record(books: Books) -> None:
    with pytest.raises(BROKEN):
        books.run(lambda c: records.put_code(c, Code("a", "91440600MA5ZZZZZ2C", LATER, 0, 0)))
    assert books.run(lambda c: records.code(c, "a")) is None


# Devices.


def test_a_device_is_found_by_id_enrolment_and_key(shelf: Books) -> None:
    expected = device(1)
    assert shelf.run(lambda c: records.device(c, "d1")) == expected
    assert shelf.run(lambda c: records.device_of_enrolment(c, "e1")) == expected
    assert shelf.run(lambda c: records.device_of_key(c, "t1")) == expected


@pytest.mark.parametrize("name", ["", "d3", "e1", "D1", "' OR 1=1 --"])
def test_an_unknown_device_is_none(shelf: Books, name: str) -> None:
    assert shelf.run(lambda c: records.device(c, name)) is None


@pytest.mark.parametrize(
    "same", [{"device_id": "d1"}, {"enrolment_id": "e1"}, {"thumbprint": "t1"}], ids=lambda same: next(iter(same))
)
def test_no_two_devices_share_id_enrolment_or_key(shelf: Books, same: dict[str, str]) -> None:
    with pytest.raises(BROKEN):
        shelf.run(lambda c: records.put_device(c, device(9, **same)))
    assert shelf.run(lambda c: records.devices(c, FIRM)) == [device(1)]


def test_devices_of_a_firm_come_by_the_day_they_were_enrolled(shelf: Books) -> None:
    earlier = device(3, enrolled_at="2025-01-02T09:00:00.000+08:00")
    same_day = device(4)
    for added in (same_day, earlier):
        shelf.run(lambda c, added=added: records.put_device(c, added))
    assert [d.device_id for d in shelf.run(lambda c: records.devices(c, FIRM))] == ["d3", "d1", "d4"]
    assert [d.device_id for d in shelf.run(lambda c: records.devices(c, OTHER))] == ["d2"]


def test_approving_and_revoking_leave_both_dates(shelf: Books) -> None:
    shelf.run(lambda c: records.set_device_state(c, "d1", "active", AT))
    active = shelf.run(lambda c: records.device(c, "d1"))
    assert active is not None
    assert (active.state, active.active_from, active.revoked_at) == ("active", AT, None)
    shelf.run(lambda c: records.set_device_state(c, "d1", "revoked", LATER))
    gone = shelf.run(lambda c: records.device(c, "d1"))
    assert gone is not None
    assert (gone.state, gone.active_from, gone.revoked_at) == ("revoked", AT, LATER)


def test_a_refused_device_was_never_active(shelf: Books) -> None:
    shelf.run(lambda c: records.set_device_state(c, "d1", "refused", LATER))
    refused = shelf.run(lambda c: records.device(c, "d1"))
    assert refused is not None
    assert (refused.state, refused.active_from, refused.revoked_at) == ("refused", None, LATER)


def test_seeing_one_device_says_nothing_of_another(shelf: Books) -> None:
    shelf.run(lambda c: records.saw_device(c, "d1", LATER))
    assert shelf.run(lambda c: records.device(c, "d1")) == device(1, last_seen=LATER)
    assert shelf.run(lambda c: records.device(c, "d2")) == device(2, OTHER)


def test_a_request_under_one_key_is_remembered_and_not_overwritten(shelf: Books) -> None:
    shelf.run(lambda c: records.put_idempotent(c, "k", "request-1", "d1"))
    with pytest.raises(BROKEN):
        shelf.run(lambda c: records.put_idempotent(c, "k", "request-2", "d2"))
    assert shelf.run(lambda c: records.idempotent(c, "k")) == ("request-1", "d1")
    assert shelf.run(lambda c: records.idempotent(c, "another")) is None


# Versions.


def test_a_version_is_read_back_with_all_it_came_with(shelf: Books) -> None:
    receive(shelf, version(1))
    found = shelf.run(lambda c: records.version(c, FIRM, "v1"))
    assert (
        found == shelf.run(lambda c: records.version_at(c, 1)) == shelf.run(lambda c: records.head(c, SEPTEMBER))
    )
    assert found is not None
    assert msgspec.structs.asdict(found) == msgspec.structs.asdict(version(1))
    assert found.state == "received"
    assert shelf.run(lambda c: records.sealed(c, 1)) == b"sealed v1"


def test_nobody_learns_of_another_firm_s_versions(shelf: Books) -> None:
    receive(shelf, version(1))
    assert shelf.run(lambda c: records.version(c, OTHER, "v1")) is None
    assert shelf.run(lambda c: records.heads(c, OTHER)) == {}
    assert shelf.run(lambda c: records.head_seqs(c, OTHER)) == {}


def test_two_firms_may_use_the_same_version_id_but_one_firm_only_once(shelf: Books) -> None:
    twin = msgspec.structs.replace(version(2, f"{OTHER}.JY.2025-09", firm=OTHER), version_id="v1")
    receive(shelf, version(1), twin)
    assert shelf.run(lambda c: records.version(c, OTHER, "v1").seq) == 2  # type: ignore[union-attr]
    with pytest.raises(BROKEN):
        receive(shelf, msgspec.structs.replace(version(3, AUGUST), version_id="v1"))


def test_a_correction_supersedes_what_it_corrects(shelf: Books) -> None:
    receive(shelf, version(1), version(2, kind="correction", base="v1"))
    decide(shelf, 1, "accepted")
    first, second = shelf.run(lambda c: records.versions(c, SEPTEMBER))
    assert (first.state, first.verdict, first.decision) == ("superseded", "accepted", "decision-1-1")
    assert (second.state, second.verdict, second.base_version_id) == ("received", None, "v1")


def test_the_newest_decision_counts_and_all_are_counted(shelf: Books) -> None:
    receive(shelf, version(1))
    decide(shelf, 1, "rejected", 1)
    decide(shelf, 1, "accepted", 2)
    found = shelf.run(lambda c: records.version_at(c, 1))
    assert found is not None
    assert (found.state, found.decision, found.decisions) == ("accepted", "decision-1-2", 2)
    with pytest.raises(BROKEN):
        decide(shelf, 1, "rejected", 2)


def test_a_decision_on_nothing_is_no_record(shelf: Books) -> None:
    with pytest.raises(BROKEN):
        decide(shelf, 7, "accepted")


def test_a_return_nobody_filed_has_no_head(shelf: Books) -> None:
    assert shelf.run(lambda c: records.head(c, SEPTEMBER)) is None
    assert shelf.run(lambda c: records.versions(c, SEPTEMBER)) == []
    assert shelf.run(records.last_receipt) == (0, None)


def test_heads_say_where_each_return_of_the_firm_stands(shelf: Books) -> None:
    receive(shelf, version(1), version(2, AUGUST), version(3), version(4, f"{OTHER}.JY.2025-09", firm=OTHER))
    decide(shelf, 1, "rejected")
    decide(shelf, 2, "accepted")
    heads = shelf.run(lambda c: records.heads(c, FIRM))
    assert {key: (head.version_id, head.state) for key, head in heads.items()} == {
        SEPTEMBER: ("v3", "received"),
        AUGUST: ("v2", "accepted"),
    }
    assert shelf.run(records.last_receipt) == (4, "receipt-4")


def test_a_withdrawn_return_is_not_looked_at_by_checks(shelf: Books) -> None:
    receive(shelf, version(1), version(2, AUGUST), version(3, kind="withdrawal", base="v1"))
    assert shelf.run(lambda c: records.head_seqs(c, FIRM)) == {AUGUST: 2}
    assert shelf.run(lambda c: records.heads(c, FIRM))[SEPTEMBER].version_id == "v3"
    receive(shelf, version(4))
    assert shelf.run(lambda c: records.head_seqs(c, FIRM)) == {AUGUST: 2, SEPTEMBER: 4}


def test_what_was_received_and_not_decided_comes_oldest_first(shelf: Books) -> None:
    receive(shelf, version(3), version(1, AUGUST), version(2))
    assert shelf.run(records.undecided) == [1, 2, 3]
    decide(shelf, 2, "rejected")
    assert shelf.run(records.undecided) == [1, 3]


def test_returns_sent_back_are_told_once_each_after_the_last_one_seen(shelf: Books) -> None:
    receive(shelf, version(1), version(2, AUGUST), version(3, f"{OTHER}.JY.2025-09", firm=OTHER))
    decide(shelf, 1, "rejected")
    decide(shelf, 3, "rejected")
    decide(shelf, 2, "accepted")
    decide(shelf, 2, "rejected", 2)
    rows = list(shelf.run(lambda c: records.rejections(c, FIRM, 0)))
    assert [row["return_key"] for row in rows] == [SEPTEMBER, AUGUST]
    assert [row["version_id"] for row in shelf.run(lambda c: records.rejections(c, FIRM, rows[0]["id"]))] == ["v2"]
    assert list(shelf.run(lambda c: records.rejections(c, FIRM, rows[1]["id"]))) == []


FILINGS = st.lists(
    st.tuples(
        st.sampled_from(["JY.2025-08", "JY.2025-09", "JB.2025"]),
        st.sampled_from(["original", "correction", "withdrawal"]),
        st.sampled_from([None, "accepted", "rejected"]),
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(filings=FILINGS)
def test_every_return_has_one_head_and_it_is_the_newest(
    tmp_path_factory: pytest.TempPathFactory, filings: list[tuple[str, str, Verdict | None]]
) -> None:
    shelf = Books(tmp_path_factory.mktemp("books") / "practice.db")
    try:
        shelf.run(lambda c: records.put_firm(c, FIRM, ""))
        shelf.run(lambda c: records.put_device(c, device(1)))
        for seq, (place, kind, verdict) in enumerate(filings, 1):
            receive(shelf, version(seq, f"{FIRM}.{place}", kind))
            if verdict is not None:
                decide(shelf, seq, verdict)
        newest = {f"{FIRM}.{place}": seq for seq, (place, _, _) in enumerate(filings, 1)}
        heads = shelf.run(lambda c: records.heads(c, FIRM))
        assert {key: head.version_id for key, head in heads.items()} == {k: f"v{n}" for k, n in newest.items()}
        for key, seq in newest.items():
            states = [v.state for v in shelf.run(lambda c, key=key: records.versions(c, key))]
            assert states == ["superseded"] * (len(states) - 1) + [filings[seq - 1][2] or "received"]
            assert heads[key].state == states[-1]
        assert shelf.run(records.undecided) == [n for n, filing in enumerate(filings, 1) if filing[2] is None]
    finally:
        shelf.close()
