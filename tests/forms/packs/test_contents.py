"""The bundled pack is complete: every indicator, code and check is there, told in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from forms.lint import lint_pack
from forms.pack.loader import bundled_pack
from forms.pack.model import CodeList, Indicator, Part
from forms.rules.book import rulebook
from forms.rules.compiled import CompiledRule
from forms.values.reading import read

PACK = bundled_pack("gd-eic", "2026.1")


def _span(first: int, last: int) -> set[str]:
    return {f"C{number:03}" for number in range(first, last + 1)}


CATALOGUE = {"JB": 33, "JY": 44, "HY": 6, "CP": 12, "YF": 51, "YX": 20, "PT": 17, "XM": 35, "LJ": 15}
"""Indicators by form, as the catalogue counts them: 233 in nine forms."""
CHECKS = {
    "JB": _span(1, 16) | {"C138"},
    "JY": _span(17, 49) | _span(132, 135),
    "HY": _span(50, 56),
    "CP": _span(57, 67),
    "YF": _span(68, 88) | {"C131"},
    "YX": _span(89, 102),
    "PT": _span(103, 107),
    "XM": _span(108, 125),
    "LJ": _span(126, 130),
}
"""The catalogue's 138 checks by form; two more are on all returns of a period together."""
ADDED = {
    "JB": {"C152"},
    "JY": _span(139, 151) | {"C153", "C154", "C157", "C158"} | _span(177, 187),
    "HY": {"C166"},
    "CP": {"C163", "C164", "C169"},
    "YF": _span(170, 173) | _span(188, 190),
    "YX": {"C159", "C161", "C162"} | _span(192, 194),
    "PT": {"C165", "C176", "C195", "C196"},
    "XM": {"C155", "C156", "C167", "C168", "C174", "C175", "C191"},
    "LJ": {"C160"} | _span(197, 199),
}
"""Ours, beyond the catalogue: ``docs/checks-added.md``."""
LEVELS = Counter(error=63, query=48, hint=27)
INDICATORS = [indicator for form in PACK.forms.values() for indicator in form.indicators.values()]
HAN = re.compile(r"[\u4e00-\u9fff]")


def _listed(owner: Indicator | Part) -> bool:
    return owner.type in ("code", "codes")


@pytest.mark.parametrize(("form", "count"), CATALOGUE.items())
def test_every_indicator_of_a_form_is_there(form: str, count: int) -> None:
    assert set(PACK.forms[form].indicators) == {f"{form}{number:03}" for number in range(1, count + 1)}


@pytest.mark.parametrize(
    ("form", "shape", "frequency", "unit"),
    [
        ("JB", "single", "annual", ""),
        ("JY", "single", "monthly", "千元"),
        ("HY", "rows", "quarterly", "千元"),
        ("CP", "rows", "monthly", ""),
        ("YF", "single", "annual", "千元"),
        ("YX", "rows", "annual", "千元"),
        ("PT", "rows", "half-yearly", "千元"),
        ("LJ", "rows", "quarterly", "千元"),
        ("XM", "rows", "monthly", "万元"),
    ],
)
def test_shape_frequency_and_unit(form: str, shape: str, frequency: str, unit: str) -> None:
    found = PACK.forms[form]
    assert (found.shape, found.frequency, found.unit) == (shape, frequency, unit)


def test_everything_in_it_fits_together() -> None:
    assert lint_pack(PACK) == []


def test_rows_are_known_by_their_code_and_name() -> None:
    rows = {form.code: (form.row_key, form.row_name) for form in PACK.forms.values() if form.shape == "rows"}
    assert rows == {
        "HY": ("HY001", "HY001"),
        "CP": ("CP001", "CP002"),
        "YX": ("YX001", "YX002"),
        "PT": ("PT001", "PT002"),
        "XM": ("XM001", "XM002"),
        "LJ": ("LJ001", "LJ002"),
    }


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("industry", 37),  # 36 classes and 9999
        ("industry_group", 9),
        ("city", 21),
        ("region", 124),  # 122 counties, Dongguan and Zhongshan
        ("registration_place", 154),  # the same and 30 other provinces
        ("town", 59),
        ("holding", 6),
        ("status", 7),
        ("size", 4),
        ("chain_link", 10),
        ("field", 10),
        ("library", 8),
        ("nature", 6),
        ("stage", 9),
        ("problem_kind", 10),
        ("department", 18),
        ("cultivation", 6),
        ("product", 61),
        ("tech_field", 12),
        ("project_source", 5),
        ("project_form", 7),
        ("project_result", 14),
        ("project_goal", 9),
        ("project_stage", 4),
        ("platform_kind", 11),
        ("platform_level", 4),
        ("platform_state", 4),
        ("platform_role", 2),
        ("partner_kind", 3),
        ("partner_place", 3),
        ("gap_link", 9),
        ("dependence", 5),
        ("qualification", 5),
        ("request", 7),
        ("confidentiality", 2),
        ("country", 83),
    ],
)
def test_code_lists_are_whole(name: str, size: int) -> None:
    assert len(PACK.lists[name].codes) == size


