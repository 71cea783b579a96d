"""The code on the recovery card: whatever is mistyped is found, and the group is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base.errors import UserError
from client.keys.recovery import ALPHABET, LENGTH, new_code, read_code, spelled

CODE = "T61GDX8G1THQJDMCZ28TW0A5GCFFXG"
"""One that was made once; it holds a 0 and a 1, which are mistaken for letters."""


def refused(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        read_code(text)
    for language in ("zh", "en"):
        assert "{" not in caught.value.what(language) + caught.value.remedy(language)  # type: ignore[arg-type]
        assert CODE not in caught.value.what(language)  # type: ignore[arg-type]
    return caught.value


def test_a_code_is_six_groups_of_five_with_130_random_bits() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5] * 6
        assert spelled(read_code(code)) == code
    assert 32**26 == 2**130


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        spelled(CODE).lower(),
        f"  {spelled(CODE).replace('-', ' ')} \n",
        spelled(CODE).replace("-", "－"),
        "".join(chr(ord(mark) + 0xFEE0) for mark in CODE),
        spelled(CODE).replace("0", "O").replace("1", "l"),
        spelled(CODE).replace("1", "I"),
    ],
)
def test_it_may_be_typed_in_any_case_width_and_spacing(typed: str) -> None:
    assert read_code(typed) == CODE


@given(st.data())
def test_one_or_two_wrong_characters_are_named_by_their_groups(data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, LENGTH - 1), min_size=1, max_size=2)))
    wrong = list(CODE)
    for place in places:
        wrong[place] = data.draw(st.sampled_from([mark for mark in ALPHABET if mark != CODE[place]]))
    error = refused("".join(wrong))
    assert error.code == "recovery.groups"
    assert str(error.params["groups"]) == "、".join(str(n) for n in sorted({place // 5 + 1 for place in places}))


@given(st.integers(0, LENGTH - 2))
def test_two_that_changed_places_are_named(place: int) -> None:
    if CODE[place] == CODE[place + 1]:
        return
    turned = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
    assert refused(turned).code == "recovery.groups"


def test_more_than_two_are_noticed() -> None:
    error = refused(CODE[::-1] if CODE[::-1] != CODE else CODE[1:] + CODE[0])
    assert error.code in ("recovery.mistyped", "recovery.groups")


def test_a_missing_character_is_named_by_its_group() -> None:
    groups = spelled(CODE).split("-")
    groups[3] = groups[3][:4]
    error = refused("-".join(groups))
    assert (error.code, str(error.params["groups"])) == ("recovery.length", "4")
    assert refused(CODE[:-1]).code == "recovery.length"
    assert refused("").code == "recovery.length"


@pytest.mark.parametrize("odd", ["U", "?", "中", "é"])
def test_a_character_that_cannot_occur_is_named_by_its_group(odd: str) -> None:
    error = refused(CODE[:12] + odd + CODE[13:])
    assert (error.code, str(error.params["groups"])) == ("recovery.character", "3")
