"""A file of ours that somebody opened by a double click: a carry file is looked into, a pack file is taken in."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from client.base.errors import UserError
from client.protocol import carry_file
from client.protocol.faults import ProtocolFault
from client.store import Version
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session

CARRY, PACKS = ".jbsub", ".jbpack"
MOST = 64 * 1024 * 1024
"""Bytes of a file, and of what a pack file unpacks to."""
MEMBERS = 2000


@dataclass(frozen=True)
class CarryFile:
    """Submissions on their way: those made here, and how many of somebody else's are among them."""

    path: Path
    ours: tuple[Version, ...]
    others: int

    @property
    def waiting(self) -> tuple[Version, ...]:
        """Those that have no receipt yet."""
        return tuple(version for version in self.ours if version.state in ("queued", "sent"))


@dataclass(frozen=True)
class PackFile:
    """Definitions that came in a file; ``taken`` are the versions that were not here before."""

    path: Path
    taken: tuple[str, ...]


def take(session: Session, path: Path) -> CarryFile | PackFile:
    """Look into a carry file, or take in a pack file's definitions.

    Raises ``UserError``: ``handed.missing``, ``handed.unknown``, ``handed.broken``, ``updates.no-source`` where no
    authority is known yet whose signature could be checked; and as the repository in a pack file is found to be.
    """
    handlers: dict[str, Callable[[Session, Path], CarryFile | PackFile]] = {CARRY: _look_into, PACKS: _take_in}
    handler = handlers.get(path.suffix.lower())
    if handler is None:
        raise UserError("handed.unknown", file=path.name)
    return handler(session, path)


def _look_into(session: Session, path: Path) -> CarryFile:
    try:
        submissions = carry_file.read(_bytes_of(path)).submissions
    except ProtocolFault as error:
        raise UserError("handed.broken", file=path.name) from error
    firms = [enterprise.code for enterprise in all_of(session)]
    held = [version for firm in firms for version in session.look(firm, lambda books: books.outbox.all())]
    ours = tuple(version for version in held if (version.return_key, version.version_id) in submissions)
    return CarryFile(path, ours, len(submissions) - len(ours))


def _take_in(session: Session, path: Path) -> PackFile:
    from client.usecases.renewal import pack_updates, sources

    _bytes_of(path)
    with tempfile.TemporaryDirectory(prefix="jibao-") as folder:
        _unpack(path, Path(folder))
        with sources.library(session, None, folder) as library:
            offers = pack_updates.available(session, library)
            taken = tuple(pack_updates.fetch(session, library, offer).version for offer in offers)
    return PackFile(path, taken)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST:
            raise UserError("handed.broken", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise UserError("handed.missing", file=path) from error


def _unpack(path: Path, folder: Path) -> None:
    """A repository in a zip; what would land outside of ``folder`` or grow beyond reason is refused whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = [PurePosixPath(member.filename.replace("\\", "/")) for member in members]
            outside = any(name.is_absolute() or ".." in name.parts or ":" in str(name) for name in names)
            if outside or len(members) > MEMBERS or sum(member.file_size for member in members) > MOST:
                raise UserError("handed.broken", file=path.name)
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UserError("handed.broken", file=path.name) from error
