"""Sums written into a cell as into a spreadsheet."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.values.arithmetic import worked_out

OPERATOR = st.sampled_from("+-*/")
_NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("=1+2", "3"),
        ("=120.5+33", "153.5"),
        ("=0.1+0.2", "0.3"),
        ("=1,234,567.89/1000", "1234.56789"),
        ("=2+3*4", "14"),
        ("=(2+3)*4", "20"),
        ("=10-2-3", "5"),
        ("=8/4/2", "1"),
        ("=-5+3", "-2"),
        ("=2*-3", "-6"),
        ("=--5", "5"),
        ("=50%*300", "150"),
        ("=2/3", "0.666666666667"),
        ("=-1/3", "-0.333333333333"),
        ("=0-0", "0"),
        ("=.5+5.", "5.5"),
        ("＝１２０．５＋３３", "153.5"),
        ("=6×7÷2（1）", None),
        ("=6×7÷2", "21"),
        ("=（1+2）×3", "9"),
        (" = 1 + 2 ", "3"),
        ("+120+33", "153"),
        ("=" + "9" * 18 + "*" + "9" * 18, "999999999999999998000000000000000001"),
    ],
)
def test_a_sum_is_worked_out_exactly(typed: str, result: str | None) -> None:
    assert worked_out(typed) == result


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "=",
            "+",
            "=%",
            "==1",
            "=1+",
            "=(1+2",
            "=1+2)",
            "=1 2",
            "=1,2+3",
            "=1.2.3",
            "=1/0",
            "=2^3",
            "=1e5+1",
        ),
        *("=A1+3", "=SUM(1,2)", "=²+1", "=一+二", "1+2", "100-50", "2025-09"),
        *("=" + "(" * 150, "=" + "1+" * 150 + "1"),
    ],
)
def test_what_is_none_or_could_mean_something_else_is_not(typed: str) -> None:
    assert worked_out(typed) is None


@given(
    st.recursive(st.integers(0, 9999).map(str), lambda part: st.builds("({}{}{})".format, part, OPERATOR, part))
)
def test_it_is_what_mathematics_say(written: str) -> None:
    worked = worked_out("=" + written)
    if worked is None:
        return  # divided by nothing, or longer than anybody writes
    exact = eval(_NUMBER.sub(r"Fraction(\g<0>)", written))
    ends = 10**12 % exact.denominator == 0
    assert abs(Fraction(worked) - exact) <= (0 if ends else Fraction(1, 2 * 10**12))
