"""Acts on returns accepted long ago become one state: figures, history's end, undo and audit stay right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from client.base.clock import CHINA
from client.base.errors import OurFault
from client.keys import Keychain
from client.store import Books, ChangeSet
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns import history
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.safekeeping import auditing, backing_up, compacting
from forms.periods import Period
from forms.returns import Cell, Change, Edit, PackEdit, Return, ReturnKey
from tests.filed import FIRM, a_version

MONTH, LATER = Period.parse("2025-09"), Period.parse("2025-10")


class SetClock:
    """A clock that can be set."""

    def __init__(self) -> None:
        self.at = datetime(2025, 10, 8, 12, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def session(home: Path, clock: SetClock) -> Iterator[Session]:
    with open_session(home, keys=Keychain.loose(home), clock=clock) as opened:
        enterprises.add(opened, FIRM, "甲公司")
        yield opened


def type_many(session: Session, count: int, period: Period = MONTH) -> None:
    """So many acts on one return, some taken back and done again."""
    draft = open_draft(session, ReturnKey(FIRM, "JY", period))
    for number in range(1, count + 1):
        acts = [draft.type({f"JY{number % 5 + 1:03d}": str(number), "JY021": str(number * 10)})]
        if number % 7 == 0:
            acts += [draft.undo(), draft.redo()]
        for act in acts:
            if act is not None:
                save(session, act).result()


def filed(session: Session, state: str, period: Period = MONTH) -> None:
    """File the return as it stands and let the bureau decide; what is signed does not matter here."""

    def work(books: Books) -> None:
        last = books.changes.newest()
        change = books.returns.last_change(ReturnKey(FIRM, "JY", period))
        digest, name = f"{last:064x}", f"v{last}-{period}"
        books.outbox.put(a_version("JY", period, version_id=name, digest=digest, change_seq=change))
        books.receipts.put(name, "r", b"c", "1")
        books.outbox.set_state(name, "received")
        books.receipts.add_decision(name, "d")
        books.outbox.set_state(name, state)  # type: ignore[arg-type]

    session.store_of(FIRM).run(work)


def held(session: Session, period: Period = MONTH) -> Return | None:
    return session.look(FIRM, lambda books: books.returns.get(ReturnKey(FIRM, "JY", period)))


def acts(session: Session, period: Period = MONTH) -> int:
    return session.look(FIRM, lambda books: len(books.changes.entries(ReturnKey(FIRM, "JY", period))))


def sound(session: Session) -> bool:
    """The chain, the payloads, and every cell done again from the log."""
    audited = auditing.verify(session, FIRM)
    return audited.report.whole and not audited.doubts


def test_after_ninety_days_the_acts_are_one_state(session: Session, clock: SetClock) -> None:
    type_many(session, 40)
    filed(session, "accepted")
    before, entries = held(session), session.look(FIRM, lambda books: books.audit.entries())
    clock.at += timedelta(days=89)
    assert compacting.compact(session, FIRM) == []
    clock.at += timedelta(days=2)
    (done,) = compacting.compact(session, FIRM)
    assert (done.key, done.acts) == (ReturnKey(FIRM, "JY", MONTH), 50)
    assert held(session) == before
    assert acts(session) == 1
    assert sound(session)
    kept = session.look(FIRM, lambda books: books.audit.entries())
    assert kept[: len(entries)] == entries, "the trail is what it was"
    assert [entry.action for entry in kept[len(entries) :] if entry.action != "clock-set"] == [
        "compact",
        "compact-list",
    ]
    (event,) = history.history_of(session, ReturnKey(FIRM, "JY", MONTH), "JY021")
    assert (event.kind, event.source, event.new and event.new.text) == ("kept", "keyboard", "400")
    assert history.undo(session, ReturnKey(FIRM, "JY", MONTH)) is None
    assert compacting.compact(session, FIRM) == []


def test_what_was_done_since_stays_act_by_act(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    filed(session, "accepted")
    last = session.look(FIRM, lambda books: books.returns.last_change(ReturnKey(FIRM, "JY", MONTH)))
    clock.at += timedelta(days=100)
    type_many(session, 3)
    type_many(session, 30, LATER)
    (done,) = compacting.compact(session, FIRM)
    assert done.upto == last
    assert (acts(session), acts(session, LATER)) == (1 + 3, 30 + 8)
    assert history.undo(session, ReturnKey(FIRM, "JY", MONTH)) is not None
    after = held(session)
    assert after is not None
    assert after.cells["JY021"].text == "20"
    assert sound(session)


def test_an_act_that_is_spoken_of_later_stays(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    filed(session, "accepted")
    history.undo(session, ReturnKey(FIRM, "JY", MONTH))
    clock.at += timedelta(days=100)
    before = held(session)
    (done,) = compacting.compact(session, FIRM)
    assert done.acts < 30 + 8
    assert held(session) == before
    assert history.redo(session, ReturnKey(FIRM, "JY", MONTH)) is not None
    assert sound(session)


def test_an_import_into_two_returns_is_not_torn(session: Session, clock: SetClock) -> None:
    def both(books: Books) -> None:
        changes = []
        for period in (MONTH, LATER):
            books.returns.ensure(ReturnKey(FIRM, "JY", period), session.pack.version)
            changes.append(Change(FIRM, "JY", period, (Edit("JY022", None, Cell("1", Decimal(1))),)))
        books.imports.record(ChangeSet("汇总.xlsx", tuple(changes)))

    type_many(session, 25)
    session.store_of(FIRM).run(both)
    type_many(session, 25)
    filed(session, "accepted")
    clock.at += timedelta(days=100)
    (done,) = compacting.compact(session, FIRM)
    assert done.acts == 25 + 6, "only what was done before the import"
    assert len(session.look(FIRM, lambda books: books.imports.all())) == 1
    filed(session, "accepted", LATER)
    clock.at += timedelta(days=100)
    assert compacting.compact(session, FIRM) == [], "the later return has too few acts to be worth while"
    type_many(session, 30, LATER)
    filed(session, "accepted", LATER)
    clock.at += timedelta(days=100)
    assert {str(each.key) for each in compacting.compact(session, FIRM)} == {
        f"{FIRM}.JY.2025-09",
        f"{FIRM}.JY.2025-10",
    }
    assert session.look(FIRM, lambda books: books.imports.all()) == []
    assert sound(session)


def test_definitions_that_were_changed_on_the_way_are_the_changed_ones(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    begun = session.pack.version
    other = Change(FIRM, "JY", MONTH, pack=PackEdit(begun, "2099.1"))
    session.store_of(FIRM).run(lambda books: books.returns.record(other))
    filed(session, "accepted")
    clock.at += timedelta(days=100)
    assert len(compacting.compact(session, FIRM)) == 1
    after = held(session)
    assert after is not None
    assert after.pack == "2099.1"
    assert sound(session)


@pytest.mark.parametrize("state", ["received", "rejected"])
def test_what_was_not_accepted_stays(session: Session, clock: SetClock, state: str) -> None:
    type_many(session, 30)
    filed(session, state)
    clock.at += timedelta(days=400)
    assert compacting.compact(session, FIRM) == []


def test_taking_something_away_is_told_from_letting_go(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    filed(session, "accepted")
    clock.at += timedelta(days=100)
    compacting.compact(session, FIRM)
    store = session.store_of(FIRM)
    listed = "UPDATE meta SET value = value || ',2' WHERE name LIKE 'compacted/%'"
    store.run(lambda _: store._connection.execute(listed) and None)
    report = auditing.verify(session, FIRM).report
    assert (report.whole, report.reason, report.action) == (False, "payload", "compact-list")


def test_the_guards_are_back(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    filed(session, "accepted")
    clock.at += timedelta(days=100)
    compacting.compact(session, FIRM)
    store = session.store_of(FIRM)
    with pytest.raises(OurFault, match=r"store\.refused"):
        store.run(lambda _: store._connection.execute("DELETE FROM changes") and None)


def test_it_happens_once_a_backup_is_proved(session: Session, clock: SetClock) -> None:
    type_many(session, 30)
    filed(session, "accepted")
    clock.at += timedelta(days=100)
    backing_up.back_up(session)
    assert acts(session) == 1
    again = backing_up.back_up(session)
    assert again.backup.firms == (FIRM,), "what was compacted proves itself in a copy too"
