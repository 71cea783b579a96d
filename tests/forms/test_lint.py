"""The second pass over a pack: what does not fit together is named with its file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forms.lint import lint

BUNDLED = Path(__file__).parents[2] / "forms/packs"
SMALL = Path(__file__).parent / "rules/small"
RULE = """
[R1]
level = "error"
expect = '{expect}'
zh = "规则"
en = "rule"
zh_fix = "改"
en_fix = "mend"
{more}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "pack")
    (tmp_path / "pack/rules").mkdir(exist_ok=True)
    head = tmp_path / "pack/pack.toml"
    head.write_text(head.read_text("utf-8").partition("[constants]")[0], "utf-8")
    return tmp_path / "pack"


def rule(folder: Path, expect: str, more: str = "", form: str = "AA") -> list[tuple[str, str]]:
    (folder / f"rules/{form}.toml").write_text(RULE.format(expect=expect, more=more), "utf-8")
    return [(problem.code, problem.key) for problem in lint(folder)]


def test_the_small_pack_is_sound(folder: Path) -> None:
    assert lint(folder) == []


@pytest.mark.parametrize("pack", sorted(p.parent for p in BUNDLED.glob("*/*/pack.toml")), ids=lambda p: p.name)
def test_bundled_packs_are_sound(pack: Path) -> None:
    assert lint(pack) == []


@pytest.mark.parametrize(
    ("expect", "zh", "en"),
    [
        ("AA001 > aa002", "是不是“AA002”", "perhaps “AA002” is meant"),
        ("AA001@lyy > 0", "是不是“AA001@ly”", "perhaps “AA001@ly” is meant"),
        ("AA001 > ZZZZ", "请核对名称的拼写。", "Check its spelling."),
        ('AA001 > "3"', "这里要数", "a number is needed"),
        ("AA001 and AA010", "这里要成立与否的判断", "something that holds or not is needed"),
    ],
)
def test_a_problem_says_what_was_probably_meant(folder: Path, expect: str, zh: str, en: str) -> None:
    rule(folder, expect)
    problem = next(each for each in lint(folder) if each.code.startswith("rule."))
    assert zh in problem.what_zh + problem.remedy_zh
    assert en in problem.what_en + problem.remedy_en


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        ("AA001 >= ", "rule.ended"),
        ("sum(PR003", "rule.ended-before"),
        ("AA001 == 1", "rule.unexpected"),
        ("AA001 / 0 > 1", "rule.zero-divisor"),
        ("AA001 > ZZ001", "rule.unknown-name"),
        ("AA001@pm > 0", "rule.unknown-name"),
        ("AA012 = 1", "rule.part-needed"),
        ("AA012.colour = 1", "rule.unknown-name"),
        ("AA001.part = 1", "rule.unknown-name"),
        ("power(AA001, 2) > 1", "rule.unknown-function"),
        ("abs(AA001, 2) > 1", "rule.arguments"),
        ("sum() = 1", "rule.no-table"),
        ("sum(PR003, PR004) = 1", "rule.arguments"),
        ("PR003 > 0", "rule.rows-outside-aggregate"),
        ("count(PR006) > 0", "rule.rows-outside-aggregate"),
        ("sum(AA001) > 0", "rule.no-table"),
        ("any(PR003 = AA013.valid)", "rule.several-tables"),
        ("group(AA019, nowhere) = 1", "rule.list-needed"),
        ("1 = 1", "lint.constant-rule"),
        ("AA001 + AA002", "rule.kind"),
        ("AA001 = AA016", "rule.kind"),
        ("AA011 = 3", "rule.kind"),
        ("AA010 > false", "rule.kind"),
        ("AA016 + 1 = 2", "rule.kind"),
        ("not AA001", "rule.kind"),
        ("AA001 and AA010", "rule.kind"),
        ("-AA016 = 1", "rule.kind"),
        ("AA016 * 2 = 1", "rule.kind"),
        ("length(AA001) = 1", "rule.kind"),
        ("every(PR003)", "rule.kind"),
        ("sum(PR001) = 1", "rule.kind"),
        ("sum(PR003 where PR003) = 1", "rule.kind"),
        ("AA010 in {1}", "rule.kind"),
        ("if AA001 then AA010", "rule.kind"),
        ("AA001 between AA016 and 3", "rule.kind"),
        ("AA001 + AA006 > 0", "rule.unit"),
        ("AA001 > sum(PR003)", "rule.unit"),
        ("max(AA001, AA006) > 0", "rule.unit"),
        ("AA008 >= 3%", "rule.percent"),
        ("AA008 = AA003 / AA001", "rule.percent"),
        ("AA008 between 1% and 2%", "rule.percent"),
        ('AA011 = "4"', "rule.no-such-code"),
        ('AA011 in {"1", "4"}', "rule.no-such-code"),
        ('"4" in AA014', "rule.no-such-code"),
        ("every(" * 40 + "AA001", "rule.too-deep"),
        ("AA001 = " + "1 + " * 2000 + "1", "rule.too-long"),
        ("AA001 = " + "1+" * 1900 + "1", "rule.too-many-words"),
        ("__class__ = 1", "rule.character"),
    ],
)
def test_rules_that_do_not_fit(folder: Path, expect: str, code: str) -> None:
    assert rule(folder, expect)[:1] == [(code, "R1")]


