"""Any changes, on disk and in memory, lead to the same return; undo leads back; packing is lossless."""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from client.store import Books, ChangeSet, Store
from client.store.packed.packing import (
    pack_change,
    pack_changes,
    pack_record,
    unpack_change,
    unpack_changes,
    unpack_record,
)
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, Origin, Return, ReturnKey, RowsEdit, apply

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")

texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)
values = st.one_of(numbers, st.booleans(), texts, st.lists(texts, max_size=3).map(tuple))
places = st.one_of(texts, st.tuples(texts, texts, texts).map(" › ".join))
origins = st.builds(
    Origin,
    source=st.sampled_from(["keyboard", "paste", "workbook", "carried", "computed", "repair", "returned"]),
    place=places,
    raw=texts,
    unit=texts,
)
cells = st.builds(
    Cell,
    text=texts,
    value=st.none() | values,
    problem=st.none() | st.just("value.not-a-number"),
    na=st.none() | texts,
    origin=origins,
)
explanations = st.builds(
    Explanation, rule=texts, at=st.lists(texts, max_size=2).map(tuple), code=texts, text=texts
)
row_ids = st.sampled_from(["r1", "r2", "r3"])
addresses = st.one_of(
    st.sampled_from(["XM001", "JB022.valid", "JY001@ly"]),
    row_ids.map(lambda row: f"XM[{row}].XM001"),
    row_ids.map(lambda row: f"XM[{row}].XM002"),
    row_ids.map(lambda row: f"XM[{row}].XM009[x].name"),
)
edits = st.builds(Edit, address=addresses, old=st.none(), new=st.none() | cells)
row_edits = st.builds(
    RowsEdit,
    table=st.sampled_from(["XM", "XM[r1].XM009"]),
    old=st.just(()),
    new=st.lists(row_ids, unique=True).map(tuple),
)
explained = st.builds(
    Explained, key=st.sampled_from(["C1|XM001", "C2|"]), old=st.none(), new=st.none() | explanations
)
changes = st.builds(
    Change,
    firm=st.just(FIRM),
    form=st.just("XM"),
    period=st.just(SEPTEMBER),
    edits=st.lists(edits, max_size=6).map(tuple),
    rows=st.lists(row_edits, max_size=2).map(tuple),
    explained=st.lists(explained, max_size=2).map(tuple),
    source=st.sampled_from(["keyboard", "paste", "workbook"]),
)


def without_empty_tables(held: Return) -> Return:
    """A table without rows is the same as no table."""
    return msgspec.structs.replace(held, rows={name: ids for name, ids in held.rows.items() if ids})


def in_memory(history: list[Change]) -> Return:
    held = Return(FIRM, "XM", SEPTEMBER, "p")
    for change in history:
        apply(held, change)
    return without_empty_tables(held)


@given(cells=st.dictionaries(texts, cells, max_size=5))
def test_a_packed_record_is_lossless(cells: dict[str, Cell]) -> None:
    assert unpack_record(pack_record(cells)) == cells


@given(history=st.lists(changes, max_size=3))
def test_packed_changes_are_lossless(history: list[Change]) -> None:
    assert unpack_changes(pack_changes(history)) == history
    assert [unpack_change(pack_change(change)) for change in history] == history


@settings(max_examples=40, deadline=None)
@given(history=st.lists(changes, max_size=6), bulk=st.lists(changes, max_size=3), undone=st.integers(0, 8))
def test_the_store_does_what_memory_does(history: list[Change], bulk: list[Change], undone: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "jibao.store", os.urandom(32)
        with Store.open(path, key) as store:
            store.run(lambda books: write(books, history, bulk))
            steps = store.run(lambda books: take_back(books, undone))
        acts = [[change] for change in history] + ([bulk] if bulk else [])
        left = acts[: len(acts) - steps]
        with Store.open(path, key) as store:
            assert held(store) == in_memory([change for act in left for change in act])
            store.run(lambda books: [books.changes.redo(ReturnKey(FIRM, "XM", SEPTEMBER)) for _ in range(steps)])
            assert held(store) == in_memory(history + bulk)
            assert store.run(lambda books: books.audit.verify()).whole
            assert store.head_report.state == "whole"


def write(books: Books, history: list[Change], bulk: list[Change]) -> None:
    books.returns.ensure(ReturnKey(FIRM, "XM", SEPTEMBER), "p")
    for change in history:
        books.returns.record(change)
    if bulk:
        books.imports.record(ChangeSet("导入", tuple(bulk)))


def take_back(books: Books, count: int) -> int:
    """Undo ``count`` times; answers how often there was something to undo."""
    return sum(bool(books.changes.undo(ReturnKey(FIRM, "XM", SEPTEMBER))) for _ in range(count))


def held(store: Store) -> Return | None:
    return store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", SEPTEMBER)))


@given(value=numbers)
def test_numbers_stay_exact(value: Decimal) -> None:
    kept = unpack_record(pack_record({"JY001": Cell("typed", value)}))["JY001"].value
    assert kept == value
    assert str(kept) == format(value if value else abs(value), "f")
