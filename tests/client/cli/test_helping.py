"""Help and complaints of the command line: Chinese throughout, and in columns."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from client.cli import main
from client.cli.app import ROOMS

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
NAMES = sorted({name for names in ROOMS.values() for name in names})
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
