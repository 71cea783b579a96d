"""Undo, redo and history: across restarts, per return, and a whole import as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.errors import OurFault, UserError
from client.store import Books, ChangeSet, Store
from forms.periods import Period
from forms.returns import Cell, Change, Edit, ReturnKey, RowsEdit

FIRM = "91440101MA5TEST00A"


@pytest.fixture
def edited(store: Store, put: Callable[..., Change], september: Period) -> Store:
    """JY001 typed as 1, then 2, then 3."""

    def work(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "JY", september), "p")
        for number in (1, 2, 3):
            books.returns.record(put("JY", JY001=number), f"第{number}次")

    store.run(work)
    return store


def text(store: Store, period: Period, form: str = "JY", address: str = "JY001") -> str | None:
    kept = store.run(lambda books: books.returns.get(ReturnKey(FIRM, form, period)))
    assert kept is not None
    cell = kept.cells.get(address)
    return cell.text if cell else None


def undo(store: Store, period: Period, form: str = "JY") -> list[Change]:
    return store.run(lambda books: books.changes.undo(ReturnKey(FIRM, form, period)))


def redo(store: Store, period: Period, form: str = "JY") -> list[Change]:
    return store.run(lambda books: books.changes.redo(ReturnKey(FIRM, form, period)))


def test_undo_and_redo_walk_the_same_way_back(edited: Store, september: Period) -> None:
    seen = []
    for step in (undo, undo, undo, undo, redo, redo, redo, redo):
        step(edited, september)
        seen.append(text(edited, september))
    assert seen == ["2", "1", None, None, "1", "2", "3", "3"]


def test_undo_answers_what_to_repaint(edited: Store, september: Period, cell: Callable[..., Cell]) -> None:
    (change,) = undo(edited, september)
    assert change.edits == (Edit("JY001", cell(3), cell(2)),)
    (change,) = redo(edited, september)
    assert change.edits == (Edit("JY001", cell(2), cell(3)),)


def test_nothing_to_undo_answers_nothing(store: Store, september: Period) -> None:
    assert undo(store, september) == []
    assert redo(store, september) == []
    store.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))
    assert undo(store, september) == []
    assert store.run(lambda books: books.changes.undoable(ReturnKey(FIRM, "JY", september))) is None


def test_undo_works_after_a_restart(
    edited: Store, path: Path, key: bytes, put: Callable[..., Change], september: Period
) -> None:
    undo(edited, september)
    edited.close()
    with Store.open(path, key) as again:
        undo(again, september)
        assert text(again, september) == "1"
        redo(again, september)
        redo(again, september)
        assert text(again, september) == "3"


def test_a_new_act_forgets_what_was_undone(edited: Store, put: Callable[..., Change], september: Period) -> None:
    undo(edited, september)
    undo(edited, september)
    edited.run(lambda books: books.returns.record(put("JY", JY001=9)))
    assert redo(edited, september) == []
    undo(edited, september)
    assert text(edited, september) == "1"


def test_what_can_be_undone_is_told(edited: Store, september: Period) -> None:
    entry = edited.run(lambda books: books.changes.undoable(ReturnKey(FIRM, "JY", september)))
    assert entry is not None
    assert (entry.summary, entry.actor, entry.state) == ("第3次", "王会计", "done")
    undo(edited, september)
    entry = edited.run(lambda books: books.changes.redoable(ReturnKey(FIRM, "JY", september)))
    assert entry is not None
    assert (entry.summary, entry.state) == ("第3次", "undone")


def test_each_return_has_its_own_undo(edited: Store, put: Callable[..., Change], september: Period) -> None:
    def other(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "YF", september), "p")
        books.returns.record(put("YF", YF001=7))

    edited.run(other)
    undo(edited, september)
    assert text(edited, september) == "2"
    assert text(edited, september, "YF", "YF001") == "7"


def test_a_cell_tells_its_history(edited: Store, put: Callable[..., Change], september: Period) -> None:
    edited.run(lambda books: books.returns.record(put("JY", JY002=5)))
    undo(edited, september)
    undo(edited, september)
    redo(edited, september)
    events = edited.run(lambda books: books.changes.history(ReturnKey(FIRM, "JY", september), "JY001"))
    told = [(event.kind, event.old and event.old.text, event.new and event.new.text) for event in events]
    assert told == [
        ("do", None, "1"),
        ("do", "1", "2"),
        ("do", "2", "3"),
        ("undo", "3", "2"),
        ("redo", "2", "3"),
    ]
    assert {event.actor for event in events} == {"王会计"}
    assert [event.seq for event in events] == sorted(event.seq for event in events)


def test_last_change_moves_with_every_act(edited: Store, september: Period) -> None:
    first = edited.run(lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", september)))
    undo(edited, september)
    second = edited.run(lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", september)))
    assert second > first > 0
    assert edited.run(lambda books: books.returns.last_change(ReturnKey(FIRM, "XM", september))) == 0


@pytest.fixture
def workbook(september: Period, cell: Callable[..., Cell]) -> ChangeSet:
    """An import into JY and XM."""
    jy = Change(FIRM, "JY", september, (Edit("JY001", None, cell(100, "书.xlsx › 表 › B2")),), source="workbook")
    edits = tuple(Edit(f"XM[r{i}].XM014", None, cell(i, f"书.xlsx › 项目 › C{i}")) for i in range(40))
    rows = (RowsEdit("XM", (), tuple(f"r{i}" for i in range(40))),)
    return ChangeSet(
        "书.xlsx", (jy, Change(FIRM, "XM", september, edits, rows, source="workbook")), source_sha256="f" * 64
    )


@pytest.fixture
def imported(edited: Store, workbook: ChangeSet, september: Period) -> Store:
    def work(books: Books) -> None:
        books.returns.ensure(ReturnKey(FIRM, "XM", september), "p")
        books.imports.record(workbook)

    edited.run(work)
    return edited


def test_an_import_is_one_audit_entry(edited: Store, workbook: ChangeSet, september: Period) -> None:
    edited.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "XM", september), "p"))
    before = edited.run(lambda books: books.audit.position()[0])
    stored = edited.run(lambda books: books.imports.record(workbook))
    entries = edited.run(lambda books: books.audit.entries(before))
    assert [(entry.action, entry.ref) for entry in entries] == [("import", stored.digest)]


def test_an_import_is_listed_with_its_returns(imported: Store, september: Period) -> None:
    (stored,) = imported.run(lambda books: books.imports.all())
    assert [str(key) for key in stored.returns] == [f"{FIRM}.JY.2025-09", f"{FIRM}.XM.2025-09"]
    assert (stored.title, stored.source_sha256, stored.undone) == ("书.xlsx", "f" * 64, False)
    assert stored == imported.run(lambda books: books.imports.get(stored.set_id))


def test_an_import_keeps_what_was_there_before(imported: Store, cell: Callable[..., Cell]) -> None:
    (stored,) = imported.run(lambda books: books.imports.all())
    changes = imported.run(lambda books: books.imports.changes(stored.set_id))
    assert changes[0].edits[0].old == cell(3)
    assert len(changes[1].edits) == 40


def test_an_import_is_undone_and_redone_as_one(imported: Store, september: Period) -> None:
    assert text(imported, september) == "100"
    done = undo(imported, september, "XM")
    assert [change.form for change in done] == ["XM", "JY"]
    assert text(imported, september) == "3"
    assert text(imported, september, "XM", "XM[r7].XM014") is None
    assert imported.run(lambda books: books.imports.all())[0].undone
    redo(imported, september, "JY")
    assert text(imported, september) == "100"
    assert text(imported, september, "XM", "XM[r7].XM014") == "7"
    assert not imported.run(lambda books: books.imports.all())[0].undone


def test_an_import_is_undone_by_its_number(imported: Store, september: Period) -> None:
    (stored,) = imported.run(lambda books: books.imports.all())
    imported.run(lambda books: books.imports.undo(stored.set_id))
    assert text(imported, september) == "3"
    # And what lay under it can be undone next.
    undo(imported, september)
    assert text(imported, september) == "2"


def test_an_import_that_was_written_over_is_not_undone(
    imported: Store, put: Callable[..., Change], september: Period
) -> None:
    imported.run(lambda books: books.returns.record(put("JY", JY001=4)))
    with pytest.raises(UserError) as refused:
        undo(imported, september, "XM")
    assert refused.value.code == "store.undo-blocked"
    assert "JY.2025-09" in refused.value.what("zh")
    assert text(imported, september, "XM", "XM[r7].XM014") == "7"
    undo(imported, september, "JY")
    undo(imported, september, "XM")
    assert text(imported, september) == "3"


def test_undoing_an_import_twice_is_refused(imported: Store) -> None:
    (stored,) = imported.run(lambda books: books.imports.all())
    imported.run(lambda books: books.imports.undo(stored.set_id))
    with pytest.raises(UserError, match=r"store\.undo-blocked"):
        imported.run(lambda books: books.imports.undo(stored.set_id))


def test_an_unknown_import_is_named(store: Store) -> None:
    with pytest.raises(UserError, match=r"store\.no-set"):
        store.run(lambda books: books.imports.undo(7))


def test_history_reaches_into_imports(imported: Store, september: Period) -> None:
    undo(imported, september, "JY")
    events = imported.run(lambda books: books.changes.history(ReturnKey(FIRM, "JY", september), "JY001"))
    assert [event.kind for event in events][-2:] == ["do", "undo"]
    assert events[-2].new is not None
    assert events[-2].new.origin.place == "书.xlsx › 表 › B2"
    assert events[-2].source == "workbook"


def test_an_import_into_a_return_that_is_not_there_changes_nothing(
    edited: Store, workbook: ChangeSet, september: Period
) -> None:
    with pytest.raises(OurFault, match=r"store\.no-return"):
        edited.run(lambda books: books.imports.record(workbook))
    assert text(edited, september) == "3"
    assert edited.run(lambda books: books.imports.all()) == []


def test_one_return_twice_in_an_import(edited: Store, put: Callable[..., Change], september: Period) -> None:
    both = ChangeSet("二次", (put("JY", JY001=10), put("JY", JY001=11)))
    edited.run(lambda books: books.imports.record(both))
    assert text(edited, september) == "11"
    undo(edited, september)
    assert text(edited, september) == "3"
    redo(edited, september)
    assert text(edited, september) == "11"
