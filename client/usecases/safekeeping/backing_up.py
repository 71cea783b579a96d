"""Backups: every store copied under its own key, proved before it counts, rotated, and to a second folder."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from client.base.clock import rfc3339
from client.base.errors import JibaoError
from client.base.home import BACKUPS_FOLDER, KEYS_FILE
from client.base.stopping import NEVER, Stop, Stopped
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import (
    LIST_FILE,
    Backup,
    BackupList,
    folder_name,
    listed,
    part_of,
)
from client.usecases.safekeeping.backups_kept import clear_halves, not_written, rotate, settle, to_second
from client.usecases.safekeeping.compacting import compact_open
from client.usecases.safekeeping.copying_stores import Copying, Told, stores_there, unchanged_since

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
    with suppress(OSError):
        clear_halves(session, parent)
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
    names = stores_there(session)
    if backup is None:
        return len(names) > 1
    return not all(unchanged_since(session, name, backup) for name in names)


def _make(
    session: Session, parent: Path, reason: str, stop: Stop, told: Told
) -> tuple[Backup, dict[str, JibaoError]]:
    made_at = session.clock.now()
    folder = _free(parent, made_at)
    part = part_of(folder)
    copying = Copying(session, part, listed(session.home), stop)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        copying.copy_all(told)
        shutil.copyfile(session.home / KEYS_FILE, part / KEYS_FILE)
        held = BackupList(made_at=rfc3339(made_at), reason=reason, stores=copying.stores)
        (part / LIST_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(held), indent=2))
        stop.check()
        settle(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise not_written(parent, error) from error
    except (JibaoError, Stopped):
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Backup(folder, made_at, reason, copying.stores), copying.not_new


def _free(parent: Path, made_at: datetime) -> Path:
    """A folder that is not there yet: two backups may be made within a second."""
    while (folder := parent / folder_name(made_at)).exists():
        made_at += timedelta(seconds=1)
    return folder
