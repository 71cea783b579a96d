"""A batch over many enterprises: whole in each, gone on with after a kill, taken back by its journal."""

from __future__ import annotations

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.keys import Keychain, keyfile
from client.store import Books, ChangeSet
from client.usecases.books.batches import batching, journals
from client.usecases.books.batches.journals import Batch, Part
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.safekeeping import auditing
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Origin, ReturnKey
from tests.hearing import Hearing

FIRMS = ("91441300MA58H0D25G", "91440300708461136T", "91440300MA5HE8T0CB")
MONTH = Period.parse("2025-09")


def set_of(firm: str, text: str, old: Cell | None = None) -> ChangeSet:
    new = Cell(text, Decimal(text), origin=Origin("workbook", "汇总.xlsx › 表 › B2"))
    return ChangeSet("汇总.xlsx", (Change(firm, "JY", MONTH, (Edit("JY021", old, new),), source="workbook"),))


def held(session: Session, firm: str) -> str:
    target = session.look(firm, lambda books: books.returns.get(ReturnKey(firm, "JY", MONTH)))
    return target.cells["JY021"].text if target and "JY021" in target.cells else ""


def states(batch: Batch) -> list[str]:
    return [part.state for part in batch.parts]


@pytest.fixture
def many(session: Session) -> Session:
    for number, firm in enumerate(FIRMS):
        enterprises.add(session, firm, f"第 {number} 家")
        session.vault.shut(firm)
    return session


@pytest.fixture
def batch(many: Session) -> Batch:
    return batching.begin(
        many, "九月汇总", {firm: set_of(firm, f"{number}00") for number, firm in enumerate(FIRMS)}
    )


def test_it_is_written_down_before_anything_is_done(many: Session, batch: Batch) -> None:
    assert states(batch) == ["waiting"] * 3
    assert journals.unfinished(many) == (batch,)
    assert [held(many, firm) for firm in FIRMS] == ["", "", ""]


def test_every_enterprise_gets_its_part_and_only_its_own(many: Session, batch: Batch) -> None:
    heard: list[Part] = []
    done = batching.carry_on(many, batch.batch_id, heard.append)
    assert states(done) == ["done"] * 3
    assert [part.firm for part in heard] == list(FIRMS)
    assert [held(many, firm) for firm in FIRMS] == ["000", "100", "200"]
    for firm in FIRMS:
        assert {each.firm for each in many.look(firm, lambda books: books.returns.heads())} == {firm}
    assert journals.unfinished(many) == ()
    again = batching.carry_on(many, batch.batch_id)
    assert again == done
    assert many.own.run(lambda books: books.cache.names("batch-part/")) == []


def test_what_is_settled_is_added_to_the_journal_and_taken_into_it_at_the_end(many: Session, batch: Batch) -> None:
    def kept() -> dict[str, bytes | None]:
        def work(books: Books) -> dict[str, bytes | None]:
            return {name: books.settings.get(name) for name in books.settings.names("batch")}

        return many.own.run(work)

    begun, seen = kept(), []
    for number in range(1, len(FIRMS) + 1):
        heard = Hearing(1)
        batching.carry_on(many, batch.batch_id, heard, heard.stop)
        seen.append(kept())
        assert batching.find(many, batch.batch_id).count("done") == number
    assert [len(each) for each in seen] == [2, 3, 1]
    assert all(begun.items() <= each.items() for each in seen[:-1])
    assert states(batching.undo(many, batch.batch_id)) == ["undone"] * 3
    assert len(kept()) == 1


def test_one_that_refuses_keeps_none_of_the_others(many: Session, batch: Batch) -> None:
    outcome = open_draft(many, ReturnKey(FIRMS[1], "JY", MONTH)).type({"JY021": "7"})
    assert outcome is not None
    save(many, outcome).result()
    done = batching.carry_on(many, batch.batch_id)
    assert states(done) == ["done", "refused", "done"]
    assert done.parts[1].code == "import.stale"
    assert [held(many, firm) for firm in FIRMS] == ["000", "7", "200"]


def test_it_is_taken_back_by_walking_its_journal(many: Session, batch: Batch) -> None:
    batching.carry_on(many, batch.batch_id)
    outcome = open_draft(many, ReturnKey(FIRMS[2], "JY", MONTH)).type({"JY021": "9"})
    assert outcome is not None
    save(many, outcome).result()
    undone = batching.undo(many, batch.batch_id)
    assert states(undone) == ["undone", "undone", "refused"]
    assert undone.parts[2].code == "store.undo-blocked"
    assert [held(many, firm) for firm in FIRMS] == ["", "", "9"]
    for firm in FIRMS:
        assert auditing.verify(many, firm).whole


def test_one_that_was_stopped_is_taken_back_and_forgets_the_rest(many: Session, batch: Batch) -> None:
    heard = Hearing(1)
    batching.carry_on(many, batch.batch_id, heard, heard.stop)
    undone = batching.undo(many, batch.batch_id)
    assert states(undone) == ["undone", "waiting", "waiting"]
    assert not undone.unfinished
    assert many.own.run(lambda books: books.cache.names("batch-part/")) == []
    assert [held(many, firm) for firm in FIRMS] == ["", "", ""]


def test_a_batch_nobody_began_is_named(many: Session) -> None:
    with pytest.raises(UserError, match=r"batch\.none-such"):
        batching.carry_on(many, "nothing")


KILLED = """
import os, sys
from pathlib import Path
from client.keys import Keychain, keyfile
from client.store.file.store import Store
from client.usecases.books.batches import batching
from client.usecases.home.opening import open_session
home, master, batch_id, left = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3], int(sys.argv[4])
session = open_session(home, keys=Keychain(home, keyfile.read(home), master))
commit = Store._commit
def watched(store, work):
    global left
    if left % 2 == 0 and left <= 0:
        os._exit(9)
    answer = commit(store, work)
    left -= 2
    if left < 0:
        os._exit(9)
    return answer
Store._commit = watched
batching.carry_on(session, batch_id)
session.close()
print("whole")
"""


@pytest.mark.parametrize("left", [3, 6])
def test_killed_before_or_after_any_commit_it_goes_on_and_does_nothing_twice(
    many: Session, batch: Batch, tmp_path: Path, left: int
) -> None:
    many.close()
    place = tmp_path / "killed"
    shutil.copytree(many.home, place)
    master = many.vault.keys.master
    words = [sys.executable, "-c", KILLED, str(place), master.hex(), batch.batch_id, str(left)]
    killed = subprocess.run(words, cwd=Path(__file__).parents[3], check=False)
    assert killed.returncode == 9
    keys = keyfile.read(place)
    assert keys is not None
    with open_session(place, keys=Keychain(place, keys, master)) as session:
        (waiting,) = journals.unfinished(session)
        assert states(batching.carry_on(session, waiting.batch_id)) == ["done"] * 3
        assert [held(session, firm) for firm in FIRMS] == ["000", "100", "200"]
        for firm in FIRMS:
            assert len(session.look(firm, lambda books: books.imports.all())) == 1
