"""Documents say what is there: trees, links, commands; and nothing tracked names a machine or a registry."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from client.cli.app import command_line
from tests.house.source import PACKAGES, ROOT

DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "DECISIONS.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))),
    "installer/README.md",
    "resources/protocol/protocol.md",
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")

# Spelled in halves, so that this file does not hold what it looks for.
HOSTS = (
    "py" + "pi.",
    "python" + "hosted",
    "npm" + "js",
    "registry" + ".npm",
    "deb." + "debian",
    "proxy.go" + "lang",
)
PLACES = (r"(?<![\w.:/-])/" + r"(work|root)/",)
SUBJECT = re.compile(r"[a-z][\w.-]*: \S.*")
EXCUSED: frozenset[str] = frozenset()
"""Subjects already published that break the rule; history is not rewritten for them."""

HISTORY = (ROOT / ".git").exists() and shutil.which("git") is not None
in_a_clone = pytest.mark.skipif(not HISTORY, reason="no history and no list of files without a clone and git")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, kind: str) -> Iterator[str]:
    return (match[2] for match in BLOCK.finditer(text(name)) if match[1] == kind)


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    for target in LINK.findall(text(name)):
        if "://" not in target:
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name} points to {target}"


def test_the_module_tree_is_the_one_there_is() -> None:
    named = {line.split()[0] for line in next(blocks("ARCHITECTURE.md", "text")).splitlines() if line.strip()}
    missing = {name for name in named if not (ROOT / name).exists()}
    assert not missing, f"ARCHITECTURE.md names what is not there: {sorted(missing)}"
    packages = {
        f"{init.parent.relative_to(ROOT).as_posix()}/"
        for top in PACKAGES
        for init in (ROOT / top).rglob("__init__.py")
    }
    assert not packages - named, f"ARCHITECTURE.md does not name {sorted(packages - named)}"


def test_what_is_read_along_a_flow_is_there() -> None:
    steps = [line.split() for line in list(blocks("ARCHITECTURE.md", "text"))[1].splitlines() if ".py " in line]
    assert len(steps) > 30
    for path, name, *_ in steps:
        body: list[ast.stmt] = ast.parse(text(path)).body
        for part in name.split("."):
            found = [each for each in body if getattr(each, "name", "") == part]
            assert found, f"{path} has no {name}"
            body = getattr(found[0], "body", [])


def test_the_layers_described_are_those_enforced() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    enforced = next(contract["layers"] for contract in contracts if contract.get("containers") == ["client"])
    described = re.findall(r"^\| \d′? \| (.*) \|$", text("ARCHITECTURE.md"), re.MULTILINE)
    packages = [set(re.findall(r"`(\w+)`", line)) for line in described]
    assert packages == [*(set(re.split(r"\W+", layer)) for layer in enforced), {"forms"}]


def commands(name: str) -> Iterator[list[str]]:
    """Every shell line of a document, as words."""
    for block in blocks(name, "sh"):
        yield from (shlex.split(line, comments=True) for line in block.splitlines() if line.strip())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_shown_exist(name: str) -> None:
    for words in commands(name):
        assert words[0] == "python", f"{name}: {' '.join(words)}"
        if words[1] == "make.py":
            assert words[2] in make_commands(), f"{name}: {' '.join(words)}"
        else:
            assert set(options(words)) <= known_options(words[2:]), f"{name}: {' '.join(words)}"


def options(words: list[str]) -> list[str]:
    return [word for word in words if word.startswith("--")]


def known_options(words: list[str]) -> set[str]:
    """The options of the command the words name. Raises ``KeyError`` when there is no such command."""
    if words[0] == "demo":
        return {"--window", "--out"}
    command = program()
    for word in words:
        if not hasattr(command, "commands"):
            break
        command = command.commands[word]
    return {option for parameter in command.params for option in parameter.opts}


@cache
def program() -> Any:
    """The whole command line; making it takes half a second."""
    return typer.main.get_command(command_line())


@cache
def make_commands() -> frozenset[str]:
    table = re.search(r"^JOBS = \((.*?)\)", text("make.py"), re.MULTILINE)
    assert table
    return frozenset(table[1].split(", "))


def test_both_readmes_show_the_two_commands() -> None:
    assert ["python", "make.py", "run"] in list(commands("README.md"))
    assert ["python", "make.py", "test"] in list(commands("README.md"))
    assert ["python", "make.py", "run"] in list(commands("README.zh-CN.md"))


def test_every_decision_is_dated_newest_first() -> None:
    heads = re.findall(r"^## (.*)$", text("DECISIONS.md"), re.MULTILINE)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d · \S.*", head) for head in heads)
    days = [head[:10] for head in heads]
    assert days == sorted(days, reverse=True)


def test_the_index_of_decisions_names_each_once() -> None:
    index, _, entries = text("DECISIONS.md").partition("\n## ")
    titles = re.findall(r"^## \d{4}-\d\d-\d\d · (.*)$", f"## {entries}", re.MULTILINE)
    subjects = re.findall(r"^\*\*[^*]+\*\* (.*?)\n(?:\n|\Z)", index, re.MULTILINE | re.DOTALL)
    named = [title for each in subjects for title in " ".join(each.split()).split(" · ")]
    assert len(named) > 100
    assert sorted(named) == sorted(titles)


def test_the_licence_is_whole() -> None:
    assert "Apache License" in text("LICENSE")
    assert "END OF TERMS AND CONDITIONS" in text("LICENSE")


@in_a_clone
def test_nothing_tracked_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.name == "uv.lock" or path.suffix in {".png", ".ico", ".xlsx", ".xls", ".ods", ".xlsb"}:
            continue
        body = path.read_text("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in body]
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for place in PLACES if (hit := re.search(place, body))]
    assert not found


@in_a_clone
def test_commit_subjects_are_short_and_name_their_area() -> None:
    log = subprocess.run(["git", "log", "--no-merges", "--format=%s"], cwd=ROOT, capture_output=True, check=True)
    subjects = set(log.stdout.decode().splitlines()) - EXCUSED
    wrong = [subject for subject in subjects if len(subject) > 60 or not SUBJECT.fullmatch(subject)]
    assert not wrong
