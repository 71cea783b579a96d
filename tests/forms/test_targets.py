"""The plan's targets as data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack.loader import bundled_pack, folder_of
from forms.problems import FormsError
from forms.targets import load_targets

PACK = bundled_pack("gd-eic", "2026.1")
TARGETS = load_targets(folder_of("gd-eic", "2026.1"))


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


def test_a_rate_of_growth_and_a_level_are_two_targets_that_do_not_agree() -> None:
    assert [(TARGETS.number(path.growth), TARGETS.number(path.level)) for path in TARGETS.path] == [
        (6, Decimal("6.6")),
        (7, Decimal("1.4")),
    ]
    revenue, value_added = TARGETS.path
    assert revenue.base is not None
    assert revenue.base * Decimal("1.06") ** (2025 - 2019) < TARGETS.number(revenue.level)
    assert value_added.base is None


@pytest.mark.parametrize("id", ["T99", "T07"])
def test_a_target_that_is_not_there_or_has_no_number(id: str) -> None:
    with pytest.raises(FormsError) as caught:
        TARGETS.number(id)
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