def test_each_class_belongs_to_its_group() -> None:
    groups = Counter(code.group for code in PACK.lists["industry"].codes.values() if code.code != "9999")
    assert set(groups) == set(PACK.lists["industry_group"].codes)
    assert all(code.startswith(entry.group) for code, entry in PACK.lists["industry"].codes.items())


def test_each_county_belongs_to_its_city() -> None:
    for code, entry in PACK.lists["region"].codes.items():
        assert entry.parent in PACK.lists["city"].codes
        assert code[:4] == entry.parent[:4]
        assert entry.name.startswith(PACK.lists["city"].codes[entry.parent].name)


def test_each_product_belongs_to_a_class_and_has_one_unit() -> None:
    products = PACK.lists["product"].codes
    for code, entry in products.items():
        assert code[:4] == entry.group
        assert entry.group in PACK.lists["industry"].codes
        assert entry.unit
        if entry.parent:
            assert products[entry.parent].group == entry.group
    assert {entry.group for entry in products.values()} == set(PACK.lists["industry"].codes) - {"9999"}


@pytest.mark.parametrize("codes", PACK.lists.values(), ids=list(PACK.lists))
def test_codes_are_named_in_both_languages_and_no_name_means_two(codes: CodeList) -> None:
    assert codes.name
    assert codes.name_en
    names = Counter(name for code in codes.codes.values() for name in {code.name, *code.aliases})
    assert all(code.name and code.name_en for code in codes.codes.values())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_an_indicator_is_told_in_both_languages(indicator: Indicator) -> None:
    assert indicator.name_en
    assert indicator.source
    assert HAN.search(indicator.definition)
    assert len(indicator.definition) >= 12
    assert indicator.definition.endswith("。")
    assert indicator.definition_en.endswith(".")
    assert not HAN.search(indicator.definition_en)
    for part in (*indicator.parts.values(), *indicator.table.values()):
        assert part.label
        assert part.label_en


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_what_is_counted_has_a_unit_and_a_kind(indicator: Indicator) -> None:
    assert indicator.numeric == bool(indicator.unit)
    assert not indicator.numeric or indicator.kind
    assert indicator.type == "decimal" or not indicator.scale


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.code)
def test_what_is_chosen_has_a_list(indicator: Indicator) -> None:
    for owner in (indicator, *indicator.parts.values(), *indicator.table.values()):
        assert _listed(owner) == bool(owner.list)
        assert not owner.list or owner.list in PACK.lists


@pytest.mark.parametrize("form", PACK.forms)
def test_no_line_name_of_a_form_means_two_indicators(form: str) -> None:
    owners: dict[str, str] = {}
    for indicator in PACK.forms[form].indicators.values():
        for name in {indicator.name, *indicator.aliases}:
            assert owners.setdefault(name, indicator.code) == indicator.code, name


def test_lines_of_the_income_statement_and_balance_sheet_are_known() -> None:
    known = {name for i in PACK.forms["JY"].indicators.values() for name in (i.name, *i.aliases)}
    assert known >= {
        "一、营业总收入",
        "减：营业成本",
        "税金及附加",
        "研发费用",
        "财务费用（收益以“-”号填列）",
        "加：其他收益（损失以“-”号填列）",
        "二、营业利润（亏损以“-”号填列）",
        "三、利润总额（亏损总额以“-”号填列）",
        "流动资产合计",
        "所有者权益（或股东权益）合计",
    }


def test_statement_total_cost_is_not_taken_for_operating_cost() -> None:
    names = {name for i in INDICATORS for name in (i.name, *i.aliases)}
    assert not names & {"营业总成本", "二、营业总成本", "净利润", "四、净利润", "负债和所有者权益总计"}


