"""Undo and redo over restarts, and for every cell who, when, from what to what, from where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.base.errors import UserError, WorldError
from client.keys import Keychain
from client.store import Books, Store
from client.tour.script import TODAY, Sample
from client.usecases.books import importing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns import history
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save, save_again
from forms.periods import Period
from forms.returns import ReturnKey

MONTH = Period.parse("2025-09")
FIRM = "91441300MA58H0D25G"

Sit = Callable[[], Session]
"""Closes the home if it is open, and opens it: another sitting."""


@pytest.fixture
def sit(home: Path) -> Iterator[Sit]:
    """The same home, one sitting after the other."""
    keys = Keychain.loose(home)
    opened: list[Session] = []

    def again() -> Session:
        for earlier in opened:
            earlier.close()
        opened[:] = [open_session(home, keys=keys, clock=SystemClock(TODAY), actor="王会计")]
        enterprises.add(opened[0], FIRM)
        return opened[0]

    yield again
    for session in opened:
        session.close()


def enter(session: Session, form: str = "JY", **texts: str) -> Draft:
    draft = open_draft(session, ReturnKey(FIRM, form, MONTH))
    outcome = draft.type(texts)
    assert outcome is not None
    save(session, outcome).result()
    return draft


def held(session: Session, address: str, form: str = "JY") -> str | None:
    cell = open_draft(session, ReturnKey(FIRM, form, MONTH)).cell(address)
    return None if cell is None else cell.text


def test_what_was_done_yesterday_is_taken_back_today(sit: Sit) -> None:
    for text in ("100", "200", "300"):
        enter(sit(), JY001=text)
    session = sit()
    draft = open_draft(session, ReturnKey(FIRM, "JY", MONTH))
    for expected in ("200", "100"):
        outcome = draft.undo()
        assert outcome is not None
        save(session, outcome).result()
        assert held(session, "JY001") == expected
    session = sit()
    assert history.redo(session, ReturnKey(FIRM, "JY", MONTH)) is not None
    assert held(sit(), "JY001") == "200"
    session = sit()
    assert history.redo(session, ReturnKey(FIRM, "JY", MONTH)) is not None
    assert history.redo(session, ReturnKey(FIRM, "JY", MONTH)) is None
    assert held(session, "JY001") == "300"


def test_a_new_entry_drops_what_was_undone_before_it(sit: Sit) -> None:
    enter(sit(), JY001="100")
    session = sit()
    history.undo(session, ReturnKey(FIRM, "JY", MONTH))
    enter(session, JY001="900")
    session = sit()
    assert history.redo(session, ReturnKey(FIRM, "JY", MONTH)) is None
    assert history.undo(session, ReturnKey(FIRM, "JY", MONTH)) is not None
    assert held(session, "JY001") is None
    assert history.undo(session, ReturnKey(FIRM, "JY", MONTH)) is None


def test_undo_belongs_to_its_return(sit: Sit) -> None:
    session = sit()
    enter(session, JY001="100")
    enter(session, "JB", JB002="甲公司")
    session = sit()
    history.undo(session, ReturnKey(FIRM, "JY", MONTH))
    assert held(session, "JY001") is None
    assert held(session, "JB002", "JB") == "甲公司"


def test_an_import_is_taken_back_in_all_its_returns(sit: Sit, story: Sample) -> None:
    session = sit()
    planned = importing.plan(session, story.path, FIRM, story.month)
    importing.apply(session, planned)
    assert len(planned.changes) > 1
    session = sit()
    outcome = history.undo(session, ReturnKey(FIRM, "JY", story.month))
    assert outcome is not None
    assert outcome.wide
    stored = session.look(FIRM, lambda books: books.returns.all(firm=FIRM))
    assert not [cell for each in stored for cell in each.cells]
    assert history.redo(sit(), ReturnKey(FIRM, "JY", story.month)) is not None
    again = importing.plan(sit(), story.path, FIRM, story.month)
    assert not again.changes


def test_an_import_that_was_worked_on_elsewhere_is_refused_and_nothing_moves(sit: Sit, story: Sample) -> None:
    session = sit()
    planned = importing.plan(session, story.path, FIRM, story.month)
    importing.apply(session, planned)
    other = next(c for c in planned.changes if c.form == "JB")
    draft = open_draft(session, ReturnKey(FIRM, "JB", other.period))
    outcome = draft.type({"JB002": "改名的公司"})
    assert outcome is not None
    save(session, outcome).result()
    session = sit()
    draft = open_draft(session, ReturnKey(FIRM, "JY", story.month))
    before = dict(draft.current.cells)
    with pytest.raises(UserError, match=r"store\.undo-blocked"):
        draft.undo()
    assert draft.current.cells == before
    history.undo(session, ReturnKey(FIRM, "JB", other.period))
    assert history.undo(session, ReturnKey(FIRM, "JY", story.month)) is not None


def test_a_large_import_is_read_when_it_is_taken_back(
    sit: Sit, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sit()
    importing.apply(session, importing.plan(session, story.path, FIRM, story.month))
    monkeypatch.setattr("client.usecases.returns.acts.AT_HAND", 10)
    session = sit()
    assert history.undo(session, ReturnKey(FIRM, "JY", story.month)) is not None
    assert held(session, "JY001") is None
    assert history.redo(session, ReturnKey(FIRM, "JY", story.month)) is not None
    assert held(session, "JY001") is not None


def test_a_cell_tells_who_when_from_what_to_what_and_from_where(sit: Sit, story: Sample) -> None:
    session = sit()
    importing.apply(session, importing.plan(session, story.path, FIRM, story.month))
    draft = open_draft(session, ReturnKey(FIRM, "JY", MONTH))
    for text, source in (("大约五万", "keyboard"), ("50000", "paste"), ("5000", "repair")):
        save(session, draft.type({"JY001": text}, source)).result()  # type: ignore[arg-type]
    history.undo(session, ReturnKey(FIRM, "JY", MONTH))
    events = history.history_of(sit(), ReturnKey(FIRM, "JY", MONTH), "JY001")
    told = [(e.kind, e.source, e.new.text if e.new else None) for e in events]
    assert told[1:] == [
        ("do", "keyboard", "大约五万"),
        ("do", "paste", "50000"),
        ("do", "repair", "5000"),
        ("undo", "repair", "50000"),
    ]
    first = events[0]
    assert (first.kind, first.source, first.old) == ("do", "workbook", None)
    assert first.new is not None
    assert story.path.name in first.new.origin.place
    assert {e.actor for e in events} == {"王会计"}
    assert all(e.at.startswith("2025-10-08T") for e in events)
    for before, after in pairwise(events):
        assert after.old == before.new


def test_a_computed_cell_tells_which_acts_moved_it(sit: Sit) -> None:
    session, february = sit(), Period.parse("2025-02")
    draft = open_draft(session, ReturnKey(FIRM, "JY", february))
    for address, text in (("JY001", "500"), ("JY007", "3"), ("JY001", "700")):
        save(session, draft.type({address: text})).result()  # type: ignore[arg-type]
    history.undo(session, ReturnKey(FIRM, "JY", february))
    events = history.history_of(sit(), ReturnKey(FIRM, "JY", february), "JY043")
    assert {event.source for event in events} == {"computed"}
    assert [(e.kind, e.new.text if e.new else None) for e in events] == [
        ("do", "500"),
        ("do", "700"),
        ("undo", "500"),
    ]


def test_a_place_that_is_not_there_is_named(sit: Sit) -> None:
    with pytest.raises(UserError, match=r"edit\.no-such-cell"):
        history.history_of(sit(), ReturnKey(FIRM, "JY", MONTH), "JY999")


def test_what_a_full_disk_refused_is_written_first_next_time(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    session = sit()
    draft = enter(session, JY001="1")
    real = Store._commit

    def full(store: Store, work: Callable[[Books], object]) -> object:
        raise WorldError("store.disk-full", file="f", home="h")

    monkeypatch.setattr(Store, "_commit", full)
    for text in ("2", "3"):
        outcome = draft.type({"JY001": text})
        assert outcome is not None
        with pytest.raises(WorldError, match=r"store\.disk-full"):
            save(session, outcome).result()
    with pytest.raises(WorldError):
        save_again(session, FIRM).result()
    monkeypatch.setattr(Store, "_commit", real)
    outcome = draft.undo()
    assert outcome is not None
    save(session, outcome).result()
    assert not session.unsaved
    assert held(session, "JY001") == "2"
    events = history.history_of(sit(), ReturnKey(FIRM, "JY", MONTH), "JY001")
    assert [(e.kind, e.new.text if e.new else None) for e in events] == [
        ("do", "1"),
        ("do", "2"),
        ("do", "3"),
        ("undo", "2"),
    ]


def test_what_a_disk_took_and_said_it_refused_is_not_written_twice(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sit()
    draft = enter(session, JY001="1")
    real = Store._commit

    def unsure(store: Store, work: Callable[[Books], object]) -> object:
        real(store, work)
        raise WorldError("store.disk-full", file="f", home="h")

    monkeypatch.setattr(Store, "_commit", unsure)
    for text in ("2", "3"):
        outcome = draft.type({"JY001": text})
        assert outcome is not None
        with pytest.raises(WorldError):
            save(session, outcome).result()
    monkeypatch.setattr(Store, "_commit", real)
    outcome = draft.type({"JY001": "4"})
    assert outcome is not None
    save(session, outcome).result()
    assert not session.unsaved
    events = history.history_of(session, ReturnKey(FIRM, "JY", MONTH), "JY001")
    assert [e.new.text for e in events if e.new] == ["1", "2", "3", "4"]


def test_an_undo_the_log_knows_nothing_of_is_written_as_what_it_did(sit: Sit) -> None:
    """Another program's act on top of the log is not taken back in place of the one that was meant."""
    session = sit()
    draft = enter(session, JY001="1")
    enter(session, JY002="7")
    outcome = draft.undo()
    assert outcome is not None
    save(session, outcome).result()
    assert (held(session, "JY001"), held(session, "JY002")) == (None, "7")
