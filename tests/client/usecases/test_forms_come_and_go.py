"""The authority drops a form and asks for a new one: what was entered stays in sight, what is new can be begun."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.protocol import strict_json
from client.protocol.messages import Obligation
from client.sync.obligations import HeldObligations
from client.usecases.books import templates
from client.usecases.bureau import last_known
from client.usecases.home import pack_store
from client.usecases.home.session import Session
from client.usecases.returns import migrating
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.views import papers
from client.usecases.views.desk import overview
from forms.pack.shelf import bundled_shelf
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save
from tests.newer_pack import VERSION, kept_pack, other_forms_pack

HALF = Period.parse("2025-H1")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> pack_store.KeptPack:
    return kept_pack(other_forms_pack(tmp_path_factory.mktemp("packs")))


@pytest.fixture
def dropped(session: Session, firm: str, others: pack_store.KeptPack) -> Session:
    """A return of a form that is asked no more, begun while it was."""
    draft = open_draft(session, ReturnKey(firm, "PT", HALF))
    added = draft.add_row("PT")
    assert added is not None
    type_and_save(session, draft, {f"PT[{draft.current.rows['PT'][0]}].PT002": "广东省电子电路重点实验室"})
    fetch(session, others)
    return session


def fetch(session: Session, made: pack_store.KeptPack) -> None:
    session.own.run(lambda books: pack_store.put(books, made))
    session.reread_definitions()


def test_every_form_is_known_those_asked_now_first(dropped: Session) -> None:
    assert dropped.pack.version == VERSION
    assert "PT" not in dropped.pack.forms
    assert list(dropped.forms) == [*dropped.pack.forms, "PT"]
    assert dropped.forms["JY"] is dropped.pack.forms["JY"]
    assert list(bundled_shelf().forms) == list(bundled_shelf().newest.forms)


def test_a_return_of_a_dropped_form_stays_in_sight(dropped: Session, firm: str) -> None:
    (row,) = [row for row in overview(dropped, firm).rows if row.form == "PT"]
    assert (row.form_name, row.period) == ("创新平台清单", HALF)
    (check,) = check_returns(dropped, firm, form="PT")
    assert check.form_name == "创新平台清单"
    assert open_draft(dropped, ReturnKey(firm, "PT", HALF)).current.cells
    assert papers.filled_form(dropped, ReturnKey(firm, "PT", HALF)).title == "创新平台清单"


def test_it_keeps_its_version_and_says_why(dropped: Session, firm: str) -> None:
    (prospect,) = [each for each in migrating.prospects(dropped) if each.target.form == "PT"]
    assert prospect.stays


def test_a_desk_seen_before_the_new_version_came_is_not_shown_again(
    session: Session, firm: str, others: pack_store.KeptPack
) -> None:
    session.clock = SystemClock(date(2025, 7, 10))
    assert "ZZ" not in {row.form for row in overview(session, firm).rows}
    fetch(session, others)
    assert "ZZ" in {row.form for row in overview(session, firm).rows}


def test_a_template_has_the_form_that_is_new(dropped: Session, firm: str, tmp_path: Path) -> None:
    written = templates.write_for(dropped, firm, ["ZZ"], tmp_path / "表.xlsx", HALF)
    assert written.exists()


def test_a_form_nobody_told_us_of_is_named_not_stumbled_over(session: Session, firm: str) -> None:
    asked = Obligation(
        f"{firm}.QQ.2025-09", "QQ", "算力设施", "2025-10-01T00:00:00.000+08:00", "2025-10-15T18:00:00.000+08:00",
        None, "2025-12-31T18:00:00.000+08:00", [], None,
    )  # fmt: skip
    held = strict_json.encode(HeldObligations("2025-10-08T09:00:00.000+08:00", [asked]))
    session.store_of(firm).run(lambda books: books.cache.put(f"obligations/{firm}", held))
    desk = overview(session, firm)
    assert desk.rows == ()
    (unknown,) = desk.unknown
    assert (unknown.form, unknown.title, unknown.period) == ("QQ", "算力设施", Period.parse("2025-09"))
    assert overview(session, firm) == desk, "as it is remembered"
    assert last_known.of_all(session, firm) == ()
