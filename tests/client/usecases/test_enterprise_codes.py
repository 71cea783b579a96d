"""The enterprises of a home: a credit code is read as people write it, and what is wrong with it is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.home import enterprises
from client.usecases.home.enterprises import checked_code
from client.usecases.home.session import Session
from client.usecases.returns.versions import heads_of, root_of, versions_at
from forms import uscc

CODE = "91441300MA58H0D25G"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def refused(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        checked_code(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\n",
        "914413 00MA58 H0D25G",
        "91441300-MA58H0D2-5G",
        "９１４４１３００ＭＡ５８Ｈ０Ｄ２５Ｇ",
        "91 4413 00MA58\u3000H0D25G",
    ],
)
def test_a_code_is_read_as_people_write_it(text: str) -> None:
    assert checked_code(text) == CODE


@pytest.mark.parametrize("text", ["", "   ", "9", CODE[:-1], CODE + "0", "惠州电子有限公司"])
def test_a_code_of_another_length_is_named_so(text: str) -> None:
    error = refused(text)
    assert (error.code, error.exit_status) == ("enterprise.length", 2)
    assert "18" in error.what("zh")
    assert "18" in error.what("en")


@pytest.mark.parametrize("letter", "IOSVZ")
def test_a_letter_that_cannot_occur_is_named_so(letter: str) -> None:
    error = refused(letter + CODE[1:])
    assert error.code == "enterprise.alphabet"
    assert "I、O、S、V、Z" in error.what("zh")
    assert "数字" in error.remedy("zh")


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_anywhere_is_found(place: int) -> None:
    wrong = LETTERS[(LETTERS.index(CODE[place]) + 1) % len(LETTERS)]
    assert refused(CODE[:place] + wrong + CODE[place + 1 :]).code == "enterprise.check"


@pytest.mark.parametrize("place", [n for n in range(17) if CODE[n] != CODE[n + 1]])
def test_two_neighbours_swapped_are_found(place: int) -> None:
    swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
    assert refused(swapped).code == "enterprise.check"


def test_the_words_show_what_was_typed_and_not_what_was_made_of_it() -> None:
    typed = "91441300ma58h0d25 h"
    for language in ("zh", "en"):
        assert typed in refused(typed).what(language)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "O" + CODE[1:], CODE[:-1] + "H"])
def test_every_refusal_says_what_to_do_in_both_languages(text: str) -> None:
    error = refused(text)
    assert CHINESE.search(error.what("zh"))
    assert CHINESE.search(error.remedy("zh"))
    assert "licence" in error.remedy("en") or "letter" in error.remedy("en")
    assert "{" not in error.what("zh") + error.remedy("zh") + error.what("en") + error.remedy("en")


@settings(max_examples=40)
@given(text=st.text(max_size=30) | st.text(LETTERS + LETTERS.lower() + " -I", min_size=18, max_size=19))
def test_whatever_is_typed_is_a_code_or_refused_by_name(text: str) -> None:
    if uscc.valid(uscc.normalise(text)):
        assert checked_code(checked_code(text)) == checked_code(text)
    else:
        assert refused(text).code in {"enterprise.length", "enterprise.alphabet", "enterprise.check"}


@settings(max_examples=40)
@given(body=st.text(LETTERS, min_size=17, max_size=17))
def test_of_all_last_characters_just_one_is_right(body: str) -> None:
    assert sum(uscc.valid(body + last) for last in LETTERS) == 1


# In a home.


def test_a_new_home_has_no_enterprises(session: Session) -> None:
    assert enterprises.all_of(session) == ()


def test_an_enterprise_is_kept_under_its_one_spelling(session: Session) -> None:
    added = enterprises.add(session, f" {CODE.lower()} ", "惠州电子")
    assert (added.code, added.name) == (CODE, "惠州电子")
    assert enterprises.all_of(session) == (added,)


def test_added_twice_it_is_there_once(session: Session) -> None:
    first = enterprises.add(session, CODE, "惠州电子")
    assert enterprises.add(session, CODE.lower()) == first
    assert enterprises.all_of(session) == (first,)


def test_a_name_fills_an_empty_one_and_replaces_no_other(session: Session) -> None:
    enterprises.add(session, CODE)
    assert enterprises.add(session, CODE, "惠州电子").name == "惠州电子"
    assert enterprises.add(session, CODE, "").name == "惠州电子"
    assert enterprises.add(session, CODE, "惠州电子（集团）").name == "惠州电子"
    assert [each.name for each in enterprises.all_of(session)] == ["惠州电子"]


@pytest.mark.parametrize("text", ["", CODE[:-1], "O" + CODE[1:], CODE[:-1] + "H"])
def test_a_wrong_code_leaves_nothing_behind(session: Session, text: str) -> None:
    with pytest.raises(UserError):
        enterprises.add(session, text, "惠州电子")
    assert enterprises.all_of(session) == ()


def test_a_home_keeps_several_enterprises_apart(session: Session, story: Sample) -> None:
    enterprises.add(session, "91440300708461136T", "深圳通信")
    enterprises.add(session, story.firm, story.name)
    assert {each.code: each.name for each in enterprises.all_of(session)} == {
        "91440300708461136T": "深圳通信",
        story.firm: story.name,
    }


def test_before_enrolment_there_is_no_endpoint_and_no_version(session: Session, firm: str) -> None:
    assert session.look(firm, lambda books: root_of(books, firm)) == ""
    assert session.look(firm, lambda books: heads_of(books, firm)) == {}
    assert session.look(firm, lambda books: versions_at(books, f"{firm}.JY.2025-09", "")) == []