@pytest.mark.parametrize(
    "expect",
    ["AA008 >= 3", "AA008 = AA003 / AA001 * 100", "AA003 / AA001 >= 3%", "AA008 >= 50% of previous(AA008)"],
)
def test_shares_and_indicators_in_per_cent(folder: Path, expect: str) -> None:
    assert rule(folder, expect) == []


def test_an_indicator_in_per_cent_that_is_computed_as_a_share(folder: Path) -> None:
    form = folder / "forms/AA.toml"
    form.write_text(form.read_text("utf-8").replace('"AA003 / AA001 * 100"', '"AA003 / AA001"'), "utf-8")
    assert [(problem.code, problem.key) for problem in lint(folder)] == [("rule.percent", "AA008")]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('when = "AA001"', "rule.kind"),
        ('when = "AA001 >"', "rule.ended"),
        ('tolerance = "AA016"', "rule.kind"),
        ('tolerance = "1 +"', "rule.ended"),
        ('tolerance = "-2"', "lint.negative-tolerance"),
        ('tolerance = "-1%"', "lint.negative-tolerance"),
        ('tolerance = "2 - 3"', "lint.negative-tolerance"),
        ('each = ["AA001", "ZZ001"]', "rule.unknown-name"),
        ('for_each = "PR006"', "rule.rows-outside-aggregate"),
    ],
)
def test_the_rest_of_a_rule(folder: Path, more: str, code: str) -> None:
    assert rule(folder, "AA001 > 0", more) == [(code, "R1")]


@pytest.mark.parametrize(
    ("expect", "more", "code"),
    [
        ("AA001 = AA001", "", "lint.never-fails"),
        ("AA001 + AA003 >= AA003 + AA001 - 5", "", "lint.never-fails"),
        ("AA001 > AA001", "", "lint.never-passes"),
        ("AA001 > AA001 + 3", 'tolerance = "2"', "lint.never-passes"),
        ("AA001 > 5 and AA001 < 3", "", "lint.never-passes"),
        ("2 * AA001 > 10 and AA001 < 3", "", "lint.never-passes"),
        ("AA001 between 5 and 3", "", "lint.never-passes"),
        ("AA001 > 5 or AA001 <= 5", "", "lint.never-fails"),
        ("abs(AA001 - AA003) >= 0", "", "lint.never-fails"),
        ("AA001 > 3", 'when = "AA001 > 5"', "lint.never-fails"),
        ("AA001 > 3", 'when = "months > 12"', "lint.never-applies"),
        ("AA001 > 3", 'when = "AA010 and not AA010"', "lint.never-applies"),
        ('AA011 = "1" and AA011 = "3"', "", "lint.never-passes"),
        ('if AA011 = "1" then AA011 in {"1", "3"}', "", "lint.never-fails"),
        ("filled(AA001) or blank(AA001)", "", "lint.never-fails"),
        ("every(PR003 > 1 or PR003 <= 1)", "", "lint.never-fails"),
        ("if AA010 then AA001 > 5 else AA001 = AA001", "", ""),
        ("AA001 != AA003", 'tolerance = "2"', "lint.idle-tolerance"),
        ('AA011 = "1"', 'tolerance = "2"', "lint.idle-tolerance"),
        ("AA001 >= 0", "", ""),
        ("AA011 in stage", "", ""),
        ("AA001 < AA001", 'tolerance = "2"', "lint.never-fails"),
        ("AA001 > 5 and AA001 < 7", "", ""),
        ("AA001 / AA003 > 1 and AA003 / AA001 > 1", "", ""),
        ("previous(AA001) = AA001", "", ""),
    ],
)
def test_rules_that_always_come_out_the_same(folder: Path, expect: str, more: str, code: str) -> None:
    assert rule(folder, expect, more) == ([(code, "R1")] if code else [])


