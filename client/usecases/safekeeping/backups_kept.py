"""Backups kept: written out before they have their name, rotated, and once more in a second folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from client.base.errors import JibaoError, WorldError
from client.base.files import FULL, copy_folder, flush, rename
from client.base.home import KEYS_FILE
from client.base.reasons import reason_of
from client.base.stopping import Stop
from client.keys import HOME, Keychain, keyfile
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import (
    BEFORE_RESTORE,
    LIST_FILE,
    PART,
    Backup,
    kept,
    lying_in,
    moment_of,
    part_of,
    read_backup,
)

SECOND_FOLDER = "backup.folder"

SECOND_THOUGHTS = timedelta(days=30)
"""So long what was made before a restore stays, whatever was made since."""


def settle(part: Path, folder: Path) -> None:
    """It is whole, and is so after a power cut too: older ones are removed for it. Stores are flushed already."""
    for each in (part / KEYS_FILE, part / LIST_FILE, *(held for held in part.rglob("*") if held.is_dir()), part):
        flush(each)
    rename(part, folder)
    flush(folder.parent)


def not_written(folder: Path, error: OSError) -> WorldError:
    """What a disk refused, by its name: it is full, or what it says."""
    if error.errno in FULL:
        return WorldError("backup.no-room", folder=folder)
    return WorldError("backup.not-written", folder=folder, reason=reason_of(error))


def second_folder(session: Session) -> Path | None:
    """Where every backup is also put, if anywhere."""
    held = str(settings.get(session, SECOND_FOLDER))
    return Path(held) if held else None


def rotate(session: Session, there: Iterable[Backup]) -> None:
    """Remove backups that are no longer the newest of an hour, a day or a month.

    Those made before a restore stay for ``SECOND_THOUGHTS``, whatever else there is.
    """
    month_ago = session.clock.now() - SECOND_THOUGHTS
    found = [each for each in there if each.reason != BEFORE_RESTORE or each.made_at < month_ago]
    staying = kept(each.made_at for each in found)
    for each in found:
        if each.made_at not in staying:
            _remove(each.folder)


def _remove(folder: Path) -> None:
    """Cut short it is no backup that is not whole: it has lost its name first."""
    part = part_of(folder)
    with suppress(OSError):
        folder.rename(part)
        shutil.rmtree(part, ignore_errors=True)


def to_second(session: Session, backup: Backup, stop: Stop) -> JibaoError | None:
    """Copy the backup to the second folder and prove the copy by its digests; raises nothing but ``Stopped``."""
    second = second_folder(session)
    if second is None:
        return None
    target = second / backup.folder.name
    part = part_of(target)
    try:
        stop.check()
        shutil.rmtree(part, ignore_errors=True)
        copy_folder(backup.folder, part, stop)
        read_backup(part, stop)
        stop.check()
        settle(part, target)
        with suppress(OSError):  # it is there; what could not be looked at will be another time
            _rotate_second(session, second)
    except OSError as error:
        return not_written(second, error)
    except JibaoError as error:
        return error
    finally:  # a drive that is gone has none any more
        shutil.rmtree(part, ignore_errors=True)
    return None


def _rotate_second(session: Session, second: Path) -> None:
    """Remove old backups from the second folder, where others' backups may lie too."""
    rotate(session, [each for each in lying_in(second) if _ours(session, each)])
    clear_halves(session, second)


def clear_halves(session: Session, parent: Path) -> None:
    """Remove what was begun over a day ago and never got its name: its writer was killed. Raises ``OSError``."""
    yesterday = session.clock.now() - timedelta(days=1)
    for part in parent.glob(f"*{PART}"):
        moment = moment_of(part)
        if moment is not None and moment.replace(tzinfo=yesterday.tzinfo) < yesterday:
            shutil.rmtree(part, ignore_errors=True)


def _ours(session: Session, backup: Backup) -> bool:
    """Whether it was made under this home's master key."""
    try:
        held = keyfile.read(backup.folder)
        return held is not None and bool(Keychain(backup.folder, held, session.vault.keys.master).key(HOME))
    except JibaoError:
        return False
