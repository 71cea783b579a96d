"""Bring a backup back: looked at first, then in one step, with what was there kept aside."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.files import copy_file, rename
from client.base.home import (
    KEYS_FILE,
    NEW_FOLDER,
    STORE_FILE,
    firm_store,
    half_restored,
    has_stores,
    prepare_home,
)
from client.base.stopping import NEVER, Stop
from client.keys import HOME, Keychain, keyfile, unlock_by_card
from client.keys.unlocking import unlock
from client.store import Store
from client.usecases.home import enterprises
from client.usecases.home.moving import MAKING, bring_key, move_into_place, seal
from client.usecases.home.session import Session
from client.usecases.safekeeping.backing_up import back_up, not_told
from client.usecases.safekeeping.backup_folders import BEFORE_RESTORE, Backup, place, read_backup
from client.usecases.safekeeping.backup_keys import keys_of
from client.usecases.safekeeping.brought_along import Along, bring, held, refuse_other
from client.usecases.safekeeping.copying_stores import Told
from client.usecases.safekeeping.refused import named_here
from forms.by_record import records_of
from forms.returns import Return, ReturnKey

_LOOKING = "restore.looking"


@dataclass(frozen=True)
class ReturnPreview:
    """What restoring would do to one return; addresses of cells it would add, change, and leave missing."""

    key: ReturnKey
    added: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RestorePreview:
    """What restoring an enterprise would change. ``versions_lost`` were filed after the backup was made; the
    endpoint has them, and a later sync fetches them back."""

    firm: str
    name: str
    returns: tuple[ReturnPreview, ...]
    versions_lost: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.returns and not self.versions_lost


@dataclass(frozen=True)
class Wanted:
    """What somebody chose to restore, having looked at it."""

    folder: Path
    made_at: datetime
    firms: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)


def preview(
    session: Session,
    folder: Path,
    firms: Collection[str] | None = None,
    *,
    secret: str | None = None,
    stop: Stop = NEVER,
    told: Told = not_told,
) -> tuple[RestorePreview, ...]:
    """What restoring these enterprises (default: all in it) would change; nothing is changed.

    Copies of others may be rotten.
    ``secret`` is the recovery code, or the passphrase, of a backup made under another master key. Raises
    ``UserError``: ``backup.…``, ``keys.…``, ``recovery.…``; ``WorldError('backup.no-room-here')``,
    ``WorldError('backup.not-restored')``; ``Stopped``.
    """
    backup = read_backup(folder, stop, firms)
    chosen = _chosen(backup, firms)
    keys = keys_of(session, backup, secret)
    with _on_disk(session.home, _LOOKING):
        refuse_other(session, _own_of(session, backup, keys))
        seen = []
        for number, firm in enumerate(chosen, start=1):
            stop.check()
            told(number, len(chosen), firm)
            seen.append(_previewed(session, backup, keys, firm, stop))
        return tuple(seen)


def restore(
    session: Session,
    folder: Path,
    firms: Collection[str] | None = None,
    *,
    secret: str | None = None,
    stop: Stop = NEVER,
    told: Told = not_told,
) -> tuple[str, ...]:
    """Put the backup's stores of these enterprises (default: all in it) in the place of today's, in one step.

    What was there is kept aside under ``replaced``, and, if it can be read, backed up before. With the first
    enterprises of a home come the backup's settings, with any the definitions that are not here. Answers the
    enterprises restored. Raises as ``preview``, and ``UserError('backup.no-such-firm')``,
    ``WorldError('backup.not-in-place')``, after which opening the home finishes it; after ``Stopped`` nothing was
    changed, after all others no return was (of a disk that fails last, settings and definitions may be here).
    """
    backup = read_backup(folder, stop, firms)
    keys = keys_of(session, backup, secret)
    chosen = _chosen(backup, firms)
    move_into_place(session.vault, session.clock)  # what an earlier one had ready and could not move
    with _on_disk(session.home, _LOOKING):
        along = _own_of(session, backup, keys)
        refuse_other(session, along)
    with _on_disk(session.home, MAKING):
        for number, firm in enumerate(chosen, start=1):
            stop.check()
            told(number, len(chosen), firm)
            _copied(backup, firm, keys, session.home / MAKING, session.clock, stop)
            bring_key(session.home / MAKING, session.vault.keys, firm, keys)
        _back_up_first(session, stop)
        stop.check()
        bring(session, along)
        seal(session.home)
    move_into_place(session.vault, session.clock)
    return chosen


def _chosen(backup: Backup, firms: Collection[str] | None) -> tuple[str, ...]:
    for firm in firms or ():
        if firm not in backup.firms:
            raise UserError("backup.no-such-firm", firm=firm, folder=backup.folder)
    return tuple(backup.firms if firms is None else firms)


def _back_up_first(session: Session, stop: Stop) -> None:
    """What is there now can be restored like any other backup; where it is damaged there is none of it."""
    if enterprises.all_of(session):
        with suppress(JibaoError):
            back_up(session, reason=BEFORE_RESTORE, stop=stop)


@contextmanager
def _on_disk(home: Path, leftover: str) -> Iterator[None]:
    """What the disk refuses within is told as such; the folder ``leftover`` is gone before and afterwards."""
    shutil.rmtree(home / leftover, ignore_errors=True)
    try:
        with named_here(home):
            yield
    finally:
        shutil.rmtree(home / leftover, ignore_errors=True)


def restore_new(
    home: Path, folder: Path, *, code: str | None = None, passphrase: str | None = None
) -> tuple[str, ...]:
    """Make a home of a backup, as on a new computer; it is then opened by ``recover`` or its passphrase.

    ``code`` or ``passphrase`` proves that the backup can be opened before anything is made. What is cut short is
    no home yet (``home.half-restored``) and is begun anew. Answers its enterprises. Raises ``UserError``:
    ``backup.…``, ``home.not-empty``, ``recovery.…``, ``keys.…``; ``WorldError``: ``backup.unreadable``,
    ``backup.no-room-here``, ``backup.not-restored``.
    """
    if not half_restored(home) and (has_stores(home) or (home / KEYS_FILE).exists()):
        raise UserError("home.not-empty", home=home)
    backup = read_backup(folder)
    keys = unlock_by_card(folder, code) if code else unlock(folder, passphrase=passphrase, create=False)
    home = prepare_home(home)
    with named_here(home):
        _make_home(home, backup, keys)
    return backup.firms


def _make_home(home: Path, backup: Backup, keys: Keychain) -> None:
    making = home / NEW_FOLDER
    shutil.rmtree(making, ignore_errors=True)
    for name in backup.stores:
        _copied(backup, name, keys, making, SystemClock())
    keyfile.write(home, keys.held)
    for firm in backup.firms:
        there = firm_store(home, firm).parent
        shutil.rmtree(there, ignore_errors=True)
        there.parent.mkdir(mode=0o700, exist_ok=True)
        rename(firm_store(making, firm).parent, there)
    # The home's own store last: with it the home is whole.
    for file in sorted(making.glob(f"{STORE_FILE}*"), reverse=True):
        file.replace(home / file.name)
    shutil.rmtree(making)


def _copied(backup: Backup, name: str, keys: Keychain, target: Path, clock: Clock, stop: Stop = NEVER) -> Path:
    """A copy of one of the backup's stores below ``target``, brought to today's tables, the act in its trail."""
    path = place(target, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_file(backup.store(name), path, stop)
    with Store.open(path, keys.key(name), clock=clock) as store:
        store.run(lambda books: books.audit.append("restore", backup.folder.name))
    return path


@contextmanager
def _looked_at(session: Session, backup: Backup, keys: Keychain, name: str, stop: Stop = NEVER) -> Iterator[Store]:
    """A store of the backup, opened as a copy that is gone afterwards."""
    looking = session.home / _LOOKING
    path = place(looking, name)
    shutil.rmtree(looking, ignore_errors=True)
    path.parent.mkdir(mode=0o700, parents=True)
    copy_file(backup.store(name), path, stop)
    with Store.open(path, keys.key(name), clock=session.clock) as store:
        yield store


def _own_of(session: Session, backup: Backup, keys: Keychain) -> Along:
    with _looked_at(session, backup, keys, HOME) as store:
        return store.run(held)


def _previewed(session: Session, backup: Backup, keys: Keychain, firm: str, stop: Stop) -> RestorePreview:
    with _looked_at(session, backup, keys, firm, stop) as store:
        found = store.run(lambda books: books.enterprises.get(firm))
        then = store.run(lambda books: books.returns.all(stop=stop))
        versions = store.run(lambda books: {version.version_id for version in books.outbox.all()})
    try:
        now = session.look(firm, lambda books: books.returns.all(stop=stop))
        newer = session.look(firm, lambda books: [version.version_id for version in books.outbox.all()])
    except JibaoError:  # what is there cannot be read: everything comes back
        now, newer = [], []
    return RestorePreview(
        firm,
        found.name if found else "",
        tuple(_differences({each.key: each for each in now}, {each.key: each for each in then}, stop)),
        tuple(version for version in newer if version not in versions),
    )


def _differences(
    now: dict[ReturnKey, Return], then: dict[ReturnKey, Return], stop: Stop
) -> Iterator[ReturnPreview]:
    for key in sorted(now.keys() | then.keys()):
        here = records_of(now[key].cells) if key in now else {}
        back = records_of(then[key].cells) if key in then else {}
        added, changed, missing = list[str](), list[str](), list[str]()
        for record in here.keys() | back.keys():
            stop.check()
            mine, theirs = here.get(record, {}), back.get(record, {})
            if mine == theirs:  # as most records of a long list are: no address is made for their cells
                continue
            head = f"{record}]." if record else ""
            added += (head + field for field in theirs.keys() - mine.keys())
            missing += (head + field for field in mine.keys() - theirs.keys())
            changed += (head + field for field in mine.keys() & theirs.keys() if mine[field] != theirs[field])
        if added or changed or missing:
            yield ReturnPreview(key, tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(missing)))
