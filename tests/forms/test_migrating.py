"""A return goes over to another version of the definitions: what stays, what is read anew, what is lost."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import msgspec
import pytest

from forms.diffing import differences, touched
from forms.migrating import migration
from forms.pack import Pack, bundled_pack, load_pack
from forms.pack.shelf import shelf_of
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Explanation, Origin, PackEdit, Return, apply
from tests.newer_pack import VERSION, newer_pack

FIRM, MONTH = "91441300MA58H0D25G", Period.parse("2025-09")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(newer_pack(tmp_path_factory.mktemp("packs")))


@pytest.fixture(scope="module")
def old() -> Pack:
    return bundled_pack()


def of(form: str, period: str, **cells: Cell) -> Return:
    return Return(FIRM, form, Period.parse(period), bundled_pack().version, dict(cells))


def typed(text: str) -> Cell:
    return Cell(text, Decimal(text), origin=Origin("workbook", "账.xlsx › 利润表 › C7"))


def test_a_figure_in_another_unit_is_converted_and_says_from_what(old: Pack, new: Pack) -> None:
    target = of("JY", "2025-09", JY042=typed("12.34"), JY001=typed("500"))
    plan = migration(target, old, new)
    assert [(each.address, each.text, each.after, each.problem) for each in plan.moved] == [
        ("JY042", "12.34", "123400.00", None)
    ]
    assert plan.change.pack == PackEdit(old.version, VERSION)
    before = deepcopy(target)
    apply(target, plan.change)
    assert target.pack == VERSION
    assert target.cells["JY042"].value == Decimal("123400.00")
    assert target.cells["JY042"].origin == Origin("workbook", "账.xlsx › 利润表 › C7", "12.34", "万千瓦时")
    assert target.cells["JY001"] == before.cells["JY001"]
    apply(target, plan.change.inverse())
    assert target == before


def test_what_is_asked_no_more_is_named_and_taken_out(old: Pack, new: Pack) -> None:
    target = of("JB", "2025", JB014=Cell("手机", "手机"), JB016=Cell("维修", "维修"))
    plan = migration(target, old, new)
    assert [(each.address, each.to, each.text) for each in plan.moved] == [("JB016", "", "维修")]
    apply(target, plan.change)
    assert list(target.cells) == ["JB014"]


def test_what_has_another_code_goes_with_it(old: Pack, new: Pack) -> None:
    target = of("YF", "2024", YF041=typed("3"), YF038=typed("7"))
    plan = migration(target, old, new)
    assert [(each.address, each.to, each.after) for each in plan.moved] == [("YF041", "YF056", "3")]
    apply(target, plan.change)
    assert target.cells["YF056"] == typed("3")
    found = [each for each in differences(old, new) if each.what == "indicator" and each.key == "YF056"]
    assert [(each.how, [c.field for c in each.changed]) for each in found] == [("changed", ["code"])]
    assert touched(found, of("YF", "2024", YF041=typed("3")), new)[0].cells == ("YF041",)


def test_text_nobody_could_read_and_not_applicable_stay_as_they_are(old: Pack, new: Pack) -> None:
    odd, none = Cell("约三万", None, "value.not-a-number"), Cell("", na="无此业务")
    plan = migration(of("JY", "2025-09", JY042=odd, JY039=none), old, new)
    assert plan.moved == ()


def test_explanations_of_rules_that_are_gone_are_dropped(old: Pack, new: Pack) -> None:
    rules = {name: rule for name, rule in new.rules.items() if name != "C047"}
    without = msgspec.structs.replace(new, rules=rules)
    target = of("JY", "2025-09")
    for rule in ("C047", "C048"):
        said = Explanation(rule, ("JY043",), "9", "停产检修两个月")
        target.explanations[said.key] = said
    plan = migration(target, old, without)
    assert plan.dropped == ("C047|JY043",)
    assert not plan.silent
    apply(target, plan.change)
    assert [each.rule for each in target.explanations.values()] == ["C048"]


def test_a_list_s_lines_go_over_cell_by_cell(old: Pack, new: Pack) -> None:
    form = new.forms["XM"]
    unit = msgspec.structs.replace(form.indicators["XM021"], unit="千元")
    asked = {**form.indicators, "XM021": unit}
    changed = msgspec.structs.replace(
        new, forms={**new.forms, "XM": msgspec.structs.replace(form, indicators=asked)}
    )
    rows = [f"row-{number}" for number in range(3)]
    target = Return(FIRM, "XM", MONTH, old.version, rows={"XM": rows})
    target.cells = {f"XM[{row}].XM021": typed(str(number)) for number, row in enumerate(rows)}
    plan = migration(target, old, changed)
    assert [each.after for each in plan.moved] == ["0", "10", "20"]
    assert plan.change.rows == ()


def test_a_form_that_is_gone_is_named(old: Pack, new: Pack) -> None:
    without = msgspec.structs.replace(new, forms={code: f for code, f in new.forms.items() if code != "PT"})
    with pytest.raises(FormsError, match=r"pack\.form-gone"):
        migration(Return(FIRM, "PT", Period.parse("2025-Q3"), old.version), old, without)


def test_a_version_in_the_middle_of_a_period_takes_the_place_of_the_one_it_names(old: Pack, new: Pack) -> None:
    shelf = shelf_of([old, new])
    assert shelf.in_force(MONTH) is shelf.newest is new
    assert shelf.version(old.version) is old
    third = msgspec.structs.replace(new, version=f"{VERSION}.1", supersedes=VERSION)
    assert shelf_of([third, old, new]).in_force(MONTH) is third
    for stranger in ("", "2025.9"):
        with pytest.raises(FormsError, match=r"pack\.overlap"):
            shelf_of([old, msgspec.structs.replace(new, supersedes=stranger)])
