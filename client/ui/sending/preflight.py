"""What stands between the returns of a period and their receipts, gathered off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from client.base.errors import JibaoError
from client.protocol.messages import CommitAck, Decision, Receipt
from client.protocol.statements import unproven
from client.store import Books, StoredReceipt
from client.sync import promises
from client.sync.elsewhere import receipt_of
from client.ui.ground.language import told
from client.ui.sending.attachments import FileRow
from client.usecases.bureau import attaching, offline, watching
from client.usecases.bureau.documents import people_of
from client.usecases.bureau.notes import note_on
from client.usecases.bureau.signatures import Place, Signature, profile_of, signatures_of
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.states import LOCAL, State
from client.usecases.returns.versions import root_of, stands_on
from forms.filing import due
from forms.pack import Form
from forms.periods import Period
from forms.returns import ReturnKey


@dataclass(frozen=True)
class SendRow:
    """One return asked for the period. ``check`` is None when nothing was entered yet."""

    form: str
    form_name: str
    period: Period
    check: ReturnCheck | None
    receipt: Receipt | None = None
    decision: Decision | None = None
    promised: CommitAck | None = None
    """The endpoint's word that a version on its way is on time if it arrives by then."""
    signed: tuple[Signature, ...] = ()
    note: str = ""
    """What the officer wrote beside the decision."""
    differs: bool = False
    """Whether other figures than what is entered stand at the authority."""

    @property
    def state(self) -> State:
        return self.check.state if self.check else "empty"

    @property
    def emptied(self) -> bool:
        """Whether all figures of what was filed were deleted since, and that was not filed."""
        return self.check is not None and self.check.emptied

    @property
    def changed(self) -> bool:
        """Whether what was filed was changed since, and that was not filed."""
        return self.differs or self.emptied

    @property
    def corrects(self) -> bool:
        """Whether filing it would replace figures that stand at the authority, which wants a reason."""
        return self.differs and self.state == "ready"

    @property
    def early(self) -> date | None:
        """From when it can be filed, where nothing else stands in the way."""
        return self.check.opens if self.check and self.state == "ready" else None

    @property
    def ready(self) -> bool:
        """Whether pressing 报送 sends it."""
        return self.state in ("ready", "queued", "sent") and self.early is None


@dataclass(frozen=True)
class Preflight:
    """All returns of one period, who signs, and which periods may be chosen."""

    period: Period
    rows: tuple[SendRow, ...]
    people: dict[str, str]
    """Names by role, of the roles that are asked for; blank where nobody is named."""
    files: tuple[FileRow, ...] = ()
    warnings: tuple[JibaoError, ...] = ()
    """What should be known of the way to the endpoint and of its records."""
    waiting: int = 0
    """How many returns of the enterprise, of whatever period, have no receipt yet."""

    @property
    def ready(self) -> tuple[SendRow, ...]:
        return tuple(row for row in self.rows if row.ready)

    @property
    def entered(self) -> tuple[SendRow, ...]:
        """The returns with anything in them."""
        return tuple(row for row in self.rows if row.check is not None and row.check.filled)

    @property
    def under_way(self) -> bool:
        """Whether something was sent and has not been decided."""
        return any(row.state in ("queued", "sent", "received") for row in self.rows)


def gather(session: Session, firm: str, period: Period) -> Preflight:
    """Everything the send page shows for a month."""
    checks = check_returns(session, firm, period)
    by_place = {(c.target.form, c.target.period): c for c in checks}
    asked = [(form.code, own) for form, own in due(session.pack_for(period), period)]
    places = dict.fromkeys([*asked, *(place for place, check in by_place.items() if check.begun)])
    versions = [c.head.version_id for c in checks if c.head is not None]
    pack = session.pack

    def look(books: Books) -> tuple[dict[str, _Said], dict[str, str], dict[Place, tuple[Signature, ...]]]:
        signed = {(form, of): signatures_of(books, ReturnKey(firm, form, of)) for form, of in places}
        named = people_of(profile_of(books, firm, pack), pack)
        return _stored(books, versions), dict.fromkeys(pack.profile.people, "") | named, signed

    stored, people, signed = session.look(firm, look)
    rows = tuple(
        replace(_row(session.forms[form], of, by_place.get((form, of)), stored), signed=signed[form, of])
        for form, of in places
    )
    rows = session.look(firm, lambda books: tuple(_noted(books, firm, row) for row in rows))
    files = tuple(file for each in rows if each.check is not None for file in _files(session, firm, each))
    waiting = len(offline.waiting(session, firm))
    return Preflight(period, rows, people, files, watching.warnings(session, firm), waiting)


def _files(session: Session, firm: str, each: SendRow) -> tuple[FileRow, ...]:
    found = attaching.shown(session, ReturnKey(firm, each.form, each.period))
    return tuple(FileRow(each.form, each.form_name, each.period, shown) for shown in found)


_Said = tuple[StoredReceipt | None, CommitAck | None]
"""What the endpoint has said of a version: its receipt, and its word that it may still come."""


def _stored(books: Books, versions: list[str]) -> dict[str, _Said]:
    return {version: (books.receipts.get(version), promises.get(books, version)) for version in versions}


def _row(form: Form, period: Period, check: ReturnCheck | None, stored: dict[str, _Said]) -> SendRow:
    if check is not None and check.filed_elsewhere and check.elsewhere is not None:
        theirs = check.elsewhere.theirs
        decided = unproven(theirs.decision, Decision) if theirs.decision else None
        return SendRow(form.code, told(form.name, form.name_en), period, check, receipt_of(theirs), decided)
    held, ack = stored.get(check.head.version_id, (None, None)) if check and check.head else (None, None)
    receipt = unproven(held.receipt, Receipt) if held else None
    decision = unproven(held.decisions[-1], Decision) if held and held.decisions else None
    promised = ack if receipt is None else None
    return SendRow(form.code, told(form.name, form.name_en), period, check, receipt, decision, promised)


def _noted(books: Books, firm: str, row: SendRow) -> SendRow:
    key = row.check.return_key if row.check is not None and row.state in LOCAL else ""
    differs = bool(key) and stands_on(books, key, root_of(books, firm)).corrects
    return replace(row, note=note_on(books, firm, row.decision), differs=differs)
