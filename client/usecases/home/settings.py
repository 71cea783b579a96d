"""Settings kept in the home's store, each of the type its declaration says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.store.repositories.books import Books
from client.usecases.home.look import write_look
from client.usecases.home.managed_settings import managed
from client.usecases.home.session import Session
from client.usecases.home.settings_fitting import fitting, read_kept
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
    setting = _free(key)
    kept = fitting(setting, value)
    _ask_keeper(session, setting.key, kept)

    def work(books: Books) -> dict[str, Value]:
        books.settings.put(_PREFIX + setting.key, msgspec.json.encode(kept))
        return _read(books)

    _counting(session, [setting], work)
    return kept


def reset(session: Session, key: str) -> Value:
    """Forget what was chosen: the default counts, also when a later version has another. Raises as ``put``."""
    return reset_all(session, [key])[key]


def reset_all(session: Session, keys: Iterable[str]) -> dict[str, Value]:
    """``reset`` for several settings in one step; answers all settings as they count now."""
    free = [_free(key) for key in keys]
    for setting in free:
        _ask_keeper(session, setting.key, setting.default)

    def work(books: Books) -> dict[str, Value]:
        for setting in free:
            books.settings.delete(_PREFIX + setting.key)
        return _read(books)

    return _counting(session, free, work)


def apart(values: Mapping[str, Value]) -> tuple[Setting, ...]:
    """Settings whose value is not the default and that the person, not the IT department, may choose."""
    laid = managed()
    here = (each for each in SETTINGS if each.key in values and each.key not in laid)
    return tuple(each for each in here if values[each.key] != each.default)


def _free(key: str) -> Setting:
    setting = declared(key)
    if key in managed():
        raise UserError("settings.laid-down", key=key)
    return setting


def _counting(
    session: Session, chosen: Iterable[Setting], work: Callable[[Books], dict[str, Value]]
) -> dict[str, Value]:
    """What counts once ``work`` is done, which is noted for the window of the next start."""
    counting = session.own.run(work)
    if any(setting.look for setting in chosen):
        write_look(session.home, counting)
    return counting


def _ask_keeper(session: Session, key: str, value: Value) -> None:
    """Some settings are another use case's, which may refuse them: it is asked first."""
    if key == "security.lock_minutes":
        from client.usecases.home.settings_keepers import may_lock

        may_lock(session, int(value))
    elif key == "backup.folder" and value:
        from client.usecases.home.settings_keepers import may_keep

        may_keep(session, Path(str(value)))


def declared(key: str) -> Setting:
    """The declaration of ``key``. Raises ``UserError('settings.unknown')``."""
    setting = BY_KEY.get(key)
    if setting is None:
        raise UserError("settings.unknown", key=key, keys=Listed(BY_KEY))
    return setting


def chosen(books: Books) -> dict[str, Value]:
    """What was chosen in a home, whatever is laid down."""
    held = {each: books.settings.get(_PREFIX + each.key) for each in SETTINGS}
    return {each.key: read_kept(each, data) for each, data in held.items() if data is not None}


def _read(books: Books) -> dict[str, Value]:
    """What is laid down counts before what was chosen, which stays for the day it is laid down no longer."""
    found = {each.key: read_kept(each, books.settings.get(_PREFIX + each.key)) for each in SETTINGS}
    return found | managed()
