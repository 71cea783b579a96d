"""What may be written in each file of a pack: every bound, every absent key, every key too many."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack import Pack, load_pack
from forms.problems import FormsError

FILES = {
    "pack.toml": """
id = "small"
version = "1"
title = "小表"
title_en = "Small"
authority = "某厅"
valid_from = "2024-01"
valid_to = "2027-12"
[filing.C136]
level = "error"
holds = "every-due-form"
zh = "各表齐报"
en = "All forms"
zh_fix = "补报"
en_fix = "File them"
""",
    "forms/XM.toml": """
code = "XM"
name = "项目"
shape = "rows"
frequency = "monthly"
due_day = 10
due_month = 1
opens_month = 1
quarter_due_day = 15
columns = ["ly"]
row_key = "XM001"
row_name = "XM002"
[[section]]
name = "一、项目"
  [[section.indicator]]
  code = "XM001"
  name = "项目代码"
  type = "text"
  [[section.indicator]]
  code = "XM002"
  name = "项目名称"
  type = "text"
  [[section.indicator]]
  code = "XM003"
  name = "完成投资"
  type = "decimal"
  kind = "cumulative"
  scale = 2
""",
    "lists/stage.toml": """
name = "阶段"
[[code]]
code = "1"
name = "签约"
""",
    "rules/XM.toml": """
[R1]
level = "error"
expect = "XM003 >= 0"
zh = "投资不为负"
missing = "skip"
""",
}
Change = Callable[..., Pack]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The pack with one text of one file put in place of another."""

    def load(file: str = "pack.toml", old: str = "", new: str = "") -> Pack:
        for name, text in FILES.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            if name == file:
                assert old in text
                text = text.replace(old, new, 1)
            path.write_text(text, "utf-8")
        return load_pack(tmp_path)

    return load


def refused(load: Change, file: str, old: str, new: str) -> FormsError:
    with pytest.raises(FormsError) as caught:
        load(file, old, new)
    error = caught.value
    for language in ("zh", "en"):
        assert file in error.what(language)  # type: ignore[arg-type]
        assert error.remedy(language)  # type: ignore[arg-type]
        assert not re.search(r"\{\w+\}|\$\.", error.what(language))  # type: ignore[arg-type]
    return error


def test_what_is_not_written_is_what_is_usual(changed: Change) -> None:
    pack = changed()
    form = pack.forms["XM"]
    assert (form.name_en, form.table_no, form.unit, form.continuous) == ("", "", "", False)
    key = form.indicators["XM001"]
    assert (key.required, key.signed, key.unit, key.kind, key.list, key.columns) == ("no", False, "", "", "", ())
    rule = pack.rules["R1"]
    assert (rule.missing, rule.when, rule.scope, rule.each, rule.tolerance, rule.en) == (
        "skip",
        "",
        "",
        (),
        "",
        "",
    )
    assert pack.constants == {}
    assert pack.calendar.year == ()
    assert pack.lists["stage"].codes["1"].aliases == ()


@pytest.mark.parametrize(
    ("file", "line", "key"),
    [
        ("pack.toml", 'id = "small"', "id"),
        ("pack.toml", 'version = "1"', "version"),
        ("pack.toml", 'title = "小表"', "title"),
        ("pack.toml", 'title_en = "Small"', "title_en"),
        ("pack.toml", 'authority = "某厅"', "authority"),
        ("pack.toml", 'valid_from = "2024-01"', "valid_from"),
        ("pack.toml", 'valid_to = "2027-12"', "valid_to"),
        ("pack.toml", 'level = "error"', "level"),
        ("pack.toml", 'holds = "every-due-form"', "holds"),
        ("pack.toml", 'zh_fix = "补报"', "zh_fix"),
        ("forms/XM.toml", 'code = "XM"', "code"),
        ("forms/XM.toml", 'name = "项目"', "name"),
        ("forms/XM.toml", 'shape = "rows"', "shape"),
        ("forms/XM.toml", 'frequency = "monthly"', "frequency"),
        ("forms/XM.toml", 'name = "一、项目"', "name"),
        ("forms/XM.toml", 'code = "XM003"', "code"),
        ("forms/XM.toml", 'name = "完成投资"', "name"),
        ("lists/stage.toml", 'name = "阶段"', "name"),
        ("lists/stage.toml", 'code = "1"', "code"),
        ("lists/stage.toml", 'name = "签约"', "name"),
        ("rules/XM.toml", 'level = "error"', "level"),
        ("rules/XM.toml", 'expect = "XM003 >= 0"', "expect"),
        ("rules/XM.toml", 'zh = "投资不为负"', "zh"),
    ],
)
def test_what_has_to_be_there_is_missed(changed: Change, file: str, line: str, key: str) -> None:
    error = refused(changed, file, line, "")
    assert error.code == "pack.bad-entry"
    assert error.what().endswith(f"：缺少 {key}")


