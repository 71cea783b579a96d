"""Which definitions a home has fetched and which it uses, by name: for whoever need not load them."""

from __future__ import annotations

from client.store.repositories.books import Books

_PREFIX = "pack/"
_IN_USE = "questionnaire"


def name_of(id: str, version: str) -> str:
    """Under what a version is kept among the settings, ``pack/gd-eic/2026.10.2``."""
    return f"{_PREFIX}{id}/{version}"


def names(books: Books) -> list[str]:
    """What is kept."""
    return books.settings.names(_PREFIX)


def in_use(books: Books) -> str:
    """The questionnaire the home is kept by; blank for the one that comes with the program."""
    return (books.settings.get(_IN_USE) or b"").decode()


def choose(books: Books, id: str) -> None:
    """Keep the home by another questionnaire from now on."""
    if id:
        books.settings.put(_IN_USE, id.encode())
    elif books.settings.get(_IN_USE) is not None:
        books.settings.delete(_IN_USE)
