"""Two computers of one firm at one endpoint, for tests of what comes back and who was first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.sync import enrolling
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting, filing
from client.usecases.bureau.line import Line
from client.usecases.bureau.proxies import wire_settings
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey

YEAR = Period.parse("2025")
TELEPHONE, ADDRESS, BUSINESS = "JB033", "JB011", "JB016"


@dataclass
class Computer:
    """A home enrolled at the shared endpoint."""

    line: Line

    @property
    def session(self) -> Session:
        return self.line.session

    @property
    def firm(self) -> str:
        return self.line.firm

    def type(self, **texts: str) -> None:
        draft = open_draft(self.session, ReturnKey(self.firm, "JB", YEAR))
        outcome = draft.type(dict(texts))
        assert outcome is not None
        save(self.session, outcome.change).result()

    def text(self, address: str) -> str | None:
        cell = open_draft(self.session, ReturnKey(self.firm, "JB", YEAR)).cell(address)
        return cell.text if cell else None

    def check(self) -> ReturnCheck:
        (check,) = check_returns(self.session, self.firm, YEAR, "JB")
        return check

    def file(self, reason: str | None = None) -> filing.Filed:
        (filed,) = filing.submit(self.line, filing.Order(YEAR, ["JB"], reason=reason))
        return filed

    def sync(self) -> None:
        filing.settle(self.line)


@contextmanager
def computer(office: Practice, session: Session, firm: str) -> Iterator[Computer]:
    enrolled = connecting.enrol(session, firm, office.profile_path, office.issue_code(firm))
    if enrolled.state == "pending":
        office.approve(enrolled.device_id)
        again = enrolling.refresh(session.store_of(firm), session.home, firm, settings=wire_settings(session))
        assert again is not None
        assert again.state == "active"
    with connecting.line(session, firm, office.profile_path) as line:
        yield Computer(line)


@pytest.fixture
def first(complete: Session, story: Sample, office: Practice) -> Iterator[Computer]:
    """The computer the sample was imported at."""
    with computer(office, complete, story.firm) as made:
        yield made


@pytest.fixture
def second(first: Computer, office: Practice, tmp_path: Path) -> Iterator[Computer]:
    """A new, empty computer of the same firm."""
    with ExitStack() as stack:
        session = open_session(tmp_path, keys=Keychain.loose(tmp_path), clock=SystemClock(TODAY))
        stack.enter_context(session)
        enterprises.add(session, first.firm)
        yield stack.enter_context(computer(office, session, first.firm))


def part(first: Computer, second: Computer) -> None:
    """Both have the original; the second files a correction while the first goes on typing."""
    first.file()
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009", ADDRESS: "惠州市仲恺高新区1号"})
    second.file("地址变更")
    first.type(**{TELEPHONE: "0752-1111111", BUSINESS: "维修服务"})
