"""What a damaged store kept beside its returns: where it is enrolled, files attached, promises of the endpoint.

All else that is kept by name tells of acts by their numbers, which are others in the store that takes its place:
who signed signs again, and an import is taken back act by act.
"""

from __future__ import annotations

from functools import partial

from client.store import Books, Store
from client.store.file.damaged import DamagedStore
from client.sync import attached, promises

_TAKEN = (attached.KEPT, promises.KEPT)


def bring(store: Store, damaged: DamagedStore) -> dict[str, tuple[str, ...]]:
    """Make it as it last stood, as far as it can be read; what was dropped since the backup is dropped.

    Answers the names of attached files whose bytes are lost, by return key; they are beside their return no more.
    """
    enrolled = damaged.endpoints()

    def enrol(books: Books) -> None:
        for each in enrolled:
            if books.endpoints.get(each.firm) != each:
                books.endpoints.put(each)

    store.run(enrol)
    there = damaged.kept_names()
    if there is not None:
        store.run(lambda books: _drop(books, frozenset(there)))
        for name in there:
            found = damaged.kept(name) if name.startswith(_TAKEN) else None
            if found is not None:
                store.run(partial(_keep, name=name, found=found))
    return store.run(attached.drop_lost)


def _keep(books: Books, name: str, found: bytes) -> None:
    books.settings.put(name, found)


def _drop(books: Books, there: frozenset[str]) -> None:
    for name in books.settings.names():
        if name not in there:
            books.settings.delete(name)
