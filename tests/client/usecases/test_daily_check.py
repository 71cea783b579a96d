"""Once a day the program looks for what is new; a first start asks nothing of any network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.base.program import Installed
from client.practice import Practice
from client.publishing import app_offer, pack_offer
from client.usecases.bureau import connecting
from client.usecases.home import settings
from client.usecases.home.enterprises import add
from client.usecases.home.session import Session
from client.usecases.renewal import daily_check, updating
from client.usecases.returns.editing import open_draft
from forms.pack import load_pack
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save
from tests.newer_pack import VERSION, newer_pack

FIRM = "91441300MA58H0D25G"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    folder = tmp_path_factory.mktemp("offers")
    pack, setup = newer_pack(folder), folder / "jibao-setup-7.1.0.exe"
    setup.write_bytes(b"MZ newer")
    offers = [pack_offer(pack), app_offer(setup, "7.1.0", note_zh="更快", kind=updating.this_kind())]
    with Practice(
        tmp_path_factory.mktemp("endpoint"), SystemClock(date(2025, 10, 9)), pack=load_pack(pack), offers=offers
    ) as running:
        yield running


@pytest.fixture
def enrolled(session: Session, practice: Practice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Session:
    """An enterprise that files at somebody else's endpoint, with a program that a setup installed."""
    add(session, FIRM, "惠州样本电子")
    connecting.enrol(session, FIRM, practice.profile_path, practice.issue_code(FIRM))
    monkeypatch.setattr(daily_check, "installed", lambda: Installed(tmp_path))
    return session


def test_a_home_that_knows_no_endpoint_is_never_due(session: Session) -> None:
    assert not daily_check.due(session)
    add(session, FIRM, "惠州样本电子")
    assert not daily_check.due(session)


def test_new_definitions_and_program_come_and_nothing_is_changed_by_them(enrolled: Session) -> None:
    type_and_save(
        enrolled, open_draft(enrolled, ReturnKey(FIRM, "JY", Period.parse("2025-09"))), {"JY042": "12.34"}
    )
    assert daily_check.due(enrolled)
    found = daily_check.look_out(enrolled)
    assert found.trouble is None
    assert found.program is not None
    assert (found.program.version, found.definitions, found.waiting) == ("7.1.0", f"gd-eic/{VERSION}", 1)
    assert not daily_check.due(enrolled), "once a day"
    assert daily_check.news(enrolled) == found
    draft = open_draft(enrolled, ReturnKey(FIRM, "JY", Period.parse("2025-09")))
    assert draft.current.cells["JY042"].text == "12.34"


def test_it_can_be_switched_off(enrolled: Session) -> None:
    settings.put(enrolled, "updates.automatic", False)
    assert not daily_check.due(enrolled)


def test_a_line_that_is_down_is_told_and_tried_again(enrolled: Session, tmp_path: Path) -> None:
    settings.put(enrolled, "updates.source", str(tmp_path / "share"))
    found = daily_check.look_out(enrolled)
    assert found.trouble is not None
    assert found.trouble.code == "updates.no-folder"
    assert daily_check.due(enrolled)
