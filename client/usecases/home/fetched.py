"""Which versions of the definitions a home has fetched, by name: for whoever need not load them."""

from __future__ import annotations

from client.store.books import Books

_PREFIX = "pack/"


def name_of(id: str, version: str) -> str:
    """Under what a version is kept among the settings, ``pack/gd-eic/2026.10.2``."""
    return f"{_PREFIX}{id}/{version}"


def names(books: Books) -> list[str]:
    """What is kept."""
    return books.settings.names(_PREFIX)