@pytest.mark.parametrize(
    ("first", "second", "contrary"),
    [
        ("AA001 > AA003", "AA001 < AA003", True),
        ("AA001 = AA003 + 5", "2 * AA003 = 2 * AA001", True),
        ("AA001 >= AA003", "AA001 <= AA003", False),
        ('AA011 = "1"', 'AA011 in {"3"}', True),
        ("AA001 > 5", "AA003 < 3", False),
    ],
)
@pytest.mark.parametrize("guard", ["", 'when = "AA010"\n'])
def test_rules_that_contradict_each_other(
    folder: Path, first: str, second: str, contrary: bool, guard: str
) -> None:
    again = RULE.format(expect=second, more=guard).replace("[R1]", "[R2]")
    assert again.count("R2") == 1
    found = rule(folder, first, again)
    assert found == ([("lint.contrary", "R2")] if contrary else [])


def test_rules_for_other_cases_do_not_contradict(folder: Path) -> None:
    again = RULE.format(expect="AA001 < AA003", more='when = "not AA010"').replace("[R1]", "[R2]")
    assert rule(folder, "AA001 > AA003", 'when = "AA010"\n' + again) == []
    assert (
        rule(folder, "AA001 > AA003", again.replace('"error"', '"query"').replace('when = "not AA010"', "")) == []
    )


def test_a_form_without_indicators(folder: Path) -> None:
    text = (folder / "forms/AA.toml").read_text("utf-8").partition("[[section]]")[0]
    (folder / "forms/ZZ.toml").write_text(text.replace('"AA"', '"ZZ"'), "utf-8")
    assert ("lint.empty-form", "ZZ") in [(problem.code, problem.key) for problem in lint(folder)]


def test_what_nothing_speaks_of(folder: Path) -> None:
    (folder / "lists/idle.toml").write_text('name = "闲"\ncode = [{ code = "1", name = "一" }]', "utf-8")
    with (folder / "pack.toml").open("a", encoding="utf-8") as head:
        head.write("[constants]\nIDLE = 3\n")
    assert [(p.code, p.file, p.key) for p in lint(folder)] == [
        ("lint.unused-list", "lists/idle.toml", "idle"),
        ("lint.unused-constant", "pack.toml", "IDLE"),
    ]


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ("b=a a=", []),
        ("a=3911 3911=3911", []),
        ("a=z", [("lint.parent", "a")]),
        ("a=a", [("lint.parent-circle", "a")]),
        ("a=b b=c c=a d=a", [("lint.parent-circle", code) for code in "abc"]),
    ],
)
def test_the_parents_of_codes(folder: Path, codes: str, found: list[tuple[str, str]]) -> None:
    """One is in the same list or in another, where a town stands under itself as a city; the way up has an end."""
    pairs = [pair.split("=") for pair in codes.split()]
    entries = ", ".join(f'{{ code = "{code}", name = "{code}", parent = "{above}" }}' for code, above in pairs)
    (folder / "lists/tree.toml").write_text(f'name = "树"\ncode = [{entries}]', "utf-8")
    problems = [(problem.code, problem.key) for problem in lint(folder) if problem.file == "lists/tree.toml"]
    assert [problem for problem in problems if problem[0] != "lint.unused-list"] == found


def test_missing_texts(folder: Path) -> None:
    (folder / "rules/AA.toml").write_text('[R1]\nlevel = "hint"\nexpect = "AA001 > 0"\nzh = "规则"', "utf-8")
    assert [(problem.code, problem.what()) for problem in lint(folder)] == [
        ("lint.text", "缺少 en, zh_fix, en_fix")
    ]


