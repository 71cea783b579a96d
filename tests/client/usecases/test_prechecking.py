"""A precheck says what a decision would, and leaves nothing behind on either side."""

from __future__ import annotations

from client.tour.script import Sample
from client.usecases.bureau import connecting, prechecking
from client.usecases.home.session import Session
from forms.periods import Period

MONTH = Period.parse("2025-09")


def test_a_precheck_names_rules_and_cells_and_counts_for_nothing(imported: Session, story: Sample) -> None:
    with connecting.line(imported, story.firm) as line:
        found = prechecking.precheck(line, MONTH, ["JY", "XM"])
        history = line.endpoint.history(f"{story.firm}.JY.2025-09").versions
    assert [each.check.target.form for each in found] == ["JY", "XM"]
    assert all(each.findings for each in found)
    assert any(cell for finding in found[0].findings for cell in finding.cells)
    assert history == []
    assert imported.look(story.firm, lambda books: books.outbox.all()) == []


def test_what_is_in_order_has_nothing_said_of_it(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line:
        (found,) = prechecking.precheck(line, Period.parse("2025"), ["JB"])
    assert found.findings == ()
