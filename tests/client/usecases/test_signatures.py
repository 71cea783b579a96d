"""Who prepared and who reviewed: kept with the return, filed and printed, stale once a figure changes."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.bureau import signatures
from client.usecases.bureau.signatures import Signature, fresh, signatures_of, signed_by
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views import papers
from forms.periods import Period
from forms.returns import ReturnKey

MONTH, YEAR = Period.parse("2025-09"), Period.parse("2025")
PREPARER, REVIEWER = "填表人", "统计负责人"


def given(session: Session, firm: str, form: str = "JY") -> tuple[Signature, ...]:
    return session.look(firm, lambda books: signatures_of(books, ReturnKey(firm, form, MONTH)))


def type_into(
    session: Session, firm: str, address: str, text: str, form: str = "JY", period: Period = MONTH
) -> None:
    outcome = open_draft(session, ReturnKey(firm, form, period)).type({address: text})
    assert outcome is not None
    save(session, outcome.change).result()


def test_person_and_moment_are_kept_with_the_return(complete: Session, story: Sample) -> None:
    signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH), ("XM", MONTH)])
    signatures.sign(complete, story.firm, REVIEWER, [("JY", MONTH)])
    assert [(s.role, s.name, s.stale) for s in given(complete, story.firm)] == [
        (PREPARER, "李晓彤", False),
        (REVIEWER, "黄敏", False),
    ]
    now = complete.clock.now()
    assert all(abs((now - each.moment).total_seconds()) < 60 for each in given(complete, story.firm))
    assert [s.role for s in given(complete, story.firm, "XM")] == [PREPARER]


def test_a_changed_figure_makes_it_stale_and_signing_anew_mends_that(complete: Session, story: Sample) -> None:
    signatures.sign(complete, story.firm, REVIEWER, [("JY", MONTH)])
    type_into(complete, story.firm, "JY044", "补充说明")
    assert [s.stale for s in given(complete, story.firm)] == [True]
    signatures.sign(complete, story.firm, REVIEWER, [("JY", MONTH)])
    assert [s.stale for s in given(complete, story.firm)] == [False]


def test_a_change_elsewhere_leaves_it(complete: Session, story: Sample) -> None:
    signatures.sign(complete, story.firm, REVIEWER, [("JY", MONTH)])
    type_into(complete, story.firm, "JB033", "0752-2000001", "JB", YEAR)
    assert fresh(given(complete, story.firm)) == given(complete, story.firm)


def test_it_can_be_taken_back_and_the_trail_keeps_both(complete: Session, story: Sample) -> None:
    signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH)])
    signatures.take_back(complete, story.firm, PREPARER, [("JY", MONTH), ("XM", MONTH)])
    assert given(complete, story.firm) == ()
    acts = complete.look(story.firm, lambda books: [entry.action for entry in books.audit.entries()])
    assert [act for act in acts if act in ("sign", "unsign")] == ["sign", "unsign"]


def test_nobody_named_signs_nothing(complete: Session, story: Sample) -> None:
    type_into(complete, story.firm, "JB031", "", "JB", YEAR)
    with pytest.raises(UserError, match=r"sign\.nobody"):
        signatures.sign(complete, story.firm, REVIEWER, [("JY", MONTH)])
    with pytest.raises(UserError, match=r"sign\.no-return"):
        signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH), ("JY", Period.parse("2031-09"))])
    assert given(complete, story.firm) == (), "all or none"


def test_whoever_signed_is_filed_even_when_the_profile_names_another_since(
    complete: Session, story: Sample
) -> None:
    signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH)])
    type_into(complete, story.firm, "JB032", "陈静", "JB", YEAR)
    target = open_draft(complete, ReturnKey(story.firm, "JY", MONTH)).current
    assert complete.look(story.firm, lambda books: signed_by(books, target, complete.pack))[PREPARER] == "李晓彤"
    type_into(complete, story.firm, "JY044", "补充说明")
    assert complete.look(story.firm, lambda books: signed_by(books, target, complete.pack))[PREPARER] == "陈静"


def test_paper_tells_who_signed_when_and_nothing_stale(complete: Session, story: Sample) -> None:
    assert len(papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)).notes) == 1
    signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH)])
    at = given(complete, story.firm)[0].moment
    note = papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)).notes[1]
    assert note == f"签署记录：填表人 李晓彤 {at.year}年{at.month}月{at.day}日 {at:%H:%M}。"
    type_into(complete, story.firm, "JY044", "补充说明")
    assert len(papers.filled_form(complete, ReturnKey(story.firm, "JY", MONTH)).notes) == 1


def test_next_years_blank_profile_takes_nobodys_name_away(complete: Session, story: Sample) -> None:
    type_into(complete, story.firm, "JB001", story.firm, "JB", Period.parse("2026"))
    signatures.sign(complete, story.firm, PREPARER, [("JY", MONTH)])
    assert [each.name for each in given(complete, story.firm)] == ["李晓彤"]
