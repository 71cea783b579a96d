"""Which versions of a return count: those made for the endpoint the firm files at now.

What was filed while practising says nothing to the bureau, nor the other way round. A withdrawal that was turned
away took nothing back: what it spoke of stands as it stood.
"""

from __future__ import annotations

from client.protocol import strict_json
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import EndpointProfile, Receipt
from client.protocol.statements import unproven
from client.store import Books, StoredReceipt, Version
from client.sync import elsewhere
from client.sync.basing import Footing, below, footing
from client.sync.elsewhere import Theirs
from forms.returns import ReturnKey


def root_of(books: Books, firm: str) -> str:
    """``root_id`` of the endpoint the firm is enrolled at; blank before that."""
    enrolled = books.endpoints.get(firm)
    return strict_json.decode(enrolled.profile, EndpointProfile).root_id if enrolled else ""


def versions_at(books: Books, spelled: str, root: str) -> list[Version]:
    """Versions of the return whose key is ``spelled`` so, made for that endpoint, oldest first."""
    return [
        version for version in books.outbox.by_return(spelled) if version.endpoint == root and _counts(version)
    ]


def stands_on(books: Books, spelled: str, root: str) -> Footing:
    """What the next version of a return builds on at that endpoint, whichever computer filed it."""
    return footing(versions_at(books, spelled, root), elsewhere.taken_in(books, root, spelled))


def heads_of(books: Books, firm: str) -> dict[ReturnKey, Version]:
    """The newest version of each return of the firm."""
    root = root_of(books, firm)
    return {v.key: v for v in books.outbox.all() if v.firm == firm and v.endpoint == root and _counts(v)}


def taken_of(books: Books, firm: str) -> dict[ReturnKey, Theirs]:
    """Heads that other computers filed, that were taken in and that nothing made here builds on."""
    root = root_of(books, firm)
    taken = {}
    for spelled in elsewhere.keys(books, root):
        found, made = elsewhere.kept(books, root, spelled), versions_at(books, spelled, root)
        if found is not None and found.taken and not (made and below(made[-1], made, found.theirs.version_id)):
            taken[parse_return_key(spelled)] = found.theirs
    return taken


def proof_of(books: Books, firm: str, version_id: str) -> tuple[StoredReceipt, str] | None:
    """Receipt, decisions and manifest of a version, whichever computer of the firm filed it."""
    held, version = books.receipts.get(version_id), books.outbox.get(version_id)
    if held is not None and version is not None:
        return held, version.manifest
    found = elsewhere.proof_of(books, root_of(books, firm), version_id)
    if found is None:
        return None
    number = unproven(found.receipt, Receipt).receipt_no
    decisions = (found.decision,) if found.decision else ()
    return StoredReceipt(version_id, found.receipt, found.chain, "", number, decisions), found.manifest


def _counts(version: Version) -> bool:
    return version.kind != "withdrawal" or version.state not in ("rejected-at-door", "conflict")
