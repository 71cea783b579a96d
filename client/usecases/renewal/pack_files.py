"""Definitions in a file somebody was given: looked into, shown, and only then taken.

A ``.jbpack`` holds a signed repository; a folder, its ``pack.toml`` or a zip of it counts by the word of whoever
takes it.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from client.base.clock import rfc3339
from client.base.errors import UserError, WorldError
from client.base.files import at_most
from client.base.policy import policy
from client.base.version import VERSION
from client.net.library import Library
from client.store import Books
from client.usecases.home import fetched, pack_store
from client.usecases.home.pack_store import KeptPack, Proof
from client.usecases.home.session import Session
from client.usecases.renewal import sources
from client.usecases.renewal.pack_updates import pinned
from client.usecases.returns import migrating
from forms.diffing import Difference, differences
from forms.pack import Pack
from forms.pack.archive import min_app_of, pack_archive, refuse_unusual
from forms.pack.loader import bundled_versions, ordinal
from forms.pack.shelf import shelf_of
from forms.pack.surveying import survey
from forms.problems import FormsError
from forms.rules.book import rulebook
from forms.words import Listed

PACKS, HEAD = ".jbpack", "pack.toml"
MOST = 64 * 1024 * 1024
"""Bytes of a file, and of what a pack file unpacks to."""
MEMBERS = 2000

_Archive = tuple[bytes, Mapping[str, Any]]
"""A version as it came, and what its publisher signed with it."""


class PackFile(msgspec.Struct, frozen=True):
    """What is in the file. ``fresh`` are versions that are not here; where there are none nothing would change.

    ``pack`` is the newest in it, ``before`` the one in use, ``differences`` what the one changes in the other.
    """

    pack: Pack
    before: Pack
    fresh: tuple[KeptPack, ...]
    signed: bool

    @property
    def other(self) -> bool:
        """Whether it is another questionnaire, not a version of the one in use."""
        return self.pack.id != self.before.id

    @property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.pack)


def look_into(session: Session, path: Path) -> PackFile:
    """Read a file of definitions; nothing is kept.

    Raises ``UserError``: ``handed.missing``, ``handed.unknown``, ``handed.broken``, ``updates.no-source`` where no
    authority is known whose signature could be checked, ``packs.…``; ``FormsError('pack.…')`` for what is no pack;
    as the repository in a pack file is found to be.
    """
    if path.suffix.lower() == PACKS:
        with tempfile.TemporaryDirectory(prefix="jibao-") as folder:
            _unpack(path, Path(folder))
            with sources.library(session, None, folder) as library:
                return look_at(session, _of(library, session.pack.id), signed=True)
    return look_at(session, [(_archive(path), {})], signed=False)


def offered(session: Session, library: Library, id: str) -> PackFile:
    """Every version of a questionnaire that a signed repository offers; raises as ``look_into`` and
    ``UserError('packs.not-offered')``."""
    offers = library.offers("packs")
    if all(offer.of != id for offer in offers):
        raise UserError("packs.not-offered", id=id, offered=Listed(dict.fromkeys(offer.of for offer in offers)))
    return look_at(session, _of(library, id), signed=True)


def look_at(session: Session, archives: Iterable[_Archive], *, signed: bool) -> PackFile:
    """Hold versions of one questionnaire against those that are here. Raises ``UserError('packs.unsigned')``."""
    made = [(archive, said, _opened(session, archive, said)) for archive, said in archives]
    packs = sorted((pack for _, _, pack in made), key=lambda pack: ordinal(pack.version))
    newest, before = packs[-1], session.pack
    held = {each.version: each for each in session.shelf.packs} if newest.id == before.id else {}
    fresh = _fresh(session, packs, held)
    if fresh and not signed and _signature_needed(session):
        raise UserError("packs.unsigned", name=newest.name)
    shelf_of([*held.values(), *fresh])
    at = rfc3339(session.clock.now())
    kept = [_kept(archive, said, pack, at, signed=signed) for archive, said, pack in made if pack in fresh]
    return PackFile(newest, before, tuple(kept), signed)


def take(session: Session, given: PackFile) -> Pack:
    """Keep and use what was looked into; returns that it changes nothing for go over without a word.

    Raises ``UserError('packs.other-in-use')`` where returns of another questionnaire were begun meanwhile.
    """
    choose(session, given.pack.id, given.fresh)
    if not given.other:
        migrating.settle(session)
    return session.pack


def choose(session: Session, id: str, fresh: Iterable[KeptPack] = ()) -> None:
    """Keep the home by this questionnaire; raises as ``take``."""
    if id != session.pack.id and pinned(session):
        raise UserError("packs.other-in-use", name=session.pack.id)

    def put(books: Books) -> None:
        for each in fresh:
            pack_store.put(books, each)
        fetched.choose(books, "" if bundled_versions(id) else id)

    before = session.questionnaire
    session.own.run(put)
    session.reread_definitions()
    if before != session.questionnaire and pinned(session):  # begun in a store of its own since that was asked
        session.own.run(lambda books: fetched.choose(books, before))
        session.reread_definitions()
        raise UserError("packs.other-in-use", name=session.pack.id)


def _fresh(session: Session, packs: list[Pack], held: Mapping[str, Pack]) -> list[Pack]:
    """Versions to be kept. Raises ``UserError``: ``packs.other-in-use``, ``….same-version``, ``….older``."""
    begun = pinned(session)
    if not held:
        if begun:
            raise UserError("packs.other-in-use", name=session.pack.id)
        return packs
    for pack in packs:
        if pack.version in held and held[pack.version].sha256 != pack.sha256:
            raise UserError("packs.same-version", name=pack.name)
    newest = session.pack.version
    missing = [pack for pack in packs if pack.version not in held]
    fresh = [pack for pack in missing if ordinal(pack.version) > ordinal(newest) or pack.version in begun]
    if missing and not fresh and packs[-1].version not in held:
        raise UserError("packs.older", name=packs[-1].name, newest=newest)
    return fresh


def _of(library: Library, id: str) -> list[_Archive]:
    """The versions of a questionnaire in a repository, or of the only other one there is."""
    offers = library.offers("packs")
    ids = list(dict.fromkeys(offer.of for offer in offers))
    chosen = id if id in ids else next(iter(ids), "")
    if not chosen:
        raise UserError("packs.none-there")
    found: list[_Archive] = []
    for offer in (offer for offer in offers if offer.of == chosen):
        _refuse_newer(offer.version, str(offer.custom.get("min_app") or ""))
        found.append((library.read(offer), {**offer.custom, "name": f"{offer.of}/{offer.version}"}))
    return found


def _opened(session: Session, archive: bytes, said: Mapping[str, Any]) -> Pack:
    """A version, read and its rules understood; what a newer program wrote may well not be readable here."""
    try:
        pack = pack_store.opened(session.home, archive)
    except FormsError:
        _refuse_newer("", min_app_of(archive))
        raise
    _refuse_newer(pack.version, min_app_of(archive))
    if said.get("name", pack.name) != pack.name:
        raise WorldError("packs.misnamed", name=said["name"], found=pack.name)
    book = rulebook(pack)
    for rule in pack.rules.values():
        if isinstance(found := book.rule(rule), FormsError):
            raise UserError("packs.bad-rule", name=pack.name, rule=rule.id, form=rule.form) from found
    for form in pack.forms:
        book.computations(form)
    return pack


def _refuse_newer(version: str, needs: str) -> None:
    if needs and ordinal(needs) > ordinal(VERSION):
        raise UserError("packs.needs-newer-app", version=version, needs=needs, has=VERSION)


def _signature_needed(session: Session) -> bool:
    """Where the IT department named an authority, or an enterprise files with one, only it says what is asked."""
    if policy().path("endpoint") is not None:
        return True
    profile = sources.trusted_profile(session)
    return profile is not None and profile.env != "practice"


def _kept(archive: bytes, said: Mapping[str, Any], pack: Pack, at: str, *, signed: bool) -> KeptPack:
    known = {key: str(said.get(key) or "") for key in ("note_zh", "note_en", "accepted_until")}
    proof: Proof = "signed" if signed else "unsigned"
    return KeptPack(pack.id, pack.version, archive, pack.sha256, at, **known, proof=proof)


def _archive(path: Path) -> bytes:
    if path.is_dir() or path.name == HEAD:
        folder = path if path.is_dir() else path.parent
        if not (folder / HEAD).is_file():
            raise FormsError("pack.not-found", folder=folder.name)
        survey(folder)
        return pack_archive(folder)
    if path.suffix.lower() != ".zip":
        raise UserError("handed.unknown", file=path.name)
    return bytes_of(path)


def bytes_of(path: Path) -> bytes:
    """What is in a file from outside. Raises ``UserError``: ``handed.broken`` (too large), ``handed.missing``."""
    try:
        data = at_most(path, MOST)
    except OSError as error:
        raise UserError("handed.missing", file=path) from error
    if len(data) > MOST:
        raise UserError("handed.broken", file=path.name)
    return data


def _unpack(path: Path, folder: Path) -> None:
    """A repository in a zip; what would land outside of ``folder`` or grow beyond reason is refused whole."""
    bytes_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_unusual(archive)
            members = archive.infolist()
            names = [PurePosixPath(member.filename.replace("\\", "/")) for member in members]
            outside = any(name.is_absolute() or ".." in name.parts or ":" in str(name) for name in names)
            if outside or len(members) > MEMBERS or sum(member.file_size for member in members) > MOST:
                raise UserError("handed.broken", file=path.name)
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError) as error:
        raise UserError("handed.broken", file=path.name) from error
