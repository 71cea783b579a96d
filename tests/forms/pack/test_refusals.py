"""What is said of an entry that does not fit its place: what should stand there, in both languages."""

from __future__ import annotations

import re

import msgspec
import pytest

from forms.pack.refusals import refusal
from forms.pack.written import CodeListFile, FormFile, PackFile, RuleEntry
from forms.problems import FormsError

FORM = {"code": "AA", "name": "表", "shape": "single", "frequency": "annual"}
RULE = {"level": "error", "expect": "AA001 > 0", "zh": "应为正"}


def said(raw: object, shape: object, name: str = "") -> FormsError:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(raw, shape)
    return refusal(raw, shape, "forms/AA.toml", name, caught.value)


def lines(**entry: object) -> dict[str, object]:
    return FORM | {"section": [{"name": "一", "indicator": [{"code": "AA001", "name": "收入", **entry}]}]}


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        (FORM | {"code": 1}, "应为文字，请加引号", "a text is asked here"),
        (FORM | {"code": "aa"}, "代码应以大写字母开头", "a code begins with a capital letter"),
        (FORM | {"name": ""}, "不能空着", "it is empty"),
        (FORM | {"shape": "table"}, "不能填“table”，可填 rows, single", "“table” is none of rows, single"),
        (FORM | {"due_day": 29}, "应为 <= 28 的整数", "it must be a whole number <= 28"),
        (FORM | {"due_day": "3"}, "应为整数", "a whole number is asked here"),
        (FORM | {"continuous": 1}, "应为 true 或 false", "true or false"),
        (FORM | {"columns": "ly"}, "应为一列", "a list is asked here"),
        (FORM | {"row_kye": "AA001"}, "没有 row_kye 这一项，是否应为 row_key", "row_key may be meant"),
        (FORM | {"colour": "red"}, "没有 colour 这一项", "there is no colour here"),
        ({"code": "AA"}, "缺少 name", "name is missing"),
        (FORM | {"row_key": 3}, "应为文字", "a text is asked here"),
        (lines(typ="text"), "没有 typ 这一项，是否应为 type", "type may be meant"),
        (lines(scale=11), "应为 <= 10 的整数", "<= 10"),
        (lines(part=3), "应为一列", "a list"),
    ],
)
def test_what_should_stand_there_is_said(raw: object, zh: str, en: str) -> None:
    error = said(raw, FormFile)
    assert zh in error.what("zh")
    assert en in error.what("en")


def test_what_may_be_chosen_is_listed_deep_inside_too() -> None:
    error = said(lines(type="number"), FormFile)
    assert error.what("zh").startswith(
        "forms/AA.toml section 一 › indicator AA001 › type 有误：不能填“number”，可填 "
    )
    assert {"integer", "decimal", "uscc"} <= set(re.findall(r"[\w-]+", error.what("zh").partition("可填")[2]))


def test_a_rule_bears_its_name() -> None:
    error = said(RULE | {"exepct": "x"}, RuleEntry, "R1")
    assert error.params["key"] == "R1"
    assert "R1 有误：没有 exepct 这一项，是否应为 expect" in error.what("zh")


def test_a_table_of_entries_and_a_list_with_too_many() -> None:
    head = {"id": "a", "version": "1", "title": "一", "title_en": "", "authority": "局"}
    head |= {"valid_from": "2024-01", "valid_to": "2024-12"}
    assert "应为若干项" in said(head | {"filing": 1}, PackFile).what()
    level = said(head | {"filing": {"C1": {"level": "fatal"}}}, PackFile)
    assert "可填 error, hint, query" in level.what()
    assert "应符合 ^20" in said(head | {"valid_from": "2024"}, PackFile).what()
    assert "最多 200 个" in said(RULE | {"each": ["A"] * 201}, RuleEntry).what()
    assert said({"name": "表", "code": [{"code": 1, "name": "x"}]}, CodeListFile).params["key"] == "code 1 › code"


def test_a_sentence_nobody_foresaw_is_told_as_it_is() -> None:
    error = refusal({}, FormFile, "forms/AA.toml", "", msgspec.ValidationError("Something else - at `$.name`"))
    assert error.what() == "forms/AA.toml name 有误：Something else"
