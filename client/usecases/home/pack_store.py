"""Definitions that were fetched: verified once, kept in the home's own store, and opened from there.

What the loader reads is a folder below the cache, made anew whenever it is not, to the byte, what was verified.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from client.base.home import CACHE_FOLDER
from client.store import Books, Store
from client.usecases.home.fetched import name_of, names
from forms.pack import Pack, Shelf, load_pack
from forms.pack.archive import unpack_archive
from forms.pack.loader import bundled_versions, folder_of
from forms.pack.shelf import shelf_of
from forms.problems import FormsError

Proof = Literal["", "signed", "unsigned"]


class KeptPack(msgspec.Struct, frozen=True):
    """One version as it came. ``sha256`` is the pack's own digest; ``note_…`` what its publisher says of it."""

    id: str
    version: str
    archive: bytes
    sha256: str
    fetched_at: str
    note_zh: str = ""
    note_en: str = ""
    accepted_until: str = ""
    """Until when the authority still takes the version before this one; blank where it does not say."""
    proof: Proof = ""
    """Whether a signature was checked; blank for one that was taken before it was noted."""


def kept(store: Store) -> list[KeptPack]:
    """Every fetched version."""

    def read(books: Books) -> list[KeptPack]:
        found = (books.settings.get(name) for name in names(books))
        return [msgspec.msgpack.decode(data, type=KeptPack) for data in found if data is not None]

    return store.run(read)


def put(books: Books, made: KeptPack) -> None:
    """Keep a version; one of the same name is replaced."""
    books.settings.put(name_of(made.id, made.version), msgspec.msgpack.encode(made))


def with_fetched(home: Path, store: Store, bundled: Shelf | None, id: str, load: Callable[[Path], Pack]) -> Shelf:
    """The bundled versions and the fetched ones; a version that comes with the program is the program's.

    Without ``bundled`` those of the questionnaire ``id``, of which every version was fetched.
    """
    own = bundled.packs if bundled is not None else ()
    id = bundled.newest.id if bundled is not None else id
    here = {pack.version for pack in own}
    fetched = [_load(home, each, load) for each in kept(store) if each.id == id and each.version not in here]
    return shelf_of([*own, *fetched])


def _load(home: Path, kept_pack: KeptPack, load: Callable[[Path], Pack]) -> Pack:
    """The pack, from its folder in the cache if that is still what was verified."""
    folder = _fetched_folder(home, kept_pack.id, kept_pack.version)
    key = (folder, kept_pack.sha256)
    if key not in _LOADED:
        with suppress(FormsError, OSError):
            found = load(folder)
            if found.sha256 == kept_pack.sha256:
                _LOADED[key] = found
    if key not in _LOADED:
        _put_folder(kept_pack.archive, folder)
        _LOADED[key] = load_pack(folder)
    return _LOADED[key]


def lies_in(home: Path, pack: Pack) -> Path:
    """The folder of a version of the shelf, for what stands beside its forms and rules."""
    own = pack.version in bundled_versions(pack.id)
    return folder_of(pack.id, pack.version) if own else _fetched_folder(home, pack.id, pack.version)


def _fetched_folder(home: Path, id: str, version: str) -> Path:
    return home / CACHE_FOLDER / "packs" / id / version


_LOADED: dict[tuple[Path, str], Pack] = {}
"""Loaded once, so that compiled rules can be kept beside a pack."""


def _put_folder(archive: bytes, folder: Path) -> None:
    fresh = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
    unpack_archive(archive, fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


def opened(home: Path, archive: bytes) -> Pack:
    """The pack in an archive, read for a look."""
    folder = home / CACHE_FOLDER / "packs" / f"new.{secrets.token_hex(4)}"
    try:
        unpack_archive(archive, folder)
        return load_pack(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
