"""Several enterprises in one home: each its own sealed store; opening one never touches another."""

from __future__ import annotations

import json
import shutil

import pytest

from client.base.errors import OurFault, UserError
from client.base.home import FIRMS_FOLDER, KEYS_FILE, firm_store
from client.base.logbook import Logbook
from client.keys import Keychain
from client.store.file import store as storing
from client.usecases.books import imported, importing
from client.usecases.home import enterprises, vault
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns import keeping
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.support.support_report import report_on
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import code

A, B = "91441300MA58H0D25G", "91440300708461136T"
MONTH = Period.parse("2025-09")


def enter(session: Session, firm: str, text: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, "JY", MONTH)).type({"JY021": text})
    assert outcome is not None
    save(session, outcome.change).result()


def held(session: Session, firm: str) -> str:
    target = session.look(firm, lambda books: books.returns.get(ReturnKey(firm, "JY", MONTH)))
    return target.cells["JY021"].text if target else ""


@pytest.fixture
def two(session: Session) -> Session:
    for firm, name, text in ((A, "甲公司", "111"), (B, "乙公司", "222")):
        enterprises.add(session, firm, name)
        enter(session, firm, text)
    return session


def test_each_enterprise_has_its_own_file_under_its_own_key(two: Session) -> None:
    files = [firm_store(two.home, firm) for firm in (A, B)]
    assert all(file.is_file() for file in files)
    assert two.vault.keys.key(A) != two.vault.keys.key(B)
    for firm in (A, B):
        assert two.look(firm, lambda books: {each.firm for each in books.returns.heads()}) == {firm}
    assert (held(two, A), held(two, B)) == ("111", "222")


def test_opening_one_never_touches_another(two: Session) -> None:
    home, keys = two.home, two.vault.keys
    two.close()
    other = {file: file.read_bytes() for file in (home / FIRMS_FOLDER / B).iterdir()}
    times = {file: file.stat().st_mtime_ns for file in other}
    with open_session(home, keys=Keychain(home, keys.held, keys.master)) as again:
        enter(again, A, "112")
        assert check_returns(again, A)
        assert [each.code for each in enterprises.all_of(again)] == [A, B]
    assert {file: file.read_bytes() for file in (home / FIRMS_FOLDER / B).iterdir()} == other
    assert {file: file.stat().st_mtime_ns for file in other} == times


def test_a_damaged_store_of_one_leaves_the_other_working(two: Session) -> None:
    home, keys = two.home, two.vault.keys
    two.close()
    firm_store(home, B).write_bytes(b"\x00" * 8192)
    with open_session(home, keys=keys) as again:
        assert held(again, A) == "111"
        with pytest.raises(Exception, match=r"store\.damaged"):
            held(again, B)


def test_a_store_that_vanished_is_never_made_anew(two: Session) -> None:
    home, keys = two.home, two.vault.keys
    two.close()
    shutil.rmtree(home / FIRMS_FOLDER / B)
    with open_session(home, keys=keys) as again:
        for act in (lambda: held(again, B), lambda: enter(again, B, "1"), lambda: enterprises.add(again, B)):
            with pytest.raises(UserError, match=r"store\.missing"):
                act()
    assert not (home / FIRMS_FOLDER / B).exists()


def test_a_key_file_from_before_the_enterprise_is_named_and_changes_nothing(two: Session) -> None:
    home, keys = two.home, two.vault.keys
    two.close()
    older = json.loads((home / KEYS_FILE).read_text("utf-8"))
    keys.forget(B)
    before = firm_store(home, B).read_bytes()
    with open_session(home, keys=keys) as again, pytest.raises(UserError, match=r"keys\.no-such-store"):
        held(again, B)
    assert firm_store(home, B).read_bytes() == before
    assert older["stores"].keys() - json.loads((home / KEYS_FILE).read_text("utf-8"))["stores"].keys() == {B}


def test_looking_at_an_unknown_enterprise_makes_nothing(session: Session) -> None:
    assert check_returns(session, A) == ()
    assert open_draft(session, ReturnKey(A, "JY", MONTH)).current.cells == {}
    assert not (session.home / FIRMS_FOLDER).exists()
    with pytest.raises(Exception, match="readonly"):
        session.look(A, lambda books: books.settings.put("a", b"b"))


@pytest.mark.parametrize("name", ["../x", "a", "", "A/B", "91441300MA58H0D25G.", "CON "])
def test_only_a_plain_code_names_a_folder(session: Session, name: str) -> None:
    with pytest.raises(OurFault, match=r"home\.no-code"):
        session.store_of(name)


def test_a_shut_store_is_opened_again_when_asked_for(two: Session) -> None:
    two.vault.shut(A)
    assert held(two, A) == "111"


def test_an_import_is_undone_in_its_own_store(two: Session, story: object) -> None:
    from client.tour.script import Sample

    assert isinstance(story, Sample)
    planned = importing.plan(two, story.path, story.firm, story.month)
    number = importing.apply(two, planned)
    imported.undo(two, story.firm, number)
    assert (held(two, A), held(two, B)) == ("111", "222")


def test_a_slow_disk_is_told_and_noted_without_a_figure(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeping.slow_disk(session) is None
    monkeypatch.setattr(storing, "SLOW_SECONDS", -1.0)
    enterprises.add(session, A, "甲公司")
    for number in range(30):
        session.store_of(A).run(lambda books, n=number: books.settings.put(f"{n}", b"7413902856"))
    told = keeping.slow_disk(session)
    assert told is not None
    assert "慢" in told.what("zh")
    (log,) = Logbook(session.home).files()
    assert log.read_text("utf-8").count("slow-disk") == 1
    assert report_on(session.home, session, None, "").slow_disk


def test_going_through_many_leaves_few_open_and_none_of_those_in_use(session: Session) -> None:
    enterprises.add(session, A, "甲公司")
    used = session.store_of(A)
    with session.vault.visit(B) as visited:
        for number in range(vault.MOST_IDLE + 10):
            enterprises.add(session, code(number))
        assert visited.run(lambda books: books.enterprises.all()) == []
    opened = [
        firm for firm in (A, B, *(code(n) for n in range(vault.MOST_IDLE + 10))) if session.vault.is_open(firm)
    ]
    assert len(opened) == 1 + vault.MOST_IDLE
    assert session.store_of(A) is used
    assert not session.vault.is_open(code(0)), "the one visited longest ago"
    assert session.look(code(0), lambda books: books.enterprises.get(code(0))) is not None
