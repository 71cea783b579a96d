"""The one spelling of a value, and its way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import FormsError
from forms.returns import Value
from forms.values.canonical import decode, encode


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [
        (Decimal("120000"), "n", "120000"),
        (Decimal("1.20"), "n", "1.20"),
        (Decimal("1.2E+5"), "n", "120000"),
        (Decimal("-0"), "n", "0"),
        (True, "b", "true"),
        (False, "b", "false"),
        ("2025-09", "t", "2025-09"),
        ("", "t", ""),
        (("1", "2"), "c", '["1","2"]'),
        ((), "c", "[]"),
        (("甲，乙", 'a"b'), "c", '["甲，乙","a\\"b"]'),
    ],
)
def test_spellings(value: Value, tag: str, text: str) -> None:
    assert encode(value) == (tag, text)
    assert decode(tag, text) == value


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("n", "1E+5"),
        ("n", "x"),
        ("n", "NaN"),
        ("n", "+1"),
        ("n", "-0"),
        ("b", "yes"),
        ("c", "1"),
        ("c", "["),
        ("z", ""),
    ],
)
def test_other_spellings_are_refused(tag: str, text: str) -> None:
    with pytest.raises(FormsError) as caught:
        decode(tag, text)
    assert caught.value.code == "value.not-canonical"


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_no_spelling_for_what_is_no_figure(value: str) -> None:
    with pytest.raises(FormsError):
        encode(Decimal(value))


values = (
    st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.booleans()
    | st.text()
    | st.lists(st.text()).map(tuple)
)


@given(values)
def test_every_value_comes_back_with_its_type(value: Value) -> None:
    back = decode(*encode(value))
    assert back == value
    assert type(back) is type(value)
