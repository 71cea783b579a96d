"""A damaged store: the newest backup, every readable act since on top of it, and what is uncertain by name."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import Any

import pytest

from client.base.clock import Clock
from client.base.errors import JibaoError, WorldError
from client.base.home import firm_store
from client.sync import attached
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.bureau import attaching, connecting, filing
from client.usecases.home import enterprises, moving
from client.usecases.home.session import Session
from client.usecases.home.vault import Vault
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.safekeeping import auditing, salvaging
from client.usecases.safekeeping.backing_up import back_up
from forms.periods import Period
from forms.returns import Return, ReturnKey
from tests.client.usecases.two_firms import A, B, held

MONTH = Period.parse("2025-09")
YEAR = Period.parse("2025")
PAGE = 4096


def enter(session: Session, firm: str, address: str, text: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, "JY", MONTH)).type({address: text})
    assert outcome is not None
    save(session, outcome).result()


def returns_of(session: Session, firm: str) -> dict[str, Return]:
    return {each.key: each for each in session.look(firm, lambda books: books.returns.all())}


@pytest.fixture
def worked(session: Session, story: Sample) -> Session:
    """The sample imported and backed up, then forty edits more."""
    importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    back_up(session)
    for number in range(40):
        enter(session, story.firm, "JY021", str(1000 + number))
        enter(session, story.firm, "JY001", str(2000 + number))
    return session


def zero(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(data)


def test_an_undamaged_store_is_saved_whole(worked: Session, story: Sample) -> None:
    before = returns_of(worked, story.firm)
    saved = salvaging.salvage(worked, story.firm)
    assert (saved.lost, saved.mended, saved.uncertain) == ((), {}, {})
    assert saved.replayed == 80
    assert returns_of(worked, story.firm) == before
    assert auditing.verify(worked, story.firm).whole


def test_every_page_lost_in_turn_loses_nothing_unnamed(worked: Session, story: Sample) -> None:
    before = returns_of(worked, story.firm)
    worked.vault.shut(story.firm)
    path = firm_store(worked.home, story.firm)
    whole = path.read_bytes()
    pages = len(whole) // PAGE
    for page in range(0, pages, max(1, pages // 8)):
        worked.vault.shut(story.firm)
        for file in path.parent.iterdir():
            if file.name != path.name:
                file.unlink()
        path.write_bytes(whole)
        zero(path, page)
        saved = salvaging.salvage(worked, story.firm)
        after = returns_of(worked, story.firm)
        for key, was in before.items():
            named = set(saved.uncertain.get(key, ()))
            wrong = {a for a in was.cells if after[key].cells.get(a) != was.cells[a]}
            assert wrong <= named, (page, key)
        assert auditing.verify(worked, story.firm).whole, page
        assert check_returns(worked, story.firm)


def test_the_damaged_files_are_kept_aside_as_they_were(worked: Session, story: Sample) -> None:
    worked.vault.shut(story.firm)
    path = firm_store(worked.home, story.firm)
    zero(path, 0)
    damaged = path.read_bytes()
    with pytest.raises(JibaoError):
        returns_of(worked, story.firm)
    saved = salvaging.salvage(worked, story.firm)
    (aside,) = (worked.home / moving.ASIDE).iterdir()
    assert (aside / story.firm / path.name).read_bytes() == damaged
    # Its first page is gone, so nothing of it can be read: the backup, and every cell of it uncertain.
    assert saved.replayed == 0
    assert set(saved.uncertain) == set(returns_of(worked, story.firm))
    assert not list(worked.home.glob("salvage.*"))
    assert [each.code for each in enterprises.all_of(worked)] == [story.firm]


@pytest.mark.parametrize("moved", [False, True])
def test_killed_before_it_was_told_what_is_uncertain_is_told_next_time(
    worked: Session, story: Sample, monkeypatch: pytest.MonkeyPatch, *, moved: bool
) -> None:
    """Opening the home puts the saved store in its place, and that store is whole."""

    class Killed(BaseException):
        pass

    def move(vault: Vault, clock: Clock) -> None:
        nonlocal moves
        moves += 1
        if moves == 2:
            if moved:
                moving.move_into_place(vault, clock)
            raise Killed
        moving.move_into_place(vault, clock)

    moves = 0
    worked.vault.shut(story.firm)
    zero(firm_store(worked.home, story.firm), 0)
    monkeypatch.setattr(salvaging, "move_into_place", move)
    with pytest.raises(Killed):
        salvaging.salvage(worked, story.firm)
    told = salvaging.salvage(worked, story.firm)
    assert {key: set(held.cells) for key, held in returns_of(worked, story.firm).items()} == {
        key: set(addresses) for key, addresses in told.uncertain.items()
    }
    assert salvaging.salvage(worked, story.firm).uncertain == {}, "told once"


def test_without_a_backup_everything_readable_is_done_again(session: Session, firm: str) -> None:
    for number in range(5):
        enter(session, firm, "JY021", str(number))
    before = returns_of(session, firm)
    saved = salvaging.salvage(session, firm)
    assert (saved.backup, saved.replayed, saved.uncertain) == ("", 5, {})
    assert returns_of(session, firm) == before


def test_refused_by_the_disk_it_says_so_and_nothing_changed(
    worked: Session, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = returns_of(worked, story.firm)
    with monkeypatch.context() as refusing:
        refusing.setattr(salvaging, "copy_readable", full)
        with pytest.raises(WorldError, match=r"backup\.no-room-here"):
            salvaging.salvage(worked, story.firm)
    assert returns_of(worked, story.firm) == before


def test_a_version_brought_over_is_no_contradiction_of_the_trail(complete: Session, story: Sample) -> None:
    """Its manifest states the trail it was frozen in, which lies with the damaged files now."""
    with connecting.line(complete, story.firm) as line:
        filing.settle(line)
        back_up(complete)
        filing.submit(line, filing.Order(forms=["JB"]), wait=60)
    before = auditing.verify(complete, story.firm)
    assert (before.anchors, before.astray) == (1, ())
    assert salvaging.salvage(complete, story.firm).versions == 1
    after = auditing.verify(complete, story.firm)
    assert (after.whole, after.astray) == (True, ())
    with connecting.line(complete, story.firm) as line:
        filing.submit(line, filing.Order(forms=["JY"]), wait=60)
    assert auditing.verify(complete, story.firm).anchors == 1, (
        "what is filed from here on is held against this one"
    )


def test_enrolled_since_the_backup_it_files_on_as_the_same_computer(complete: Session, story: Sample) -> None:
    back_up(complete)
    with connecting.line(complete, story.firm) as line:
        filing.submit(line, filing.Order(forms=["JB"]), wait=60)
    device = connecting.enrolment(complete, story.firm)
    salvaging.salvage(complete, story.firm)
    assert connecting.enrolment(complete, story.firm) == device
    with connecting.line(complete, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(forms=["JY"]), wait=60)
    assert filed.problem is None
    assert filed.result is not None
    assert filed.result.receipt is not None


def test_files_attached_since_the_backup_stay_and_those_taken_off_do_not(
    complete: Session, story: Sample, tmp_path: Path
) -> None:
    scans = [tmp_path / f"{name}.pdf" for name in "甲乙丙"]
    for number, scan in enumerate(scans):
        scan.write_bytes(b"%PDF-1.7 " + bytes([number]) * 500)
    first = attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scans[0])
    back_up(complete)
    attaching.remove(complete, ReturnKey(story.firm, "JB", YEAR), first.id)
    second, third = (attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan) for scan in scans[1:])
    complete.store_of(story.firm).run(lambda books: books.settings.delete(f"attached-bytes/{third.id}"))
    saved = salvaging.salvage(complete, story.firm)
    (kept,) = attaching.shown(complete, ReturnKey(story.firm, "JB", YEAR))
    assert kept.file == second
    assert complete.look(story.firm, lambda books: attached.content(books, second.id)) == scans[1].read_bytes()
    assert saved.files == {f"{story.firm}.JB.2025": ("丙.pdf",)}


def test_a_version_goes_as_far_as_it_had_come_since_the_backup(
    complete: Session, story: Sample, tmp_path: Path
) -> None:
    """Sent again it would want the sealed file, which was dropped with the receipt."""
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(b"%PDF-1.7 " + bytes(500))
    attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    with connecting.line(complete, story.firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
        (check,) = check_returns(complete, story.firm, YEAR, "JB")
        version = filing.queue(line, check, due, None)
        back_up(complete)
        (filed,) = filing.submit(line, filing.Order(forms=["JB"]), wait=60)
    assert filed.result is not None
    assert filed.result.receipt is not None
    assert salvaging.salvage(complete, story.firm).versions == 0
    saved = complete.look(story.firm, lambda books: (books.outbox.get(version), books.receipts.get(version)))
    assert saved[0] is not None
    assert saved[0].state == "accepted"
    assert saved[1] is not None
    assert auditing.verify(complete, story.firm).whole


def test_a_version_taken_back_since_the_backup_is_not_sent_after_all(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
        (check,) = check_returns(complete, story.firm, YEAR, "JB")
        version = filing.queue(line, check, due, None)
    back_up(complete)
    complete.store_of(story.firm).run(lambda books: books.outbox.discard(version))
    salvaging.salvage(complete, story.firm)
    assert complete.look(story.firm, lambda books: books.outbox.all()) == []


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_store_that_is_gone_is_what_the_backup_has(worked: Session, story: Sample, *, folder_too: bool) -> None:
    worked.vault.shut(story.firm)
    path = firm_store(worked.home, story.firm)
    for file in path.parent.iterdir():
        file.unlink()
    if folder_too:
        path.parent.rmdir()
    saved = salvaging.salvage(worked, story.firm)
    assert saved.backup
    assert set(saved.uncertain) == set(returns_of(worked, story.firm))


def test_another_enterprise_s_rotten_copy_does_not_cost_the_backup(two: Session) -> None:
    """It is one file under the names of all backups."""
    made = back_up(two).backup
    zero(made.store(B), 2)
    two.vault.shut(A)
    zero(firm_store(two.home, A), 0)
    assert salvaging.salvage(two, A).backup == made.folder.name
    assert held(two, A) == "111"


def test_what_a_restore_had_ready_and_could_not_move_is_moved_in_first(two: Session) -> None:
    """As a restore does: a program held the files then."""
    made = back_up(two).backup
    place = firm_store(two.home / moving.MADE, B)
    place.parent.mkdir(parents=True)
    place.write_bytes(made.store(B).read_bytes())
    enter(two, A, "JY021", "5")
    two.vault.shut(A)
    zero(firm_store(two.home, A), 0)
    assert salvaging.salvage(two, A).backup == made.folder.name
    assert (held(two, A), held(two, B)) == ("111", "222")
    assert not (two.home / moving.MADE).exists()


def test_of_a_disk_with_a_bad_sector_all_the_rest_is_read(
    worked: Session, story: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(io.FileIO):
        def read(self, size: int = -1, /) -> bytes:
            if self.tell() <= 6 * PAGE < self.tell() + size:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    before = returns_of(worked, story.firm)
    worked.vault.shut(story.firm)
    path, real = firm_store(worked.home, story.firm), Path.open

    def opened(asked: Path, mode: str = "r", buffering: int = -1, **more: Any) -> Any:
        return Failing(str(path), "rb") if asked == path else real(asked, mode, buffering, **more)

    monkeypatch.setattr(Path, "open", opened)
    saved = salvaging.salvage(worked, story.firm)
    assert saved.replayed
    after = returns_of(worked, story.firm)
    for key, was in before.items():
        wrong = {a for a in was.cells if after[key].cells.get(a) != was.cells[a]}
        assert wrong <= set(saved.uncertain.get(key, ()))
