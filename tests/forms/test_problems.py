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
