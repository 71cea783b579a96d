"""What the window learns about a home that was opened, off its own thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from client.base.clock import Clock
from client.usecases.home.settings_table import Value
from forms.periods import Period

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.usecases.home.session import Session
    from client.usecases.safekeeping.restoring_home_store import PutBack


class Surroundings(msgspec.Struct, frozen=True):
    """The enterprises of the home (code, name), the one in hand, and where its returns go."""

    firms: tuple[tuple[str, str], ...]
    firm: str
    practice: bool
    endpoint: str
    settings: dict[str, Value]
    unfinished: tuple[str, Period, str] | None = None
    """Form, period and address of text that a crash left behind."""
    waiting: str = ""
    """The fingerprint of this computer while, as far as is known, another one has to let it in."""


def unlock_again(home: Path, clock: Clock, secret: str) -> Session:
    """As ``locking.unlock_again``, imported when a window is unlocked."""
    from client.usecases.home import locking

    return locking.unlock_again(home, secret, clock=clock)


def look(session: Session, firm: str) -> Surroundings:
    """What header and rail show, with the firm asked for or the first one."""
    from client.usecases.home import enterprises, settings
    from client.usecases.home.unfinished import left_behind

    firms = tuple((each.code, each.name) for each in enterprises.all_of(session))
    codes = [code for code, _ in firms]
    chosen = firm if firm in codes else next(iter(codes), "")
    kept = settings.everything(session)
    left = [(each.key.form, each.key.period, each.address) for each in left_behind(session, chosen)][-1:]
    unfinished = left[0] if left else None
    held = session.look(chosen, lambda books: books.endpoints.get(chosen))
    if held is None or not held.device_id:
        # A home that is enrolled nowhere practises.
        return Surroundings(firms, chosen, practice=True, endpoint="", settings=kept, unfinished=unfinished)
    from client.protocol import strict_json
    from client.protocol.messages import EndpointProfile

    profile = strict_json.decode(held.profile, EndpointProfile)
    waiting = ""
    if held.state == "pending":
        from client.usecases.bureau.devices import own_fingerprint

        waiting = own_fingerprint(session, chosen)
    return Surroundings(firms, chosen, profile.env == "practice", profile.name, kept, unfinished, waiting)


def add_firm(session: Session, code: str, name: str) -> str:
    """Make an enterprise known; answers its code."""
    from client.usecases.home import enterprises

    return enterprises.add(session, code, name).code


def recovered(home: Path, code: str, passphrase: str) -> Session:
    """The home opened by the code on its recovery card; raises as ``recovering.recover``."""
    from client.usecases.home.recovering import recover

    return recover(home, code, passphrase=passphrase or None)


def own_put_back(home: Path, passphrase: str) -> PutBack:
    """As ``restoring_home_store.restore_home_store``, imported when it is wanted."""
    from client.usecases.safekeeping.restoring_home_store import restore_home_store

    return restore_home_store(home, passphrase=passphrase or None)
