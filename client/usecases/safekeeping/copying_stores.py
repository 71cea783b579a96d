"""Every store of a home copied into a backup that is being made, each proved before it counts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from client.base.errors import JibaoError, WorldError
from client.base.files import FULL, copy_file, digest_of
from client.base.stopping import Stop
from client.keys import HOME
from client.store.file.copies import check_copy
from client.store.file.head import HeadFile, Note
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import Backup, StoreCopy, names_of, place

Told = Callable[[int, int, str], None]
"""Told before each store which one it is, counted from 1, of how many, and its name in the key file."""


def stores_there(session: Session) -> list[str]:
    """Names of the stores that are there: the home's own, and those of the enterprises."""
    return [name for name in names_of(session.vault.keys) if place(session.home, name).exists()]


def unchanged_since(session: Session, name: str, backup: Backup) -> bool:
    """Whether a store's note says that nothing was done since the backup's copy. No store is opened for it."""
    held, note = backup.stores.get(name), _note(session, name)
    return held is not None and note is not None and (held.entries, held.head) == (note.seq, _spelled(note))


class Copying:
    """``stores`` are the copies in ``folder`` so far, ``not_new`` what is to be told of those not of now, by name.

    ``before`` are the backups there are, the newest first. Whatever is done heeds ``stop``, in the middle of a
    store too (``Stopped``).
    """

    def __init__(self, session: Session, folder: Path, before: Sequence[Backup], stop: Stop) -> None:
        self.stores: dict[str, StoreCopy] = {}
        self.not_new: dict[str, JibaoError] = {}
        self._session = session
        self._folder = folder
        self._before = before
        self._stop = stop

    def copy_all(self, told: Told) -> None:
        """Copy every store that is there, and keep what older backups have of one that is damaged or gone.

        Raises ``WorldError``: ``backup.failed`` for the home's own, ``backup.no-room``, ``store.out-of-reach``;
        ``OSError`` for a full disk.
        """
        there = stores_there(self._session)
        once = {name for backup in self._before for name in backup.stores} & set(
            names_of(self._session.vault.keys)
        )
        for number, name in enumerate(there, start=1):
            self._stop.check()
            told(number, len(there), name)
            try:
                self.stores[name] = self._copy(name)
            except WorldError as error:
                if error.code != "backup.failed" or name == HOME:
                    raise
                self.not_new[name] = self._keep(name, str(error.params["kind"]))
        for name in sorted(once.difference(there)):
            self.not_new[name] = self._keep(name, "store.missing")

    def _copy(self, name: str) -> StoreCopy:
        """One store: the copy before it linked where nothing was done since, else made and proved.

        What is linked is one copy under many names, so it is held against its digest each time. The home's own
        store holds settings, which no entry tells of: it is small, and always copied.
        """
        session, stop = self._session, self._stop
        copy, newest = place(self._folder, name), next(iter(self._before), None)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unchanged = newest is not None and name != HOME and unchanged_since(session, name, newest)
        if newest is not None and unchanged and newest.proved(name, stop) and _link(newest.store(name), copy):
            return newest.stores[name]
        try:
            if name == HOME:
                session.own.copy_to(copy, stop)
            else:
                with session.vault.visit(name) as store:
                    store.copy_to(copy, stop)
        except JibaoError as error:
            if error.code == "store.disk-full":
                raise WorldError("backup.no-room", folder=self._folder.parent) from error
            if error.code == "store.out-of-reach":
                raise
            raise WorldError("backup.failed", store=name, kind=error.code) from error
        stop.check()
        report = check_copy(copy, session.vault.keys.key(name), stop)
        if not report.good:
            raise WorldError("backup.failed", store=name, kind=report.fault)
        return StoreCopy(report.entries, report.head, digest_of(copy, stop))

    def _keep(self, name: str, kind: str) -> WorldError:
        """What the newest backup that still opens has of a store that could not be copied; answers what to tell.

        Raises ``OSError`` for a full disk: a copy there is no room for is not left out.
        """
        copy, key = place(self._folder, name), self._session.vault.keys.key
        for backup in self._before:
            copy.unlink(missing_ok=True)
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            there = backup.proved(name, self._stop) and self._link_or_copy(backup, name, copy)
            if there and check_copy(copy, key(name), self._stop).good:
                self.stores[name] = backup.stores[name]
                moment = f"{backup.made_at:%Y-%m-%d %H:%M}"
                return WorldError("backup.older-copy", firm=name, kind=kind, moment=moment)
        shutil.rmtree(copy.parent, ignore_errors=True)
        return WorldError("backup.left-out", firm=name, kind=kind)

    def _link_or_copy(self, before: Backup, name: str, target: Path) -> bool:
        source = before.store(name)
        if _link(source, target):
            return True
        try:
            copy_file(source, target, self._stop)
        except OSError as error:
            if error.errno in FULL:
                raise
            return False
        return digest_of(target, self._stop) == before.stores[name].sha256


def _link(source: Path, target: Path) -> bool:
    """A second name for a copy that is as it was proved when it was made; False where none can be."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _note(session: Session, name: str) -> Note | None:
    """How far a store has come, without opening it."""
    path = HeadFile.beside(place(session.home, name))
    if not path.exists():
        return None
    head = HeadFile(path, session.vault.keys.key(name))
    try:
        return head.read()
    finally:
        head.close()


def _spelled(note: Note) -> str:
    return f"sha256:{note.hash.hex()}"