def test_flags_of_the_catalogue() -> None:
    assert {i.code for i in INDICATORS if i.quarterly} == {"YF007", "YF036", "YF037", "YF038"}
    assert {i.code for i in INDICATORS if i.preset} == {"JB027", "JB028", "JB029"}
    computed = {"JB018", "JY038", "JY043", "HY006", "CP002", "CP003", "YF050"}
    assert {i.code for i in INDICATORS if i.computed} == computed
    assert {i.code for i in INDICATORS if i.open_ended} == {"YX008"}
    assert all((i.required == "computed") == bool(i.computed) for i in INDICATORS)


def test_composites_and_tables() -> None:
    assert list(PACK.forms["JB"].indicators["JB022"].parts) == ["number", "valid"]
    assert list(PACK.forms["JB"].indicators["JB023"].table) == ["kind", "level", "batch", "valid"]
    assert list(PACK.forms["JB"].indicators["JB026"].parts) == ["area", "name"]
    assert list(PACK.forms["PT"].indicators["PT010"].table) == ["name", "kind", "place"]
    assert list(PACK.forms["LJ"].indicators["LJ010"].table) == ["name", "code"]
    for code in ("XM028", "XM029"):
        assert list(PACK.forms["XM"].indicators[code].parts) == ["number", "unit"]


def test_nine_forms_and_233_indicators() -> None:
    assert list(PACK.forms) == list(CATALOGUE)  # in the order of their table numbers
    assert sum(CATALOGUE.values()) == len(INDICATORS) == 233


def test_all_checks_of_the_catalogue_are_in_and_those_we_added() -> None:
    found = {form: {r.id for r in PACK.rules.values() if r.form == form} for form in PACK.forms}
    assert found == {form: CHECKS[form] | ADDED[form] for form in PACK.forms}
    assert set().union(*CHECKS.values()) | set(PACK.filing_checks) == _span(1, 138)


def test_checks_have_the_levels_of_the_catalogue() -> None:
    levels = Counter(
        check.level for check in (*PACK.rules.values(), *PACK.filing_checks.values()) if check.id <= "C138"
    )
    assert levels == LEVELS


def test_every_check_we_added_says_why() -> None:
    told = (Path(__file__).parents[3] / "docs" / "checks-added.md").read_text("utf-8")
    added = set().union(*ADDED.values())
    assert set(re.findall(r"^\| (C\d{3}) \| [A-Z]{2} \|", told, re.MULTILINE)) == added == _span(139, 199)


@pytest.mark.parametrize("rule", PACK.rules.values(), ids=lambda rule: rule.id)
def test_a_check_says_what_should_hold_and_what_to_do(rule) -> None:  # type: ignore[no-untyped-def]
    for zh in (rule.zh, rule.zh_fix):
        assert HAN.search(zh)
    for en in (rule.en, rule.en_fix):
        assert en
        assert not HAN.search(en)
    assert not rule.zh.endswith("。")
    assert rule.zh_fix.endswith("。")
    assert rule.en_fix.endswith(".")


def test_what_no_check_looks_at() -> None:
    """Counts without a natural bound, and the share that is computed."""
    book, seen = rulebook(PACK), set[str]()
    for rule in PACK.rules.values():
        compiled = book.rule(rule)
        assert isinstance(compiled, CompiledRule)
        seen |= compiled.codes
    seen |= {code for form in PACK.forms for made in book.computations(form) for code in made.codes}
    unseen = {i.code for i in INDICATORS if i.numeric and i.code not in seen}
    assert unseen == {"HY006", "YF038", "YF041", "PT011"}


def test_every_bound_of_the_pack_is_used() -> None:
    written = " ".join(f"{rule.expect} {rule.when} {rule.tolerance}" for rule in PACK.rules.values())
    assert [name for name in PACK.constants if not re.search(rf"\b{name}\b", written)] == []


@pytest.mark.parametrize(
    ("address", "typed", "code"),
    [
        ("XM034", "工信厅", "01"),
        ("JB009", "龙华区", "440309"),
        ("JB006", "民营", "3"),
        ("XM007", "备案", "2"),
        ("JB013", "集成电路制造", "3973"),
        ("CP001", "手机", "392201"),
        ("PT004", "省", "2"),
        ("LJ006", "台湾", "TW"),
        ("LJ006", "jp", "JP"),
        ("YX005", "05", "05"),
    ],
)
def test_codes_are_found_by_the_names_people_write(address: str, typed: str, code: str) -> None:
    indicator = PACK.indicator(address)
    assert indicator is not None
    assert read(typed, indicator, PACK).value == code
