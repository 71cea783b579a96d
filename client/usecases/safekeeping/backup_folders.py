"""What a backup is on disk: a folder with the key file, the stores, and a list of what they were proved to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.files import digest_of
from client.base.home import BACKUPS_FOLDER, STORE_FILE, firm_store
from client.keys import HOME

LIST_FILE = "backup.json"
_FORMAT = 1
_STAMP = "%Y%m%dT%H%M%S"
HOURLY, DAILY = 24, 30
BEFORE_RESTORE = "before-restore"
"""The reason of a backup that was made because another one was to be restored."""


class StoreCopy(msgspec.Struct, frozen=True):
    """One store in a backup: entries and head of its audit trail, and the digest of the file."""

    entries: int
    head: str
    sha256: str


class BackupList(msgspec.Struct, frozen=True, kw_only=True):
    """``backup.json``; it holds no figure and no secret. ``stores`` by the names of the key file."""

    format: int = _FORMAT
    made_at: str
    reason: str
    stores: dict[str, StoreCopy]


@dataclass(frozen=True)
class Backup:
    """A backup that counts: every store in it was opened, checked and its audit trail recomputed."""

    folder: Path
    made_at: datetime
    reason: str
    stores: dict[str, StoreCopy]

    @property
    def firms(self) -> tuple[str, ...]:
        """Credit codes of the enterprises in it."""
        return tuple(name for name in self.stores if name != HOME)

    def store(self, name: str) -> Path:
        """Where a store lies in it."""
        return place(self.folder, name)


def place(folder: Path, name: str) -> Path:
    """Where the store ``name`` of the key file lies in a home or a backup of one."""
    return folder / STORE_FILE if name == HOME else firm_store(folder, name)


def read_backup(folder: Path) -> Backup:
    """The backup in a folder. Raises ``UserError('backup.…')``: none-there, damaged, newer."""
    try:
        held = msgspec.json.decode((folder / LIST_FILE).read_bytes(), type=BackupList)
        made_at = datetime.fromisoformat(held.made_at)
        if held.format > _FORMAT:
            raise UserError("backup.newer", folder=folder)
        backup = Backup(folder, made_at, held.reason, held.stores)
        whole = all(digest_of(backup.store(name)) == copy.sha256 for name, copy in held.stores.items())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError("backup.none-there", folder=folder) from error
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise UserError("backup.damaged", folder=folder) from error
    if not whole:
        raise UserError("backup.damaged", folder=folder)
    return backup


def listed(home: Path) -> tuple[Backup, ...]:
    """The home's own backups, the newest first; what is damaged or unfinished is none."""
    return _told_by_lists(sorted((home / BACKUPS_FOLDER).glob("*T*"), reverse=True))


def found_in(folder: Path) -> tuple[Backup, ...]:
    """Backups in a folder somebody named, the newest first: it is one, holds some, or is the home that has them.

    Raises as ``read_backup`` where there is none.
    """
    if not (folder / LIST_FILE).exists():
        for parent in (folder, folder / BACKUPS_FOLDER):
            if found := _told_by_lists(sorted(parent.glob("*T*"), reverse=True)):
                return found
    return (read_backup(folder),)


def _told_by_lists(folders: Iterable[Path]) -> tuple[Backup, ...]:
    """What lists say is there; whether it is what was proved then is looked at when it is read."""
    found = []
    for folder in folders:
        try:
            held = msgspec.json.decode((folder / LIST_FILE).read_bytes(), type=BackupList)
            found.append(Backup(folder, datetime.fromisoformat(held.made_at), held.reason, held.stores))
        except (OSError, ValueError, msgspec.DecodeError):
            continue
    return tuple(found)


def folder_name(made_at: datetime) -> str:
    """What a backup made at a moment is called."""
    return made_at.strftime(_STAMP)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which of these backups stay: the newest of each of the last 24 hours that have one, of each of the last 30
    days that have one, and of every month."""
    newest_first = sorted(set(moments), reverse=True)
    staying: set[datetime] = set()
    for spelling, most in (("%Y%m%d%H", HOURLY), ("%Y%m%d", DAILY), ("%Y%m", None)):
        seen: dict[str, datetime] = {}
        for moment in newest_first:
            seen.setdefault(moment.strftime(spelling), moment)
        staying.update(list(seen.values())[:most])
    return staying
