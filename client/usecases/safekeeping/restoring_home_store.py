"""The home's own store is damaged or gone: it is put back, and the enterprises' stores, which are whole, stay.

It comes from the newest backup that is as it was proved; where there is none a new one lists the enterprises that
lie there, without the settings of before.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from client.base.clock import Clock, SystemClock
from client.base.errors import JibaoError, UserError
from client.base.files import copy_file, flush, rename
from client.base.home import STORE_FILE, firm_store, has_stores, prepare_home
from client.base.instance import HomeLock
from client.keys import HOME, Keychain, keyfile
from client.keys.unlocking import unlock
from client.store import Store
from client.store.file.head import HeadFile
from client.usecases.home.moving import ASIDE, MAKING
from client.usecases.home.opening import open_with
from client.usecases.home.session import Session
from client.usecases.safekeeping.backup_folders import Backup, listed, names_of
from client.usecases.safekeeping.refused import named_here
from forms.problems import CodedError

HELPED = frozenset({"store.damaged", "store.wrong-key", "store.missing"})
"""What opening a home ends in that this may help; said of any other store it does not."""


def helps(error: CodedError) -> bool:
    """Whether an error of opening a home is about its own store, and this helps."""
    return error.code in HELPED and Path(str(error.params.get("file", ""))).name == STORE_FILE


@dataclass(frozen=True)
class PutBack:
    """The home, open again, and when what its own store holds now was backed up; None for a new one."""

    session: Session
    made_at: datetime | None


def restore_home_store(home: Path, *, passphrase: str | None = None, keys: Keychain | None = None) -> PutBack:
    """Put the home's own store back and open the home; the damaged files are kept aside under ``replaced``.

    Cut short it is as before or done. Raises as ``open_session``, and ``WorldError``: ``backup.no-room-here``,
    ``backup.not-restored``.
    """
    passphrase = passphrase or os.environ.get("JIBAO_PASSPHRASE") or None
    if not has_stores(home):
        raise UserError("home.nothing-there", home=home)
    home, clock = prepare_home(home), SystemClock()
    lock = HomeLock(home)
    try:
        keys = keys or unlock(home, passphrase=passphrase, create=False)
        with named_here(home):
            made_at = _made_ready(home, keys, clock)
            _replace(home, keys, home / ASIDE / f"{clock.now():%Y%m%dT%H%M%S}")
        session = open_with(home, keys, clock, lock)
    except JibaoError:
        lock.release()
        raise
    for firm in names_of(keys):
        if firm != HOME and firm_store(home, firm).exists():
            with suppress(JibaoError):  # a damaged one is salvaged for itself
                session.vault.register(firm)
    return PutBack(session, made_at)


def _made_ready(home: Path, keys: Keychain, clock: Clock) -> datetime | None:
    making = home / MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    backup = _newest(home, keys.make(HOME))
    if backup is not None:
        copy_file(backup.store(HOME), making / STORE_FILE)
    with Store.open(making / STORE_FILE, keys.key(HOME), clock=clock) as store:
        store.run(lambda books: books.audit.append("restore", backup.folder.name if backup else ""))
    return backup.made_at if backup else None


def _newest(home: Path, key: bytes) -> Backup | None:
    """The newest backup whose own store is as it was proved and opens by the home's key."""
    for backup in listed(home):
        if backup.proved(HOME):
            with suppress(JibaoError), Store.open(_looked_at(home, backup), key):
                return backup
    return None


def _looked_at(home: Path, backup: Backup) -> Path:
    looking = home / MAKING / "looking"
    shutil.rmtree(looking, ignore_errors=True)
    looking.mkdir(mode=0o700)
    copy_file(backup.store(HOME), looking / STORE_FILE)
    return looking / STORE_FILE


def _replace(home: Path, keys: Keychain, aside: Path) -> None:
    """The damaged file has a second name before its place is taken: at no moment is there none.

    Its log goes first, which would be played into the new file, its note last: where the file is gone, that alone
    keeps an opening from making an empty one.
    """
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyfile.write(aside, keys.held)
    own = home / STORE_FILE
    if own.exists():
        try:
            os.link(own, aside / own.name)
        except OSError:  # the disk has no second names
            copy_file(own, aside / own.name)
    note = HeadFile.beside(own)
    for beside in home.glob(f"{STORE_FILE}-*"):
        rename(beside, aside / beside.name)
    (home / MAKING / STORE_FILE).replace(own)
    if note.exists():
        rename(note, aside / note.name)
    flush(home)
    shutil.rmtree(home / MAKING, ignore_errors=True)
