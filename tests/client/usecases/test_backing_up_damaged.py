"""One damaged enterprise does not cost the others their backup: what is kept instead, and what is said of it."""

from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest

from client.base.errors import UserError, WorldError
from client.base.home import firm_store
from client.usecases.home.session import Session
from client.usecases.safekeeping import copying_stores, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import read_backup
from tests.client.usecases.two_firms import A, B, Hand, enter, held


def spoilt(session: Session, firm: str, *, gone: bool) -> None:
    session.vault.shut(firm)
    path = firm_store(session.home, firm)
    if gone:
        path.unlink()
    else:
        path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("gone", [False, True])
def test_one_damaged_enterprise_does_not_cost_the_others_their_backup(
    two: Session, tmp_path: Path, clock: Hand, *, gone: bool
) -> None:
    first = back_up(two).backup
    enter(two, A, "112")
    enter(two, B, "223")
    spoilt(two, A, gone=gone)
    clock.at += timedelta(hours=2)
    for made in (back_up(two), back_up(two, tmp_path / "U盘")):
        (told,) = made.not_new
        assert (told.code, told.params["firm"]) == ("backup.older-copy", A)
        assert made.problem is told
        assert {*read_backup(made.backup.folder).firms} == {A, B}
        assert made.backup.stores[A] == first.stores[A]
        assert made.backup.stores[B] != first.stores[B]
    clock.at += timedelta(hours=1)
    restoring.restore(two, made.backup.folder)
    assert (held(two, A), held(two, B)) == ("111", "223")
    assert back_up(two).problem is None


def test_an_older_copy_there_is_no_room_for_is_not_left_out(
    two: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(two)
    spoilt(two, A, gone=False)

    def no_links(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying_stores.os, "link", no_links)
    monkeypatch.setattr(copying_stores, "copy_file", full)
    with pytest.raises(WorldError, match=r"backup\.no-room"):
        back_up(two, tmp_path / "U盘")
    assert list((tmp_path / "U盘").iterdir()) == []


def test_what_never_was_backed_up_is_left_out_by_name(two: Session) -> None:
    spoilt(two, A, gone=False)
    made = back_up(two)
    (told,) = made.not_new
    assert (told.code, told.params["firm"]) == ("backup.left-out", A)
    assert read_backup(made.backup.folder).firms == (B,)


def test_of_a_rotten_copy_only_its_own_enterprise_suffers(two: Session) -> None:
    made = back_up(two).backup
    copy = made.store(B)
    data = copy.read_bytes()
    copy.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    enter(two, A, "112")
    for firms in (None, [B]):
        with pytest.raises(UserError, match=r"backup\.damaged"):
            restoring.preview(two, made.folder, firms)
    assert [each.firm for each in restoring.preview(two, made.folder, [A])] == [A]
    assert restoring.restore(two, made.folder, [A]) == (A,)
    assert held(two, A) == "111"
