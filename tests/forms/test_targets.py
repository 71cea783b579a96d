"""The plan's targets as data, and the arithmetic between its rates and its levels."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack.loader import bundled_pack, folder_of
from forms.problems import FormsError
from forms.targets import Course, load_targets, shown

PACK = bundled_pack("gd-eic", "2026.1")
TARGETS = load_targets(folder_of("gd-eic", "2026.1"))
REVENUE, VALUE_ADDED = TARGETS.path


def test_the_twelve_targets_of_the_plan() -> None:
    assert [target.id for target in TARGETS.target] == [f"T{n:02}" for n in range(1, 13)]
    assert {target.id: target.value for target in TARGETS.target} == {
        "T01": 2,
        "T02": 6,
        "T03": Decimal("6.6"),
        "T04": 6,
        "T05": Decimal("1.4"),
        "T06": 7,
        "T07": None,
        "T08": 5,
        "T09": 5,
        "T10": 5,
        "T11": 10,
        "T12": 100,
    }
    assert TARGETS.of("T02").bound == "above"
    assert TARGETS.of("T05").bound == "about"


def test_each_is_fed_by_indicators_of_the_pack() -> None:
    for target in TARGETS.target:
        assert target.indicators
        assert set(target.indicators) <= PACK.home.keys()
        assert target.name
        assert target.name_en
        assert target.unit


def test_the_checks_on_targets_hold_the_same_numbers() -> None:
    constants = PACK.constants
    assert constants["RD_INTENSITY_TARGET"] == TARGETS.number("T02")
    assert constants["REVENUE_GROWTH_TARGET"] == TARGETS.number("T04") / 100
    assert constants["VALUE_ADDED_GROWTH_TARGET"] == TARGETS.number("T06") / 100


def test_growth_and_level_are_two_paths() -> None:
    growth = {point.year: shown(point.value, 2) for point in TARGETS.growth_path(REVENUE)}
    level = {point.year: shown(point.value, 2) for point in TARGETS.level_path(REVENUE)}
    assert growth == {
        2019: Decimal("4.30"),
        2020: Decimal("4.56"),
        2021: Decimal("4.83"),
        2022: Decimal("5.12"),
        2023: Decimal("5.43"),
        2024: Decimal("5.75"),
        2025: Decimal("6.10"),
    }
    assert (level[2019], level[2022], level[2025]) == (Decimal("4.30"), Decimal("5.33"), Decimal("6.60"))
    assert growth[2025] < TARGETS.number("T03")


def test_the_arithmetic_between_them() -> None:
    assert shown(TARGETS.rate_to_level(REVENUE), 1) == Decimal("7.4")
    assert shown(TARGETS.base_for_level(REVENUE, 2020), 2) == Decimal("4.93")
    assert shown(TARGETS.base_for_level(VALUE_ADDED, 2020), 3) == Decimal("0.998")
    assert shown(TARGETS.base_for_level(VALUE_ADDED, 2019), 3) == Decimal("0.933")
    assert shown(TARGETS.number("T05") / TARGETS.number("T03") * 100, 1) == Decimal("21.2")


def test_without_a_base_there_is_no_path() -> None:
    assert TARGETS.growth_path(VALUE_ADDED) == ()
    assert TARGETS.level_path(VALUE_ADDED) == ()
    with pytest.raises(FormsError) as caught:
        TARGETS.rate_to_level(VALUE_ADDED)
    assert caught.value.code == "target.no-base"


@pytest.mark.parametrize("id", ["T99", "T07"])
def test_a_target_that_is_not_there_or_has_no_number(id: str) -> None:
    path = Course(id="x", name="x", name_en="x", growth=id, level="T03", base_year=2019, base=Decimal(1))
    with pytest.raises(FormsError) as caught:
        TARGETS.growth_path(path)
    assert caught.value.code == "target.unknown"
    assert id in caught.value.what("zh")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"target = [{ id = 1 }]", "pack.bad-entry"),
        (b"target = [", "pack.not-toml"),
        (b"\xff\xfe", "pack.not-utf8"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, written: bytes, code: str) -> None:
    (tmp_path / "targets.toml").write_bytes(written)
    with pytest.raises(FormsError) as caught:
        load_targets(tmp_path)
    assert caught.value.code == code


def test_a_pack_need_not_have_targets(tmp_path: Path) -> None:
    assert load_targets(tmp_path).target == ()
