"""Error codes: each that is used is declared, each that is declared is used, in both languages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from forms.problems import Message, parse_catalogue
from tests.house.catalogues import FILES, FORMS, PLACE
from tests.house.source import ROOT, Module, modules, strings

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")


@cache
def catalogue(of_forms: bool) -> dict[str, Message]:
    merged: dict[str, Message] = {}
    for path in FILES:
        if (path == FORMS) == of_forms:
            merged |= parse_catalogue(path.read_text("utf-8"))
    return merged


@dataclass(frozen=True)
class Raised:
    """One place where a coded error is made with a literal code."""

    where: str
    code: str
    of_forms: bool
    params: frozenset[str] | None
    """Names given; None when some are handed through as ``**``."""


@cache
def error_classes() -> dict[str, bool]:
    """Names of the classes under CodedError → whether their words are the forms' own."""
    found = {"CodedError": True, "FormsError": True, "JibaoError": False}
    bases = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    grown = True
    while grown:
        new = {
            name: found[base]
            for name, above in bases.items()
            for base in above
            if base in found and name not in found
        }
        found |= new
        grown = bool(new)
    return found


def raised(module: Module) -> Iterator[Raised]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in error_classes():
            continue
        words = [word.arg for word in node.keywords]
        params = None if None in words else frozenset(word for word in words if word)
        for code in _literals(node.args[0]):
            yield Raised(f"{module.path.relative_to(ROOT)}:{node.lineno}", code, error_classes()[name], params)


def _literals(node: ast.expr) -> Iterator[str]:
    """The codes an expression may give: a literal, or either side of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def test_every_code_raised_is_declared_and_its_places_filled() -> None:
    wrong = []
    for site in (site for module in modules() for site in raised(module)):
        message = catalogue(site.of_forms).get(site.code)
        if message is None:
            wrong.append(f"{site.where} raises {site.code}, which no catalogue declares")
        elif not message.zh_fix:
            wrong.append(f"{site.where} raises {site.code}, which does not say what to do")
        elif site.params is not None and (lacking := places(message) - site.params):
            wrong.append(f"{site.where} raises {site.code} without {sorted(lacking)}")
    assert not wrong, "\n".join(wrong)


def test_every_code_declared_is_used_as_a_literal_somewhere() -> None:
    used = {text for module in modules() for text in strings(module.tree)}
    families = tuple(prefix for module in modules() for prefix in prefixes(module.tree))
    declared = {code for of_forms in (True, False) for code in catalogue(of_forms)}
    unused = {code for code in declared - used if not code.startswith(families)}
    assert not unused, f"declared but never used: {sorted(unused)}"


def prefixes(tree: ast.AST) -> Iterator[str]:
    """Beginnings of codes put together on the spot, such as ``left.column-`` of ``f"left.column-{role}"``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            text = str(node.values[0].value)
            if re.fullmatch(r"[a-z][a-z0-9]*\.([a-z0-9]+-)*", text):
                yield text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_are_whole_in_both_languages(path: Path) -> None:
    for code, message in parse_catalogue(path.read_text("utf-8")).items():
        texts = (message.zh, message.en, message.zh_fix, message.en_fix, message.zh_cli, message.en_cli)
        assert CODE.fullmatch(code), f"{code}: codes are spelled area.what-happened"
        assert message.zh, f"{code}: zh is empty"
        assert message.en, f"{code}: en is empty"
        assert bool(message.zh_fix) == bool(message.en_fix), f"{code}: the remedy is in one language only"
        assert bool(message.zh_cli) == bool(message.en_cli), f"{code}: what is typed is in one language only"
        assert all(text.strip() == text for text in texts), f"{code}: a text has blanks around it"
        assert re.search(r"[一-鿿]", message.zh), f"{code}: zh is not Chinese"
        assert not message.zh_fix or re.search(r"[一-鿿]", message.zh_fix), f"{code}: zh_fix is not Chinese"
        english = PLACE.sub("", message.en + message.en_fix)
        quoted = len(re.findall(r"[一-鿿]", english))  # 万 or 强制 may be quoted, a sentence may not
        assert quoted * 8 <= len(english), f"{code}: en is Chinese"
        assert set(PLACE.findall(message.zh)) == set(PLACE.findall(message.en)), (
            f"{code}: zh and en name different places"
        )


def test_no_code_is_declared_twice() -> None:
    seen: dict[str, Path] = {}
    for path in FILES:
        for code in tomllib.loads(path.read_text("utf-8")):
            assert code not in seen, f"{code} is in {seen[code].name} and {path.name}"
            seen[code] = path


IN_WINDOW = {"keys", "home", "store", "protocol", "workbook", "left", "warn", "records", "filing", "enrol"}
TYPED = {"left.sheet-alike", "enrol.no-profile", "enrol.code-and-firm"}
"""Areas a window shows, and what in them is said to the command line alone."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_window_names_no_option_of_the_command_line(path: Path) -> None:
    for code, message in parse_catalogue(path.read_text("utf-8")).items():
        if code.partition(".")[0] in IN_WINDOW and code not in TYPED:
            shown = f"{message.zh}{message.en}{message.zh_fix}{message.en_fix}"
            typed = re.search(r"--[a-z]|JIBAO_|命令行|command line", shown)
            assert not typed, f"{code}: {typed and typed[0]} belongs into zh_cli and en_cli"


def test_what_the_window_does_by_itself_is_typed_on_the_command_line() -> None:
    """A command ends; what it says is tried again later nobody would try."""
    path = next(path for path in FILES if path.stem == "net")
    for code, message in parse_catalogue(path.read_text("utf-8")).items():
        if "by itself" in message.en_fix or "自动" in message.zh_fix:
            assert "sync" in message.zh_cli, code
            assert "sync" in message.en_cli, code


def places(message: Message) -> set[str]:
    return {
        name for text in (message.zh, message.en, message.zh_fix, message.en_fix) for name in PLACE.findall(text)
    }
