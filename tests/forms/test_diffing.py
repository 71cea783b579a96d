"""Two versions of a pack compared, and what the differences mean for drafts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from forms.diffing import Difference, differences, touched
from forms.pack import Pack, bundled_pack, load_pack
from forms.periods import Period
from forms.returns import Cell, Return

RETAIL = Path(__file__).parent / "foreign/retail"
Edited = Callable[[str, str, str], Pack]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """The retail pack with one text of one file replaced."""
    shutil.copytree(RETAIL, tmp_path / "new")

    def edit(file: str, old: str, new: str) -> Pack:
        path = tmp_path / "new" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return load_pack(tmp_path / "new")

    return edit


def said(new: Pack) -> list[Difference]:
    return differences(load_pack(RETAIL), new)


def test_a_pack_does_not_differ_from_itself() -> None:
    assert said(load_pack(RETAIL)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("pack.toml", 'version = "3"', 'version = "4"', ("pack", "changed", "retail-turnover/4")),
        ("pack.toml", "PER_HEAD = 400", "PER_HEAD = 500", ("constant", "changed", "PER_HEAD")),
        ("lists/kind.toml", "超市", "超级市场", ("code", "changed", "kind/SM")),
        ("rules/RT.toml", 'tolerance = "0.05"', 'tolerance = "1"', ("rule", "changed", "T01")),
        ("rules/RT.toml", "[T02]", "[T12]", ("rule", "added", "T12")),
        ("forms/RT.toml", 'unit = "days"', 'unit = "hours"', ("indicator", "changed", "RT004")),
        ("forms/RT.toml", "门店零售额", "门店零售总额", ("form", "changed", "RT")),
    ],
)
def test_each_kind_of_difference(edited: Edited, file: str, old: str, new: str, expected: tuple[str, ...]) -> None:
    assert expected in [(d.what, d.how, d.key) for d in said(edited(file, old, new))]


def test_what_it_means_for_a_draft(edited: Edited) -> None:
    new = edited(
        "forms/RT.toml",
        'name_en = "Turnover", type = "decimal", scale = 2',
        'name_en = "Turnover", type = "decimal", scale = 0',
    )
    draft = Return("firm", "RT", Period.parse("2025-03"), "3", rows={"RT": ["1"]})
    draft.cells["RT[1].RT010"] = Cell("12.50")
    draft.cells["RT[1].RT004"] = Cell("3")
    [change] = said(new)
    assert (change.key, change.rereads) == ("RT010", True)
    assert change.changed[0].field == "scale"
    [found] = touched([change], draft, new)
    assert found.cells == ("RT[1].RT010",)
    assert {"T01", "T04", "M01", "F01"} <= set(found.rules)  # T04 by way of the computed share online
    assert "T06" not in found.rules


def test_a_changed_list_touches_the_cells_that_hold_its_codes(edited: Edited) -> None:
    new = edited("lists/kind.toml", 'code = "CL"', 'code = "CX"')
    draft = Return("firm", "RT", Period.parse("2025-03"), "3", rows={"RT": ["1"]})
    draft.cells["RT[1].RT003"] = Cell("CL", "CL")
    found = {(each.difference.how, each.difference.key): each for each in touched(said(new), draft, new)}
    assert found["removed", "kind/CL"].cells == ("RT[1].RT003",)
    assert found["removed", "kind/CL"].difference.rereads
    assert "T04" in found["added", "kind/CX"].rules


def test_a_code_that_is_not_held_touches_nothing(edited: Edited) -> None:
    new = edited("lists/kind.toml", 'code = "CL"', 'code = "CX"')
    draft = Return("firm", "RT", Period.parse("2025-03"), "3", rows={"RT": ["1", "2"]})
    draft.cells["RT[1].RT003"] = Cell("EL", "EL")
    draft.cells["RT[1].RT010"] = Cell("12.50", Decimal("12.50"))
    told = [(each.difference.how, each.difference.key) for each in touched(said(new), draft, new)]
    assert ("removed", "kind/CL") not in told
    draft.cells["RT[2].RT003"] = Cell(" CL ")
    found = {(each.difference.how, each.difference.key): each for each in touched(said(new), draft, new)}
    assert found["removed", "kind/CL"].cells == ("RT[2].RT003",)


def test_what_touches_nothing_filled_is_not_said(edited: Edited) -> None:
    new = edited("forms/RT.toml", 'unit = "persons"', 'unit = "heads"')
    blank = Return("firm", "XX", Period.parse("2025-03"), "3")
    assert touched(said(new), blank, new) == []


def test_a_constant_is_not_another_whose_name_ends_so() -> None:
    """RD_PAY_MIN and PROJECT_PAY_MIN are constants of their own."""
    old = bundled_pack()
    (change,) = differences(old, msgspec.structs.replace(old, constants={**old.constants, "PAY_MIN": Decimal(1)}))
    written = {rule: f"{old.rules[rule].expect} {old.rules[rule].when}" for rule in change.rules}
    assert written
    assert all(re.search(r"(?<!_)PAY_MIN", text) for text in written.values())


def test_other_holidays_are_told_once_by_their_days() -> None:
    """Each form carries the calendar of the pack; it is one change, and of the days that differ."""
    old = bundled_pack()
    newest = old.calendar.year[-1]
    moved = msgspec.structs.replace(newest, holiday=newest.holiday[:-1])
    calendar = msgspec.structs.replace(old.calendar, year=(*old.calendar.year[:-1], moved))
    forms = {code: msgspec.structs.replace(form, calendar=calendar) for code, form in old.forms.items()}
    (change,) = differences(
        old, msgspec.structs.replace(old, calendar=calendar, forms=forms, document_no="新文号")
    )
    gone = newest.holiday[-1]
    assert change.what == "pack"
    assert [(one.field, one.new) for one in change.changed] == [("document_no", "新文号"), ("calendar", "")]
    assert change.changed[1].old == f"{gone.first}—{gone.last} {gone.name}"


def test_a_constant_touches_what_is_computed_with_it() -> None:
    old = load_pack(RETAIL)
    form = next(form for form in old.forms.values() if any(each.computed for each in form.indicators.values()))
    own = next(each for each in form.indicators.values() if each.computed)
    made = msgspec.structs.replace(own, computed=f"{own.computed} * PER_HEAD / PER_HEAD")
    form = msgspec.structs.replace(form, indicators=form.indicators | {own.code: made})
    old = msgspec.structs.replace(old, forms=old.forms | {form.code: form})
    (change,) = differences(old, msgspec.structs.replace(old, constants={**old.constants, "PER_HEAD": Decimal(1)}))
    assert change.codes == (own.code,)
    looking = {rule.id for rule in old.rules.values() if own.code in rule.expect}
    assert looking
    assert looking <= set(change.rules)
