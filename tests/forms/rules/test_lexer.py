"""The words of an expression: where each begins, what is no word, and the bounds of what is read at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.problems import FormsError
from forms.rules.lexer import LONGEST, MOST_TOKENS, tokens


def words(text: str) -> list[tuple[str, str]]:
    return [(word.kind, word.text) for word in tokens(text)]


def refused(text: str) -> FormsError:
    with pytest.raises(FormsError) as caught:
        tokens(text)
    return caught.value


def test_nothing_is_one_end() -> None:
    assert words("") == [("end", "")]
    assert words("   \n\t ") == [("end", "")]


def test_a_rule_in_its_words() -> None:
    assert words("JY021 = JY018 + 12.5% of JY001@ly") == [
        ("name", "JY021"),
        ("sign", "="),
        ("name", "JY018"),
        ("sign", "+"),
        ("number", "12.5"),
        ("sign", "%"),
        ("name", "of"),
        ("name", "JY001"),
        ("sign", "@"),
        ("name", "ly"),
        ("end", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("≥", ">="), ("≤", "<="), ("≠", "!="), (">=", ">="), ("<=", "<="), ("!=", "!=")],
)
def test_signs_of_print_and_of_the_keyboard_are_the_same(typed: str, read: str) -> None:
    assert words(f"A{typed}B") == [("name", "A"), ("sign", read), ("name", "B"), ("end", "")]


@pytest.mark.parametrize("sign", list("=<>+-*/(){},.@%"))
def test_each_single_sign(sign: str) -> None:
    assert words(sign) == [("sign", sign), ("end", "")]


def test_the_longest_sign_is_taken() -> None:
    assert [text for _, text in words("A<=B>=C<D>E")] == ["A", "<=", "B", ">=", "C", "<", "D", ">", "E", ""]
    assert [text for _, text in words("A<-1")] == ["A", "<", "-", "1", ""]


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ('"7"', "7"),
        ("'7'", "7"),
        ('""', ""),
        ('"it\'s"', "it's"),
        ("'say \"so\"'", 'say "so"'),
        ('"第3911号 （甲）"', "第3911号 （甲）"),
        ('"a = b and c"', "a = b and c"),
        ('"' + "长" * 200 + '"', "长" * 200),
    ],
)
def test_quoted_texts(typed: str, inside: str) -> None:
    assert words(typed) == [("text", inside), ("end", "")]


@pytest.mark.parametrize("typed", ['"', '"open', "'open\"", '"two\nlines"', '"' + "长" * 201 + '"'])
def test_a_text_that_does_not_close(typed: str) -> None:
    error = refused(typed)
    assert error.code == "rule.text"
    assert error.params["column"] == 1


@pytest.mark.parametrize(
    ("typed", "character", "column"),
    [
        ("JY001 # 3", "#", 7),
        ("JY001 == 3;", ";", 11),
        ("营业收入 = 1", "营", 1),
        ("JY001 ＝ 1", "＝", 7),
        ("  _x", "_", 3),
        ("a[1]", "[", 2),
        ("JY001 & JY002", "&", 7),
        ("!JY001", "!", 1),
        ("$(rm)", "$", 1),
        ("a\\b", "\\", 2),
        ("a\x00", "\x00", 2),
    ],
)
def test_a_character_that_cannot_stand_there_is_named_with_its_column(
    typed: str, character: str, column: int
) -> None:
    error = refused(typed)
    assert (error.code, error.params["character"], error.params["column"]) == ("rule.character", character, column)
    assert f"第 {column} 个字符" in error.what("zh")
    assert f"Character {column}" in error.what("en")
    assert character in error.what("zh")
    assert error.remedy("zh")
    assert error.remedy("en")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0", ["0"]),
        ("007", ["007"]),
        ("1.50", ["1.50"]),
        ("1.", ["1", "."]),
        (".5", [".", "5"]),
        ("1.2.3", ["1.2", ".", "3"]),
        ("1e5", ["1", "e5"]),
        ("3%", ["3", "%"]),
        ("-3", ["-", "3"]),
        ("1,000", ["1", ",", "000"]),
    ],
)
def test_numbers_are_written_plainly(typed: str, read: list[str]) -> None:
    assert [word.text for word in tokens(typed)][:-1] == read


def test_a_number_of_thirty_characters_is_the_longest() -> None:
    assert words("9" * 30)[0] == ("number", "9" * 30)
    error = refused("JY001 = " + "9" * 31)
    assert (error.code, error.params["column"]) == ("rule.number-too-long", 9)
    assert refused("0." + "1" * 29).code == "rule.number-too-long"


def test_an_expression_of_four_thousand_characters_is_the_longest() -> None:
    assert tokens(" " * LONGEST)[-1].kind == "end"
    error = refused(" " * (LONGEST + 1))
    assert (error.code, error.params["length"], error.params["limit"]) == ("rule.too-long", LONGEST + 1, LONGEST)
    assert str(LONGEST) in error.what("zh")
    assert str(LONGEST) in error.what("en")


def test_a_thousand_words_are_the_most() -> None:
    assert len(tokens("-" * (MOST_TOKENS - 1))) == MOST_TOKENS
    error = refused("-" * MOST_TOKENS)
    assert (error.code, error.params["limit"]) == ("rule.too-many-words", MOST_TOKENS)


def test_names_may_hold_digits_and_underscores_but_begin_with_a_letter() -> None:
    assert words("ABOVE_SIZE_REVENUE") == [("name", "ABOVE_SIZE_REVENUE"), ("end", "")]
    assert words("x1_y2") == [("name", "x1_y2"), ("end", "")]
    assert words("2x") == [("number", "2"), ("name", "x"), ("end", "")]


pieces = st.sampled_from(
    ["JY001", "months", "and", "3", "2.50", '"7"', "'甲'", "+", "-", ">=", "!=", "(", ")", "{", "}", ",", "@", "%"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(pieces, max_size=30), st.sampled_from([" ", "  ", "\n", "\t"]))
def test_each_word_is_found_again_where_it_says_it_begins(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    found = tokens(text)
    assert [part.strip("\"'") for part in parts] == [word.text for word in found[:-1]]
    for part, word in zip(parts, found, strict=False):
        assert text.startswith(part, word.at)
    assert [word.at for word in found] == sorted(word.at for word in found)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_words_or_a_named_character_of_it(text: str) -> None:
    problem = None
    try:
        found = tokens(text)
    except FormsError as error:
        problem = error
    if problem is None:
        assert found[-1].kind == "end"
        assert all(word.text for word in found if word.kind not in ("end", "text"))
        return
    column = problem.params["column"]
    assert problem.code in ("rule.character", "rule.text", "rule.number-too-long")
    assert isinstance(column, int)
    assert 1 <= column <= len(text)


@settings(max_examples=40, deadline=None)
@given(st.lists(pieces, max_size=20))
def test_blanks_around_words_mean_nothing(parts: list[str]) -> None:
    assert words(" ".join(parts)) == words("\n  " + "   ".join(parts) + "  ")
