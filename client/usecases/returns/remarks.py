"""What the bureau remarked when it sent a return back, laid on the cells it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Decision
from client.protocol.statements import unproven
from client.store import Books
from client.sync import elsewhere
from client.sync.evidence import read_decision
from client.usecases.home.session import Session
from client.usecases.returns.versions import root_of, versions_at
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import ReturnKey


@dataclass(frozen=True)
class Remark:
    """One rule of a decision at one cell. ``returned`` is the return that was sent back, maybe another one."""

    rule: str
    severity: str
    address: str
    message: str
    returned: ReturnKey
    decided_at: str


def remarks(session: Session, key: ReturnKey) -> tuple[Remark, ...]:
    """Remarks of standing decisions on cells of this return, whichever return was sent back for them.

    A return that was sent back and has since been filed anew has none; one that is being corrected keeps them.
    """
    return tuple(
        Remark(found.rule, found.severity, address, found.message, back.key, back.decision.decided_at)
        for back in session.look(key.firm, lambda books: list(sent_back(books, key.firm)))
        for found in back.decision.findings
        for address in cells_here(found.cells, back.key, key)
    )


class Beginning(NamedTuple):
    """Where to begin in a return that was sent back: the first of its own cells remarked on, blank without one.

    ``said`` is the first remark, blank without one; ``remarks`` are there of them.
    """

    address: str
    said: str
    remarks: int


def beginnings(books: Books, firm: str) -> dict[str, Beginning]:
    """Where to begin in each return that was sent back and still stands so, by its key."""
    return {str(back.key): _beginning(back.key, back.decision) for back in sent_back(books, firm)}


class SentBack(NamedTuple):
    """A return whose newest version was sent back; ``seq`` numbers the last act that had been done by then."""

    key: ReturnKey
    decision: Decision
    seq: int


def sent_back(books: Books, firm: str) -> Iterator[SentBack]:
    """Every return of the firm whose newest version was sent back, with the decision."""
    root = root_of(books, firm)
    for spelled in dict.fromkeys([*books.outbox.keys_of("rejected", root), *elsewhere.keys(books, root)]):
        key, known = parse_return_key(spelled), elsewhere.kept(books, root, spelled)
        head = next(reversed(versions_at(books, spelled, root)), None)
        if head is not None and head.state == "rejected":
            held = books.receipts.get(head.version_id)
            decision = read_decision(held) if held else None
            if decision is not None:
                yield SentBack(key, decision, books.outbox.newest_change(head.version_id))
        elif known is not None and known.theirs.state == "rejected" and known.theirs.decision is not None:
            decision = unproven(known.theirs.decision, Decision)
            # Until their figures are taken in, nothing done here answers what was said of them.
            yield SentBack(key, decision, known.change_seq if known.taken else books.changes.newest())


def _beginning(key: ReturnKey, decision: Decision) -> Beginning:
    findings = decision.findings
    spelled = (cell for found in findings for cell in found.cells)
    address = next(cells_here(spelled, key, key), "")
    return Beginning(address, next((found.message or found.rule for found in findings), ""), len(findings))


def cells_here(cells: Iterable[str], returned: ReturnKey, here: ReturnKey) -> Iterator[str]:
    """Addresses within the return ``here``: as they are for the one sent back, ``JY.2025-08/JY001`` for others."""
    for cell in cells:
        place, slash, address = cell.partition("/")
        if not slash:
            if returned == here:
                yield cell
            continue
        named, _, spelled = place.partition(".")
        try:
            if (named, Period.parse(spelled)) == (here.form, here.period):
                yield address
        except FormsError:
            continue  # a newer endpoint may spell more than this program reads
