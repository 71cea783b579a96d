"""Expressions read aloud in both languages: how things are called, and what is said of them."""

from __future__ import annotations

import string

import pytest

from forms.rules.binding import Binder
from forms.rules.parser import parse
from forms.rules.wording.phrases import PHRASES
from forms.rules.wording.saying import Speaker
from tests.forms.rules.desk import SMALL

ZH, EN = Speaker(Binder(SMALL), "zh"), Speaker(Binder(SMALL), "en")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(PHRASES["zh"].keys() | PHRASES["en"].keys()))
def test_both_languages_have_each_phrase_with_the_same_places(key: str) -> None:
    zh, en = PHRASES["zh"].get(key), PHRASES["en"].get(key)
    assert zh is not None
    assert en is not None
    assert places(zh) == places(en)


@pytest.mark.parametrize(
    ("expression", "zh"),
    [
        ("AA001", "营业收入（AA001）"),
        ("AA002", "主营业务收入（AA002）"),
        ("AA001@ly", "营业收入（AA001）上年同期数"),
        ("AA012.valid", "证书（AA012）的有效期"),
        ("previous(AA001)", "上期的营业收入（AA001）"),
        ("last_year(AA001)", "上年同期报表的营业收入（AA001）"),
        ("year_end(AA005)", "上年末的资产总计（AA005）"),
        ("sum(PR003)", "各行本年完成（PR003）之和"),
        ("largest(PR003)", "各行本年完成（PR003）中的最大值"),
        ("median(PR003)", "各行本年完成（PR003）的中位数"),
        ("months", "累计月数"),
        ("january", "本年1月"),
    ],
)
def test_how_things_are_called(expression: str, zh: str) -> None:
    assert ZH.noun(parse(expression)) == zh


@pytest.mark.parametrize(
    ("expression", "should", "is_so"),
    [
        ("AA001 = AA003", "营业收入（AA001）应等于 营业成本（AA003）", "营业收入（AA001）等于 营业成本（AA003）"),
        ("AA001 < AA003", "营业收入（AA001）应小于 营业成本（AA003）", "营业收入（AA001）小于 营业成本（AA003）"),
        ("filled(AA016)", "说明（AA016）应填写", "说明（AA016）已填写"),
        ("blank(AA016)", "说明（AA016）应不填", "说明（AA016）未填"),
        ("AA010", "是否高企（AA010）应为“是”", "是否高企（AA010）为“是”"),
        ("unique(PR001)", "各行的项目代码（PR001）不应重复", "各行的项目代码（PR001）没有重复"),
    ],
)
def test_what_should_hold_and_what_does(expression: str, should: str, is_so: str) -> None:
    assert ZH.state(parse(expression), must=True) == should
    assert ZH.state(parse(expression), must=False) == is_so


@pytest.mark.parametrize(
    "expression",
    [
        "AA001 = AA002 + AA003 - AA004",
        "AA003 / AA001 between LOW and 0.9",
        'AA011 in {"3", "7"}',
        'AA011 not in {"3", "7"}',
        "AA019 in industry",
        '"7" in AA014',
        "AA015 <= period",
        "if AA010 then filled(AA012) else blank(AA012)",
        "abs(AA001 - AA002) <= 10",
        "max(AA001, AA002) >= min(AA003, 5)",
        'every(PR003 > 0 where PR005 = "3")',
        "any(AA013.valid >= period)",
        "contains(AA016, routine)",
        'matches(AA018, "phone")',
        'matches(AA012.number, "@@####")',
        "not near_power_of_ten(AA001 / AA002, 0.2)",
        "valid_uscc(AA017) and valid_organisation(AA017)",
        'size_class(AA006, AA001) = "L"',
        'group(AA019, industry) = "391"',
        "months_between(AA015, period) > 12",
        "round(AA008, 1) = 3",
        "length(AA016) > 5 or blank(AA016)",
    ],
)
def test_every_figure_an_expression_names_is_named_in_words(expression: str) -> None:
    tree = parse(expression)
    codes = {
        word
        for word in expression.replace("(", " ").replace(")", " ").replace(",", " ").split()
        if word[:2] in ("AA", "PR")
    }
    for speaker in (ZH, EN):
        for must in (True, False):
            said = speaker.state(tree, must=must)
            assert all(code.partition(".")[0] in said for code in codes)
            assert "{" not in said
            assert "}" not in said


@pytest.mark.parametrize("expression", ["AA001 = AA003", "filled(AA016)", "unique(PR001)", "sum(PR003) > AA001"])
def test_english_has_no_chinese_in_it(expression: str) -> None:
    said = EN.state(parse(expression), must=True)
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
