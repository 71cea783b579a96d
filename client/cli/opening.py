"""Open what a command was given: the home, one enterprise in it, and the way to its endpoint."""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client.base.errors import UserError
from client.base.home import STORE_FILE
from client.base.home_choice import default_home
from client.cli.answering import log_to
from client.cli.spoken import language
from client.store import ClockReport, HeadReport
from client.usecases.bureau import connecting
from client.usecases.bureau.line import Line
from client.usecases.bureau.proxies import ORDINARY, patience_for
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping.auditing import losses, told
from forms.pack import Pack, Shelf, bundled_shelf, load_pack
from forms.pack.shelf import shelf_of


def home_at(home: Path | None) -> Path:
    """The home a command was given; its log is told what goes wrong from here on."""
    where = home or default_home()
    log_to(where)
    return where


def session_at(home: Path | None, *, create: bool = True) -> Session:
    """Open the home a command was given; entries that opening a store finds missing are told on standard error."""
    session = open_session(home_at(home), create=create)
    for loss in losses(session):
        _tell_loss(loss)
    session.vault.on_loss = _tell_loss
    return session


@contextmanager
def firm_at(home: Path | None, enterprise: str | None, *, create: bool = False) -> Iterator[tuple[Session, str]]:
    """A home, opened, and the enterprise named in it, or the only one there is."""
    with session_at(home, create=create) as session:
        yield session, which_enterprise(session, enterprise)


@contextmanager
def line_at(
    home: Path | None,
    enterprise: str | None,
    profile: Path | None,
    *,
    create: bool = False,
    wait: float = ORDINARY.slow,
) -> Iterator[Line]:
    """As ``firm_at``, with the line to the endpoint of ``profile`` or the one the enterprise is enrolled at.

    ``wait``: seconds for which the person said to wait.
    """
    with (
        firm_at(home, enterprise, create=create) as (session, firm),
        connecting.line(session, firm, profile, patience=patience_for(wait)) as line,
    ):
        yield line


@contextmanager
def throwaway_session(pack: Pack | None = None) -> Iterator[Session]:
    """A home that is gone afterwards, for what is looked at and not kept; ``pack`` in place of the program's."""
    with (
        tempfile.TemporaryDirectory(prefix="jibao-") as folder,
        open_session(Path(folder), passphrase=secrets.token_hex(16)) as session,
    ):
        if pack is not None:
            session.shelf, session.pack = shelf_of([pack]), pack
        yield session


def shelf_for(pack: Path | None, home: Path | None) -> Shelf:
    """The definitions for what needs no returns: of a folder, else of a home that was named, else the program's.

    Raises ``FormsError`` for a folder that is no pack.
    """
    if pack is not None:
        return shelf_of([load_pack(pack)])
    if home is None or not (home / STORE_FILE).exists():
        return bundled_shelf()
    with session_at(home, create=False) as session:
        return session.shelf


def which_enterprise(session: Session, text: str | None) -> str:
    """The enterprise named, or the only one there is.

    Raises ``UserError('cli.no-enterprise')``, ``UserError('cli.which-enterprise')``.
    """
    if text is not None:
        return enterprises.checked_code(text)
    known = enterprises.all_of(session)
    if not known:
        raise UserError("cli.no-enterprise")
    if len(known) > 1:
        raise UserError("cli.which-enterprise", count=len(known))
    return known[0].code


def _tell_loss(loss: HeadReport | ClockReport) -> None:
    error = told(loss)
    sys.stderr.write(f"{error.what(language())}\n{error.typed_remedy(language())}\n")
