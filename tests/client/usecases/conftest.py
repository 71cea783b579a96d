"""A real home, the bundled definitions, and the sample enterprise on a day in October 2025."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.keys import Keychain
from client.tour.script import TODAY, Sample
from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft, save
from client.usecases.returns.states import unexplained
from forms.periods import Period
from tests.client.usecases.computers import first, second  # noqa: F401 fixtures
from tests.client.usecases.groups import IDLE, OTHER, typed

MONTH = Period.parse("2025-09")


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """An opened home; its key is random, so that no test waits for a passphrase to be stretched."""
    clock = SystemClock(TODAY)
    with open_session(home, keys=Keychain.loose(home), clock=clock) as opened:
        yield opened


@pytest.fixture
def firm(session: Session, story: Sample) -> str:
    enterprises.add(session, story.firm, story.name)
    return story.firm


@pytest.fixture
def imported(session: Session, planned_story: ImportPlan) -> Session:
    """The sample's workbook imported, its slips still in it."""
    importing.apply(session, planned_story)
    return session


@pytest.fixture
def complete(imported: Session, story: Sample) -> Session:
    """The sample with its slips set right and its queries explained."""
    for slip in story.corrections:
        draft = open_draft(imported, story.firm, slip.form, Period.parse(slip.period))
        type_and_save(imported, draft, {full_address(draft, slip.address, slip.row_key): slip.text})
    for reason in story.explanations:
        draft = open_draft(imported, story.firm, reason.form, Period.parse(reason.period))
        for finding in unexplained(draft.findings, draft.current):
            if finding.rule == reason.rule:
                save(imported, draft.explain(finding, OTHER_REASON, reason.text).change).result()
    return imported


def type_and_save(session: Session, draft: Draft, texts: dict[str, str]) -> None:
    outcome = draft.type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


def full_address(draft: Draft, address: str, row_key: str) -> str:
    """An address within the row whose key cell reads ``row_key``."""
    if not row_key:
        return address
    code = draft.form.code
    for row in draft.current.rows[code]:
        cell = draft.cell(f"{code}[{row}].{draft.form.row_key}")
        if cell is not None and cell.text == row_key:
            return f"{code}[{row}].{address}"
    raise LookupError(row_key)


@pytest.fixture
def group(imported: Session, story: Sample) -> Session:
    """The sample, a second enterprise with a few figures, and one that entered nothing."""
    enterprises.add(imported, OTHER, "乙公司")
    enterprises.add(imported, IDLE, "丙公司")
    typed(imported, OTHER, "JY", "2025-09", {"JY001": "1000", "JY005": "待定", "JY033": "5", "JY001@ly": "900"})
    typed(imported, OTHER, "JB", "2025", {"JB009": "441302"})
    return imported
