"""Packs made to hurt: each ends in a named problem, none in an exception or a long wait."""

from __future__ import annotations

import os
import re
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from forms.lint import lint

SMALL = Path(__file__).parent / "rules/small"
RULE = "[R1]\nlevel = 'error'\nexpect = '''{expect}'''\nzh = '规'\nen = 'r'\nzh_fix = '改'\nen_fix = 'm'\n{more}\n"
COMPUTED = (
    '{{ code = "ZC{n:05d}", name = "n{n}", name_en = "n", type = "integer", unit = "千元", kind = "month", '
    'signed = true, required = "computed", computed = "{text}", definition = "d", definition_en = "d" }},'
)
SECOND = 'name = "情况"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "pack")
    (tmp_path / "pack/rules").mkdir(exist_ok=True)
    head = tmp_path / "pack/pack.toml"
    head.write_text(head.read_text("utf-8").partition("[constants]")[0], "utf-8")
    return tmp_path / "pack"


def first(folder: Path) -> str:
    """The code of the first problem; each has words and a remedy in both languages."""
    found = lint(folder)
    assert all(p.what_zh and p.what_en and p.remedy_zh and p.remedy_en for p in found)
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        ("(" * 10_000 + "AA001" + ")" * 10_000 + " > 1", "rule.too-long"),
        ("(" * 400 + "AA001" + ")" * 400 + " > 1", "rule.too-deep"),
        ("not " * 900 + "AA010", "rule.too-deep"),
        ("-" * 900 + "AA001 = 1", "rule.too-deep"),
        ("if AA010 then " * 200 + "AA010", "rule.too-deep"),
        ("every(" * 60 + "PR003 > 1" + ")" * 60, "rule.too-deep"),
        ("AA001 = " + "1+" * 490_000 + "1", "rule.too-long"),
        ("AA001 = 9**9**9", "rule.unexpected"),
        ("AA001 = 1" + "0" * 40, "rule.number-too-long"),
        ("AA001 = 1e999999999", "rule.unexpected"),
        ("AA001.__class__ = 1", "rule.character"),
        ("__import__('os').system('x') = 1", "rule.character"),
        ("AA001.mro = 1", "rule.unknown-name"),
        ("eval(AA016) = 1", "rule.unknown-function"),
        ("AA001 * " * 400 + "AA001 > 1", ""),
        ("AA001 = " + "9" * 29 + " * 9" * 480, ""),
        (" and ".join(f"(AA001 = {n} or AA003 = {n})" for n in range(60)), ""),
        (" or ".join(f"(AA001 != {n} and AA003 != {n})" for n in range(90)), ""),
    ],
    ids=range(18),
)
def test_expressions(folder: Path, expect: str, code: str) -> None:
    (folder / "rules/AA.toml").write_text(RULE.format(expect=expect, more=""), "utf-8")
    assert first(folder) == code


def test_rules_that_all_speak_of_the_same_are_held_against_each_other_so_often(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("forms.linting.contrary"), "_MOST_PAIRS", 45)
    rules = [RULE.replace("R1", f"R{n}").format(expect=f"AA001 + {n} <= AA003", more="") for n in range(30)]
    rules[0] = RULE.replace("R1", "R0").format(expect="AA001 > AA003", more="")
    (folder / "rules/AA.toml").write_text("\n".join(rules), "utf-8")
    assert [problem.key for problem in lint(folder)] == [f"R{n}" for n in range(1, 10)]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("each = [" + '"AA001",' * 10_000 + "]", "pack.bad-entry"),
        ("when = '" + "(" * 3_000 + "'", "rule.too-many-words"),
        ("tolerance = '" + "(" * 3_000 + "'", "rule.too-many-words"),
    ],
)
def test_the_rest_of_a_rule(folder: Path, more: str, code: str) -> None:
    (folder / "rules/AA.toml").write_text(RULE.format(expect="AA001 > 1", more=more), "utf-8")
    assert first(folder) == code


@pytest.mark.parametrize("length", [1, 3, 1_500])
def test_computed_indicators_that_go_round(folder: Path, length: int) -> None:
    lines = [COMPUTED.format(n=n, text=f"ZC{(n + 1) % length:05d} + 1") for n in range(length)]
    extra = "\n".join(
        ('name = "环"', 'name_en = "Circle"', "indicator = [", *lines, "]", "", "[[section]]", SECOND)
    )
    form = folder / "forms/AA.toml"
    form.write_text(form.read_text("utf-8").replace(SECOND, extra, 1), "utf-8")
    problem = lint(folder)[0]
    assert problem.code == "pack.cycle"
    assert len(problem.what_zh) < 300


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("code = [" + '{ code = "1", name = "n" },' * 50_000 + "]", "pack.file-too-large"),
        ("x = " + "[" * 100_000 + "]" * 100_000, "pack.not-toml"),
        ("x = " + "{a = " * 20_000 + "1" + "}" * 20_000, "pack.not-toml"),
        ("[a" + ".a" * 50_000 + "]\nb = 1", "pack.long-key"),
        ('"a"' + '."a"' * 50_000 + " = 1", "pack.long-key"),
        ("x = { " + "a . " * 5_000 + "a = 1 }", "pack.long-key"),
        ("x = " + "9" * 100_000, "pack.not-toml"),
        ("\0" * 100, "pack.not-toml"),
        ("name = 1", "pack.bad-entry"),
    ],
    ids=range(9),
)
def test_files(folder: Path, text: str, code: str) -> None:
    (folder / "lists/big.toml").write_text(text, "utf-8")
    assert first(folder) == code


