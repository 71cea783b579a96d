"""What comes with a backup beside its returns: the definitions they need and, in a new home, the settings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import msgspec

from client.base.errors import JibaoError, UserError
from client.store import Books
from client.usecases.home import enterprises, fetched, first_run, settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import Value


class Along(msgspec.Struct, frozen=True):
    """``questionnaire`` is blank for the program's own; ``kept`` are fetched definitions as they are kept."""

    questionnaire: str
    kept: Mapping[str, bytes]
    chosen: Mapping[str, Value]


def held(books: Books) -> Along:
    """What a home's own store holds of it."""
    kept = {name: data for name in fetched.names(books) if (data := books.settings.get(name)) is not None}
    return Along(fetched.in_use(books), kept, settings.chosen(books))


def refuse_other(session: Session, along: Along) -> None:
    """Raises ``UserError('backup.other-definitions')``: returns of two questionnaires do not lie in one home."""
    if enterprises.all_of(session) and along.questionnaire != session.questionnaire:
        raise UserError("backup.other-definitions", theirs=along.questionnaire or session.pack.id)


def bring(session: Session, along: Along) -> None:
    """Take over definitions that are not here; in a home without enterprises also settings nobody chose in it.

    A setting that does not fit this computer is left as it is here.
    """
    fresh = not enterprises.all_of(session)

    def work(books: Books) -> None:
        for name, data in along.kept.items():
            if books.settings.get(name) is None:
                books.settings.put(name, data)
        if fresh:
            fetched.choose(books, along.questionnaire)

    session.own.run(work)
    session.reread_definitions()
    if fresh:
        first_run.go_to(session, "card")  # the card of then opens the home of then
        here = session.own.run(settings.chosen)
        for key in along.chosen.keys() - here.keys():
            with suppress(JibaoError):
                settings.put(session, key, along.chosen[key])
