"""Going over to another office's questionnaire, in a home that nothing was entered in by the one before."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from client.base.clock import rfc3339
from client.base.errors import UserError
from client.net.library import Library
from client.store import Books
from client.usecases.home import fetched, pack_store
from client.usecases.home.session import Session
from client.usecases.renewal.pack_updates import pinned
from forms.pack import Pack
from forms.pack.archive import pack_archive
from forms.pack.loader import bundled_versions, load_pack
from forms.pack.shelf import shelf_of
from forms.words import Listed


def use_folder(session: Session, folder: Path) -> Pack:
    """Take the pack of a folder into the home; whoever says so vouches for it, nobody signed it.

    Raises ``FormsError`` for a pack that is not one, and as ``_use``.
    """
    load_pack(folder)
    return _use(session, [pack_archive(folder)])


def use_offered(session: Session, library: Library, id: str) -> Pack:
    """Take every version of a questionnaire that a signed repository offers.

    Raises ``UserError('packs.not-offered')``, as ``Library.offers``, and as ``_use``.
    """
    offers = library.offers("packs")
    wanted = [library.read(offer) for offer in offers if offer.of == id]
    if not wanted:
        raise UserError("packs.not-offered", id=id, offered=Listed(dict.fromkeys(offer.of for offer in offers)))
    return _use(session, wanted)


def use_own(session: Session, id: str) -> Pack:
    """Go back to a questionnaire that comes with the program."""
    _keep(session, id, [])
    return session.pack


def _use(session: Session, archives: Iterable[bytes]) -> Pack:
    """Raises ``UserError``: ``packs.other-in-use``, ``packs.same-version``; ``FormsError('pack.overlap')``."""
    made = [(archive, pack_store.opened(session.home, archive)) for archive in archives]
    packs = [pack for _, pack in made]
    held = {each.name: each for each in (session.shelf.packs if session.pack.id == packs[0].id else ())}
    for pack in packs:
        if pack.name in held and held[pack.name].sha256 != pack.sha256:
            raise UserError("packs.same-version", name=pack.name)
    shelf_of((held | {pack.name: pack for pack in packs}).values())
    at = rfc3339(session.clock.now())
    fresh = [(archive, pack) for archive, pack in made if pack.name not in held]
    kept = [pack_store.KeptPack(pack.id, pack.version, archive, pack.sha256, at) for archive, pack in fresh]
    _keep(session, packs[0].id, kept)
    return session.pack


def _keep(session: Session, id: str, kept: list[pack_store.KeptPack]) -> None:
    if id != session.pack.id and pinned(session):
        raise UserError("packs.other-in-use", name=session.pack.id)

    def put(books: Books) -> None:
        for each in kept:
            pack_store.put(books, each)
        fetched.choose(books, "" if bundled_versions(id) else id)

    session.own.run(put)
    session.reread_definitions()
