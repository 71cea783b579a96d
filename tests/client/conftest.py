"""The sample: to be imported, imported, set right; a keyring; practice endpoints, and clients enrolled at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY as STORY_DAY
from client.tour.script import Sample, sample
from client.usecases.books import importing
from client.usecases.books.importing import ImportPlan
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import OTHER_REASON, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import unexplained
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.keyrings import MemoryKeyring
from tests.client.sample_typing import full_address, type_and_save
from tests.client.sync.office import TODAY, Client, client_of


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A keyring in memory: no home waits for a passphrase to be stretched, and the person's own is left alone."""
    before, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def story() -> Sample:
    return sample()


@pytest.fixture(scope="session")
def planned_story(story: Sample, tmp_path_factory: pytest.TempPathFactory) -> ImportPlan:
    """The sample's workbook, read once for all homes that have nothing in them yet."""
    home = tmp_path_factory.mktemp("planned")
    clock = SystemClock(STORY_DAY)
    with open_session(home, keys=Keychain.loose(home), clock=clock) as session:
        return importing.plan(session, story.path, story.firm, story.month)


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """An opened home on the story's day; its key is random, so that no test waits for a passphrase."""
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(STORY_DAY)) as opened:
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
        draft = open_draft(imported, ReturnKey(story.firm, slip.form, Period.parse(slip.period)))
        type_and_save(imported, draft, {full_address(draft, slip.address, slip.row_key): slip.text})
    for reason in story.explanations:
        draft = open_draft(imported, ReturnKey(story.firm, reason.form, Period.parse(reason.period)))
        for finding in unexplained(draft.findings, draft.current):
            if finding.rule == reason.rule:
                save(imported, draft.explain(finding, OTHER_REASON, reason.text).change).result()
    return imported


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with Practice(tmp_path_factory.mktemp("office"), SystemClock(TODAY)) as running:
        yield running


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """An endpoint of this test's own, on the day of the sample's story."""
    with Practice(tmp_path_factory.mktemp("office"), SystemClock(STORY_DAY)) as running:
        yield running


@pytest.fixture(scope="module")
def enrolled(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client_of(practice, tmp_path_factory.mktemp("client")) as made:
        yield made


@pytest.fixture
def client(enrolled: Client) -> Client:
    """A client that other tests have used too, calmed down."""
    enrolled.calm()
    return enrolled


@pytest.fixture
def lone(practice: Practice, home: Path) -> Iterator[Client]:
    """A client nobody else uses: what is unsettled is this test's."""
    with client_of(practice, home) as made:
        yield made