@pytest.mark.parametrize("number", ["1e999999999", "-1e-999999999", "nan", "inf", "9" * 1_000, "true", "[[1]]"])
def test_constants(folder: Path, number: str) -> None:
    with (folder / "pack.toml").open("a", encoding="utf-8") as head:
        head.write(f"[constants]\nX = {number}\n")
    (folder / "rules/AA.toml").write_text(RULE.format(expect="AA001 > X", more=""), "utf-8")
    assert first(folder) == "pack.constant"


def test_text_that_is_not_utf_8(folder: Path) -> None:
    (folder / "lists/stage.toml").write_bytes('name = "阶段"'.encode("gb18030"))
    assert first(folder) == "pack.not-utf8"


def test_names_that_lead_out_of_the_folder(folder: Path) -> None:
    form = folder / "forms/AA.toml"
    form.write_text(form.read_text("utf-8").replace('list = "stage"', 'list = "../../etc"'), "utf-8")
    assert first(folder) == "lint.list"
    head = folder / "pack.toml"
    head.write_text(head.read_text("utf-8").replace('id = "small"', 'id = "../small"'), "utf-8")
    assert first(folder) == "pack.bad-entry"


@pytest.mark.parametrize(
    "escape",
    ["\\u0007", "\\u001b[31m", "\\b", "\\u0000", "\\u202e", "\u202e", "\\U00002028", "\u200b", "\u00ad", "\ufeff"],
)
@pytest.mark.parametrize(("file", "key"), [("forms/AA.toml", "AA › name"), ("lists/stage.toml", "name")])
def test_characters_that_drive_a_terminal_or_turn_a_name_round(
    folder: Path, escape: str, file: str, key: str
) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace('name = "', f'name = "{escape}', 1), "utf-8")
    found = lint(folder)[0]
    assert (found.code, found.file, found.key) == ("pack.unseen-character", file, key)


def test_a_text_may_have_lines_and_letters_by_their_number(folder: Path) -> None:
    form = folder / "forms/AA.toml"
    form.write_text(form.read_text("utf-8").replace('definition = "', 'definition = "\\u4e00\\n\\t', 1), "utf-8")
    assert first(folder) == ""


@pytest.mark.parametrize("version", ["9" * 5_000, "1" + ".1" * 9, "1." + "9" * 10])
def test_a_version_that_no_folder_could_be_called_by(folder: Path, version: str) -> None:
    head = folder / "pack.toml"
    head.write_text(re.sub('version = ".*"', f'version = "{version}"', head.read_text("utf-8")), "utf-8")
    assert first(folder) == "pack.bad-entry"


def test_a_code_without_a_text(folder: Path) -> None:
    stages = folder / "lists/stage.toml"
    stages.write_text(re.sub('code = "[^"]+"', 'code = ""', stages.read_text("utf-8"), count=1), "utf-8")
    assert first(folder) == "pack.bad-entry"


posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


@posix
@pytest.mark.parametrize("target", ["/etc/passwd", "/nowhere", "stage.toml", ".."])
def test_links_are_not_followed(folder: Path, target: str) -> None:
    (folder / "lists/link.toml").symlink_to(target)
    assert first(folder) == "pack.not-a-file"


@posix
def test_folders_that_are_links(folder: Path) -> None:
    shutil.rmtree(folder / "lists")
    (folder / "lists").symlink_to("/etc")
    assert first(folder) == "pack.not-a-file"
    (folder / "lists").unlink()
    (folder / "rules/round").symlink_to(folder)
    assert first(folder) == "pack.not-a-file"


@posix
def test_pipes_are_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "lists/pipe.toml")
    assert first(folder) == "pack.not-a-file"


def test_a_folder_called_like_a_file(folder: Path) -> None:
    (folder / "lists/x.toml").mkdir()
    assert first(folder) == "pack.not-a-file"


def test_too_many_files(folder: Path) -> None:
    for n in range(1_001):
        (folder / f"lists/l{n}.toml").touch()
    assert first(folder) == "pack.too-large"


@pytest.mark.parametrize("text", ["", "x", "[constants]", 'id = "a"'])
def test_a_head_that_says_too_little(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    assert first(tmp_path) in ("pack.not-toml", "pack.bad-entry")
