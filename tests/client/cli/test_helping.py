"""Help and complaints of the command line: Chinese or English throughout, and in columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

from client.cli import helping, main, opening
from client.cli.app import COMMANDS_OF, SECTIONS, command_line
from client.cli.spoken import english
from client.store import ClockReport
from client.usecases.home.look import write_look
from client.usecases.home.settings_table import SETTINGS
from tests.client.cli.help_texts import texts

GROUPS = (
    "attachment",
    "audit",
    "batch",
    "devices",
    "offline",
    "pack",
    "profile",
    "receipt",
    "repository",
    "settings",
)
NAMES = sorted({name for names in COMMANDS_OF.values() for name in names})
TYPERS_OWN = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|required|default:|<(str|path|int|float|list)\b"
)


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_page_of_help_is_chinese_and_fits(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*filter(None, [name]), "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：jibao")
    assert "选项：" in page
    assert not TYPERS_OWN.search(page)
    for line in page.splitlines():
        assert cell_len(line) <= 82, line
        assert not re.match(r"\s*[，。、；：）”]", line)


def test_the_first_page_lists_every_command_under_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    sections = capsys.readouterr().out.split("\n\n")[3:]
    assert [section.partition("：\n")[0] for section in sections] == list(SECTIONS)
    listed = [re.findall(r"^  (\S+)  ", section, re.MULTILINE) for section in sections]
    named = [[name for names in rooms.values() for name in names] for rooms in SECTIONS.values()]
    assert [sorted(names) for names in listed] == [sorted(names) for names in named]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("给出文件夹时，一批导入；可续做", ["给出文件夹时，一批导", "入；可续做"]),
        ("打开给定的数据文件夹，再看。", ["打开给定的数据文件夹，", "再看。"]),
        ("给出 --enterprise 时填好", ["给出 --enterprise 时", "填好"]),
        ("看（--enterprise）一眼", ["看（--enterprise）一", "眼"]),
        ("报送平台的数据文件（旧）", ["报送平台的数据文件", "（旧）"]),
        ("一\n二", ["一", "二"]),
        ("", [""]),
    ],
)
def test_lines_break_between_characters_and_not_in_words(text: str, lines: list[str]) -> None:
    assert helping._wrapped(text, 22) == lines


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_called_by_itself_shows_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"用法：jibao {name} ")
    assert "命令：" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["improt"], "没有子命令 improt（相近的有 import）"),
        (["devices", "lits"], "没有子命令 lits（相近的有 list）"),
        (["check", "--perod", "2025-09"], "没有选项 --perod（相近的有 --period、--sheet-period、--profile）"),
        (["import"], "缺少 book"),
        (["template", "JY", "--out"], "选项 --out 后面要写一个值"),
        (["import", "a.xlsx", "--heading", "a"], "--heading 的值不对，应为 <整数>"),
        (["import", "a.xlsx", "--months", "all"], "--months 的值不对，应为 <added|sums>"),
        (["check", "a.xlsx", "b.xlsx"], "多写了 b.xlsx"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_chinese(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"命令写法不对：{said}"


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_page_of_help_is_english_where_that_was_chosen(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_LANGUAGE", "en")
    assert main([*filter(None, [name]), "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("Usage: jibao")
    assert "Options:" in page
    assert not re.search(f"用法|选项|参数|命令|{'|'.join(SECTIONS)}", page)
    assert all(cell_len(line) <= 82 for line in page.splitlines())


def test_every_text_of_help_has_its_english() -> None:
    written = {text for text in texts(typer.main.get_command(command_line())) if not text.startswith("设置：")}
    assert written - set(english()) - {"显示用法"} == set()
    assert all(english().values())


def test_the_language_set_for_the_home_in_the_call_is_spoken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for home, chosen in (("one", "en"), ("two", "zh")):
        (tmp_path / home).mkdir()
        write_look(tmp_path / home, {each.key: each.default for each in SETTINGS} | {"display.language": chosen})
    assert main(["check", f"--home={tmp_path / 'one'}", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage:")
    assert main(["check", "--home", str(tmp_path / "two"), "--help"]) == 0
    assert capsys.readouterr().out.startswith("用法：")
    assert main(["check", "--perod", "2025", "--home", str(tmp_path / "one")]) == 2
    assert capsys.readouterr().err.startswith("The command is not written right: No such option: --perod")


def test_a_problem_is_told_in_the_language_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_LANGUAGE", "en")
    assert main(["check", str(tmp_path / "a.csv"), "--pack", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "[pack.not-found]" in told.err
    assert not re.search("[\u4e00-\u9fff]", told.out + told.err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["improt"], "No such command 'improt'. Did you mean 'import'?"),
        (["import", "a.xlsx", "--heading", "a"], "The value of --heading is wrong; it should be <number>"),
        (["receipt", "verify"], "Missing argument 'file'"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_english(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_LANGUAGE", "EN")
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"The command is not written right: {said}"


def test_what_is_missing_from_a_store_is_told_in_the_language_that_was_chosen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("zh", "en"):
        monkeypatch.setenv("JIBAO_LANGUAGE", language)
        opening._tell_loss(ClockReport("2025-10-09T09:00:00+08:00", "2025-10-08T09:00:00+08:00"))
        said = capsys.readouterr().err
        assert any("一" <= letter <= "鿿" for letter in said) == (language == "zh")
