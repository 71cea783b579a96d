"""The credit code against published codes, made-up boundary codes and every single slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.uscc import normalise, problem, valid, valid_organisation

_PUBLISHED = """
914403001922038216 914419000585344943 914403007675804181 91440300MA5GTQ528P 9144030027939873X7 91440300192317458F
91440300708416327M 91441300195971850Y 91441300717867103C 914419007480321175 91441900557262083U 91440300760482233Q
914403003296132911 914403007954257495 9144030071526726XG 91440300708461136T 914403006729969713 914403006188674153
91440300697136927G 91440606722473344C 91440400192548256N 91440300708485648T 914403007261824992 914403007883357614
914403007084678371 914403006188155783 91441300617881792D 91441900618163186Q 91440400666520715X 91441200190379452L
91441300734122111K 91440300279446850J
"""
PUBLISHED = _PUBLISHED.split()
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_valid(code: str) -> None:
    assert valid(code)
    assert valid_organisation(code)
    assert problem(code) is None


@pytest.mark.parametrize("code", ["91440300MA5X004870", "91441900MA5W0003X1"])
def test_check_characters_at_their_edges(code: str) -> None:
    """A remainder of 0 gives the check character 0; the organisation code may end in X."""
    assert valid(code)
    assert valid_organisation(code)


@pytest.mark.parametrize(
    ("code", "why", "organisation"),
    [
        ("914403001922038217", "value.uscc-check", True),
        ("914403001922038126", "value.uscc-check", False),
        ("91440300192203821", "value.uscc-length", False),
        ("91440300192203821O", "value.uscc-alphabet", True),
        ("914403003296132910", "value.uscc-check", True),
        ("91440101MA5ANB4K3F", "value.uscc-check", False),
        ("914403001870826678", "value.uscc-check", False),
        ("914401017837604004", "value.uscc-check", True),
        ("", "value.uscc-length", False),
    ],
)
def test_faulty_codes_and_why(code: str, why: str, organisation: bool) -> None:
    assert problem(code) == why
    assert not valid(code)
    assert valid_organisation(code) is organisation


@pytest.mark.parametrize(
    "typed",
    [
        "９１４４０３００１９２２０３８２１６",
        "91440300 1922 0382 16",
        "914403-00192203821-6",
        " 914403001922038216\u3000",
    ],
)
def test_what_people_type_is_made_normal(typed: str) -> None:
    assert normalise(typed) == "914403001922038216"


def test_lower_case_is_raised() -> None:
    assert valid(normalise("91440300ma5gtq528p"))


@given(st.sampled_from(PUBLISHED), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_caught(code: str, place: int, symbol: str) -> None:
    slipped = code[:place] + symbol + code[place + 1 :]
    assert valid(slipped) is (slipped == code)


@given(st.sampled_from(PUBLISHED), st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert valid(swapped) is (swapped == code)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text: str) -> None:
    code = normalise(text)
    assert valid(code) is (problem(code) is None)
    assert valid_organisation(code) in (True, False)
