"""A real home, the bundled definitions, and the sample enterprise on a day in October 2025."""

from __future__ import annotations

import pytest

from client.tour.script import Sample
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from forms.periods import Period
from tests.client.usecases.computers import first, second  # noqa: F401 fixtures
from tests.client.usecases.groups import IDLE, OTHER, typed
from tests.client.usecases.list_books import list_book  # noqa: F401 a fixture
from tests.client.usecases.two_firms import clock, two  # noqa: F401 fixtures

MONTH = Period.parse("2025-09")


@pytest.fixture
def group(imported: Session, story: Sample) -> Session:
    """The sample, a second enterprise with a few figures, and one that entered nothing."""
    enterprises.add(imported, OTHER, "乙公司")
    enterprises.add(imported, IDLE, "丙公司")
    typed(imported, OTHER, "JY", "2025-09", {"JY001": "1000", "JY005": "待定", "JY033": "5", "JY001@ly": "900"})
    typed(imported, OTHER, "JB", "2025", {"JB009": "441302"})
    return imported
