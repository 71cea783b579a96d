"""A newer program: is there one, bring it in the background, have it ready for when the person leaves.

What is ready is written in the home's own store, where nobody without its key can alter it; the setup program
itself lies beside it and is held against that once more before it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from client.base.errors import UserError, WorldError
from client.base.files import digest_of
from client.base.policy import policy
from client.base.version import VERSION
from client.net.download import download
from client.net.library import Library, Offer, order_of
from client.store import Books
from client.usecases.home.session import Session

FOLDER = "updates"
"""Folder below the home for setup programs on their way."""
_READY = "update/ready"
_PASSED = "update/passed"


class Ready(msgspec.Struct, frozen=True):
    """A setup program that is here, whole and proven. ``file`` is its name below ``updates``."""

    version: str
    file: str
    sha256: str
    note_zh: str = ""
    note_en: str = ""

    def note(self, language: str) -> str:
        return self.note_en if language == "en" and self.note_en else self.note_zh


def allowed() -> bool:
    """Whether the computer's policy lets the program be updated by itself."""
    return policy().updates


def this_kind() -> str:
    """The kind of computer, as targets are named: ``windows-x64``."""
    import platform  # slow to ask, and asked rarely

    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = {"amd64": "x64", "x86_64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), "x86")
    return f"{system}-{machine}"


def newer(session: Session, library: Library, kind: str | None = None) -> Offer | None:
    """The newest program offered, if it is newer than this one and was not given up before.

    Raises ``UserError('updates.off')``, ``NetworkFailure``, ``WorldError('updates.…')``.
    """
    if not allowed():
        raise UserError("updates.off")
    wanted = kind or this_kind()
    offers = [offer for offer in library.offers("app") if offer.of == wanted]
    passed = _passed(session)
    fresh = [o for o in offers if o.order > order_of(VERSION) and o.version not in passed]
    return max(fresh, key=lambda offer: offer.order, default=None)


def bring(
    session: Session,
    library: Library,
    offer: Offer,
    *,
    going_on: Callable[[], bool] = lambda: True,
    progress: Callable[[int, int], None] | None = None,
) -> Ready | None:
    """Download an offer and have it ready; None when it was told to stop, to go on another time.

    Raises as ``download``; ``WorldError('updates.downgrade')`` for a version that is not newer than this one.
    """
    if offer.order <= order_of(VERSION):
        raise WorldError("updates.downgrade", version=offer.version, has=VERSION)
    held = ready(session)
    if held is not None and held.sha256 == offer.sha256:
        return held
    target = session.home / FOLDER / offer.name.rpartition("/")[2]
    if not download(library.transport, library.source, offer, target, going_on=going_on, progress=progress):
        return None
    made = Ready(offer.version, target.name, offer.sha256, offer.note("zh"), offer.note("en"))
    session.own.run(lambda books: books.settings.put(_READY, msgspec.json.encode(made)))
    _sweep(session.home, keep=target.name)
    return made


def ready(session: Session) -> Ready | None:
    """What is ready to be installed and newer than this program; a setup that vanished is not."""
    held = session.own.run(_read)
    if held is None:
        return None
    if order_of(held.version) <= order_of(VERSION) or not (session.home / FOLDER / held.file).is_file():
        drop(session)
        return None
    return held


def proven(session: Session) -> tuple[Ready, Path]:
    """What is ready, and its setup program, which is what was signed to the byte.

    Raises ``UserError``: ``updates.off``, ``updates.nothing-ready``; ``WorldError('updates.tampered')`` when it
    was altered since it came: it is thrown away and comes anew.
    """
    if not allowed():
        raise UserError("updates.off")
    held = ready(session)
    if held is None:
        raise UserError("updates.nothing-ready")
    path = session.home / FOLDER / held.file
    if digest_of(path) != held.sha256:
        drop(session)
        raise WorldError("updates.tampered")
    return held, path


def drop(session: Session) -> None:
    """Nothing is ready any more."""
    session.own.run(lambda books: books.settings.delete(_READY))
    _sweep(session.home)


def give_up(session: Session, version: str) -> None:
    """A version that did not start on this computer is neither kept nor offered again."""
    pass_over(session, version)
    drop(session)


def pass_over(session: Session, version: str) -> None:
    """Do not offer a version again."""

    def work(books: Books) -> None:
        known = msgspec.json.decode(books.settings.get(_PASSED) or b"[]", type=list[str])
        books.settings.put(_PASSED, msgspec.json.encode(sorted({*known, version})))

    session.own.run(work)


def _passed(session: Session) -> list[str]:
    held = session.own.run(lambda books: books.settings.get(_PASSED))
    return msgspec.json.decode(held, type=list[str]) if held else []


def _read(books: Books) -> Ready | None:
    held = books.settings.get(_READY)
    return msgspec.json.decode(held, type=Ready) if held else None


def _sweep(home: Path, keep: str = "") -> None:
    """Setup programs and pieces that nobody waits for."""
    for path in (home / FOLDER).glob("*"):
        if path.name != keep and (path.suffix == ".part" or path.stem.startswith("jibao-setup-")):
            path.unlink(missing_ok=True)
