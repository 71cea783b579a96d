"""What other computers of the firm filed, kept beside what was made here (C4 10, C7).

It is kept among what can be fetched again. Losing it costs a download and, at worst, one more question: which
version the next one builds on is then found out anew.
"""

from __future__ import annotations

import msgspec

from client.protocol import strict_json
from client.protocol.messages import Document, HeadInfo, Receipt
from client.protocol.statements import unproven
from client.store.repositories.books import Books
from client.sync.basing import TakenIn


class Theirs(msgspec.Struct, frozen=True):
    """One version the endpoint holds, whoever filed it; every statement in it was verified."""

    version_id: str
    state: str
    kind: str
    pack: str
    received_at: str
    device_name: str
    receipt: str
    decision: str | None
    document: Document


class Elsewhere(msgspec.Struct, frozen=True):
    """The head of a return that was not made here, and what it builds on as far as both sides know it."""

    theirs: Theirs
    base: Document | None = None
    """Content of the newest version both sides had; None when there is none."""
    taken: bool = False
    """Whether its figures were taken in, by a person or because nothing was to be decided."""
    change_seq: int = 0
    """The newest change of the return when it was taken in."""
    whole: bool = False
    """Whether the return was exactly this version then."""
    files: list[str] | None = None
    """Ids of its files beside the return, once they have come back too; None until then."""

    def stands(self, change_seq: int) -> bool:
        """Whether the return, whose newest change is ``change_seq``, is still exactly what was filed elsewhere."""
        return self.taken and self.whole and change_seq <= self.change_seq


class Proof(msgspec.Struct, frozen=True):
    """What proves a version that another computer filed: its statements word for word, with the keys' chain."""

    return_key: str
    version_id: str
    manifest: str
    receipt: str
    decision: str | None
    chain: bytes


def keep_proof(books: Books, root: str, proof: Proof) -> None:
    """Keep it beside those of earlier versions; a later look at the same version brings its newer decision."""
    books.cache.put(f"proof/{root}/{proof.version_id}", strict_json.encode(proof))


def proof_of(books: Books, root: str, version_id: str) -> Proof | None:
    """What proves a version, if another computer filed it and it was fetched."""
    kept = books.cache.get(f"proof/{root}/{version_id}")
    return strict_json.decode(kept, Proof) if kept is not None else None


def receipt_of(theirs: Theirs) -> Receipt:
    """The payload of its receipt, which verified when it was fetched."""
    return unproven(theirs.receipt, Receipt)


def kept(books: Books, root: str, return_key: str) -> Elsewhere | None:
    """What is kept of a return's head from elsewhere."""
    found = books.cache.get(_name(root, return_key))
    return strict_json.decode(found, Elsewhere) if found is not None else None


def keys(books: Books, root: str) -> list[str]:
    """Keys of the returns of which another computer filed the head, as far as it was fetched."""
    prefix = _name(root, "")
    return [name.removeprefix(prefix) for name in books.cache.names(prefix)]


def keep(books: Books, root: str, return_key: str, found: Elsewhere) -> None:
    """Keep what another computer filed of a return, in place of what was known."""
    books.cache.put(_name(root, return_key), strict_json.encode(found))


def files_wanted(books: Books, root: str, return_key: str) -> Elsewhere | None:
    """What is kept of a head that was taken in while files of it are still to be fetched."""
    found = kept(books, root, return_key)
    return found if found is not None and found.taken and found.files is None else None


def taken_in(books: Books, root: str, return_key: str) -> TakenIn | None:
    """The head from elsewhere that the next version may build on."""
    found = kept(books, root, return_key)
    return TakenIn(found.theirs.version_id, found.theirs.state) if found is not None and found.taken else None


class Lost(msgspec.Struct, frozen=True):
    """Files of a version filed elsewhere that could not be brought here, by name: the next goes without."""

    version_id: str
    names: list[str]


def lose(books: Books, root: str, return_key: str, lost: Lost) -> None:
    """Note what could not be brought, in place of what was noted before."""
    if lost.names:
        books.cache.put(f"lost/{root}/{return_key}", strict_json.encode(lost))
    else:
        books.cache.delete(f"lost/{root}/{return_key}")


def all_lost(books: Books, root: str) -> dict[str, Lost]:
    """What could not be brought, by return key."""
    prefix = f"lost/{root}/"
    named = {name: books.cache.get(name) for name in books.cache.names(prefix)}
    return {name[len(prefix) :]: strict_json.decode(data, Lost) for name, data in named.items() if data}


def is_news(books: Books, root: str, return_key: str, head: HeadInfo) -> bool:
    """Whether the endpoint's head of a return was made elsewhere and is not known here as it stands."""
    own = books.outbox.get(head.version_id)
    if own is not None and own.endpoint == root:
        return False
    found = kept(books, root, return_key)
    return found is None or (found.theirs.version_id, found.theirs.state) != (head.version_id, head.state)


def _name(root: str, return_key: str) -> str:
    return f"elsewhere/{root}/{return_key}"
