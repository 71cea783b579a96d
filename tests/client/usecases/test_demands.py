"""A month is complete when every form that is due is filled in or declared nil, and every query explained."""

from __future__ import annotations

from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.returns.demands import demands
from forms.findings import Finding
from forms.periods import Period

MONTH = Period.parse("2025-09")


def lacking(session: Session, story: Sample) -> list[Finding]:
    return demands(session, story.firm, MONTH, check_returns(session, story.firm, MONTH))


def places(found: list[Finding], rule: str) -> list[tuple[str, str]]:
    return [(each.form, each.period) for each in found if each.rule == rule]


def test_what_is_due_and_not_begun_and_what_wants_words_is_named(imported: Session, story: Sample) -> None:
    found = lacking(imported, story)
    assert ("CP", "2025-09") in places(found, "C136")
    assert not {"JY", "XM"} & {form for form, _ in places(found, "C136")}
    assert places(found, "C137") == [("XM", "2025-09")]


def test_explained_and_declared_nil_it_lacks_the_others_only(complete: Session, story: Sample) -> None:
    before = lacking(complete, story)
    assert places(before, "C137") == []
    with connecting.line(complete, story.firm) as line:
        filing.submit_nil(line, "CP", MONTH, "本月没有生产")
    left = places(lacking(complete, story), "C136")
    assert left == [place for place in places(before, "C136") if place != ("CP", "2025-09")]


def test_a_nil_that_was_taken_back_is_due_again(complete: Session, story: Sample) -> None:
    with connecting.line(complete, story.firm) as line:
        nil = filing.submit_nil(line, "CP", MONTH, "本月没有生产").result
    assert nil is not None
    complete.store_of(story.firm).run(lambda books: books.outbox.set_state(nil.version_id, "withdrawn"))
    assert ("CP", "2025-09") in places(lacking(complete, story), "C136")
