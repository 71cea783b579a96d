"""Returns: what is put in comes out, only touched records are rewritten, nothing typed is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from client.base.errors import OurFault
from client.store import Books, Store
from client.store.repositories.records import _split
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, Origin, Return, ReturnKey, RowsEdit

FIRM = "91440101MA5TEST00A"
OTHER = "91440300MA5TEST00B"

CELLS = {
    "JY001": Cell("1,234", Decimal("1234")),
    "JY001@ly": Cell("约一千", None, "value.not-a-number"),
    "JY002": Cell("", na="本年未开展"),
    "JY003": Cell("0", Decimal("0")),
    "JB021": Cell("是", True),
    "JB022.valid": Cell("2026-05", "2026-05"),
    "JB010": Cell("1、3", ("1", "3")),
    "JY004": Cell("12.35", Decimal("12.35"), origin=Origin("workbook", "九月.xlsx › 表 › D7", "12345.6", "元")),
    "JY005": Cell("-0.10", Decimal("-0.10"), origin=Origin("paste")),
}


def test_every_kind_of_cell_comes_back_as_it_was(store: Store, path: Path, key: bytes, september: Period) -> None:
    why = Explanation("C022", ("JY021", "JY018"), "2", "一次性补贴")
    new = Return(FIRM, "JY", september, "2026.1", dict(CELLS), {}, {why.key: why})
    store.run(lambda books: books.returns.put_new(new))
    store.close()
    with Store.open(path, key) as again:
        assert again.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september))) == new


def test_a_number_keeps_its_decimals(store: Store, put: Callable[..., Change], september: Period) -> None:
    change = Change(FIRM, "JY", september, (Edit("JY001", None, Cell("1.50", Decimal("1.50"))),))

    def work(books: Books) -> Return | None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        books.returns.record(change)
        return books.returns.get(ReturnKey(FIRM, "JY", september))

    kept = store.run(work)
    assert kept is not None
    assert str(kept.cells["JY001"].value) == "1.50"


def test_rows_are_records_of_their_own(store: Store, september: Period, cell: Callable[..., Cell]) -> None:
    cells = {
        "XM[r1].XM001": cell(1),
        "XM[r2].XM001": cell(2),
        "XM[r1].XM009[x].name": cell(3),
        "XM_NOTE": cell(4),
    }
    rows = {"XM": ["r2", "r1"], "XM[r1].XM009": ["x"]}
    new = Return(FIRM, "XM", september, "p", cells, rows)
    store.run(lambda books: books.returns.put_new(new))
    assert store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", september))) == new
    query = "SELECT part FROM records ORDER BY part"
    parts = store.run(lambda books: [part for (part,) in store._connection.execute(query)])
    assert parts == ["", "r1", "r2"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("XM[r1].XM014", ("r1", "XM014")),
        ("XM[r1].XM009[r2].name", ("r1", "XM009[r2].name")),
        ("XM014", ("", "XM014")),
        ("JB023[r1].valid", ("", "JB023[r1].valid")),
        ("XM[].XM014", ("", "XM[].XM014")),
        ("XM[r1]", ("", "XM[r1]")),
        ("XM[", ("", "XM[")),
        ("", ("", "")),
    ],
)
def test_where_a_cell_lies(address: str, expected: tuple[str, str]) -> None:
    assert _split("XM", address) == expected


def test_only_the_touched_record_is_rewritten(store: Store, september: Period, cell: Callable[..., Cell]) -> None:
    cells = {f"XM[r{i}].XM001": cell(i) for i in range(50)}
    store.run(lambda books: books.returns.put_new(Return(FIRM, "XM", september, "p", cells)))

    def count(books: Books) -> int:
        before = store._connection.total_changes()
        edit = Edit("XM[r7].XM001", None, cell(99))
        books.returns.record(Change(FIRM, "XM", september, (edit,)))
        return store._connection.total_changes() - before

    # The record, the return's time, the audit entry, the log row.
    assert store.run(count) == 4


def test_record_answers_what_was_really_there(store: Store, put: Callable[..., Change], september: Period) -> None:
    def work(books: Books) -> Change:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        books.returns.record(put("JY", JY001=5))
        # This change believes the cell to be blank.
        return books.returns.record(put("JY", JY001=6))

    done = store.run(work)
    assert done.edits[0].old == Cell("5", Decimal(5))
    store.run(lambda books: books.changes.undo(ReturnKey(FIRM, "JY", september)))
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert kept is not None
    assert kept.cells["JY001"].value == 5


def test_two_edits_of_one_cell_in_one_change(store: Store, september: Period, cell: Callable[..., Cell]) -> None:
    edits = (Edit("JY001", None, cell(1)), Edit("JY001", None, cell(2)))

    def work(books: Books) -> Change:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        return books.returns.record(Change(FIRM, "JY", september, edits))

    done = store.run(work)
    assert [edit.old for edit in done.edits] == [None, cell(1)]
    store.run(lambda books: books.changes.undo(ReturnKey(FIRM, "JY", september)))
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert kept is not None
    assert kept.cells == {}


def test_half_characters_are_stored_as_replacement(store: Store, september: Period) -> None:
    broken = Cell("甲\ud83d乙", None, "value.not-a-number", na="\udc00")

    def work(books: Books) -> Return | None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        books.returns.record(Change(FIRM, "JY", september, (Edit("JY001", None, broken),)))
        books.scratch.put(ReturnKey(FIRM, "JY", september), "JY002", "\ud83d")
        return books.returns.get(ReturnKey(FIRM, "JY", september))

    kept = store.run(work)
    assert kept is not None
    assert kept.cells["JY001"].text == "甲\ufffd乙"
    assert store.run(lambda books: books.scratch.all())[0].text == "\ufffd"


@pytest.mark.parametrize("text", ["\0", "a\0b", "'; DROP TABLE returns; --", "😀" * 500, "\u202e", "x" * 100_000])
def test_whatever_is_typed_is_stored(store: Store, september: Period, text: str) -> None:
    typed = Cell(text, None, "value.not-a-number")

    def work(books: Books) -> Return | None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        books.returns.record(Change(FIRM, "JY", september, (Edit("JY001", None, typed),)))
        return books.returns.get(ReturnKey(FIRM, "JY", september))

    kept = store.run(work)
    assert kept is not None
    assert kept.cells["JY001"] == typed


def test_explanations_come_and_go(store: Store, september: Period) -> None:
    why = Explanation("C001", ("JY001",), "1", "季节性")
    add = Change(FIRM, "JY", september, explained=(Explained(why.key, None, why),))

    def work(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        books.returns.record(add)

    store.run(work)
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert kept is not None
    assert kept.explanations == {why.key: why}
    store.run(lambda books: books.changes.undo(ReturnKey(FIRM, "JY", september)))
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert kept is not None
    assert kept.explanations == {}


def test_ensure_makes_a_return_once(store: Store, put: Callable[..., Change], september: Period) -> None:
    def work(books: Books) -> Return:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "2026.1")
        books.returns.record(put("JY", JY001=5))
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "2027.1")
        kept = books.returns.get(ReturnKey(FIRM, "JY", september))
        assert kept is not None
        return kept

    kept = store.run(work)
    assert kept.pack == "2026.1"
    assert kept.cells["JY001"].value == 5


def test_put_new_refuses_a_second_one(store: Store, september: Period) -> None:
    new = Return(FIRM, "JY", september, "p")
    store.run(lambda books: books.returns.put_new(new))
    with pytest.raises(OurFault, match=r"store\.return-exists"):
        store.run(lambda books: books.returns.put_new(new))


def test_a_change_needs_its_return(store: Store, put: Callable[..., Change]) -> None:
    with pytest.raises(OurFault, match=r"store\.no-return"):
        store.run(lambda books: books.returns.record(put("JY", JY001=5)))


def test_returns_are_found_by_firm_period_and_form(store: Store) -> None:
    august, september = Period.parse("2025-08"), Period.parse("2025-09")

    def work(books: Books) -> None:
        for firm in (FIRM, OTHER):
            for period in (september, august):
                for form in ("YF", "JY"):
                    books.returns.ensure(ReturnKey(firm, form, period), "p")

    store.run(work)
    heads = store.run(lambda books: books.returns.heads())
    assert [head.key for head in heads] == sorted(
        (head.key for head in heads), key=lambda key: (key.firm, str(key.period), key.form)
    )
    assert len(heads) == 8
    assert len(store.run(lambda books: books.returns.all(FIRM))) == 4
    assert len(store.run(lambda books: books.returns.all(period=august))) == 4
    assert [r.form for r in store.run(lambda books: books.returns.all(FIRM, august))] == ["JY", "YF"]
    assert len(store.run(lambda books: books.returns.heads(form="JY"))) == 4


def test_an_exception_takes_everything_back(store: Store, put: Callable[..., Change], september: Period) -> None:
    store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))

    def fails(books: Books) -> None:
        books.returns.record(put("JY", JY001=5))
        raise KeyError("of the caller")

    with pytest.raises(KeyError, match="of the caller"):
        store.run(fails)
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, "JY", september)))
    assert kept is not None
    assert kept.cells == {}
    assert store.run(lambda books: books.changes.entries(ReturnKey(FIRM, "JY", september))) == []


def test_work_is_done_in_the_order_it_was_submitted(
    store: Store, put: Callable[..., Change], september: Period
) -> None:
    store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))
    waiting = [store.submit(lambda books, n=n: books.returns.record(put("JY", JY001=n))) for n in range(20)]
    olds = [each.result().edits[0].old for each in waiting]
    assert [old and old.text for old in olds] == [None, *map(str, range(19))]


def test_blanking_the_last_cell_of_a_row_removes_its_record(
    store: Store, september: Period, cell: Callable[..., Cell]
) -> None:
    new = Return(FIRM, "XM", september, "p", {"XM[r1].XM001": cell(1)}, {"XM": ["r1"]})
    store.run(lambda books: books.returns.put_new(new))
    gone = Change(FIRM, "XM", september, (Edit("XM[r1].XM001", None, None),), (RowsEdit("XM", (), ()),))
    done = store.run(lambda books: books.returns.record(gone))
    assert done.rows == (RowsEdit("XM", ("r1",), ()),)
    assert store.run(lambda books: books.returns.get(ReturnKey(FIRM, "XM", september))) == Return(
        FIRM, "XM", september, "p"
    )
    assert store.run(lambda books: store._connection.execute("SELECT count(*) FROM records").get) == 0