@pytest.mark.parametrize(
    ("file", "before"),
    [
        ("pack.toml", 'id = "small"'),
        ("pack.toml", 'holds = "every-due-form"'),
        ("forms/XM.toml", 'code = "XM"'),
        ("forms/XM.toml", 'name = "一、项目"'),
        ("forms/XM.toml", 'code = "XM003"'),
        ("lists/stage.toml", 'name = "阶段"'),
        ("lists/stage.toml", 'code = "1"'),
        ("rules/XM.toml", 'level = "error"'),
    ],
)
@pytest.mark.parametrize("key", ["colour", "exepct", "名"])
def test_a_key_nobody_reads_is_refused(changed: Change, file: str, before: str, key: str) -> None:
    spelled = key if key.isascii() else f'"{key}"'
    error = refused(changed, file, before, f"{before}\n{spelled} = 1")
    assert error.code == "pack.bad-entry"
    assert key in error.what()


@pytest.mark.parametrize("text", ["small", "gd-eic", "a", "x1-2"])
def test_how_a_pack_may_be_called(changed: Change, text: str) -> None:
    assert changed("pack.toml", '"small"', f'"{text}"').id == text


@pytest.mark.parametrize("text", ["", "Small", "1st", "-a", "gd_eic", "小表", "a/b", "../a", "a b", "a."])
def test_how_a_pack_may_not_be_called(changed: Change, text: str) -> None:
    assert "id" in str(refused(changed, "pack.toml", '"small"', f'"{text}"').params["key"])


@pytest.mark.parametrize("text", ["1", "2026.1", "2026.10.3", "0"])
def test_versions(changed: Change, text: str) -> None:
    assert changed("pack.toml", '"1"', f'"{text}"').name == f"small/{text}"


@pytest.mark.parametrize("text", ["", "v1", "1.", ".1", "1..2", "2026.1b", "1-2", "一"])
def test_what_is_no_version(changed: Change, text: str) -> None:
    assert refused(changed, "pack.toml", '"1"', f'"{text}"').params["key"] == "version"


@pytest.mark.parametrize("text", ["2000-01", "2026-12", "2099-09"])
def test_months(changed: Change, text: str) -> None:
    assert changed("pack.toml", '"2024-01"', f'"{text}"').valid_from == text


@pytest.mark.parametrize("text", ["", "2024", "2024-1", "2024-00", "2024-13", "1999-12", "2024-01-01", "2024/01"])
def test_what_is_no_month(changed: Change, text: str) -> None:
    assert refused(changed, "pack.toml", '"2024-01"', f'"{text}"').params["key"] == "valid_from"


@pytest.mark.parametrize(
    ("line", "key", "lowest", "highest"),
    [
        ("due_day = 10", "due_day", 1, 28),
        ("due_month = 1", "due_month", 0, 12),
        ("opens_month = 1", "opens_month", -11, 12),
        ("quarter_due_day = 15", "quarter_due_day", 1, 28),
    ],
)
def test_days_and_months_have_bounds(changed: Change, line: str, key: str, lowest: int, highest: int) -> None:
    for number in (lowest, highest):
        assert getattr(changed("forms/XM.toml", line, f"{key} = {number}").forms["XM"], key) == number
    for number in (lowest - 1, highest + 1):
        assert refused(changed, "forms/XM.toml", line, f"{key} = {number}").params["key"] == key


@pytest.mark.parametrize("scale", [0, 10])
def test_decimals_that_are_asked(changed: Change, scale: int) -> None:
    assert changed("forms/XM.toml", "scale = 2", f"scale = {scale}").forms["XM"].indicators["XM003"].scale == scale


@pytest.mark.parametrize("scale", ["-1", "11", "2.5", '"2"', "true"])
def test_decimals_that_cannot_be_asked(changed: Change, scale: str) -> None:
    key = str(refused(changed, "forms/XM.toml", "scale = 2", f"scale = {scale}").params["key"])
    assert key == "section 一、项目 › indicator XM003 › scale"


@pytest.mark.parametrize("code", ["xm003", "3XM", "", "XM-3", "XM 3", "项目", "X" * 33])
def test_codes_of_indicators_have_one_spelling(changed: Change, code: str) -> None:
    error = refused(changed, "forms/XM.toml", '"XM003"', f'"{code}"')
    assert error.code == "pack.bad-entry"
    assert str(error.params["key"]).endswith("› code")


