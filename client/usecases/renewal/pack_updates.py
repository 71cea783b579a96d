"""New versions of the definitions: which there are, and fetching them beside the ones that are here."""

from __future__ import annotations

from client.base.clock import rfc3339
from client.base.errors import UserError, WorldError
from client.base.version import VERSION
from client.net.library import Library, Offer
from client.usecases.home import enterprises, pack_store
from client.usecases.home.session import Session
from client.usecases.returns import migrating
from forms.pack import Pack
from forms.pack.loader import ordinal
from forms.pack.shelf import shelf_of


def available(session: Session, library: Library) -> list[Offer]:
    """Versions that are not here: newer ones, and older ones that a stored return was begun with.

    Raises ``NetworkFailure`` or ``WorldError('updates.…')``; what is here stays in use whatever it is.
    """
    shelf = session.shelf
    here = {pack.version for pack in shelf.packs}
    asked = pinned(session)
    return [
        offer
        for offer in library.offers("packs")
        if offer.of == shelf.newest.id
        and offer.version not in here
        and (ordinal(offer.version) > ordinal(shelf.newest.version) or offer.version in asked)
    ]


def fetch(session: Session, library: Library, offer: Offer) -> Pack:
    """Bring one version and keep it; returns that it changes nothing for go over without a word.

    Raises as ``available``, and as ``keep`` for a pack this program cannot use.
    """
    pack = keep(session, offer, library.read(offer))
    migrating.settle(session)
    return pack


def keep(session: Session, offer: Offer, archive: bytes) -> Pack:
    """Put a verified archive beside what is there; from now on it is among the session's definitions.

    Raises ``FormsError`` for a pack that is not one, ``UserError('packs.needs-newer-app')``,
    ``WorldError('packs.misnamed')``. What is open meanwhile keeps its own version.
    """
    needs = str(offer.custom.get("min_app") or "")
    if needs and ordinal(needs) > ordinal(VERSION):
        raise UserError("packs.needs-newer-app", version=offer.version, needs=needs, has=VERSION)
    pack = pack_store.opened(session.home, archive)
    if (pack.id, pack.version) != (offer.of, offer.version):
        raise WorldError("packs.misnamed", name=offer.name, found=pack.name)
    shelf_of([*(each for each in session.shelf.packs if each.version != pack.version), pack])
    known = {key: str(offer.custom.get(key) or "") for key in ("note_zh", "note_en", "accepted_until")}
    at = rfc3339(session.clock.now())
    made = pack_store.KeptPack(pack.id, pack.version, archive, pack.sha256, at, **known, proof="signed")
    session.own.run(lambda books: pack_store.put(books, made))
    session.reread_definitions()
    return session.shelf.version(pack.version)


def pinned(session: Session) -> set[str]:
    """The versions returns were begun with."""
    firms = [enterprise.code for enterprise in enterprises.all_of(session)]
    heads = (head for firm in firms for head in session.look(firm, lambda books: books.returns.heads()))
    return {head.pack for head in heads}
