"""A new report begins with what the one before knows: codes and lists, and last year's figures in their column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from client.store import Books
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns import carrying
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import Cell, Return, ReturnKey
from tests.client.sample_typing import type_and_save

OCTOBER = Period.parse("2025-10")


def begin(session: Session, firm: str, form: str, period: str) -> Draft:
    return open_draft(session, ReturnKey(firm, form, Period.parse(period)))


def put(session: Session, firm: str, form: str, period: str, **figures: int) -> None:
    cells = {code: Cell(str(value), Decimal(value)) for code, value in figures.items()}
    new = Return(firm, form, Period.parse(period), session.pack.version, cells)

    def work(books: Books) -> None:
        books.returns.put_new(new)

    session.store_of(firm).run(work)


def test_projects_go_on_into_the_next_month_without_their_figures(imported: Session, story: Sample) -> None:
    draft = begin(imported, story.firm, "XM", "2025-10")
    offered = carrying.offer(imported, draft)
    september = begin(imported, story.firm, "XM", "2025-09").current
    assert offered.rows == {"XM": tuple(september.rows["XM"])}, "the same rows, so that months can be compared"
    assert offered.report == Period.parse("2025-09")
    made = carrying.take(draft, offered)
    assert made is not None
    row = september.rows["XM"][0]
    name, total = draft.cell(f"XM[{row}].XM002"), draft.cell(f"XM[{row}].XM014")
    assert name is not None
    assert name.origin.source == "carried"
    assert total is None, "what was invested is this month's to say"


def test_it_is_one_change_that_can_be_undone(imported: Session, story: Sample) -> None:
    draft = begin(imported, story.firm, "XM", "2025-10")
    made = carrying.take(draft, carrying.offer(imported, draft))
    assert made is not None
    save(imported, made).result()
    again = begin(imported, story.firm, "XM", "2025-10")
    assert carrying.offer(imported, again).empty, "nothing is blank any more"
    assert again.undo() is not None
    assert again.current.cells == {}
    assert not again.current.rows.get("XM")


def test_last_year_column_is_what_was_reported_then(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2024-10", JY001=1000, JY021=80)
    draft = begin(session, firm, "JY", "2025-10")
    offered = carrying.offer(session, draft)
    assert offered.texts == {"JY001@ly": "1000", "JY021@ly": "80"}
    assert (offered.last_year, offered.filed) == (Period.parse("2024-10"), False)


def test_only_blanks_are_filled(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2024-10", JY001=1000, JY021=80)
    type_and_save(session, begin(session, firm, "JY", "2025-10"), {"JY001@ly": "999"})
    draft = begin(session, firm, "JY", "2025-10")
    carrying.take(draft, carrying.offer(session, draft))
    cell = draft.cell("JY001@ly")
    assert cell is not None
    assert cell.text == "999"


def test_a_restated_column_asks_for_its_reason(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2024-10", JY001=1000)
    draft = begin(session, firm, "JY", "2025-10")
    draft.type({"JY001": "1200", "JY001@ly": "990"})
    assert any(f.level == "query" and "JY001@ly" in {ref.address for ref in f.cells} for f in draft.findings)


def test_filed_figures_are_known_as_such(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line:
        filing.submit(line, filing.Order(story.month, ["JY"]))
    draft = begin(complete, story.firm, "JY", "2026-09")
    offered = carrying.offer(complete, draft)
    assert offered.filed
    assert offered.texts["JY001@ly"] == "1123457"
    type_and_save(complete, begin(complete, story.firm, "JY", "2025-09"), {"JY004": "7"})
    assert not carrying.offer(complete, begin(complete, story.firm, "JY", "2026-09")).filed


def test_the_profile_goes_on_into_the_next_year_without_its_headcount(imported: Session, story: Sample) -> None:
    draft = begin(imported, story.firm, "JB", "2026")
    offered = carrying.offer(imported, draft)
    assert offered.texts["JB009"]
    assert "JB030" not in offered.texts
    assert carrying.take(draft, offered) is not None


@pytest.mark.parametrize(("form", "period"), [("JY", "2025-10"), ("XM", "2025-10"), ("JB", "2025")])
def test_nothing_before_is_nothing_to_carry(session: Session, firm: str, form: str, period: str) -> None:
    draft = begin(session, firm, form, period)
    offered = carrying.offer(session, draft)
    assert offered.empty
    assert carrying.take(draft, offered) is None
