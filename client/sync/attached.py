"""Files attached to returns, and what was sealed of them with a version, kept in the enterprise's own store.

A file lies beside its return until a person takes it off. When a version is frozen, every file is sealed for it
once; those sealed bytes are what is uploaded, and they are dropped when the version's receipt is in. Those of a
version that was turned away are dropped with the receipt of the one that follows it: nothing will ever send them
again. Which files it had, and the files themselves, stay with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from client.base.errors import OurFault, UserError
from client.protocol.messages import Attachment, Enclosed
from client.store.repositories.books import Books


class Attached(msgspec.Struct, frozen=True):
    """One file beside a return: size and SHA-256 are the file's own; ``at`` is RFC 3339."""

    id: str
    name: str
    media: str
    size: int
    sha256: str
    at: str


class SealedGone(UserError):
    """``filing.sealed-gone``: a version cannot go any more, since a file sealed with it cannot be read."""

    def __init__(self, name: str) -> None:
        super().__init__("filing.sealed-gone", file=name)


class Sealed(msgspec.Struct, frozen=True):
    """One file as frozen with a version: ``named`` stands in the manifest, ``arrived`` of its bytes are there."""

    file: Attached
    named: Attachment
    arrived: int = 0

    @property
    def enclosed(self) -> Enclosed:
        """What the sealed document says of it."""
        return Enclosed(self.named.id, self.file.name, self.file.media, self.file.size, self.file.sha256)

    @property
    def whole(self) -> bool:
        return self.arrived >= self.named.size


def of_return(books: Books, return_key: str) -> list[Attached]:
    """The files beside a return, in the order they were attached."""
    names = books.settings.names(f"{_FILE}{return_key}/")
    found = [_read(books, name) for name in names]
    return sorted(found, key=lambda each: (each.at, each.id))


def ids_by_return(books: Books) -> dict[str, frozenset[str]]:
    """Ids of the files beside every return that has any."""
    found: dict[str, set[str]] = {}
    for name in books.settings.names(_FILE):
        return_key, _, file_id = name.removeprefix(_FILE).rpartition("/")
        found.setdefault(return_key, set()).add(file_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def put(books: Books, return_key: str, file: Attached, data: bytes) -> None:
    """Keep a file beside a return."""
    books.settings.put(_BYTES + file.id, data)
    books.settings.put(f"{_FILE}{return_key}/{file.id}", msgspec.msgpack.encode(file))
    books.audit.append("attach", f"{return_key}/{file.id}", file.sha256.encode())


def remove(books: Books, return_key: str, file_id: str) -> None:
    """Take a file off a return; its bytes stay while a version that was made with it may still need them."""
    books.settings.delete(f"{_FILE}{return_key}/{file_id}")
    books.audit.append("detach", f"{return_key}/{file_id}")
    versions = (v.version_id for v in books.outbox.by_return(return_key))
    if not any(each.file.id == file_id for version in versions for each in of_version(books, version)):
        books.settings.delete(_BYTES + file_id)


def content(books: Books, file_id: str) -> bytes:
    """The file itself. Raises ``OurFault('store.refused')`` for one that is not kept."""
    found = books.settings.get(_BYTES + file_id)
    if found is None:
        raise OurFault("store.refused", kind="attachment")
    return found


def freeze(books: Books, version_id: str, sealed: Sequence[tuple[Sealed, bytes]]) -> None:
    """Keep what a version was frozen with; nothing is written for a version without files."""
    if sealed:
        _write(books, version_id, [each for each, _ in sealed])
    for each, data in sealed:
        books.settings.put(_sealed(version_id, each), data)


def of_version(books: Books, version_id: str) -> list[Sealed]:
    """The files a version was frozen with, in the manifest's order."""
    kept = books.settings.get(_VERSION + version_id)
    return msgspec.msgpack.decode(kept, type=list[Sealed]) if kept is not None else []


def sealed_bytes(books: Books, version_id: str, each: Sealed) -> bytes:
    """What is uploaded; raises ``SealedGone`` after damage, and once the version has its receipt."""
    found = books.settings.get(_sealed(version_id, each))
    if found is None:
        raise SealedGone(each.file.name)
    return found


def note_arrived(books: Books, version_id: str, file_id: str, arrived: int) -> None:
    """So many bytes of one file are there."""
    found = of_version(books, version_id)
    moved = [msgspec.structs.replace(e, arrived=arrived) if e.file.id == file_id else e for e in found]
    _write(books, version_id, moved)


def doubt(books: Books, version_id: str) -> None:
    """The endpoint misses something: how far each file has come is to be asked anew."""
    found = of_version(books, version_id)
    if found:
        _write(books, version_id, [msgspec.structs.replace(each, arrived=0) for each in found])


def settle(books: Books, version_id: str) -> None:
    """The version has its receipt: everything arrived, and the sealed copies are needed no more."""
    for each in of_version(books, version_id):
        books.settings.delete(_sealed(version_id, each))
        if not each.whole:
            note_arrived(books, version_id, each.file.id, each.named.size)


def let_go(books: Books, return_key: str, received: str) -> None:
    """A version has its receipt: what was sealed for those before it that were turned away is needed no more."""
    for version_id in books.outbox.turned_away(return_key, received):
        for each in of_version(books, version_id):
            books.settings.delete(_sealed(version_id, each))


def discard(books: Books, version_id: str) -> None:
    """The version is taken back before it left; the files stay beside their return."""
    for each in of_version(books, version_id):
        books.settings.delete(_sealed(version_id, each))
    books.settings.delete(_VERSION + version_id)


def drop_lost(books: Books) -> dict[str, tuple[str, ...]]:
    """Take off the files whose bytes are not there, as after a damage; answers their names by return key."""
    lost: dict[str, tuple[str, ...]] = {}
    for return_key in ids_by_return(books):
        gone = [each for each in of_return(books, return_key) if books.settings.get(_BYTES + each.id) is None]
        for each in gone:
            remove(books, return_key, each.id)
        if gone:
            lost[return_key] = tuple(each.name for each in gone)
    return lost


KEPT = "attached"
"""How every name begins under which something of this is kept."""
_FILE = "attached/"
_BYTES = "attached-bytes/"
_VERSION = "attached-version/"


def _sealed(version_id: str, each: Sealed) -> str:
    return f"attached-sealed/{version_id}/{each.file.id}"


def _write(books: Books, version_id: str, found: list[Sealed]) -> None:
    books.settings.put(_VERSION + version_id, msgspec.msgpack.encode(found))


def _read(books: Books, name: str) -> Attached:
    kept = books.settings.get(name)
    assert kept is not None, "listed within the same transaction"
    return msgspec.msgpack.decode(kept, type=Attached)
