"""Backups: every store copied under its own key, proved before it counts, rotated, and to a second folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from client.base.clock import rfc3339
from client.base.errors import JibaoError, WorldError
from client.base.files import FULL, copy_file, digest_of
from client.base.home import BACKUPS_FOLDER, KEYS_FILE
from client.base.stopping import NEVER, Stop, Stopped
from client.keys import HOME, Keychain
from client.store.file.copies import check_copy
from client.store.file.head import HeadFile, Note
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import (
    LIST_FILE,
    Backup,
    BackupList,
    StoreCopy,
    folder_name,
    listed,
    names_of,
    part_of,
    place,
)
from client.usecases.safekeeping.backups_kept import not_written, rotate, settle, to_second
from client.usecases.safekeeping.compacting import compact_open

AFTER = timedelta(minutes=30)
"""Changes are backed up when the newest backup is older than this."""


@dataclass(frozen=True)
class BackedUp:
    """A backup that counts. ``second_problem`` says why the second folder, if there is one, did not get it.

    ``not_new`` names the enterprises whose stores could not be copied, and what of theirs is in it instead.

    ``second_stopped`` says that it was to get none any more: the backup itself was whole already.
    """

    backup: Backup
    second_problem: JibaoError | None = None
    second_stopped: bool = False
    not_new: tuple[JibaoError, ...] = ()

    @property
    def problem(self) -> JibaoError | None:
        """The first thing to be told of it, if any."""
        return next(iter(self.not_new), self.second_problem)


Told = Callable[[int, int, str], None]
"""Told before each store which one it is, counted from 1, of how many, and its name in the key file."""


def not_told(_at: int, _of: int, _name: str) -> None:
    """Nobody listens."""


def back_up(
    session: Session,
    out: Path | None = None,
    *,
    reason: str = "asked",
    stop: Stop = NEVER,
    told: Told = not_told,
) -> BackedUp:
    """Back up every store of the home into a new folder below ``out``, by default among the home's own.

    Of an enterprise whose store is damaged or gone it holds the copy of the newest backup that has one: the others
    have one all the same. Raises ``WorldError``: ``backup.failed`` (the home's own copy did not prove itself),
    ``backup.no-room``, ``backup.not-written``, ``store.out-of-reach``; ``Stopped``.
    Nothing that fails or is stopped is left, and older backups stay. Once the backup is whole, ``stop`` only
    keeps it from being compacted and copied to the second folder.
    """
    parent = out if out is not None else session.home / BACKUPS_FOLDER
    backup, not_new = _make(session, parent, reason, stop, told)
    with suppress(JibaoError):  # the backup is good; what could not be compacted now will be another time
        if not stop.asked:
            compact_open(session, tuple(firm for firm in backup.firms if firm not in not_new))
    made = BackedUp(backup, not_new=tuple(not_new.values()))
    if out is not None:
        return made
    rotate(session, listed(session.home))
    try:
        return replace(made, second_problem=to_second(session, backup, stop))
    except Stopped:
        return replace(made, second_stopped=True)


def back_up_if_due(session: Session) -> BackedUp | None:
    """Back up when something changed and the newest backup is older than half an hour."""
    newest = next(iter(listed(session.home)), None)
    if newest is not None and session.clock.now() - newest.made_at < AFTER:
        return None
    return back_up(session, reason="time") if changed_since(session, newest) else None


def back_up_on_exit(session: Session) -> BackedUp | None:
    """Back up what changed since the newest backup, before the home is closed."""
    newest = next(iter(listed(session.home)), None)
    return back_up(session, reason="exit") if changed_since(session, newest) else None


def changed_since(session: Session, backup: Backup | None) -> bool:
    """Whether any store holds another newest entry than the backup's copy of it; none is opened for it."""
    names = _names(session)
    if backup is None:
        return len(names) > 1
    return any(_note(session, name) is None or not _same(session, name, backup) for name in names)


def _make(
    session: Session, parent: Path, reason: str, stop: Stop, told: Told
) -> tuple[Backup, dict[str, JibaoError]]:
    made_at = session.clock.now()
    folder = _free(parent, made_at)
    part = part_of(folder)
    before = listed(session.home)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        stores, not_new = _copy_all(session, part, before, stop, told)
        shutil.copyfile(session.home / KEYS_FILE, part / KEYS_FILE)
        held = BackupList(made_at=rfc3339(made_at), reason=reason, stores=stores)
        (part / LIST_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(held), indent=2))
        stop.check()
        settle(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise not_written(parent, error) from error
    except (JibaoError, Stopped):
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Backup(folder, made_at, reason, stores), not_new


def _free(parent: Path, made_at: datetime) -> Path:
    """A folder that is not there yet: two backups may be made within a second."""
    while (folder := parent / folder_name(made_at)).exists():
        made_at += timedelta(seconds=1)
    return folder


def _names(session: Session) -> list[str]:
    """Stores that are there: the home's own, and those of the enterprises."""
    return [name for name in names_of(session.vault.keys) if place(session.home, name).exists()]


def _copy_all(
    session: Session, part: Path, before: Sequence[Backup], stop: Stop, told: Told
) -> tuple[dict[str, StoreCopy], dict[str, JibaoError]]:
    """Every store, heeding ``stop`` in the middle of one too; and what is to be told of those not copied now."""
    names = _names(session)
    once = {name for backup in before for name in backup.stores} & set(names_of(session.vault.keys))
    stores: dict[str, StoreCopy] = {}
    not_new: dict[str, JibaoError] = {}
    for number, name in enumerate(names, start=1):
        stop.check()
        told(number, len(names), name)
        try:
            stores[name] = _copy(session, name, part, next(iter(before), None), stop)
        except WorldError as error:
            if error.code != "backup.failed" or name == HOME:
                raise
            not_new[name] = _keep(session, name, part, before, str(error.params["kind"]), stores, stop)
    for name in sorted(once.difference(names)):
        not_new[name] = _keep(session, name, part, before, "store.missing", stores, stop)
    return stores, not_new


def _keep(
    session: Session,
    name: str,
    folder: Path,
    before: Sequence[Backup],
    kind: str,
    stores: dict[str, StoreCopy],
    stop: Stop,
) -> WorldError:
    """What the newest backup that still opens has of a store that could not be copied; answers what to tell.

    Raises ``OSError`` for a full disk: a copy there is no room for is not left out.
    """
    copy = place(folder, name)
    for backup in before:
        copy.unlink(missing_ok=True)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        there = backup.proved(name, stop) and _link_or_copy(backup, name, copy, stop)
        if there and check_copy(copy, session.vault.keys.key(name), stop).good:
            stores[name] = backup.stores[name]
            moment = f"{backup.made_at:%Y-%m-%d %H:%M}"
            return WorldError("backup.older-copy", firm=name, kind=kind, moment=moment)
    shutil.rmtree(copy.parent, ignore_errors=True)
    return WorldError("backup.left-out", firm=name, kind=kind)


def _copy(session: Session, name: str, folder: Path, before: Backup | None, stop: Stop) -> StoreCopy:
    """One store into the backup: the copy before it linked where nothing was done since, else made and proved.

    What is linked is one copy under many names, so it is held against its digest each time. The home's own store
    holds settings, which no entry tells of: it is small, and always copied.
    """
    copy = place(folder, name)
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unchanged = before is not None and name != HOME and _same(session, name, before)
    if before is not None and unchanged and before.proved(name, stop) and _link(before.store(name), copy):
        return before.stores[name]
    try:
        if name == HOME:
            session.own.copy_to(copy, stop)
        else:
            with session.vault.visit(name) as store:
                store.copy_to(copy, stop)
    except JibaoError as error:
        if error.code == "store.disk-full":
            raise WorldError("backup.no-room", folder=folder.parent) from error
        if error.code == "store.out-of-reach":
            raise
        raise WorldError("backup.failed", store=name, kind=error.code) from error
    stop.check()
    report = check_copy(copy, session.vault.keys.key(name), stop)
    if not report.good:
        raise WorldError("backup.failed", store=name, kind=report.fault)
    return StoreCopy(report.entries, report.head, digest_of(copy, stop))


def _same(session: Session, name: str, backup: Backup) -> bool:
    """Whether the store's note says that nothing was done since the backup's copy."""
    held, note = backup.stores.get(name), _note(session, name)
    return held is not None and note is not None and (held.entries, held.head) == (note.seq, _spelled(note))


def _note(session: Session, name: str) -> Note | None:
    return note_beside(session.home, name, session.vault.keys)


def note_beside(home: Path, name: str, keys: Keychain) -> Note | None:
    """How far a store has come, without opening it."""
    path = HeadFile.beside(place(home, name))
    if not path.exists():
        return None
    head = HeadFile(path, keys.key(name))
    try:
        return head.read()
    finally:
        head.close()


def _spelled(note: Note) -> str:
    return f"sha256:{note.hash.hex()}"


def _link_or_copy(before: Backup, name: str, target: Path, stop: Stop) -> bool:
    source = before.store(name)
    if _link(source, target):
        return True
    try:
        copy_file(source, target, stop)
    except OSError as error:
        if error.errno in FULL:
            raise
        return False
    return digest_of(target, stop) == before.stores[name].sha256


def _link(source: Path, target: Path) -> bool:
    """A second name for a copy that is as it was proved when it was made; False where none can be."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
