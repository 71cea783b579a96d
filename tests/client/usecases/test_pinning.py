"""A return is opened and checked with the version of the definitions it was begun with."""

from __future__ import annotations

import msgspec
import pytest

from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.pack.shelf import shelf_of
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import ReturnKey

EARLY, LATE = Period.parse("2025-05"), Period.parse("2025-09")


@pytest.fixture
def two_versions(session: Session) -> Session:
    """The definitions as they are to June 2025, and from July on with another name for the first form."""
    pack = session.pack
    form = msgspec.structs.replace(pack.forms["JY"], name="新表名")
    old = msgspec.structs.replace(pack, version="1", valid_from="2024-01", valid_to="2025-06")
    new = msgspec.structs.replace(
        pack, version="2", valid_from="2025-07", valid_to="2027-12", forms={**pack.forms, "JY": form}
    )
    session.shelf, session.pack = shelf_of([old, new]), new
    return session


def fill(session: Session, firm: str, period: Period) -> None:
    outcome = open_draft(session, ReturnKey(firm, "JY", period)).type({"JY001": "100"})
    assert outcome is not None
    save(session, outcome.change).result()


def test_a_new_return_gets_the_version_in_force(two_versions: Session, firm: str) -> None:
    for period, version in ((EARLY, "1"), (LATE, "2")):
        fill(two_versions, firm, period)
        draft = open_draft(two_versions, ReturnKey(firm, "JY", period))
        assert (draft.current.pack, draft.pack.version) == (version, version)


def test_a_return_stays_with_its_version_when_another_comes_into_force(two_versions: Session, firm: str) -> None:
    fill(two_versions, firm, LATE)
    old, new = two_versions.shelf.packs
    moved = msgspec.structs.replace(new, valid_from="2026-01")
    three = msgspec.structs.replace(old, version="1.5", valid_from="2025-07", valid_to="2025-12")
    two_versions.shelf = shelf_of([old, three, moved])
    assert open_draft(two_versions, ReturnKey(firm, "JY", LATE)).pack.version == "2"
    assert two_versions.pack_for(LATE).version == "1.5"


def test_each_return_is_checked_with_its_own_version(two_versions: Session, firm: str) -> None:
    fill(two_versions, firm, EARLY)
    fill(two_versions, firm, LATE)
    names = {str(check.target.period): check.form_name for check in check_returns(two_versions, firm)}
    assert names[str(LATE)] == "新表名"
    assert names[str(EARLY)] != "新表名"


def test_a_version_that_is_not_here_is_named(two_versions: Session, firm: str) -> None:
    fill(two_versions, firm, EARLY)
    two_versions.shelf = shelf_of([two_versions.shelf.newest])
    with pytest.raises(FormsError, match=r"pack\.version"):
        open_draft(two_versions, ReturnKey(firm, "JY", EARLY))