def form(folder: Path, old: str, new: str, name: str = "AA") -> list[tuple[str, str, str]]:
    path = folder / f"forms/{name}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [(problem.code, problem.file, problem.key) for problem in lint(folder)]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('list = "stage", definition = "状态', 'list = "none", definition = "状态', "lint.list", "AA011"),
        ('type = "code", list = "stage" }', 'type = "code" }', "lint.list", "AA013.level"),
        ('name = "说明", ', 'name = "说明", list = "stage", ', "lint.list-unused", "AA016"),
        ('type = "text", definition = "说明', 'type = "table", definition = "说明', "lint.parts", "AA016"),
        ('type = "text", definition = "说明', 'type = "composite", definition = "说明', "lint.parts", "AA016"),
        ('kind = "point", required', "required", "lint.measure", "AA005"),
        ('"annual"', '"sometimes"', "lint.required", "AA005"),
        ('"when AA010"', '"when AA010 >"', "rule.ended", "AA012"),
        ('"when AA010"', '"when AA001"', "rule.kind", "AA012"),
        ('computed = "AA003 / AA001 * 100", ', "", "lint.computed", "AA008"),
        ('"AA003 / AA001 * 100"', '"AA016"', "rule.kind", "AA008"),
        ('"AA003 / AA001 * 100"', '"AA001 + AA006"', "rule.unit", "AA008"),
        ('definition = "成本。", ', "", "lint.text", "AA003"),
        ('name = "营业成本", ', 'name = "营业成本", aliases = ["营业总收入"], ', "lint.alias", "AA003"),
        ('name = "营业成本", ', 'name = "营业成本", aliases = ["本月收入"], ', "lint.alias", "AA003"),
        ('name = "营业成本", ', 'name = "营业收入", ', "lint.name", "AA003"),
        ('"AA001 - previous(AA001)"', '"AA009 + 1"', "pack.cycle", "AA007 → AA009"),
        ('"AA001 - previous(AA001)"', '"AA007 + 1"', "pack.cycle", "AA007"),
    ],
)
def test_indicators_that_do_not_fit(folder: Path, old: str, new: str, code: str, key: str) -> None:
    [(found_code, file, found_key)] = form(folder, old, new)[:1]
    assert (found_code, file) == (code, "forms/AA.toml")
    assert found_key.startswith(key)


@pytest.mark.parametrize(
    ("required", "codes"),
    [
        ("when filled(last_year(it))", []),
        ("always", []),
        ("sometimes", ["lint.required"]),
        ("when it >", ["rule.ended"]),
        ("when it", ["rule.kind"]),
        ("when ZZ001 > 0", ["rule.unknown-name"]),
    ],
)
def test_what_is_asked_of_further_columns(folder: Path, required: str, codes: list[str]) -> None:
    path = folder / "forms/AA.toml"
    text = path.read_text("utf-8")
    assert 'columns = ["ly"]' in text
    path.write_text(
        text.replace('columns = ["ly"]', f'columns = ["ly"]\ncolumns_required = "{required}"'), "utf-8"
    )
    assert [(p.code, p.key) for p in lint(folder)] == [(code, "columns_required") for code in codes]


def test_lists_and_the_pack_itself(folder: Path) -> None:
    (folder / "lists/empty.toml").write_text('name = "空"', "utf-8")
    head = folder / "pack.toml"
    head.write_text(head.read_text("utf-8").replace('"2027-12"', '"2023-12"'), "utf-8")
    assert [(p.code, p.file) for p in lint(folder)] == [
        ("lint.period", "pack.toml"),
        ("lint.empty-list", "lists/empty.toml"),
        ("lint.unused-list", "lists/empty.toml"),
    ]


def test_what_the_loader_refuses_is_the_only_problem(folder: Path) -> None:
    (folder / "forms/AA.toml").write_text("code = ", "utf-8")
    [problem] = lint(folder)
    assert (problem.code, problem.file) == ("pack.not-toml", "forms/AA.toml")
    assert problem.what("zh")
    assert problem.what("en")
    assert problem.remedy_zh
