"""What nothing in a pack speaks of: lists and constants are named with their file, those in use are not."""

from __future__ import annotations

import msgspec
import pytest

from forms.linting import unused
from forms.linting.unused import READ_BY_PROGRAM
from forms.pack import Code, CodeList, Form, Indicator, Pack, Part, Rule, bundled_pack
from forms.pack.loader import bundled_versions

CITIES = CodeList("cities", "城市", "Cities", {"4403": Code("4403", "深圳"), "4401": Code("4401", "广州")})
COUNTIES = CodeList("counties", "区县", "Counties", {"440309": Code("440309", "龙华", parent="4403")})
GROUPED = CodeList("counties", "区县", "Counties", {"440309": Code("440309", "龙华", group="4403")})


def listed(*names: str) -> dict[str, CodeList]:
    return {name: CodeList(name, "表", "List", {"1": Code("1", "一")}) for name in names}


def indicator(code: str = "AA001", **fields: object) -> Indicator:
    return Indicator(**{"code": code, "form": "AA", "section": "一", "name": "指标", **fields})  # type: ignore[arg-type]


def rule(expect: str, **fields: str) -> dict[str, Rule]:
    made = Rule(id="R1", form="AA", level="error", expect=expect, zh="规则", en="rule", **fields)  # type: ignore[arg-type]
    return {"R1": made}


def pack(*indicators: Indicator, **fields: object) -> Pack:
    """A pack of one form; what is not given is empty."""
    form = Form(code="AA", name="表", indicators={each.code: each for each in indicators})
    head = {"id": "small", "version": "1", "title": "包", "title_en": "Pack", "authority": "某厅", "sha256": ""}
    given = {"lists": {}, "rules": {}, "constants": {}, **fields}
    home = {each.code: "AA" for each in indicators}
    return Pack(
        **head,  # type: ignore[arg-type]
        **given,  # type: ignore[arg-type]
        valid_from="2024-01",
        valid_to="2027-12",
        forms={"AA": form},
        home=home,
    )


def idle(given: Pack) -> list[str]:
    return [key for _, key, _ in unused(given)]


def test_an_empty_pack_has_nothing_to_say() -> None:
    assert list(unused(pack())) == []


