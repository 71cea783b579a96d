"""What stands in the way, looked for from the disk to the endpoint: one sentence and one action each, no figure.

Everything is only looked at. The way to the endpoint is gone in the order in which it breaks: proxy, line, who
answers there, the clock, whether this computer is let in.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from client.base.errors import JibaoError, UserError, WorldError
from client.base.home import on_network, sync_root
from client.base.stopping import NEVER, Stop
from client.base.version import VERSION
from client.sync import checkpoints
from client.sync.obligations import fetch
from client.usecases.bureau import connecting, watching
from client.usecases.bureau.line import Line
from client.usecases.bureau.proxies import chosen_proxy
from client.usecases.home import securing
from client.usecases.home.session import Session
from client.usecases.returns.keeping import slow_disk
from client.usecases.safekeeping import auditing
from client.usecases.safekeeping.auditing import Audited
from client.usecases.safekeeping.backup_folders import listed
from forms.problems import CodedError, FormsError

What = Literal["program", "disk", "keys", "backup", "store", "proxy", "line", "clock", "log", "device"]
ROOM_MB = 500
BACKUP_DAYS = 7
_MB = 1024 * 1024


@dataclass(frozen=True)
class Probe:
    """One thing looked at. ``problem`` is None where all is well; ``fact`` is a short word about it."""

    what: What
    fact: str = ""
    problem: CodedError | None = None

    @property
    def state(self) -> Literal["good", "query", "error"]:
        """Fine, worth a look, or in the way."""
        if self.problem is None:
            return "good"
        return "query" if self.problem.code.startswith(_ADVICE) else "error"


_ADVICE = (
    "net.inspected",
    "diagnosis.disk",
    "diagnosis.synced",
    "diagnosis.no-",
    "diagnosis.clock",
    "store.slow-disk",
)
Heard = Callable[[Probe], None]
"""Told of every probe as it is answered."""


def diagnose(session: Session, firm: str, heard: Heard = lambda _: None, stop: Stop = NEVER) -> tuple[Probe, ...]:
    """Look at everything; raises nothing but ``Stopped``."""
    found: list[Probe] = []
    for probe in _probes(session, firm):
        found.append(probe)
        heard(probe)
        stop.check()
    return tuple(found)


def report(probes: tuple[Probe, ...], made_at: str) -> str:
    """The probes as text to be passed on: codes and versions, no figures, no names of enterprises or people."""
    lines = [f"Jibao {VERSION} · {platform.platform()} · Python {platform.python_version()} · {made_at}"]
    lines += [
        f"{probe.what}: {probe.problem.code if probe.problem else 'ok'} {probe.fact}".rstrip() for probe in probes
    ]
    return "\n".join(lines)


def _probes(session: Session, firm: str) -> Iterator[Probe]:
    yield Probe("program", VERSION)
    yield _disk(session)
    yield _keys(session)
    yield backup_probe(session)
    yield _store(session, firm)
    if firm:
        yield from _way(session, firm)


def _disk(session: Session) -> Probe:
    home = session.home
    free = shutil.disk_usage(home).free // _MB
    problem: CodedError | None = slow_disk(session)
    if on_network(str(home)) or sync_root(home.absolute()) is not None:
        problem = WorldError("diagnosis.synced-home", home=home)
    if free < ROOM_MB:
        problem = WorldError("diagnosis.disk-low", home=home, free=free)
    return Probe("disk", f"{free // 1024} GB", problem)


def _keys(session: Session) -> Probe:
    ways = securing.ways_of(session)
    fact = " + ".join(
        name for name, there in (("keyring", ways.keyring), ("passphrase", ways.passphrase)) if there
    )
    return Probe("keys", fact, None if ways.card else UserError("diagnosis.no-card"))


def backup_probe(session: Session) -> Probe:
    """The newest backup. A home that is young needs none yet: one is made when the program is left."""
    newest = next(iter(listed(session.home)), None)
    since = newest.made_at if newest is not None else _begun(session)
    late = since is not None and (session.clock.now() - since).days >= BACKUP_DAYS
    fact = f"{newest.made_at:%Y-%m-%d %H:%M}" if newest is not None else ""
    return Probe("backup", fact, UserError("diagnosis.no-backup", days=BACKUP_DAYS) if late else None)


def _begun(session: Session) -> datetime | None:
    """When the first thing was done in the home; None while nothing was."""
    first = session.own.run(lambda books: books.audit.entries(limit=1))
    return datetime.fromisoformat(first[0].at) if first else None


def _store(session: Session, firm: str) -> Probe:
    looks: list[tuple[str, Callable[[], Audited]]] = [("home", partial(auditing.verify_own, session))]
    if firm:
        looks.append((firm, partial(auditing.verify, session, firm)))
    entries = 0
    for name, look in looks:
        try:
            found = look()
        except (JibaoError, FormsError) as error:
            return Probe("store", "", error)
        entries += found.report.entries
        if not found.whole:
            count = len(found.lost) + len(found.doubts) + len(found.astray) + (not found.report.whole)
            return Probe("store", "", WorldError("diagnosis.store-damaged", store=name, count=count))
    return Probe("store", str(entries))


def _log(line: Line) -> Probe:
    """Whether the endpoint still stands by what it signed before."""
    try:
        found = checkpoints.watch(line.store, line.endpoint)
    except (JibaoError, FormsError) as error:
        return Probe("log", "", error)
    return Probe("log", "", watching.rewritten(found))


def _way(session: Session, firm: str) -> Iterator[Probe]:
    """From this computer to the endpoint, as far as the way goes."""
    try:
        with connecting.line(session, firm) as line:
            endpoint = line.endpoint
            host = urlsplit(endpoint.profile.base_url).hostname or ""
            proxy = chosen_proxy(session).proxy_for(endpoint.profile.base_url)
            yield Probe("proxy", "yes" if proxy else "no")
            endpoint.hello()
            yield Probe("line", host, watching.inspected(endpoint))
            drift = endpoint.clock.drift
            minutes = round(abs(drift.total_seconds()) / 60) if drift is not None else 0
            wrong = WorldError("diagnosis.clock", minutes=minutes) if endpoint.clock.misleading else None
            yield Probe("clock", "", wrong)
            yield _log(line)
            try:
                fetch(line.store, endpoint, firm)
            except (JibaoError, FormsError) as error:
                yield Probe("device", "", error)
            else:
                yield Probe("device", endpoint.env)
    except (JibaoError, FormsError) as error:
        yield Probe("line", "", error)
