"""From a checked return to the frozen version that is filed, in one transaction with its place in the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client.base.clock import rfc3339
from client.base.errors import UserError
from client.base.version import VERSION
from client.protocol.identifiers import new_id
from client.protocol.submission import Frozen, PackRef, Signer, freeze
from client.store import Books, Version
from client.sync.obligations import HeldObligations
from client.usecases.checking import ReturnCheck
from client.usecases.documents import document_of, people_of
from client.usecases.session import Session
from client.usecases.versions import versions_at
from forms.returns import Return

if TYPE_CHECKING:
    from client.net import Endpoint
    from client.protocol.messages import Kind

ON_ITS_WAY = frozenset({"queued", "sent", "received"})
"""States of a version that still waits for an answer or a decision."""

HELD_BY_SERVER = frozenset({"received", "accepted", "rejected"})
"""States of a version the endpoint has: the next version of the return builds on the newest of these."""

PROFILE_FORM = "JB"
"""The form that keeps who signs for the enterprise."""


def ready(check: ReturnCheck, due: HeldObligations) -> None:
    """Raises ``UserError`` naming what keeps a return from being filed."""
    target = check.target
    if check.count("error"):
        raise UserError("filing.errors", key=target.key, count=check.count("error"))
    if check.unexplained:
        raise UserError("filing.unexplained", key=target.key, count=len(check.unexplained))
    if all(item.return_key != target.key for item in due.items):
        raise UserError("filing.not-open", form=check.form_name, period=target.period)


def queue(
    session: Session, endpoint: Endpoint, check: ReturnCheck, due: HeldObligations, reason: str | None
) -> str:
    """The id of the version that holds the return as it stands, frozen now unless it already is."""
    if check.state in ON_ITS_WAY and check.head is not None and not check.edited:
        return check.head.version_id
    ready(check, due)
    # Asked before the transaction: the store's thread must not wait for the network.
    seal_key = endpoint.seal_key()
    pack = session.pack_of(check.target)
    people = people_of(session.store.run(lambda books: _profile_return(books, check)))

    def work(books: Books) -> str:
        target = check.target
        change_seq = books.returns.last_change(target.firm, target.form, target.period)
        if change_seq != check.change_seq:
            raise UserError("filing.changed-meanwhile", key=target.key)
        base, kind = _base(books, versions_at(books, target.key, endpoint.profile.root_id))
        if kind == "correction" and not reason:
            raise UserError("filing.reason-needed", key=target.key)
        frozen = freeze(
            document_of(target, pack, people, kind=kind, reason=reason if kind == "correction" else None),
            return_key=target.key,
            version_id=new_id(),
            base_version_id=base,
            kind=kind,
            pack=PackRef(pack.version, pack.sha256),
            env=endpoint.env,
            seal_key=seal_key,
            signer=Signer(endpoint.own_device.device_id, endpoint.own_device.keys.sig),
            made_at=endpoint.clock.now(),
            app=VERSION,
            audit_head=books.audit.head(),
        )
        books.outbox.put(_version(check, frozen, endpoint.profile.root_id, rfc3339(session.clock.now())))
        return frozen.version_id

    return session.store.run(work)


def _base(books: Books, versions: list[Version]) -> tuple[str | None, Kind]:
    """What the next version builds on. What never left is discarded; what is on its way must come back first."""
    base: Version | None = None
    for version in versions:
        if version.state == "queued" and not version.attempts:
            books.outbox.discard(version.version_id)
        elif version.state in ("queued", "sent"):
            raise UserError("filing.under-way", key=version.return_key)
        elif version.state in HELD_BY_SERVER:
            base = version
    if base is None:
        return None, "original"
    return base.version_id, "original" if base.state == "rejected" else "correction"


def _profile_return(books: Books, check: ReturnCheck) -> Return | None:
    profiles = books.returns.all(firm=check.target.firm, form=PROFILE_FORM)
    return profiles[-1] if profiles else None


def _version(check: ReturnCheck, frozen: Frozen, root: str, now: str) -> Version:
    target = check.target
    return Version(
        version_id=frozen.version_id,
        return_key=target.key,
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
