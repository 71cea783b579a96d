"""What a backup is on disk: a folder with the key file, the stores, and a list of what they were proved to be."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from client.base.errors import JibaoError, UserError, WorldError
from client.base.files import at_most, digest_of
from client.base.home import BACKUPS_FOLDER, STORE_FILE, firm_store, may_name_a_folder
from client.base.reasons import reason_of
from client.base.stopping import NEVER, Stop
from client.keys import HOME, Keychain

LIST_FILE = "backup.json"
PART = ".part"
_FORMAT = 1
_LONGEST_LIST = 64 * 1024 * 1024
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


class _Versioned(msgspec.Struct):
    format: int


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

    def proved(self, name: str, stop: Stop = NEVER) -> bool:
        """Whether its copy of a store is as it was proved, whatever became of the others. Raises ``Stopped``."""
        try:
            return name in self.stores and digest_of(self.store(name), stop) == self.stores[name].sha256
        except OSError:
            return False


def place(folder: Path, name: str) -> Path:
    """Where the store ``name`` of the key file lies in a home or a backup of one."""
    return folder / STORE_FILE if name == HOME else firm_store(folder, name)


def names_of(keys: Keychain) -> list[str]:
    """The stores there is a key for; that of the first layout, whose key stays for what was put aside, is none."""
    return [name for name in keys.names if name == HOME or may_name_a_folder(name)]


def read_backup(folder: Path, stop: Stop = NEVER, firms: Collection[str] | None = None) -> Backup:
    """The backup in a folder, every store as it was proved, or the home's own and those of some ``firms``.

    Raises ``UserError('backup.…')``: none-there, damaged, newer; ``WorldError('backup.unreadable')``; ``Stopped``.
    """
    backup = _said(folder)
    try:
        asked = backup.stores.keys() & {HOME, *(backup.firms if firms is None else firms)}
        whole = all(digest_of(backup.store(name), stop) == backup.stores[name].sha256 for name in sorted(asked))
    except (FileNotFoundError, NotADirectoryError):
        whole = False
    except OSError as error:
        raise WorldError("backup.unreadable", folder=folder, reason=reason_of(error)) from error
    if not whole:
        raise UserError("backup.damaged", folder=folder)
    return backup


def _said(folder: Path) -> Backup:
    """What the list in a folder says is there; raises as ``read_backup``. Its names come from who knows where."""
    try:
        data = at_most(folder / LIST_FILE, _LONGEST_LIST)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError("backup.none-there", folder=folder) from error
    except OSError as error:
        raise WorldError("backup.unreadable", folder=folder, reason=reason_of(error)) from error
    try:
        if msgspec.json.decode(data, type=_Versioned).format > _FORMAT:
            raise UserError("backup.newer", folder=folder)
        held = msgspec.json.decode(data, type=BackupList)
        backup = Backup(folder, datetime.fromisoformat(held.made_at), held.reason, held.stores)
    except (msgspec.DecodeError, ValueError) as error:
        raise UserError("backup.damaged", folder=folder) from error
    if backup.made_at.tzinfo is None or HOME not in backup.stores or not all(map(may_name_a_folder, backup.firms)):
        raise UserError("backup.damaged", folder=folder)
    return backup


def listed(home: Path) -> tuple[Backup, ...]:
    """The home's own backups, the newest first; what is damaged or unfinished is none."""
    return lying_in(home / BACKUPS_FOLDER)


def found_in(folder: Path) -> tuple[Backup, ...]:
    """Backups in a folder somebody named, the newest first: it is one, holds some, or is the home that has them.

    Raises as ``read_backup`` where there is none.
    """
    if not os.path.exists(folder / LIST_FILE):  # noqa: PTH110 - no error of a drive that is gone
        for parent in (folder, folder / BACKUPS_FOLDER):
            if found := lying_in(parent):
                return found
    return (read_backup(folder),)


def lying_in(parent: Path) -> tuple[Backup, ...]:
    """What lists say is there, the newest first; whether it is as it was proved is looked at when it is read."""
    found, folders = [], list[Path]()
    with suppress(OSError):  # a drive that is gone holds none
        folders = sorted(parent.glob("*T*"), reverse=True)
    for folder in folders:
        with suppress(JibaoError):
            if folder.suffix != PART:
                found.append(_said(folder))
    return tuple(found)


def part_of(folder: Path) -> Path:
    """Where a backup lies until it is whole, and again while it is being removed."""
    return folder.with_name(f"{folder.name}{PART}")


def moment_of(folder: Path) -> datetime | None:
    """By its name, also one with a number behind it, without a zone; None where it is called otherwise."""
    try:
        return datetime.strptime(folder.stem.partition("-")[0], _STAMP)
    except ValueError:
        return None


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
