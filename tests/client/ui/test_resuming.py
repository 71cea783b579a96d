"""What was cut short is offered on the desk: many enterprises' import, and a workbook looked at and not stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from client.base.stopping import Stop
from client.tour.script import Sample
from client.usecases.books import under_review
from client.usecases.books.batches import batching, importing_many, journals
from client.usecases.books.batches.journals import Batch
from client.usecases.home.session import Session
from client.workbook import Choices
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot
from tests.client.workbook.enterprises import code, summary, write
from tests.hearing import Hearing

MONTH = Period.parse("2025-09")


@pytest.fixture
def cut_short(session: Session, firm: str, tmp_path: Path) -> Batch:
    """Five enterprises, of which the program was ended after two."""
    planned = importing_many.plan(session, [write(tmp_path / "汇总.xlsx", 汇总=summary(5))], MONTH)
    heard = Hearing(3)  # that it begins, and two parts
    batch = importing_many.store(session, planned, heard, heard.stop)
    assert batch is not None
    return batch


def words(pilot: Pilot) -> str:
    return pilot.child("resumeWords", QLabel).text()


def offered(pilot: Pilot) -> bool:
    return pilot.pages.desk.overview.resuming.isVisible()


def filled(session: Session) -> list[int]:
    return [
        n
        for n in range(5)
        if session.look(code(n), lambda books, n=n: books.returns.get(ReturnKey(code(n), "JY", MONTH)))
    ]


def test_it_is_gone_on_with_from_the_desk(cut_short: Batch, pilot: Pilot, session: Session) -> None:
    pilot.until(lambda: offered(pilot))
    assert words(pilot) == "上次导入“汇总.xlsx”写到 2 / 5 家单位"
    assert len(filled(session)) == 2
    pilot.click("resumeBatch")
    pilot.until(lambda: "5 家单位已写入" in words(pilot))
    pilot.settle()
    assert len(filled(session)) == 5
    assert journals.unfinished(session) == ()
    assert not pilot.child("resumeBatch").isVisible()
    pilot.click("goHelp")
    pilot.click("goDesk")
    pilot.until(lambda: not offered(pilot))


def test_what_was_written_is_taken_back_as_one(cut_short: Batch, pilot: Pilot, session: Session) -> None:
    pilot.until(lambda: offered(pilot))
    pilot.click("undoBatch")
    pilot.until(lambda: "2 家单位已撤销" in words(pilot))
    pilot.settle()
    cells = [
        session.look(code(n), lambda b, n=n: b.returns.get(ReturnKey(code(n), "JY", MONTH))) for n in range(2)
    ]
    assert all(found is None or not found.cells for found in cells)
    assert journals.unfinished(session) == ()


def test_it_can_wait_and_is_offered_at_the_next_start(cut_short: Batch, pilot: Pilot, session: Session) -> None:
    pilot.until(lambda: offered(pilot))
    pilot.click("resumeLater")
    pilot.click("goHelp")
    pilot.click("goDesk")
    pilot.settle()
    assert not offered(pilot)
    assert journals.unfinished(session) == (cut_short,)


def test_taking_back_that_was_cut_short_is_gone_on_with(cut_short: Batch, session: Session, firm: str) -> None:
    at_once = Stop()
    at_once.ask()
    done = batching.undo(session, cut_short.batch_id, stop=at_once)
    assert done.undoing
    assert done.unfinished
    assert done.count("done") == 2
    assert journals.unfinished(session) == (done,)


def test_a_desk_without_one_says_nothing(pilot: Pilot) -> None:
    pilot.settle()
    assert not offered(pilot)


def go_on_words(pilot: Pilot) -> str:
    line = pilot.pages.desk.overview.going_on
    return line.findChild(QLabel, "goOnWords").text() if line.isVisible() else ""


def test_a_workbook_looked_at_and_not_stored_is_gone_on_with(
    session: Session, story: Sample, firm: str, pilot: Pilot
) -> None:
    """As it was understood, also by the program that is started after a crash."""
    under_review.keep(session, firm, story.path, Choices(sheets=("利润表",)))
    pilot.click("goDesk")
    pilot.until(lambda: go_on_words(pilot) == f"“{story.path.name}”看过了，还没有写入")
    pilot.click("goOnImport")
    importing = pilot.pages.importing
    pilot.until(lambda: importing.state == "review")
    assert importing.book.reviewed.own == Choices(sheets=("利润表",))
    plan = importing.book.plan
    pilot.click("goDesk")
    pilot.until(lambda: go_on_words(pilot))
    pilot.click("goOnImport")
    assert importing.book.plan is plan, "whoever only looked elsewhere finds it as it was"
    pilot.click("accept")
    pilot.until(lambda: importing.state == "done")
    assert under_review.kept(session, firm) is None, "let go by the transaction that stores it"


def test_a_workbook_that_was_put_away_is_offered_no_more(
    session: Session, story: Sample, firm: str, pilot: Pilot
) -> None:
    pilot.window.conductor.import_book(story.path)
    pilot.until(lambda: under_review.kept(session, firm))
    pilot.click("discard")
    pilot.until(lambda: under_review.kept(session, firm) is None)
    under_review.keep(session, firm, story.path, Choices())
    pilot.click("goDesk")
    pilot.until(lambda: go_on_words(pilot))
    pilot.click("putImportAway")
    pilot.until(lambda: not go_on_words(pilot))
    assert under_review.kept(session, firm) is None
