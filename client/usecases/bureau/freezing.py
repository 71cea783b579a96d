"""From a checked return to the frozen version that is filed, in one transaction with its place in the outbox."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from client.base.clock import rfc3339
from client.base.errors import ConflictError, UserError
from client.protocol import attachments
from client.protocol.encoding import sha256_hex
from client.protocol.identifiers import new_id
from client.protocol.messages import Attachment
from client.protocol.submission import Frozen, Lineage, PackRef, freeze
from client.store import Books, Version
from client.sync import attached
from client.sync.basing import Footing
from client.sync.obligations import HeldObligations
from client.usecases.bureau import fetching_attachments
from client.usecases.bureau.documents import document_of
from client.usecases.bureau.line import Line
from client.usecases.bureau.signatures import signed_by
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.versions import stands_on
from forms.words import Words

if TYPE_CHECKING:
    from client.protocol.keys import PublicKey
    from client.protocol.messages import Kind

ON_ITS_WAY = frozenset({"queued", "sent", "received"})
"""States of a version that still waits for an answer or a decision."""


def ready(check: ReturnCheck, due: HeldObligations) -> None:
    """Raises ``UserError`` naming what keeps a return from being filed."""
    if check.count("error"):
        raise UserError("filing.errors", key=check.words, count=check.count("error"))
    if check.unexplained:
        raise UserError("filing.unexplained", key=check.words, count=len(check.unexplained))
    _open(check, due)


def _open(check: ReturnCheck, due: HeldObligations) -> None:
    if check.opens is not None:
        period, day = check.target.period.words, check.opens.isoformat()
        raise UserError("filing.opens-later", form=check.form_words, period=period, day=day)
    if all(item.return_key != check.return_key for item in due.items):
        raise UserError("filing.not-open", form=check.form_words, period=check.target.period.words)


def queue(
    line: Line,
    check: ReturnCheck,
    due: HeldObligations,
    reason: str | None,
    missing: Collection[str] = (),
) -> str:
    """The id of the version that holds the return as it stands, frozen now unless it already is.

    ``missing`` are files of the last version, by name, that it is known to go without. Raises as ``ready`` and
    ``fetching_attachments.refuse``, and ``ConflictError('filing.moved-elsewhere')``.
    """
    if check.state in ON_ITS_WAY and check.head is not None and not check.edited:
        return check.head.version_id
    if check.moved and check.elsewhere is not None:
        theirs = check.elsewhere.theirs
        at, device = theirs.received_at[:16].replace("T", " "), theirs.device_name
        raise ConflictError("filing.moved-elsewhere", key=check.words, at=at, device=device)
    ready(check, due)
    line.session.look(line.firm, lambda books: fetching_attachments.refuse(books, line.root, check, missing))
    return _freeze(line, check, reason, None)


def queue_nil(line: Line, check: ReturnCheck, due: HeldObligations, reason: str | None) -> str:
    """The id of a version that says there is nothing to report; refused while figures are entered.

    Raises ``UserError``: ``filing.nil-has-figures``, ``filing.reason-missing``, ``filing.not-open``.
    """
    if check.target.cells:
        raise UserError("filing.nil-has-figures", key=check.words, count=len(check.target.cells))
    _open(check, due)
    return _freeze(line, check, reason, "nil")


def queue_withdrawal(line: Line, check: ReturnCheck, reason: str | None) -> str:
    """The id of a version that takes back what was received and is not yet accepted; the figures stay here.

    Raises ``UserError``: ``filing.nothing-to-withdraw``, ``filing.reason-missing``.
    """
    return _freeze(line, check, reason, "withdrawal")


def _freeze(line: Line, check: ReturnCheck, reason: str | None, special: Kind | None) -> str:
    session, endpoint = line.session, line.endpoint
    # Asked before the transaction: the store's thread must not wait for the network.
    parties = endpoint.parties()
    pack = session.pack_of(check.target)

    def work(books: Books) -> str:
        target = check.target
        change_seq = books.returns.last_change(target.key)
        if change_seq != check.change_seq:
            raise UserError("filing.changed-meanwhile", key=check.words)
        stand = _stand(books, check, line.root)
        kind: Kind = special or ("correction" if stand.corrects else "original")
        _fits(kind, stand, check.words, reason)
        version_id = new_id()
        document = document_of(
            target, pack, signed_by(books, target, pack), kind=kind, reason=None if kind == "original" else reason
        )
        files = [] if kind == "withdrawal" else _sealed(books, check.return_key, version_id, parties.seal_key[1])
        frozen = freeze(
            msgspec.structs.replace(document, attachments=[each.enclosed for each, _ in files]),
            Lineage(check.return_key, version_id, stand.base, kind),
            PackRef(pack.version, pack.sha256),
            parties,
            endpoint.clock.now(),
            audit_head=books.audit.head(),
            attachments=[each.named for each, _ in files],
        )
        attached.freeze(books, version_id, files)
        books.outbox.put(_version(check, frozen, line.root, rfc3339(session.clock.now())))
        return frozen.version_id

    return line.store.run(work)


def _sealed(books: Books, key: str, version_id: str, public: PublicKey) -> list[tuple[attached.Sealed, bytes]]:
    """Every file beside the return, sealed for this version; the id of its upload is minted with it."""
    made = []
    for number, file in enumerate(attached.of_return(books, key), 1):
        sealed = attachments.seal(attached.content(books, file.id), public, key, version_id, f"a{number}")
        named = Attachment(f"a{number}", new_id(), len(sealed), sha256_hex(sealed))
        made.append((attached.Sealed(file, named), sealed))
    return made


def _stand(books: Books, check: ReturnCheck, root: str) -> Footing:
    """What the next version builds on. What never left is discarded; what is on its way must come back first."""
    key = check.return_key
    stand = stands_on(books, key, root)
    if stand.waits_for is not None:
        raise UserError("filing.under-way", key=check.words)
    for version_id in stand.discards:
        attached.discard(books, version_id)
        books.outbox.discard(version_id)
    return stand


def _fits(kind: Kind, stand: Footing, key: Words, reason: str | None) -> None:
    """Whether kind, base and reason go together, said in the person's words."""
    if kind == "withdrawal" and not stand.standing:
        raise UserError("filing.nothing-to-withdraw", key=key)
    if kind == "correction" and not reason:
        raise UserError("filing.reason-needed", key=key)
    if kind != "original" and not reason:
        raise UserError("filing.reason-missing", key=key)


def _version(check: ReturnCheck, frozen: Frozen, root: str, now: str) -> Version:
    target = check.target
    return Version(
        version_id=frozen.version_id,
        return_key=check.return_key,
        firm=target.firm,
        form=target.form,
        period=target.period,
        base_version_id=frozen.base_version_id,
        kind=frozen.kind,
        pack=frozen.pack,
        endpoint=root,
        manifest=frozen.manifest_jws,
        sealed=frozen.sealed,
        sealed_sha256=frozen.sealed_sha256,
        manifest_sha256=frozen.manifest_sha256,
        commitment=frozen.commitment,
        seal_kid=frozen.kid,
        change_seq=check.change_seq,
        created_at=now,
    )
