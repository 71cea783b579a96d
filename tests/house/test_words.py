"""One way to count in English, and one to name things in both languages (``forms/words.py``), used everywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base.errors import UserError
from client.workbook.finding.taken.extraction import note
from forms.pack.shelf import bundled_shelf
from forms.periods import Period
from forms.problems import parse_catalogue
from forms.values.units import english_amount, english_unit, short_english_unit
from forms.words import Count, Listed, Words, filled
from tests.house.catalogues import FILES
from tests.house.plurals import PLURAL
from tests.house.source import ROOT, Module, modules
from tests.telling import HAN, only_chinese

COUNTED = re.compile(r"\{[^{}|]*\|[^{}]*\}")
PLURAL_OF_WINDOW = re.compile(
    r"\{\d*\} (?:other |more )?(?!as\b|is\b|was\b|has\b|holds\b|answers\b|becomes\b|goes\b|files\b)[a-z]+s\b|\(s\)"
)
JUNE = Period.parse("2025-06")


@cache
def english_of_window() -> dict[str, set[str]]:
    """What the window says in Chinese → its English, one or more by context."""
    found: dict[str, set[str]] = {}
    for message in ElementTree.parse(ROOT / "resources" / "translations" / "jibao_en.ts").iter("message"):
        found.setdefault(message.findtext("source") or "", set()).add(message.findtext("translation") or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_message_counts_in_english_with_the_word_for_one_and_for_several(path: object) -> None:
    for code, message in parse_catalogue(path.read_text("utf-8")).items():  # type: ignore[attr-defined]
        for text in (message.en, message.en_fix):
            assert not PLURAL.search(text), f"{code}: write {{count:one|several}} in “{text}”"


def test_the_window_counts_the_same_way() -> None:
    for english in (each for several in english_of_window().values() for each in several):
        if not english.startswith(("{} times", "{} passes")):
            assert not PLURAL_OF_WINDOW.search(english), f"write {{:one|several}} in “{english}”"


def test_no_word_of_the_window_hides_in_an_f_string() -> None:
    """There nothing collects it for translation, and in English it stays Chinese."""
    hidden = [
        f"{module.name}:{call.lineno}"
        for module in modules()
        if module.name.startswith("client.ui")
        for told in ast.walk(module.tree)
        if isinstance(told, ast.FormattedValue)
        for call in ast.walk(told)
        if isinstance(call, ast.Call) and node_name(call) in ("tr", "translate")
    ]
    assert not hidden


def test_no_chinese_sign_of_the_window_stands_in_an_f_string() -> None:
    """Brackets, colons and stops are those of the language spoken, as words are."""
    signs = re.compile("[，。；：（）、“”]")
    hidden = []
    for module in (each for each in modules() if each.name.startswith("client.ui")):
        told = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and node_name(node) == "told"]
        plain = {id(part) for call in told for part in ast.walk(call)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr) and id(node) not in plain:
                parts = [part for part in node.values if isinstance(part, ast.Constant)]
                hidden += [f"{module.name}:{node.lineno}" for part in parts if signs.search(str(part.value))]
    assert not hidden


def node_name(call: ast.Call) -> str:
    return ast.unparse(call.func).split(".")[-1]


@pytest.mark.parametrize(
    "module", [each for each in modules() if each.name.startswith("client.ui")], ids=lambda module: module.name
)
def test_what_is_counted_in_english_is_given_as_a_count(module: Module) -> None:
    """Where the English chooses between two words, the source gives a ``Count`` in that place."""
    calls = [node for node in ast.walk(module.tree) if is_format(node)]
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        for english in english_of_window().get(node.value, ()):
            for place in counted_places(english):
                filling = [each for each in calls if any(part is node for part in ast.walk(each.func))] or calls
                assert any(len(each.args) > place and gives_count(each.args[place]) for each in filling), (
                    f"{module.path.name}:{node.lineno}: place {place} of “{node.value}” wants Count(…)"
                )


def is_format(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def gives_count(node: ast.expr) -> bool:
    """``Count(…)``, or a name: it may have been made one before."""
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(node, ast.Name) or (isinstance(called, ast.Name) and called.id == "Count")


def counted_places(english: str) -> Iterator[int]:
    for number, place in enumerate(re.findall(r"\{[^{}]*\}", english)):
        if COUNTED.fullmatch(place):
            named = re.match(r"\{(\d+)", place)
            yield int(named[1]) if named else number


# The mechanism itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 returns"), (1, "1 return"), (2, "2 returns"), (1200, "1,200 returns")]
)
def test_a_count_chooses_its_word(number: int, said: str) -> None:
    assert f"{Count(number):return|returns}" == said
    assert filled("{n:return|returns}", {"n": number}, "en").replace(",", "") == said.replace(",", "")


def test_in_chinese_a_count_is_a_number() -> None:
    assert f"{Count(10_000)} 张" == "10,000 张"


def test_a_period_a_form_and_an_indicator_are_told_in_the_language_asked_for() -> None:
    error = UserError("template.nothing-due", period=JUNE.words)
    assert (error.what("zh"), error.what("en")) == ("2025年6月没有应报的表", "No form is due for 2025-06")
    form = next(iter(bundled_shelf().packs[-1].forms.values()))
    told = note("seen.down", form=form.words)
    assert form.name in told.what("zh")
    assert form.name_en in told.what("en")
    assert not HAN.search(told.what("en"))


def test_several_values_are_told_with_the_comma_of_the_language() -> None:
    both = {"forms": Listed([Words("甲", "A"), "JY", 3])}
    assert filled("{forms}", both, "zh") == "甲、JY、3"
    assert filled("{forms}", both, "en") == "A, JY, 3"


def test_a_name_without_english_stays_as_the_authority_wrote_it() -> None:
    assert Words("甲表", "").what("en") == "甲表"


def test_what_is_typed_is_never_read_as_a_place() -> None:
    assert filled("“{text}” {count:row|rows}", {"text": "{count}", "count": 1}, "en") == "“{count}” 1 row"


def test_what_the_program_says_in_chinese_alone_is_found() -> None:
    assert list(only_chinese({"period": JUNE.label(), "file": "表.xlsx"})) == ["period='2025年6月'"]
    assert not list(only_chinese({"period": JUNE.words, "forms": Listed([JUNE.words])}))
    assert list(only_chinese({"forms": Listed(["重点项目进度"])}))
    assert list(only_chinese({"name": "营业收入、利润总额"}))
    assert not list(only_chinese({"issuer": "某单位网关根证书"})), "what others named"


# Amounts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit_name", "said", "words"),
    [
        ("810", "万元", "8.1", "million yuan"),
        ("1.5", "万元", "15000", "yuan"),
        ("0", "万元", "0", "yuan"),
        ("-30", "亿元", "-3", "billion yuan"),
        ("12345.67", "万元", "123.4567", "million yuan"),
        ("12345.678901", "万元", "123456789.01", "yuan"),
        ("120", "万千瓦时", "1.2", "million kWh"),
        ("33200", "千元", "33200", "thousand yuan"),
        ("1", "千欧元", "1", "thousand euros"),
        ("12.5", "千欧元/人", "12.5", "thousand euros per person"),
        ("1", "夜", "1", "night"),
        ("120", "万吨", "1.2", "million tonnes"),
        ("3", "按目录", "3", "as listed"),
        ("1", "按目录", "1", "as listed"),
        ("7", "℃", "7", "℃"),
    ],
)
def test_ten_thousands_are_said_as_english_says_them(value: str, unit_name: str, said: str, words: str) -> None:
    amount = english_amount(Decimal(value), unit_name)
    assert (f"{amount[0]:f}", amount[1]) == (said, words)


def test_a_unit_by_itself_has_its_english_words() -> None:
    said = {name: english_unit(name) for name in ("床位", "人次", "万立方米", "元/平方米", "百万美元", "ha", "档")}
    assert said == {
        "床位": "bed places",
        "人次": "visits",
        "万立方米": "× 10,000 cubic metres",
        "元/平方米": "yuan per square metre",
        "百万美元": "million US dollars",
        "ha": "ha",
        "档": "档",
    }


def test_a_unit_is_short_in_a_narrow_column() -> None:
    wanted = {
        "千元": "k yuan",
        "万千瓦时": "10k kWh",
        "千欧元": "k euros",
        "百万美元": "m US dollars",
        "人月": "p-months",
        "夜": "nights",
        "千档": "千档",
        "%": "%",
    }
    assert {name: short_english_unit(name) for name in wanted} == wanted


@given(st.decimals(-(10**14), 10**14, places=4), st.sampled_from([("万元", 4), ("亿元", 8), ("万千瓦时", 4)]))
def test_no_amount_is_rounded_for_english(value: Decimal, unit_power: tuple[str, int]) -> None:
    name, power = unit_power
    said, words = english_amount(value, name)
    size = {"million": 6, "billion": 9}.get(words.partition(" ")[0], 0)
    assert said.scaleb(size) == value.scaleb(power)
