"""A practice endpoint for each file of tests, and clients enrolled at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from client.practice import Practice, start
from tests.client.sync.office import TODAY, Client, client_of


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with start(tmp_path_factory.mktemp("office"), today=TODAY) as running:
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
