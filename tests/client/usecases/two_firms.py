"""A home with two enterprises and a figure in each, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from client.base.clock import CHINA
from client.keys import Keychain
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey

A, B = "91441300MA58H0D25G", "91440300708461136T"
MONTH = Period.parse("2025-09")


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2025, 10, 9, 9, 0, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def two(home: Path, clock: Hand) -> Iterator[Session]:
    """The home; closing it twice is harmless."""
    session = filled(home, clock)
    yield session
    session.close()


def filled(home: Path, clock: Hand) -> Session:
    session = open_session(home, keys=Keychain.loose(home), clock=clock)
    for firm, text in ((A, "111"), (B, "222")):
        enterprises.add(session, firm, f"{text}公司")
        enter(session, firm, text)
    return session


def enter(session: Session, firm: str, text: str, address: str = "JY021") -> None:
    outcome = open_draft(session, ReturnKey(firm, "JY", MONTH)).type({address: text})
    assert outcome is not None
    save(session, outcome).result()


def held(session: Session, firm: str, address: str = "JY021") -> str:
    target = session.look(firm, lambda books: books.returns.get(ReturnKey(firm, "JY", MONTH)))
    return target.cells[address].text if target and address in target.cells else ""
