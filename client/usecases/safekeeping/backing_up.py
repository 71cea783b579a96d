"""Backups: every store copied under its own key, proved before it counts, rotated, and to a second folder."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from client.base.clock import rfc3339
from client.base.errors import JibaoError, WorldError
from client.base.files import digest_of
from client.base.home import BACKUPS_FOLDER, KEYS_FILE
from client.base.stopping import NEVER, Stop, Stopped
from client.keys import HOME, Keychain
from client.store.file.copies import check_copy
from client.store.file.head import HeadFile, Note
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import (
    BEFORE_RESTORE,
    LIST_FILE,
    Backup,
    BackupList,
    StoreCopy,
    folder_name,
    kept,
    listed,
    place,
    read_backup,
)
from client.usecases.safekeeping.compacting import compact_open

AFTER = timedelta(minutes=30)
"""Changes are backed up when the newest backup is older than this."""

SECOND_FOLDER = "backup.folder"

SECOND_THOUGHTS = timedelta(days=30)
"""So long what was made before a restore stays, whatever was made since."""


@dataclass(frozen=True)
class BackedUp:
    """A backup that counts. ``second_problem`` says why the second folder, if there is one, did not get it.

    ``second_stopped`` says that it was to get none any more: the backup itself was whole already.
    """

    backup: Backup
    second_problem: JibaoError | None = None
    second_stopped: bool = False


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

    Raises ``WorldError``: ``backup.failed`` (a copy did not prove itself), ``backup.no-room``,
    ``backup.not-written``, ``store.out-of-reach``; ``Stopped``.
    Nothing that fails or is stopped is left, and older backups stay. Once the backup is whole, ``stop`` only
    keeps it from being compacted and copied to the second folder.
    """
    parent = out if out is not None else session.home / BACKUPS_FOLDER
    backup = _make(session, parent, reason, stop, told)
    with suppress(JibaoError):  # the backup is good; what could not be compacted now will be another time
        if not stop.asked:
            compact_open(session, backup.firms)
    if out is not None:
        return BackedUp(backup)
    _rotate(session)
    try:
        return BackedUp(backup, _to_second(session, backup, stop))
    except Stopped:
        return BackedUp(backup, second_stopped=True)


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


def second_folder(session: Session) -> Path | None:
    """Where every backup is also put, if anywhere."""
    held = str(settings.get(session, SECOND_FOLDER))
    return Path(held) if held else None


def _make(session: Session, parent: Path, reason: str, stop: Stop, told: Told) -> Backup:
    made_at = session.clock.now()
    folder = _free(parent, made_at)
    part = folder.with_name(f"{folder.name}.part")
    before = next(iter(listed(session.home)), None)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        stores = _copy_all(session, part, before, stop, told)
        shutil.copyfile(session.home / KEYS_FILE, part / KEYS_FILE)
        held = BackupList(made_at=rfc3339(made_at), reason=reason, stores=stores)
        (part / LIST_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(held), indent=2))
        stop.check()
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _not_written(parent, error) from error
    except (JibaoError, Stopped):
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Backup(folder, made_at, reason, stores)


def _not_written(folder: Path, error: OSError) -> WorldError:
    if error.errno == errno.ENOSPC:
        return WorldError("backup.no-room", folder=folder)
    return WorldError("backup.not-written", folder=folder, reason=error.strerror or "")


def _free(parent: Path, made_at: datetime) -> Path:
    """A folder that is not there yet: two backups may be made within a second."""
    while (folder := parent / folder_name(made_at)).exists():
        made_at += timedelta(seconds=1)
    return folder


def _names(session: Session) -> list[str]:
    """Stores that are there: the home's own, and those of the enterprises."""
    return [name for name in session.vault.keys.names if place(session.home, name).exists()]


def _copy_all(session: Session, part: Path, before: Backup | None, stop: Stop, told: Told) -> dict[str, StoreCopy]:
    """Every store, heeding ``stop`` in the middle of one too."""
    names = _names(session)
    stores = {}
    for number, name in enumerate(names, start=1):
        stop.check()
        told(number, len(names), name)
        stores[name] = _copy(session, name, part, before, stop)
    return stores


def _copy(session: Session, name: str, folder: Path, before: Backup | None, stop: Stop) -> StoreCopy:
    """One store into the backup: the copy before it linked where nothing was done since, else made and proved.

    The home's own store holds settings, which no entry tells of: it is small, and always copied.
    """
    copy = place(folder, name)
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if before is not None and name != HOME and _same(session, name, before) and _link(before.store(name), copy):
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
    return StoreCopy(report.entries, report.head, digest_of(copy))


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


def _link(source: Path, target: Path) -> bool:
    """A second name for a copy that was proved when it was made; False where the disk cannot."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _rotate(session: Session) -> None:
    """Remove the home's own backups that no hour, day or month needs any more, and no second thoughts."""
    month_ago = session.clock.now() - SECOND_THOUGHTS
    found = [each for each in listed(session.home) if each.reason != BEFORE_RESTORE or each.made_at < month_ago]
    staying = kept(each.made_at for each in found)
    for each in found:
        if each.made_at not in staying:
            shutil.rmtree(each.folder, ignore_errors=True)


def _to_second(session: Session, backup: Backup, stop: Stop) -> JibaoError | None:
    """Copy the backup to the second folder and prove the copy by its digests; raises nothing but ``Stopped``."""
    second = second_folder(session)
    if second is None:
        return None
    target = second / backup.folder.name
    part = target.with_name(f"{target.name}.part")
    try:
        stop.check()
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(backup.folder, part, copy_function=partial(_copy_unless, stop))
        read_backup(part)
        stop.check()
        part.rename(target)
    except Stopped:
        shutil.rmtree(part, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        return _not_written(second, error)
    except JibaoError as error:
        return error
    return None


def _copy_unless(stop: Stop, source: str, target: str) -> str:
    stop.check()
    return str(shutil.copy2(source, target))