@pytest.mark.parametrize("code", ["X", "XM_3", "XM003A", "X" * 32])
def test_codes_that_will_do(changed: Change, code: str) -> None:
    pack = changed("forms/XM.toml", '"XM003"', f'"{code}"')
    assert pack.home[code] == "XM"
    assert pack.forms["XM"].sections[0].indicators == ("XM001", "XM002", code)


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("forms/XM.toml", '"rows"', '"grid"', "shape"),
        ("forms/XM.toml", '"monthly"', '"weekly"', "frequency"),
        ("forms/XM.toml", '"cumulative"', '"total"', "kind"),
        ("forms/XM.toml", '"decimal"', '"money"', "type"),
        ("rules/XM.toml", '"error"', '"warning"', "R1 › level"),
        ("rules/XM.toml", '"skip"', '"ignore"', "R1 › missing"),
        ("pack.toml", '"every-due-form"', '"some-form"', "holds"),
        ("pack.toml", '"error"', '"fatal"', "level"),
    ],
)
def test_only_words_that_mean_something(changed: Change, file: str, old: str, new: str, key: str) -> None:
    error = refused(changed, file, old, new)
    assert str(error.params["key"]).endswith(key)
    assert new.strip('"') in str(error.params["problem"])


@pytest.mark.parametrize("word", ["skip", "zero", "decide"])
def test_what_a_blank_means_to_a_rule(changed: Change, word: str) -> None:
    assert changed("rules/XM.toml", '"skip"', f'"{word}"').rules["R1"].missing == word


@pytest.mark.parametrize(("key", "code"), [("XM009", "XM009"), ("", "")])
@pytest.mark.parametrize("name", ["row_key", "row_name"])
def test_a_row_is_named_by_lines_of_the_form(changed: Change, name: str, key: str, code: str) -> None:
    old = f'{name} = "XM00{1 if name == "row_key" else 2}"'
    error = refused(changed, "forms/XM.toml", old, f'{name} = "{key}"')
    assert error.code == "pack.row-key"
    assert error.params["key"] == (code or name)


def test_a_rule_of_too_many_lines(changed: Change) -> None:
    many = ", ".join(['"XM003"'] * 201)
    assert "each" in str(refused(changed, "rules/XM.toml", 'missing = "skip"', f"each = [{many}]").params["key"])
    enough = ", ".join(['"XM003"'] * 200)
    assert len(changed("rules/XM.toml", 'missing = "skip"', f"each = [{enough}]").rules["R1"].each) == 200


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", Decimal(3)),
        ("-0.50", Decimal("-0.50")),
        ("0.1", Decimal("0.1")),
        ("1e3", Decimal(1000)),
        ('"文字"', "文字"),
        ('["1", "2"]', ("1", "2")),
        ("[]", ()),
    ],
)
def test_constants_are_exact(changed: Change, written: str, value: object) -> None:
    pack = changed("pack.toml", "[filing.C136]", f"[constants]\nX = {written}\n[filing.C136]")
    assert pack.constants == {"X": value}


@pytest.mark.parametrize(
    "written", ["true", "[1]", '["1", 2]', "{ a = 1 }", "2024-01-01", "1e31", "1e-31", "-inf"]
)
def test_what_is_no_constant(changed: Change, written: str) -> None:
    error = refused(changed, "pack.toml", "[filing.C136]", f"[constants]\nX = {written}\n[filing.C136]")
    assert (error.code, error.params["key"]) == ("pack.constant", "X")


def test_a_byte_order_mark_does_no_harm(changed: Change) -> None:
    assert changed("forms/XM.toml", "\ncode", "\ufeff\ncode").forms["XM"].name == "项目"


def test_demands_on_a_whole_period_bear_their_names(changed: Change) -> None:
    check = changed().filing_checks["C136"]
    assert (check.id, check.holds, check.zh, check.en) == ("C136", "every-due-form", "各表齐报", "All forms")


@pytest.mark.parametrize("second", ["C136", "C137"])
def test_two_demands_may_not_share_a_name(changed: Change, second: str) -> None:
    body = FILES["pack.toml"].partition("[filing.C136]")[2]
    more = f"[filing.{second}]{body}[filing.C136]"
    if second == "C136":
        assert refused(changed, "pack.toml", "[filing.C136]", more).code == "pack.not-toml"
    else:
        assert set(changed("pack.toml", "[filing.C136]", more).filing_checks) == {"C136", "C137"}
