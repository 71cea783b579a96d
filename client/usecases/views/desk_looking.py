"""Looks at everything a desk shows: runs the rules over all returns, reads what is due and what was received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from client.base.clock import CHINA
from client.protocol.messages import Obligation
from client.store import Books, StoredReceipt, Version
from client.sync.obligations import held
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.remarks import Beginning, beginnings
from client.usecases.returns.versions import root_of
from client.usecases.views.desk_rows import SOON_DAYS, Desk, DeskReceipt, DeskRow, Unknown
from forms.pack import Form, Pack
from forms.periods import Period

LOOK_BACK = timedelta(days=45)
"""An overdue return nobody has started is shown this long, counted from the day the enterprise came here if the
endpoint says it has nothing of it: what fell due since does not leave the desk until it was filed."""

_BY_HAND = ("keyboard", "paste", "repair", "carried")
"""Where a value comes from that somebody put in here."""

Marking = Callable[[Session, Books, str], bytes]


def look(session: Session, firm: str, mark: Marking) -> tuple[bytes, Desk]:
    """The desk as it is now, and the mark taken before anything was looked at."""
    taken = session.look(firm, lambda books: mark(session, books, firm))
    return taken, _look(session, firm)


def _look(session: Session, firm: str) -> Desk:
    checks = {(c.target.form, str(c.target.period)): c for c in check_returns(session, firm)}
    name, obligations, filed, since = session.look(firm, lambda books: _fetch(books, firm))
    receipts = {version.version_id: receipt for version, receipt in filed}
    today = session.clock.now().date()
    due = {(o.form, _period(o)): moment_of(o.deadline_at) for o in obligations} or by_calendar(session.pack, today)
    owed = {(o.form, _period(o)) for o in obligations if o.head is None}
    places = {place for place, moment in due.items() if near(moment, today, since if place in owed else None)}
    lacking = [o for o in obligations if o.form not in session.forms and (o.form, _period(o)) in places]
    places |= {place for place, check in checks.items() if check.begun}
    shown = (
        _row(session.forms[form], Period.parse(period), due.get((form, period)), checks, receipts, today)
        for form, period in places
        if form in session.forms
    )
    laid = (_laid_by(row, checks, since) for row in shown)
    rows = [row for row in laid if row.filled or not row.past]  # what was loaded may have been taken back
    if any(row.state == "rejected" for row in rows):
        begin = session.look(firm, lambda books: beginnings(books, firm))
        rows = [_led(row, begin.get(f"{firm}.{row.form}.{row.period}")) for row in rows]
    rows.sort(key=lambda row: (not row.open, row.deadline or _NEVER, row.form))
    received = tuple(_line(session.forms, *each) for each in filed)
    return Desk(firm, name, tuple(rows), received, tuple(_unknown(each, today) for each in lacking))


def _line(forms: Mapping[str, Form], version: Version, receipt: StoredReceipt) -> DeskReceipt:
    form = forms.get(version.form)
    name, name_en = (form.name, form.name_en) if form else (version.form, version.form)
    returned = version.state == "rejected"
    return DeskReceipt(receipt.number, receipt.stored_at, version.form, name, name_en, version.period, returned)


_NEVER = datetime(9999, 1, 1, tzinfo=CHINA)


def _row(
    definition: Form,
    period: Period,
    deadline: datetime | None,
    checks: dict[tuple[str, str], ReturnCheck],
    receipts: dict[str, StoredReceipt],
    today: date,
) -> DeskRow:
    deadline = deadline or _deadline(definition, period)
    check = checks.get((definition.code, str(period)))
    head = check.head if check else None
    receipt = receipts.get(head.version_id) if head else None
    return DeskRow(
        form=definition.code,
        form_name=definition.name,
        form_name_en=definition.name_en,
        period=period,
        deadline=deadline,
        days_left=(deadline.date() - today).days,
        state=check.state if check else "empty",
        errors=check.count("error") if check else 0,
        queries=len(check.unexplained) if check else 0,
        hints=check.count("hint") if check else 0,
        filled=_filled(check) if check else 0,
        asked=len(definition.asked_indicators(period)),
        receipt_no=receipt.number if receipt else None,
        emptied=check is not None and check.emptied,
        changed=check is not None and check.changed,
        opens=check.opens if check else None,
    )


def _laid_by(row: DeskRow, checks: Mapping[tuple[str, str], ReturnCheck], since: date | None) -> DeskRow:
    """A return as one of the past, if nobody has ever worked on it here and it was due long before ``since``.

    That an endpoint lists it says only that it may still be filed; one that wants it moves its deadline.
    """
    check = checks.get((row.form, str(row.period)))
    if check is None or check.head is not None or since is None or row.deadline is None:
        return row
    by_hand = any(cell.origin.source in _BY_HAND for cell in check.target.cells.values())
    past = row.deadline.date() < since - LOOK_BACK and not by_hand
    return msgspec.structs.replace(row, past=past)


def _led(row: DeskRow, begin: Beginning | None) -> DeskRow:
    """A return that was sent back leads to the first of its cells remarked on."""
    if row.state != "rejected" or begin is None:
        return row
    return msgspec.structs.replace(row, address=begin.address)


def _filled(check: ReturnCheck) -> int:
    return len({address.partition("@")[0] for address in check.target.cells})


def _fetch(
    books: Books, firm: str
) -> tuple[str, list[Obligation], list[tuple[Version, StoredReceipt]], date | None]:
    """Name, what is due, what was received, and the day the enterprise came here."""
    enterprise = books.enterprises.get(firm)
    due = held(books, firm)
    root = root_of(books, firm)
    versions = [v for v in reversed(books.outbox.all()) if v.firm == firm and v.endpoint == root]
    found = [(version, books.receipts.get(version.version_id)) for version in versions]
    receipts = [(version, receipt) for version, receipt in found if receipt is not None]
    return enterprise.name if enterprise else "", due.items if due else [], receipts, since_when(books)


def since_when(books: Books) -> date | None:
    """The day an enterprise came here."""
    first = books.audit.entries(limit=1)
    return moment_of(first[0].at).astimezone(CHINA).date() if first else None


def by_calendar(pack: Pack, today: date) -> dict[tuple[str, str], datetime]:
    """Without word from the endpoint: the last period of each form that has ended, by the pack's calendar."""
    month = Period(today.year, "month", today.month)
    due = {}
    for form in pack.forms.values():
        current = form.period_of(month)
        ended = form.previous(current) or current.year_end()
        if form.asked(ended):
            due[(form.code, str(ended))] = _deadline(form, ended)
    return due


def _deadline(form: Form, period: Period) -> datetime:
    day = form.deadline(period)
    return datetime(day.year, day.month, day.day, 18, tzinfo=CHINA)


def near(deadline: datetime, today: date, since: date | None = None) -> bool:
    """Whether it is due soon, or fell due not long before today (before ``since``, if that is earlier)."""
    return min(since or today, today) - LOOK_BACK <= deadline.date() <= today + timedelta(days=SOON_DAYS)


def _period(obligation: Obligation) -> str:
    return obligation.return_key.rsplit(".", 1)[1]


def _unknown(item: Obligation, today: date) -> Unknown:
    deadline = moment_of(item.deadline_at)
    days_left = (deadline.date() - today).days
    return Unknown(item.form, item.title, Period.parse(_period(item)), deadline, days_left)


def moment_of(text: str) -> datetime:
    """A time as an endpoint or the audit trail writes it."""
    return datetime.fromisoformat(text)
