"""Settings kept in the home's store, each of the type its declaration says."""

from __future__ import annotations

from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.store.repositories.books import Books
from client.usecases.home.laid_down import laid_down
from client.usecases.home.look import write_look
from client.usecases.home.session import Session
from client.usecases.home.settings_fitting import fitting, or_default
from client.usecases.home.settings_table import BY_KEY, SETTINGS, Setting, Value
from forms.words import Listed

_PREFIX = "setting/"


def everything(session: Session) -> dict[str, Value]:
    """All settings by key, the default where nothing was chosen."""
    return session.own.run(_read)


def get(session: Session, key: str) -> Value:
    """One setting. Raises ``UserError('settings.unknown')``."""
    return everything(session)[declared(key).key]


def put(session: Session, key: str, value: Value) -> Value:
    """Choose a value and answer it as kept.

    Raises ``UserError``: ``settings.laid-down``, ``settings.unknown``, ``settings.not-one-of``,
    ``settings.not-a-number``, ``settings.not-a-switch``, ``settings.not-a-folder``, ``settings.not-an-address``,
    ``lock.no-proof``, ``backup.folder``.
    """
    setting = declared(key)
    if key in laid_down():
        raise UserError("settings.laid-down", key=key)
    kept = fitting(setting, value)
    _ask_keeper(session, key, kept)

    def work(books: Books) -> dict[str, Value]:
        books.settings.put(_PREFIX + key, msgspec.json.encode(kept))
        return _read(books)

    chosen = session.own.run(work)
    if setting.look:
        write_look(session.home, chosen)
    return kept


def _ask_keeper(session: Session, key: str, value: Value) -> None:
    """Some settings are another use case's, which may refuse them: it is asked first."""
    if key == "security.lock_minutes":
        from client.usecases.home.settings_keepers import may_lock

        may_lock(session, int(value))
    elif key == "backup.folder" and value:
        from client.usecases.home.settings_keepers import may_keep

        may_keep(session, Path(str(value)))


def reset(session: Session, key: str) -> Value:
    """Go back to the default."""
    return put(session, key, declared(key).default)


def declared(key: str) -> Setting:
    """The declaration of ``key``. Raises ``UserError('settings.unknown')``."""
    setting = BY_KEY.get(key)
    if setting is None:
        raise UserError("settings.unknown", key=key, keys=Listed(BY_KEY))
    return setting


def _read(books: Books) -> dict[str, Value]:
    """What is laid down counts before what was chosen, which stays for the day it is laid down no longer."""
    found: dict[str, Value] = {}
    for setting in SETTINGS:
        kept = books.settings.get(_PREFIX + setting.key)
        found[setting.key] = or_default(setting, msgspec.json.decode(kept) if kept is not None else None)
    return found | laid_down()
