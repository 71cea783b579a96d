"""What the bureau remarked when it sent a return back, laid on the cells it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from client.protocol import jws, strict_json
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Decision
from client.store import Books
from client.sync import elsewhere
from client.sync.evidence import read_decision
from client.usecases.home.session import Session
from client.usecases.returns.versions import heads_of, root_of
from forms.periods import Period
from forms.problems import FormsError


@dataclass(frozen=True)
class Remark:
    """One rule of a decision at one cell. ``returned`` is the return that was sent back, maybe another one."""

    rule: str
    severity: str
    address: str
    message: str
    returned: str
    decided_at: str


def remarks(session: Session, firm: str, form: str, period: Period) -> tuple[Remark, ...]:
    """Remarks of standing decisions on cells of this return, whichever return was sent back for them.

    A return that was sent back and has since been filed anew has none; one that is being corrected keeps them.
    """

    def look(books: Books) -> list[tuple[str, Decision]]:
        return list(sent_back(books, firm))

    return tuple(
        Remark(finding.rule, finding.severity, address, finding.message, key, decision.decided_at)
        for key, decision in session.look(firm, look)
        for finding in decision.findings
        for address in _here(finding.cells, key, form, period)
    )


def first_address(key: str, decision: Decision) -> str:
    """The first cell of the return itself that its decision remarks on; blank where it speaks of none."""
    own = parse_return_key(key)
    return next(
        (cell for found in decision.findings for cell in _here(found.cells, key, own.form, own.period)), ""
    )


def sent_back(books: Books, firm: str) -> Iterator[tuple[str, Decision]]:
    """Every return of the firm whose newest version was sent back, with the decision."""
    heads, root = heads_of(books, firm), root_of(books, firm)
    for key in dict.fromkeys([*heads, *(head.key for head in books.returns.heads(firm))]):
        known = elsewhere.kept(books, root, key)
        head = heads.get(key)
        if head is not None and head.state == "rejected":
            held = books.receipts.get(head.version_id)
            decision = read_decision(held) if held else None
            if decision is not None:
                yield key, decision
        elif known is not None and known.theirs.state == "rejected" and known.theirs.decision is not None:
            yield key, strict_json.decode(jws.unverified(known.theirs.decision), Decision)


def _here(cells: list[str], returned: str, form: str, period: Period) -> Iterator[str]:
    """Addresses within this return: as they are for the one sent back, ``JY.2025-08/JY001`` for others."""
    key = parse_return_key(returned)
    for cell in cells:
        place, slash, address = cell.partition("/")
        if not slash:
            if (key.form, key.period) == (form, period):
                yield cell
            continue
        named, _, spelled = place.partition(".")
        try:
            if (named, Period.parse(spelled)) == (form, period):
                yield address
        except FormsError:
            continue  # a newer endpoint may spell more than this program reads