def test_a_list_and_a_constant_are_named_with_their_file() -> None:
    given = pack(indicator(), lists=listed("stage"), constants={"LOW": "1"})
    assert [(file, key, error.code) for file, key, error in unused(given)] == [
        ("lists/stage.toml", "stage", "lint.unused-list"),
        ("pack.toml", "LOW", "lint.unused-constant"),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_name_what_is_idle_and_what_to_do(language: str) -> None:
    given = pack(indicator(), lists=listed("stage"), constants={"LOW": "1"})
    for _, key, error in unused(given):
        assert key in error.what(language)  # type: ignore[arg-type]
        assert error.remedy(language)  # type: ignore[arg-type]
        assert "{" not in error.what(language) + error.remedy(language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spec",
    [
        indicator(type="code", list="stage"),
        indicator(type="codes", list="stage"),
        indicator(type="composite", parts={"level": Part("level", "级别", type="code", list="stage")}),
        indicator(type="table", table={"level": Part("level", "级别", type="code", list="stage")}),
    ],
    ids=lambda spec: spec.type,
)
def test_a_list_that_a_cell_takes_its_code_from_is_in_use(spec: Indicator) -> None:
    assert idle(pack(spec, lists=listed("stage", "other"))) == ["other"]


@pytest.mark.parametrize(
    "expect",
    [
        "AA001 in stage",
        "AA001 not in stage",
        "if AA001 > 1 then AA002 in stage",
        "not (AA001 in stage)",
        'group(AA001, stage) = "1"',
        "count(AA where AA001 in stage) > 0",
        "every(AA001 in stage)",
    ],
)
def test_a_list_that_a_rule_names_is_in_use(expect: str) -> None:
    assert idle(pack(indicator(), lists=listed("stage"), rules=rule(expect))) == []


@pytest.mark.parametrize(
    "expect",
    ["AA001 > LOW", "AA001 between LOW and 5", "AA001 * LOW = AA001", "abs(AA001 - LOW) < 2", "AA001 in LOW"],
)
def test_a_constant_that_a_rule_names_is_in_use(expect: str) -> None:
    assert idle(pack(indicator(), constants={"LOW": "1", "HIGH": "2"}, rules=rule(expect))) == ["HIGH"]


def test_guards_and_tolerances_speak_too() -> None:
    given = rule("AA001 > 0", when="AA001 > FROM", tolerance="NEAR")
    assert idle(pack(indicator(), constants={"FROM": "1", "NEAR": "2", "FAR": "3"}, rules=given)) == ["FAR"]


@pytest.mark.parametrize(
    "fields",
    [
        {"computed": "AA002 * RATE", "required": "computed"},
        {"required": "when AA002 > RATE"},
        {"type": "composite", "parts": {"valid": Part("valid", "有效期", required="when AA002 > RATE")}},
        {"type": "table", "table": {"valid": Part("valid", "有效期", required="when AA002 > RATE")}},
    ],
    ids=["computed", "required", "part", "column"],
)
def test_what_is_computed_or_required_speaks_too(fields: dict[str, object]) -> None:
    assert idle(pack(indicator(**fields), constants={"RATE": "1"})) == []


@pytest.mark.parametrize("required", ["always", "no", "annual"])
def test_a_plain_demand_speaks_of_nothing(required: str) -> None:
    assert idle(pack(indicator(required=required), constants={required: "1"})) == [required]


def test_a_text_that_looks_like_a_name_is_none() -> None:
    given = rule('AA001 = "stage" and AA002 = "LOW"')
    assert idle(pack(indicator(), lists=listed("stage"), constants={"LOW": "1"}, rules=given)) == ["stage", "LOW"]


def test_what_cannot_be_read_speaks_of_nothing_and_stops_nothing() -> None:
    given = {**rule("AA001 in stage >"), "R2": msgspec.structs.replace(rule("AA001 > LOW")["R1"], id="R2")}
    assert idle(pack(indicator(), lists=listed("stage"), constants={"LOW": "1"}, rules=given)) == ["stage"]


@pytest.mark.parametrize("below", [COUNTIES, GROUPED], ids=["parent", "group"])
def test_a_list_above_one_in_use_is_in_use(below: CodeList) -> None:
    given = pack(indicator(type="code", list="counties"), lists={"cities": CITIES, "counties": below})
    assert idle(given) == []


def test_a_list_above_an_idle_one_is_as_idle() -> None:
    assert idle(pack(indicator(), lists={"cities": CITIES, "counties": COUNTIES})) == ["cities", "counties"]


def test_a_list_beside_one_in_use_is_not_above_it() -> None:
    lists = {"cities": CITIES, **listed("stage")}
    assert idle(pack(indicator(type="code", list="stage"), lists=lists)) == ["cities"]


def test_a_list_that_is_not_there_is_no_reason_to_stop() -> None:
    assert idle(pack(indicator(type="code", list="nowhere"), lists={"cities": CITIES})) == ["cities"]


@pytest.mark.parametrize("name", sorted(READ_BY_PROGRAM))
def test_what_the_program_reads_itself_need_not_be_named(name: str) -> None:
    assert idle(pack(indicator(), lists=listed(name, "other"))) == ["other"]


@pytest.mark.parametrize("version", bundled_versions())
def test_nothing_in_a_bundled_pack_is_idle(version: str) -> None:
    assert list(unused(bundled_pack(version=version))) == []


@pytest.mark.parametrize("version", bundled_versions())
def test_without_rules_and_conditions_every_constant_is_idle(version: str) -> None:
    whole = bundled_pack(version=version)
    bare = msgspec.structs.replace(whole, rules={}, forms={})
    assert set(idle(bare)) >= set(whole.constants)
    assert set(idle(bare)) == (set(whole.constants) | set(whole.lists)) - READ_BY_PROGRAM
