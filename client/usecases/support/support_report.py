"""What support is told about a computer and a home: versions, places, states and counts; no figure, no name.

Enterprises are numbered in the order they were added. Settings that are free text are told as set or not.
"""

from __future__ import annotations

import locale
import platform
import shutil
import ssl
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from client.base.errors import JibaoError
from client.base.home import BACKUPS_FOLDER, FIRMS_FOLDER, on_network, sync_root
from client.base.logbook import plain
from client.base.policy import NONE, Policy, policy
from client.base.traces import kind_of
from client.base.version import VERSION
from client.store import Books, engine_version
from client.usecases.bureau import connecting
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.home.settings_table import BY_KEY, Value
from client.usecases.safekeeping import auditing
from client.usecases.safekeeping.auditing import Audited
from forms.problems import CodedError


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The program and what it runs on."""

    version: str
    packed: bool
    python: str
    libraries: dict[str, str]
    system: str
    machine: str
    encoding: str
    """The code page programs fall back to."""


class HomeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The data folder; ``files`` are sizes in bytes by place, enterprises numbered."""

    network: bool
    synced: bool
    free_megabytes: int
    backups: int
    files: dict[str, int]
    policy: list[str]
    """What the computer's policy lays down, by name."""


class StoreFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One store's health. ``problem`` is the code of what kept it from being read."""

    store: str
    problem: str = ""
    entries: int = 0
    whole: bool = False
    lost: int = 0
    doubts: int = 0
    astray: int = 0


class EndpointFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Where an enterprise files, and how its versions stand there."""

    store: str
    host: str = ""
    environment: str = ""
    root: str = ""
    enrolment: str = "none"
    practice: bool = True
    versions: dict[str, int] = {}
    """How many versions are in each state."""
    errors: dict[str, int] = {}
    """Codes that the endpoint or the way to it answered with, of versions that are still under way."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``opening`` is what kept the home from being opened, if anything."""

    made: str
    machine: Machine
    home: HomeFacts
    opening: str = ""
    slow_disk: bool = False
    """Whether saving was found to take long since the home was opened; the logs tell of earlier times."""
    settings: dict[str, Value] = {}
    stores: list[StoreFacts] = []
    endpoints: list[EndpointFacts] = []


def report_on(home: Path, session: Session | None, opening: BaseException | None, made: str) -> Report:
    """Look at everything that can be looked at; with a session, reads every store whole."""
    firms = [path.name for path in sorted((home / FIRMS_FOLDER).glob("*"))]
    facts = Report(made=made, machine=_machine(), home=_home(home, firms), opening=_code(opening))
    if session is None:
        return facts
    stores = [_store("home", partial(auditing.verify_own, session))]
    stores += [_store(_numbered(firms, firm), partial(auditing.verify, session, firm)) for firm in firms]
    endpoints = [_endpoint(session, firm, _numbered(firms, firm)) for firm in firms]
    return msgspec.structs.replace(
        facts,
        slow_disk=session.vault.slow_disk,
        settings=_settings(session),
        stores=stores,
        endpoints=endpoints,
    )


def _machine() -> Machine:
    qt = sys.modules.get("PySide6")
    libraries = {"sqlite": engine_version(), "openssl": ssl.OPENSSL_VERSION}
    if qt is not None:
        libraries["pyside"] = str(qt.__version__)
    return Machine(
        version=VERSION,
        packed=bool(getattr(sys, "frozen", False)),
        python=platform.python_version(),
        libraries=libraries,
        system=platform.platform(),
        machine=platform.machine(),
        encoding=locale.getpreferredencoding(do_setlocale=False),
    )


def _home(home: Path, firms: list[str]) -> HomeFacts:
    files: Counter[str] = Counter()
    backups = 0
    with suppress(OSError):
        backups = sum(1 for _ in (home / BACKUPS_FOLDER).glob("*/backup.json"))
    for path in home.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                files[_place(path.relative_to(home), firms)] += path.stat().st_size
    return HomeFacts(
        network=on_network(str(home)),
        synced=sync_root(home.absolute()) is not None,
        free_megabytes=shutil.disk_usage(home).free // 2**20 if home.exists() else 0,
        backups=backups,
        files=dict(sorted(files.items())),
        policy=_policy(),
    )


def _place(path: Path, firms: list[str]) -> str:
    """Where a file lies: our own names stand, the person's are only counted, by the folder they lie in."""
    parts = path.parts
    if parts[0] == FIRMS_FOLDER and len(parts) == _FIRM_FILE:
        return f"{_numbered(firms, parts[1])}/{parts[2]}"
    if len(parts) > 1:
        return f"{parts[0]}/"
    return parts[0] if parts[0].startswith(_OURS) else "?"


_FIRM_FILE = 3
_OURS = ("home.store", "jibao.", "keys.json", "look.json", "restore.", "split.")


def _policy() -> list[str]:
    try:
        found = policy()
    except JibaoError as error:
        return [error.code]
    return sorted(name for name in Policy.__struct_fields__ if getattr(found, name) != getattr(NONE, name))


def _settings(session: Session) -> dict[str, Value]:
    """Choices, switches and numbers as they are; of free text and paths only whether there is any."""
    told = ("choice", "switch", "number")
    found = settings.everything(session)
    return {key: value if BY_KEY[key].kind in told else bool(value) for key, value in found.items()}


def _store(name: str, verify: Callable[[], Audited]) -> StoreFacts:
    try:
        found = verify()
    except CodedError as error:
        return StoreFacts(store=name, problem=error.code)
    return StoreFacts(
        store=name,
        entries=found.report.entries,
        whole=found.whole,
        lost=len(found.lost),
        doubts=len(found.doubts),
        astray=len(found.astray),
    )


def _endpoint(session: Session, firm: str, name: str) -> EndpointFacts:
    try:
        enrolled = connecting.enrolment(session, firm)
        states, errors = session.look(firm, _versions)
        practice = connecting.is_embedded(session, enrolled)
        facts = EndpointFacts(store=name, practice=practice, versions=states, errors=errors)
        if enrolled is None:
            return facts
        profile = connecting.profile_of(enrolled)
    except CodedError as error:
        return EndpointFacts(store=name, errors={error.code: 1})
    return msgspec.structs.replace(
        facts,
        host=urlsplit(profile.base_url).hostname or "",
        environment=profile.env,
        root=profile.root_id,
        enrolment=enrolled.state,
    )


def _versions(books: Books) -> tuple[dict[str, int], dict[str, int]]:
    held = books.outbox.all()
    errors = Counter(plain(version.error_code) for version in held if version.error_code)
    return dict(Counter(str(version.state) for version in held)), dict(errors)


def _numbered(firms: list[str], firm: str) -> str:
    return f"enterprise {firms.index(firm) + 1}" if firm in firms else "enterprise"


def _code(error: BaseException | None) -> str:
    return "" if error is None else kind_of(error)
