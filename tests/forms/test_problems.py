"""Errors with a code: their texts in both languages, with the places filled."""

from __future__ import annotations

import msgspec
import pytest

from forms.problems import FormsError, parse_catalogue


def test_texts_with_places_filled() -> None:
    error = FormsError("period.malformed", text="25年")
    assert error.what() == "报告期“25年”的写法不对"
    assert error.what("en") == "“25年” is not a period"
    assert error.remedy().startswith("请写成")
    assert str(error) == "[period.malformed] “25年” is not a period"


def test_a_code_without_texts_still_says_its_name() -> None:
    error = FormsError("nowhere.to-be-found")
    assert (error.what(), error.what("en"), error.remedy()) == ("nowhere.to-be-found", "nowhere.to-be-found", "")


def test_a_parameter_may_hold_brackets() -> None:
    assert "{name}" in FormsError("period.malformed", text="{name}").what()


def test_an_entry_must_be_whole() -> None:
    with pytest.raises(msgspec.ValidationError):
        parse_catalogue('["a.b"]\nzh = "只有中文"')


def test_what_is_typed_is_said_to_the_command_line_alone() -> None:
    text = '["a.b"]\nzh = "错了"\nen = "wrong"\nzh_fix = "请改。"\nen_fix = "Mend it."\n'
    typed = parse_catalogue(text + 'zh_cli = "命令行用 --x。"\nen_cli = "Type --x."')["a.b"]
    assert (typed.remedy(), typed.remedy("en")) == ("请改。", "Mend it.")
    assert (typed.typed_remedy(), typed.typed_remedy("en")) == ("请改。命令行用 --x。", "Mend it. Type --x.")
    plain = parse_catalogue(text)["a.b"]
    assert (plain.typed_remedy(), plain.typed_remedy("en")) == ("请改。", "Mend it.")
