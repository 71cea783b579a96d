"""A pack is read strictly: what is wrong is named with its file and its line or key."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from forms.pack import load_pack
from forms.periods import Period
from forms.problems import FormsError

HEAD = """
id = "small"
version = "1"
title = "小表"
title_en = "Small"
authority = "某厅"
valid_from = "2024-01"
valid_to = "2027-12"
[constants]
low = 0.5
words = ["改造", "推广"]
"""
FORM = """
code = "AA"
name = "收入"
shape = "single"
frequency = "monthly"
unit = "千元"
columns = ["ly"]

[[section]]
name = "一、收入"
  [[section.indicator]]
  code = "AA001"
  name = "营业收入"
  type = "integer"
  unit = "千元"
  kind = "cumulative"
  required = "always"
  aliases = ["营业总收入"]
  [[section.indicator]]
  code = "AA002"
  name = "证书"
  type = "composite"
    [[section.indicator.part]]
    name = "valid"
    label = "有效期"
    type = "month"
[[section]]
name = "二、名单"
  [[section.indicator]]
  code = "AA003"
  name = "资质"
  type = "table"
    [[section.indicator.column]]
    name = "level"
    label = "级别"
    type = "code"
    list = "level"
"""
LIST = """
name = "级别"
[[code]]
code = "1"
name = "国家"
[[code]]
code = "2"
name = "省"
"""
RULES = """
[R1]
level = "error"
expect = "AA001 >= 0"
zh = "收入不为负"
en = "Revenue is not negative"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "pack.toml": HEAD,
        "forms/AA.toml": FORM,
        "lists/level.toml": LIST,
        "rules/AA.toml": RULES,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_a_pack_as_written(folder: Path) -> None:
    pack = load_pack(folder)
    assert (pack.id, pack.version, pack.name) == ("small", "1", "small/1")
    assert pack.constants == {"low": Decimal("0.5"), "words": ("改造", "推广")}
    form = pack.forms["AA"]
    assert [section.indicators for section in form.sections] == [("AA001", "AA002"), ("AA003",)]
    revenue = form.indicators["AA001"]
    assert (revenue.section, revenue.form, revenue.columns, revenue.numeric) == ("一、收入", "AA", ("ly",), True)
    assert form.indicators["AA002"].parts["valid"].type == "month"
    assert form.indicators["AA002"].columns == ()
    assert form.indicators["AA003"].table["level"].list == "level"
    assert list(pack.lists["level"].codes) == ["1", "2"]
    assert pack.rules["R1"].form == "AA"
    assert pack.home["AA002"] == "AA"
    assert pack.indicator("AA001") is revenue
    assert pack.indicator("ZZ001") is None
    assert pack.in_force(Period.parse("2025-Q3"))
    assert not pack.in_force(Period.parse("2028-02"))


def test_the_digest_counts_every_file_but_not_line_ends(folder: Path) -> None:
    before = load_pack(folder).sha256
    rules = folder / "rules/AA.toml"
    rules.write_bytes(RULES.replace("\n", "\r\n").encode())
    assert load_pack(folder).sha256 == before
    rules.write_text(RULES.replace(">= 0", "> 0"), "utf-8")
    assert load_pack(folder).sha256 != before


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "said"),
    [
        ("pack.toml", 'version = "1"', "version = 1", "pack.bad-entry", "pack.toml"),
        ("pack.toml", '"2024-01"', '"2024-13"', "pack.bad-entry", "valid_from"),
        ("pack.toml", "low = 0.5", "low = true", "pack.constant", "low"),
        ("pack.toml", "low = 0.5", "low = [1]", "pack.constant", "low"),
        ("forms/AA.toml", 'type = "integer"', 'type = "number"', "pack.bad-entry", "AA001"),
        ("forms/AA.toml", 'kind = "cumulative"', 'kin = "cumulative"', "pack.bad-entry", "kin"),
        ("forms/AA.toml", 'name = "营业收入"', "", "pack.bad-entry", "AA001"),
        ("forms/AA.toml", 'type = "month"', 'type = "week"', "pack.bad-entry", "part valid › type"),
        ("forms/AA.toml", 'code = "AA002"', 'code = "AA001"', "pack.duplicate", "AA001"),
        ("forms/AA.toml", 'code = "AA"', 'code = "AB"', "pack.misnamed", "AB"),
        ("forms/AA.toml", 'shape = "single"', 'shape = "rows"', "pack.row-key", "row_key"),
        ("forms/AA.toml", "[[section]]", "[[section", "pack.not-toml", "line 9"),
        ("forms/AA.toml", "[[section]]", "x = " + "[" * 5000, "pack.not-toml", "forms/AA.toml"),
        ("lists/level.toml", 'code = "2"', 'code = "1"', "pack.duplicate", "lists/level.toml"),
        ("rules/AA.toml", '"error"', '"fatal"', "pack.bad-entry", "R1 › level"),
        ("rules/AA.toml", "zh =", "cn =", "pack.bad-entry", "R1"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, file: str, old: str, new: str, code: str, said: str) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(FormsError) as caught:
        load_pack(folder)
    assert caught.value.code == code
    assert said in str(caught.value)
    assert said in caught.value.what("zh")
    assert caught.value.remedy("zh")


def test_other_encodings_and_absent_folders(folder: Path) -> None:
    (folder / "lists/level.toml").write_bytes(LIST.encode("gb18030"))
    with pytest.raises(FormsError) as caught:
        load_pack(folder)
    assert caught.value.code == "pack.not-utf8"
    with pytest.raises(FormsError) as caught:
        load_pack(folder / "nowhere")
    assert caught.value.code == "pack.not-found"


def test_rules_for_a_form_that_is_not_there(folder: Path) -> None:
    (folder / "rules/BB.toml").write_text(RULES, "utf-8")
    with pytest.raises(FormsError, match=r"rules/BB\.toml"):
        load_pack(folder)


def test_one_code_in_two_forms(folder: Path) -> None:
    (folder / "forms/BB.toml").write_text(FORM.replace('code = "AA"', 'code = "BB"'), "utf-8")
    with pytest.raises(FormsError, match="AA001"):
        load_pack(folder)


def test_what_is_asked_when(folder: Path) -> None:
    monthly = load_pack(folder).forms["AA"]
    assert not monthly.asked(Period.parse("2025-01"))
    assert monthly.asked(Period.parse("2025-02"))
    assert not monthly.asked(Period.parse("2025-Q1"))
    assert monthly.period_of(Period.parse("2025-Q3")) == Period.parse("2025-09")
    path = folder / "forms/AA.toml"
    path.write_text(FORM.replace("monthly", "annual").replace('required = "always"', "quarterly = true"), "utf-8")
    annual = load_pack(folder).forms["AA"]
    assert annual.asked(Period.parse("2025"))
    assert annual.asked(Period.parse("2025-Q3"))
    assert not annual.asked(Period.parse("2025-H1"))
    assert [i.code for i in annual.asked_indicators(Period.parse("2025-Q3"))] == ["AA001"]
    assert len(annual.asked_indicators(Period.parse("2025"))) == 3
    assert annual.period_of(Period.parse("2025-09")) == Period.parse("2025")
