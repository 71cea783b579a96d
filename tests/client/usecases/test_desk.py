"""The desk: what is due around today, where it stands, and the alarm for what is complete and not sent."""

from __future__ import annotations

from client.tour.script import Sample
from client.usecases.books.batches import batching, importing_many
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import DeskRow
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.sample_typing import type_and_save


def test_a_new_enterprise_sees_what_is_due_offline(session: Session, firm: str) -> None:
    desk = overview(session, firm)
    due = {(row.form, str(row.period)): row for row in desk.rows}
    assert due["JY", "2025-09"].state == "empty"
    assert due["JY", "2025-09"].days_left == 2
    assert due["XM", "2025-09"].days_left == 2
    assert desk.complete_but_not_sent == ()


def test_what_is_entered_is_on_the_desk_with_its_problems(imported: Session, story: Sample) -> None:
    rows = {row.form: row for row in overview(imported, story.firm).rows if row.state != "empty"}
    assert (rows["JY"].state, rows["JY"].errors) == ("errors", 1)
    assert (rows["XM"].errors, rows["XM"].queries) == (1, 1)
    assert rows["YF"].period == Period.parse("2024")
    assert rows["JB"].state == "ready"


def test_complete_but_not_sent_rings_until_it_is_filed(complete: Session, story: Sample) -> None:
    ringing = overview(complete, story.firm).complete_but_not_sent
    assert {row.form for row in ringing} == {"JB", "JY", "XM", "YF"}
    with connecting.line(complete, story.firm) as line:
        filing.submit(line)
    desk = overview(complete, story.firm)
    assert desk.complete_but_not_sent == ()
    filed = [row for row in desk.rows if not row.open]
    assert {row.form for row in filed} == {"JB", "JY", "XM", "YF"}
    assert all(row.receipt_no for row in filed)
    assert [each.returned for each in desk.receipts] == [False] * 4


def test_deadlines_come_from_the_endpoint_once_it_was_asked(session: Session, firm: str) -> None:
    with connecting.line(session, firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
    deadlines = {item.return_key: item.deadline_at for item in due.items}
    for row in overview(session, firm).rows:
        assert row.deadline is not None
        assert row.deadline.isoformat()[:16] == deadlines[f"{firm}.{row.form}.{row.period}"][:16]


def test_what_is_not_filed_stands_before_what_is_and_by_deadline(imported: Session, story: Sample) -> None:
    with connecting.line(imported, story.firm) as line:
        filing.submit(line)
    rows = overview(imported, story.firm).rows
    open_rows = [row for row in rows if row.open]
    assert rows[: len(open_rows)] == tuple(open_rows)
    assert [row.deadline for row in open_rows] == sorted(row.deadline for row in open_rows if row.deadline)


def test_past_returns_that_were_taken_back_are_gone(session: Session, story: Sample, firm: str) -> None:
    wishes = importing_many.Wishes(follow=True, every_month=True)
    planned = importing_many.plan(session, [story.past_path], story.month, firm, wishes)
    batch = importing_many.store(session, planned)
    assert batch is not None
    assert [row for row in overview(session, firm).rows if row.past]
    batching.undo(session, batch.batch_id)
    assert not [row for row in overview(session, firm).rows if row.past]


def test_a_return_whose_figures_were_all_deleted_again_was_never_begun(session: Session, firm: str) -> None:
    later = Period.parse("2025-12")
    draft = open_draft(session, ReturnKey(firm, "JY", later))
    type_and_save(session, draft, {"JY001": "5"})
    assert ("JY", later) in {(row.form, row.period) for row in overview(session, firm).rows}
    type_and_save(session, draft, {"JY001": ""})
    assert ("JY", later) not in {(row.form, row.period) for row in overview(session, firm).rows}


def test_what_was_filed_stays_on_the_desk_though_all_of_it_is_deleted(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line:
        filing.submit(line)
    draft = open_draft(complete, ReturnKey(story.firm, "YF", Period.parse("2024")))
    type_and_save(complete, draft, dict.fromkeys(draft.current.cells, ""))
    row = row_of(complete, story.firm, "YF", "2024")
    assert (row.state, row.emptied, row.filled, row.open) == ("accepted", True, 0, True)
    (check,) = check_returns(complete, story.firm, Period.parse("2024"), "YF")
    assert (check.state, check.emptied) == ("accepted", True)
    with connecting.line(complete, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(Period.parse("2024"), ["YF"]))
    assert filed.problem is not None, "nothing passes for filed that was not"
    undone = open_draft(complete, ReturnKey(story.firm, "YF", Period.parse("2024"))).undo()
    assert undone is not None
    save(complete, undone).result()
    row = row_of(complete, story.firm, "YF", "2024")
    assert not row.emptied
    assert row.state != "empty"


def row_of(session: Session, firm: str, form: str, period: str) -> DeskRow:
    (found,) = [row for row in overview(session, firm).rows if (row.form, str(row.period)) == (form, period)]
    return found
