"""One version while it is being filed: what the filer remembers of it between two turns."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec

from client.base.clock import Clock
from client.base.errors import UserError
from client.net import Endpoint
from client.protocol.messages import EndpointProfile, VersionState
from client.protocol.times import parse_time
from client.store import Store
from client.store.repositories.books import Books
from client.store.repositories.model import Version
from client.sync import attached, promises
from client.sync.engine import Filing
from client.sync.evidence import Evidence, read_decision, read_receipt
from client.sync.obligations import Owed, owed
from client.sync.results import FilingResult, Progress, Report
from client.sync.states import UNSETTLED, State

LAST_HOUR = timedelta(hours=1)


class Case(msgspec.Struct):
    """One version being filed, and what is remembered of it while the program runs."""

    version: Version
    filing: Filing
    etag: str = ""
    evidence: Evidence | None = None
    told: VersionState | None = None
    """An answer that came with those about others, not yet weighed."""
    trouble: dict[str, object] = {}
    alarm: bool = False
    head: str | None = None
    files: int = 0
    """Bytes of the sealed files that go before it."""


class Quiet:
    """A report that is told one thing at a time, whichever thread it comes from; without one nobody is told."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._lock = threading.Lock()

    def __call__(self, progress: Progress) -> None:
        if self._report is not None:
            with self._lock:
                self._report(progress)


def by_return(cases: Iterable[Case]) -> list[list[Case]]:
    """The cases in groups that may go side by side: those of one return stay in their order."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.version.return_key, []).append(case)
    return list(groups.values())


def dues_of(books: Books, cases: list[Case]) -> dict[str, Owed]:
    """What is due by return key, as far as known."""
    found: dict[str, Owed] = {}
    for firm in {case.version.firm for case in cases}:
        found |= owed(books, firm)
    return found


def remembered(version: Version, *, promised: bool = False) -> Filing:
    """What the outbox remembers: after a restart nobody knows whether earlier bytes arrived."""
    later = parse_time(version.next_attempt_at) if version.next_attempt_at else None
    return Filing(State(version.state), version.attempts, later, version.error_code, promised=promised)


def hurried(filing: Filing) -> Filing:
    """A person pressed send: the back-off is passed over, a wait the endpoint asked for is not."""
    if filing.error in ("problem.busy", "problem.rate-limited", "problem.maintenance"):
        return filing
    return msgspec.structs.replace(filing, next_attempt_at=None)


def unhurried(case: Case, endpoint: Endpoint) -> Filing:
    """Nobody pressed send: what never left goes at a time of this device's own within the spread (C12)."""
    if case.filing.state is not State.QUEUED or case.filing.next_attempt_at is not None:
        return case.filing
    number = int.from_bytes(hashlib.sha256(endpoint.own_device.device_id.encode()).digest()[:8])
    share = number % max(1, min(endpoint.spread_seconds, LAST_HOUR.seconds))
    later = parse_time(case.version.created_at) + timedelta(seconds=share)
    return msgspec.structs.replace(case.filing, next_attempt_at=later)


def looked_up(books: Books, version_id: str) -> Case:
    """A version as the outbox has it; raises ``UserError('sync.no-version')``."""
    version = books.outbox.get(version_id)
    if version is None:
        raise UserError("sync.no-version", version_id=version_id)
    files = attached.of_version(books, version_id)
    promised = promises.get(books, version_id) is not None
    return Case(version, remembered(version, promised=promised), files=sum(each.named.size for each in files))


def is_mine(books: Books, case: Case) -> bool:
    """Whether the head that a refusal names is another version this store has frozen."""
    if case.head is None or case.head == case.version.version_id:
        return False
    found = books.outbox.get(case.head)
    return found is not None and found.return_key == case.version.return_key


def results_of(store: Store, endpoint: Endpoint, clock: Clock, cases: list[Case]) -> list[FilingResult]:
    """Where versions stand, as the caller is told."""
    places = places_of(endpoint.profile, clock)
    return store.run(lambda books: [_result(books, case, places) for case in cases])


def _result(books: Books, case: Case, places: dict[str, object]) -> FilingResult:
    filing = case.filing
    return msgspec.structs.replace(
        known(books, case.version, places),
        state=filing.state,
        code=filing.error,
        params=places | case.trouble if filing.error else {},
        alarm=case.alarm,
        next_attempt_at=filing.next_attempt_at if filing.state in UNSETTLED else None,
        rebase_on=case.head if filing.state is State.CONFLICT and is_mine(books, case) else None,
    )


def known(books: Books, version: Version, places: dict[str, object]) -> FilingResult:
    """Where a version stands as the store has it; ``places`` fill the words of a failure (``places_of``)."""
    held = books.receipts.get(version.version_id)
    return FilingResult(
        version.version_id,
        version.return_key,
        State(version.state),
        receipt=read_receipt(held) if held else None,
        decision=read_decision(held) if held else None,
        promised=promises.get(books, version.version_id),
        code=version.error_code,
        params=places if version.error_code else {},
    )


def places_of(profile: EndpointProfile, clock: Clock) -> dict[str, object]:
    """Fills a remembered failure's text, whose own parameters the last run of the program took with it."""
    host = urlsplit(profile.base_url).hostname
    now = f"{clock.now():%Y-%m-%d %H:%M}"
    return dict.fromkeys(_FORGOTTEN, "…") | {"host": host, "env": profile.env, "now": now}


_FORGOTTEN = ("status", "kind", "typ", "use", "kid", "where", "limit", "size", "part")
"""What else the words of such failures name."""
