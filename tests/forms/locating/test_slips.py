"""Slips taken back: whatever a slip makes of a figure, the figure is among those that may have been meant."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.locating.model import Range
from forms.locating.slips import balancing, prior, slips
from tests.forms.locating.returns import changes, desk, first, located

ANY = (Range(),)
figures = st.integers(10, 10**9).map(Decimal)


def meant(old: Decimal, scale: int = 0) -> dict[Decimal, str]:
    return {slip.value: slip.kind for slip in slips(old, scale, ANY)}


@given(figures)
def test_a_reversed_sign(value: Decimal) -> None:
    assert meant(-value)[value] == "sign"


@given(figures, st.integers(1, 4))
def test_a_figure_too_large_by_its_unit(value: Decimal, power: int) -> None:
    assert value in meant(value.scaleb(power))


@given(figures, st.integers(1, 4))
def test_a_figure_too_small_by_its_unit_is_known_to_the_others(value: Decimal, power: int) -> None:
    """Its last digits are lost; where the other cells leave one figure, that one is it."""
    old = value.scaleb(-power).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assume(old not in (0, value))
    found = {slip.value: slip for slip in slips(old, 0, (Range(value, value),))}
    assert found[value].kind in ("unit", "transposed", "mistyped", "dropped")
    assert found[value].prior >= prior("balance")


@given(figures, st.data())
def test_neighbouring_digits_exchanged(value: Decimal, data: st.DataObject) -> None:
    digits = str(value)
    i = data.draw(st.integers(0, len(digits) - 2))
    wrong = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
    assume(wrong != digits and not wrong.startswith("0"))
    assert value in meant(Decimal(wrong))


@given(figures, st.data())
def test_a_digit_left_out_or_typed_twice(value: Decimal, data: st.DataObject) -> None:
    digits = str(value)
    i = data.draw(st.integers(0, len(digits) - 1))
    shorter, longer = digits[:i] + digits[i + 1 :], digits[: i + 1] + digits[i:]
    assert value in meant(Decimal(longer))
    assume(shorter and not shorter.startswith("0"))
    assert value in meant(Decimal(shorter))


@given(figures, st.data())
def test_a_digit_mistyped(value: Decimal, data: st.DataObject) -> None:
    digits = list(str(value))
    i = data.draw(st.integers(0, len(digits) - 1))
    digits[i] = data.draw(st.sampled_from("123456789").filter(lambda d: d != str(value)[i]))
    assert value in meant(Decimal("".join(digits)))


def test_decimals_are_digits_too() -> None:
    assert meant(Decimal("27.53"), 2)[Decimal("25.73")] == "transposed"
    assert meant(Decimal("-27.53"), 2)[Decimal("-25.73")] == "transposed"


def test_only_what_is_allowed_is_offered() -> None:
    allowed = (Range(Decimal(100), Decimal(200)),)
    assert all(Decimal(100) <= slip.value <= 200 for slip in slips(Decimal(1500), 0, allowed))
    assert Decimal(150) in {slip.value for slip in slips(Decimal(1500), 0, allowed)}


def test_a_slip_is_offered_once_at_its_likeliest() -> None:
    found = slips(Decimal(1000), 0, ANY)
    assert len(found) == len({slip.value for slip in found})
    assert next(slip.kind for slip in found if slip.value == 100) == "unit"


def test_a_nought_more_has_no_digits_to_lose() -> None:
    kinds = meant(Decimal(725))
    assert Decimal(73) not in kinds  # 72.5 is no whole figure
    assert meant(Decimal("987654321"))[Decimal(987654)] == "unit"  # 元 typed for 千元
    assert Decimal(2) not in {slip.value for slip in slips(Decimal(2400), 0, ANY) if slip.kind == "unit"}


@pytest.mark.parametrize(
    ("allowed", "figure"),
    [
        ((Range(Decimal(99), Decimal(101)),), Decimal(100)),
        ((Range(Decimal("99.2"), Decimal("99.4")),), None),  # no whole figure lies there
        ((Range(Decimal(0), Decimal(1000)),), None),
        ((Range(Decimal(5)),), None),
        ((Range(Decimal(1), Decimal(2)), Range(Decimal(5), Decimal(6))), None),
        ((), None),
    ],
)
def test_the_figure_the_others_leave(allowed: tuple[Range, ...], figure: Decimal | None) -> None:
    assert balancing(allowed, 0) == figure


def test_what_hardly_fits_by_chance_counts_for_more() -> None:
    assert prior("sign") > prior("transposed", 6) > prior("mistyped", 54) > prior("balance")


def test_people_are_not_counted_in_thousands() -> None:
    """99,999 women are neither 100 rounded, nor is the total of 186 to be 186,000."""
    words = "研究开发人员合计 186，其中：管理和服务人员 20，其中：女性 99999，其中：全职人员 150"
    made = desk(form="YF", words=f"{words}，其中：本科毕业及以上 140，其中：外聘人员 6")
    assert [p for p in located(made).proposals if p.kind == "unit"] == []


def test_a_nought_too_many_in_a_count_is_called_that() -> None:
    made = desk("期末用工人数 10120")
    made.fill(made.sheet("上期"), "期末用工人数 1010")
    proposal = first(made)
    assert changes(proposal) == {"JY034": "1012"}
    assert "0 的个数" in proposal.evidence[0].zh
    assert "noughts" in proposal.evidence[0].en


def test_no_figure_is_made_negative_that_cannot_be() -> None:
    offered = located(desk("应付职工薪酬 128600000")).proposals
    signed = {"JY010", "JY011", "JY012", "JY013", "JY014", "JY015", "JY016", "JY018", "JY021", "JY022", "JY032"}
    turned = {a.partition("@")[0] for p in offered for a, new in changes(p).items() if new.startswith("-")}
    assert turned <= signed
