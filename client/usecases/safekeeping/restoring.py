"""Bring a backup back: looked at first, then in one step, with what was there kept aside."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.home import (
    KEYS_FILE,
    NEW_FOLDER,
    STORE_FILE,
    firm_store,
    half_restored,
    has_stores,
    prepare_home,
)
from client.keys import HOME, Keychain, keyfile, unlock_by_card
from client.keys.unlocking import unlock
from client.store import Store
from client.usecases.home.moving import MAKING, bring_key, move_into_place, seal
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import Backup, place, read_backup
from forms.returns import Return

_LOOKING = "restore.looking"


@dataclass(frozen=True)
class ReturnPreview:
    """What restoring would do to one return; addresses of cells it would add, change, and leave missing."""

    key: str
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


def preview(session: Session, folder: Path, *, code: str | None = None) -> tuple[RestorePreview, ...]:
    """What restoring each enterprise of the backup would change; nothing is changed.

    ``code`` is the recovery code for a backup made under another master key. Raises ``UserError``: ``backup.…``,
    ``keys.wrong-key``, ``recovery.…``.
    """
    backup = read_backup(folder)
    keys = _keys_of(session, backup, code)
    return tuple(_previewed(session, backup, keys, firm) for firm in backup.firms)


def restore(
    session: Session, folder: Path, firms: Collection[str] | None = None, *, code: str | None = None
) -> tuple[str, ...]:
    """Put the backup's stores of these enterprises (default: all in it) in the place of today's, in one step.

    What was there is kept aside under ``replaced``. Answers the enterprises restored. Raises as ``preview``, and
    ``UserError('backup.no-such-firm')``.
    """
    backup = read_backup(folder)
    keys = _keys_of(session, backup, code)
    chosen = tuple(backup.firms if firms is None else firms)
    for firm in chosen:
        if firm not in backup.stores:
            raise UserError("backup.no-such-firm", firm=firm, folder=folder)
    making = session.home / MAKING
    shutil.rmtree(making, ignore_errors=True)
    for firm in chosen:
        _copied(backup, firm, keys, making, session.clock)
    for firm in chosen:
        bring_key(making, session.vault.keys, firm, keys.key(firm))
        session.vault.shut(firm)
    seal(session.home)
    for firm in move_into_place(session.home, session.clock, session.vault.keys):
        session.vault.register(firm)
    return chosen


def restore_new(
    home: Path, folder: Path, *, code: str | None = None, passphrase: str | None = None, clock: Clock | None = None
) -> tuple[str, ...]:
    """Make a home of a backup, as on a new computer; it is then opened by ``recover`` or its passphrase.

    ``code`` or ``passphrase`` proves that the backup can be opened before anything is made. What is cut short is
    no home yet (``home.half-restored``) and is begun anew. Answers its enterprises. Raises ``UserError``:
    ``backup.…``, ``home.not-empty``, ``recovery.…``, ``keys.…``.
    """
    if not half_restored(home) and (has_stores(home) or (home / KEYS_FILE).exists()):
        raise UserError("home.not-empty", home=home)
    backup = read_backup(folder)
    keys = unlock_by_card(folder, code) if code else unlock(folder, passphrase=passphrase, create=False)
    home = prepare_home(home)
    making = home / NEW_FOLDER
    shutil.rmtree(making, ignore_errors=True)
    for name in backup.stores:
        _copied(backup, name, keys, making, clock or SystemClock())
    keyfile.write(home, keys.held)
    for firm in backup.firms:
        there = firm_store(home, firm).parent
        shutil.rmtree(there, ignore_errors=True)
        there.parent.mkdir(mode=0o700, exist_ok=True)
        firm_store(making, firm).parent.rename(there)
    # The home's own store last: with it the home is whole.
    for file in sorted(making.glob(f"{STORE_FILE}*"), reverse=True):
        file.replace(home / file.name)
    shutil.rmtree(making)
    return backup.firms


def _keys_of(session: Session, backup: Backup, code: str | None) -> Keychain:
    """The backup's keys: under this home's master key, or by the code of the card that was in force then."""
    if code:
        return unlock_by_card(backup.folder, code)
    held = keyfile.read(backup.folder)
    if held is None:
        raise UserError("backup.damaged", folder=backup.folder)
    keys = Keychain(backup.folder, held, session.vault.keys.master)
    keys.key(HOME)
    return keys


def _copied(backup: Backup, name: str, keys: Keychain, target: Path, clock: Clock) -> Path:
    """A copy of one of the backup's stores below ``target``, brought to today's tables, the act in its trail."""
    path = place(target, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(backup.store(name), path)
    path.chmod(0o600)
    with Store.open(path, keys.key(name), clock=clock) as store:
        store.run(lambda books: books.audit.append("restore", backup.folder.name))
    return path


@contextmanager
def _looked_at(session: Session, backup: Backup, keys: Keychain, firm: str) -> Iterator[Store]:
    """The backup's store of an enterprise, opened as a copy that is gone afterwards."""
    looking = session.home / _LOOKING
    path = firm_store(looking, firm)
    shutil.rmtree(looking, ignore_errors=True)
    try:
        path.parent.mkdir(mode=0o700, parents=True)
        shutil.copyfile(backup.store(firm), path)
        with Store.open(path, keys.key(firm), clock=session.clock) as store:
            yield store
    finally:
        shutil.rmtree(looking, ignore_errors=True)


def _previewed(session: Session, backup: Backup, keys: Keychain, firm: str) -> RestorePreview:
    with _looked_at(session, backup, keys, firm) as store:
        found = store.run(lambda books: books.enterprises.get(firm))
        then = store.run(lambda books: books.returns.all())
        versions = store.run(lambda books: {version.version_id for version in books.outbox.all()})
    try:
        now = session.look(firm, lambda books: books.returns.all())
        newer = session.look(firm, lambda books: [version.version_id for version in books.outbox.all()])
    except JibaoError:  # what is there cannot be read: everything comes back
        now, newer = [], []
    return RestorePreview(
        firm,
        found.name if found else "",
        tuple(_differences({each.key: each for each in now}, {each.key: each for each in then})),
        tuple(version for version in newer if version not in versions),
    )


def _differences(now: dict[str, Return], then: dict[str, Return]) -> Iterator[ReturnPreview]:
    for key in sorted(now.keys() | then.keys()):
        here = now[key].cells if key in now else {}
        back = then[key].cells if key in then else {}
        seen = ReturnPreview(
            key,
            tuple(sorted(back.keys() - here.keys())),
            tuple(sorted(each for each in back.keys() & here.keys() if back[each] != here[each])),
            tuple(sorted(here.keys() - back.keys())),
        )
        if seen.added or seen.changed or seen.missing:
            yield seen
