"""What a repository promises, held against the encrypted store and against its in-memory double alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.base.errors import OurFault
from client.store import Endpoint, Enterprise, Store, Version
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, Return, ReturnKey, RowsEdit
from tests.client.store.contracts import Contract, contract_of
from tests.client.store.memory_books import MemoryBooks

FIRM, OTHER = "91440101MA5TEST00A", "91440101MA5TEST00B"
SEPTEMBER, AUGUST = Period.parse("2025-09"), Period.parse("2025-08")
Run = Callable[[Callable[[Contract], Any]], Any]


@pytest.fixture(params=["store", "memory"])
def run(request: pytest.FixtureRequest, path: Path, key: bytes) -> Iterator[Run]:
    """Does work on one of the two; nothing else of a test knows which."""
    if request.param == "memory":
        books = MemoryBooks()
        yield lambda work: work(books)  # type: ignore[arg-type]
        return
    with Store.open(path, key, actor="王会计") as store:
        yield lambda work: store.run(lambda books: work(contract_of(books)))


def change(form: str = "JY", period: Period = SEPTEMBER, **texts: str | None) -> Change:
    edits = tuple(
        Edit(address, None, None if text is None else Cell(text, Decimal(text))) for address, text in texts.items()
    )
    return Change(FIRM, form, period, edits)


def begun(books: Contract) -> None:
    books.returns.ensure(ReturnKey(FIRM, "JY", SEPTEMBER), "2026.1")


def texts(books: Contract) -> dict[str, str]:
    held = books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))
    return {address: cell.text for address, cell in held.cells.items()} if held else {}


def test_a_return_is_there_once_it_was_made_and_not_before(run: Run) -> None:
    assert run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))) is None
    run(begun)
    run(begun)
    assert run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", SEPTEMBER))) == Return(
        FIRM, "JY", SEPTEMBER, "2026.1"
    )
    with pytest.raises(OurFault, match=r"store\.return-exists"):
        run(lambda books: books.returns.put_new(Return(FIRM, "JY", SEPTEMBER, "x")))


def test_a_new_return_keeps_all_it_holds_as_its_first_change(run: Run) -> None:
    why = Explanation("C1", ("JY001",), "9", "搬迁所致")
    new = Return(FIRM, "XM", SEPTEMBER, "p", {"XM[a].XM001": Cell("x", "x")}, {"XM": ["a"]}, {why.key: why})
    run(lambda books: books.returns.put_new(new))
    assert run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", SEPTEMBER))) == new
    (entry,) = run(lambda books: books.changes.entries(ReturnKey(FIRM, "XM", SEPTEMBER)))
    assert (entry.kind, entry.state, len(entry.change.edits)) == ("do", "done", 1)


def test_heads_are_in_order_and_can_be_narrowed(run: Run) -> None:
    keys = [
        ReturnKey(OTHER, "JY", SEPTEMBER),
        ReturnKey(FIRM, "XM", SEPTEMBER),
        ReturnKey(FIRM, "JY", SEPTEMBER),
        ReturnKey(FIRM, "JY", AUGUST),
    ]
    for key in keys:
        run(lambda books, key=key: books.returns.ensure(key, "p"))

    def found(**narrow: object) -> list[tuple[str, str, Period]]:
        return [(h.firm, h.form, h.period) for h in run(lambda books: books.returns.heads(**narrow))]

    assert found() == sorted(keys, key=lambda key: (key.firm, str(key.period), key.form))
    assert found(firm=OTHER) == keys[:1]
    assert found(period=AUGUST) == keys[3:]
    assert found(firm=FIRM, form="XM") == keys[1:2]


def test_a_change_answers_what_was_really_there(run: Run) -> None:
    with pytest.raises(OurFault, match=r"store\.no-return"):
        run(lambda books: books.returns.record(change(JY001="1")))
    run(begun)
    run(lambda books: books.returns.record(change(JY001="1")))
    done = run(lambda books: books.returns.record(change(JY001="2", JY002="3")))
    assert [(e.address, e.old.text if e.old else None, e.new.text) for e in done.edits] == [
        ("JY001", "1", "2"),
        ("JY002", None, "3"),
    ]
    assert run(texts) == {"JY001": "2", "JY002": "3"}


def test_changes_are_numbered_and_a_return_knows_its_last(run: Run) -> None:
    run(begun)
    assert run(lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", SEPTEMBER))) == 0
    run(lambda books: books.returns.record(change(JY001="1")))
    first = run(lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", SEPTEMBER)))
    run(lambda books: books.changes.undo(ReturnKey(FIRM, "JY", SEPTEMBER)))
    assert run(lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", SEPTEMBER))) > first > 0


def test_undo_and_redo_walk_the_acts_and_a_new_act_ends_redo(run: Run) -> None:
    key = ReturnKey(FIRM, "JY", SEPTEMBER)
    assert run(lambda books: books.changes.undo(key)) == []
    run(begun)
    for text in ("1", "2"):
        run(lambda books, text=text: books.returns.record(change(JY001=text)))
    (undone,) = run(lambda books: books.changes.undo(key))
    assert undone.edits[0].new.text == "1"
    run(lambda books: books.changes.undo(key))
    assert run(texts) == {}
    assert run(lambda books: books.changes.undo(key)) == []
    run(lambda books: books.changes.redo(key))
    assert run(texts) == {"JY001": "1"}
    run(lambda books: books.returns.record(change(JY002="9")))
    assert run(lambda books: books.changes.redo(key)) == []
    entries = run(lambda books: books.changes.entries(key))
    assert [(each.kind, each.state) for each in entries] == [
        ("do", "done"),
        ("do", "dropped"),
        ("undo", "passed"),
        ("undo", "passed"),
        ("redo", "passed"),
        ("do", "done"),
    ]


def test_a_cell_s_history_has_undo_and_redo_in_it(run: Run) -> None:
    key = ReturnKey(FIRM, "JY", SEPTEMBER)
    run(begun)
    run(lambda books: books.returns.record(change(JY001="1")))
    run(lambda books: books.returns.record(change(JY002="2")))
    run(lambda books: books.changes.undo(key))
    run(lambda books: books.changes.redo(key))
    events = run(lambda books: books.changes.history(key, "JY002"))
    assert [(e.kind, e.old.text if e.old else None, e.new.text if e.new else None) for e in events] == [
        ("do", None, "2"),
        ("undo", "2", None),
        ("redo", None, "2"),
    ]
    assert {event.actor for event in events} == {"王会计"}


def test_a_version_is_kept_once_and_moves_only_with_its_evidence(
    run: Run, version: Callable[..., Version]
) -> None:
    run(lambda books: books.outbox.put(version()))
    with pytest.raises(OurFault, match=r"store\.refused"):
        run(lambda books: books.outbox.put(version()))
    with pytest.raises(OurFault, match=r"store\.no-version"):
        run(lambda books: books.outbox.set_state("v9", "sent"))
    run(lambda books: books.outbox.set_state("v1", "sent", attempts=1))
    with pytest.raises(OurFault, match=r"store\.refused"):
        run(lambda books: books.outbox.set_state("v1", "received"))
    run(lambda books: books.receipts.put("v1", "receipt", b"chain", "LX-1"))
    run(lambda books: books.outbox.set_state("v1", "received"))
    with pytest.raises(OurFault, match=r"store\.refused"):
        run(lambda books: books.outbox.set_state("v1", "accepted"))
    run(lambda books: books.receipts.add_decision("v1", "accepted"))
    run(lambda books: books.outbox.set_state("v1", "accepted"))
    held = run(lambda books: books.outbox.get("v1"))
    assert (held.state, held.attempts, held.sealed) == ("accepted", 1, version().sealed)
    assert run(lambda books: books.outbox.unsettled()) == []
    assert run(lambda books: books.outbox.by_return(version().return_key)) == [held]


def test_a_version_that_was_never_sent_can_be_discarded(run: Run, version: Callable[..., Version]) -> None:
    for name in ("v1", "v2"):
        run(lambda books, name=name: books.outbox.put(version(name)))
    run(lambda books: books.outbox.set_state("v2", "sent", attempts=1))
    run(lambda books: books.outbox.discard("v1"))
    with pytest.raises(OurFault, match=r"store\.refused"):
        run(lambda books: books.outbox.discard("v2"))
    assert [each.version_id for each in run(lambda books: books.outbox.unsettled())] == ["v2"]


def test_a_receipt_is_kept_word_for_word_and_never_exchanged(run: Run, version: Callable[..., Version]) -> None:
    run(lambda books: books.outbox.put(version()))
    for _ in range(2):
        run(lambda books: books.receipts.put("v1", "receipt", b"chain", "LX-1"))
        run(lambda books: books.receipts.add_decision("v1", "returned"))
    run(lambda books: books.receipts.add_decision("v1", "accepted"))
    with pytest.raises(OurFault, match=r"store\.refused"):
        run(lambda books: books.receipts.put("v1", "another", b"chain"))
    held = run(lambda books: books.receipts.get("v1"))
    assert (held.receipt, held.chain, held.number) == ("receipt", b"chain", "LX-1")
    assert held.decisions == ("returned", "accepted")
    assert run(lambda books: books.receipts.get("v2")) is None


def test_enterprises_keep_their_order_and_take_a_new_name(run: Run) -> None:
    for each in (Enterprise(OTHER, "乙"), Enterprise(FIRM, "甲"), Enterprise(OTHER, "丙")):
        run(lambda books, each=each: books.enterprises.put(each))
    assert run(lambda books: books.enterprises.all()) == [Enterprise(OTHER, "丙"), Enterprise(FIRM, "甲")]
    assert run(lambda books: books.enterprises.get("x")) is None


def test_a_firm_has_one_endpoint(run: Run) -> None:
    for device in ("d1", "d2"):
        endpoint = Endpoint(firm=FIRM, profile=b"{}", device_id=device)
        run(lambda books, endpoint=endpoint: books.endpoints.put(endpoint))
    assert run(lambda books: books.endpoints.all()) == [endpoint]
    assert run(lambda books: books.endpoints.get(FIRM)) == endpoint
    assert run(lambda books: books.endpoints.get(OTHER)) is None


@pytest.mark.parametrize("table", ["cache", "settings"])
def test_blobs_are_found_by_name_and_prefix(run: Run, table: str) -> None:
    for name in ("a/1", "a/2", "b%", "a_"):
        run(lambda books, name=name: getattr(books, table).put(name, name.encode()))
    run(lambda books: getattr(books, table).put("a/1", b"new"))
    run(lambda books: getattr(books, table).delete("a/2"))
    run(lambda books: getattr(books, table).delete("never there"))
    assert run(lambda books: getattr(books, table).names()) == ["a/1", "a_", "b%"]
    assert run(lambda books: getattr(books, table).names("a/")) == ["a/1"]
    assert run(lambda books: getattr(books, table).get("a/1")) == b"new"
    assert run(lambda books: getattr(books, table).get("a/2")) is None


def test_scratch_keeps_one_text_a_cell_the_last_typed_last(run: Run) -> None:
    for address, text in (("JY001", "1"), ("JY002", "2"), ("JY001", "12")):
        run(lambda books, a=address, t=text: books.scratch.put(ReturnKey(FIRM, "JY", SEPTEMBER), a, t))
    found = run(lambda books: books.scratch.all())
    assert {(each.address, each.text) for each in found} == {("JY001", "12"), ("JY002", "2")}
    run(lambda books: books.scratch.clear(ReturnKey(FIRM, "JY", SEPTEMBER), "JY001"))
    assert [each.address for each in run(lambda books: books.scratch.all())] == ["JY002"]


def test_the_trail_grows_by_one_bound_entry_an_act(run: Run, version: Callable[..., Version]) -> None:
    acts: list[tuple[str, Callable[[Contract], object]]] = [
        ("create-return", begun),
        ("edit", lambda books: books.returns.record(change(JY001="1"))),
        ("undo", lambda books: books.changes.undo(ReturnKey(FIRM, "JY", SEPTEMBER))),
        ("redo", lambda books: books.changes.redo(ReturnKey(FIRM, "JY", SEPTEMBER))),
        ("queue", lambda books: books.outbox.put(version())),
        ("receipt", lambda books: books.receipts.put("v1", "r", b"c")),
        ("decision", lambda books: books.receipts.add_decision("v1", "d")),
        ("enterprise", lambda books: books.enterprises.put(Enterprise(FIRM, "甲"))),
        ("endpoint", lambda books: books.endpoints.put(Endpoint(firm=FIRM, profile=b""))),
    ]
    for action, act in acts:
        before = run(lambda books: books.audit.position())
        run(act)
        (entry,) = run(lambda books, before=before: books.audit.entries(before[0]))
        assert (entry.seq, entry.action, entry.prev) == (before[0] + 1, action, before[1])
        assert run(lambda books: books.audit.head()) == f"sha256:{entry.hash.hex()}"
    assert [e.action for e in run(lambda books: books.audit.entries(1, 2))] == ["create-return", "edit"]


ADDRESSES = st.sampled_from(["JY001", "JY002", "JY003@ly"])
EDITS = st.builds(
    Edit, ADDRESSES, st.none(), st.none() | st.integers(0, 99).map(lambda n: Cell(str(n), Decimal(n)))
)
WHY = st.builds(
    Explained,
    st.sampled_from(["C1|", "C2|"]),
    st.none(),
    st.none() | st.builds(Explanation, st.just("C1"), st.just(()), st.just("9"), st.text("甲乙", max_size=3)),
)
ROWS = st.builds(
    RowsEdit, st.just("JY"), st.just(()), st.lists(st.sampled_from("abc"), unique=True, max_size=3).map(tuple)
)
STEPS = st.one_of(
    st.just("undo"),
    st.just("redo"),
    st.builds(
        lambda edits, told, rows: Change(FIRM, "JY", SEPTEMBER, tuple(edits), tuple(rows), tuple(told)),
        st.lists(EDITS, max_size=3, unique_by=lambda edit: edit.address),
        st.lists(WHY, max_size=1),
        st.lists(ROWS, max_size=1),
    ),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=12))
def test_any_history_leads_both_to_the_same(path: Path, key: bytes, steps: list[str | Change]) -> None:
    month = ReturnKey(FIRM, "JY", SEPTEMBER)

    def carry_out(books: Contract) -> tuple[object, ...]:
        books.returns.ensure(month, "p")
        for step in steps:
            if isinstance(step, Change):
                books.returns.record(step)
            else:
                getattr(books.changes, step)(month)
        log = [(e.kind, e.state, e.change.edits, e.change.explained) for e in books.changes.entries(month)]
        return books.returns.get(month), log

    path.with_name(path.name + ".head").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    with Store.open(path, key) as store:
        kept = store.run(lambda books: carry_out(contract_of(books)))
    assert kept == carry_out(MemoryBooks())  # type: ignore[arg-type]
