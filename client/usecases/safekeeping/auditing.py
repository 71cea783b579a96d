"""The audit trail held against itself, against the returns, and against what was filed."""

from __future__ import annotations

import msgspec

from client.base.errors import WorldError
from client.store import AuditReport, Books, ClockReport, Doubt, HeadReport
from client.usecases.home.session import Session
from forms.problems import CodedError

BROUGHT = "version-brought"
"""An act of the trail: a version frozen in another one, since damaged, was brought over from there."""


class Audited(msgspec.Struct, frozen=True):
    """The outcome of an audit; ``whole`` when nothing at all is to be said."""

    report: AuditReport
    lost: tuple[HeadReport, ...]
    """Entries that were acknowledged once and are gone, as found at this opening or an earlier one."""
    doubts: tuple[Doubt, ...]
    """Cells that are not what the trail says was done to them."""
    anchors: int
    """Filed manifests that state the entry the trail had reached then; receipts prove them outside this PC."""
    astray: tuple[str, ...]
    """Ids of filed versions whose manifest states another entry: the trail before them was rewritten."""

    @property
    def whole(self) -> bool:
        return self.report.whole and not (self.lost or self.doubts or self.astray)


def verify(session: Session, firm: str) -> Audited:
    """Verify everything of one enterprise; reads its whole store."""
    return session.look(firm, _verify)


def verify_own(session: Session) -> Audited:
    """Verify the home's own store, which lists the enterprises."""
    return session.own.run(_verify)


def losses(session: Session) -> tuple[HeadReport | ClockReport, ...]:
    """What was found missing or altered when stores were opened, each told once and at once."""
    return session.vault.take_losses()


def told(loss: HeadReport | ClockReport) -> CodedError:
    """A loss in words."""
    if isinstance(loss, ClockReport):
        return WorldError("store.clock-set", was=loss.was, now=loss.now)
    if loss.state == "missing":
        return WorldError("store.entries-missing", first=loss.first, last=loss.last)
    return WorldError("store.entries-altered", last=loss.last)


def _verify(books: Books) -> Audited:
    report = books.audit.verify()
    anchors, astray = _anchors(books)
    return Audited(report, _lost(books), tuple(books.replay.doubts()), anchors, astray)


def _lost(books: Books) -> tuple[HeadReport, ...]:
    """Opening writes each loss it finds into the trail itself."""
    found = []
    for entry in books.audit.entries():
        first, _, last = entry.ref.partition("-")
        if entry.action == "missing-entries":
            found.append(HeadReport("missing", int(first), int(last)))
        elif entry.action == "altered-entries":
            found.append(HeadReport("altered", int(first), int(last)))
    return tuple(found)


def _anchors(books: Books) -> tuple[int, tuple[str, ...]]:
    held = {version.version_id: version.manifest for version in books.outbox.all()}
    found, astray = 0, []
    for entry in books.audit.entries():
        if entry.action == BROUGHT:
            held.pop(entry.ref, None)  # it states the trail it was frozen in, which lies aside
        manifest = held.get(entry.ref) if entry.action == "queue" else None
        if manifest is None:
            continue
        if _stated(manifest) == f"sha256:{entry.prev.hex()}":
            found += 1
        else:
            astray.append(entry.ref)
    return found, tuple(astray)


def _stated(manifest: str) -> str | None:
    """The audit head in a manifest; None for one that cannot be read, which then counts as altered."""
    # Reading a manifest loads the signing library, which looking for losses at the start does not need.
    from client.protocol.receipts import facts_of_manifest

    try:
        return facts_of_manifest(manifest).audit_head
    except CodedError:
        return None
