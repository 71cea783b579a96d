"""The size and manners of the source: short modules, short functions, text files with a named encoding."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from statistics import mean

from tests.house.source import ROOT, functions, modules

MODULE_LINES = 400
FUNCTION_LINES = 60
LEANING = re.compile(r"The same(,|\.| (as|for|here|in|of|on|to|until|when|while|with|without)\b)")
"""How a docstring begins that says nothing without the one before it."""


def test_modules_are_short_and_say_what_they_are_for() -> None:
    long = {module.name: lines for module in modules() if (lines := len(module.text.splitlines())) > MODULE_LINES}
    assert not long
    assert not [module.name for module in modules() if not ast.get_docstring(module.tree)]


def test_what_is_public_says_what_it_is() -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    every = ((module, node) for module in modules() for node in module.tree.body if isinstance(node, kinds))
    assert not [f"{m.name}.{n.name}" for m, n in every if n.name[0] != "_" and not ast.get_docstring(n)]


def test_a_docstring_stands_by_itself() -> None:
    """Whoever opens a module in the midst, or reads a tool tip, has not read what stands before."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    every = ((module, node) for module in modules() for node in ast.walk(module.tree) if isinstance(node, kinds))
    assert not [f"{m.name}.{n.name}" for m, n in every if LEANING.match(ast.get_docstring(n) or "")]


def test_functions_are_short() -> None:
    every = ((f"{module.name}.{node.name}", length(node)) for module in modules() for node in functions(module))
    assert not {name: lines for name, lines in every if lines > FUNCTION_LINES}


def test_the_house_is_made_of_small_parts() -> None:
    assert mean(len(module.text.splitlines()) for module in modules()) <= 165
    assert mean(length(node) for module in modules() for node in functions(module)) <= 12


def test_make_is_short_too() -> None:
    assert len((ROOT / "make.py").read_text("utf-8").splitlines()) <= MODULE_LINES


def test_text_files_are_opened_with_a_named_encoding() -> None:
    """A Chinese Windows would else read and write them in code page 936."""
    bare = [f"{each.path}:{node.lineno}" for each in modules() for node in unnamed_encodings(each.tree)]
    assert not bare


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, the docstring not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def unnamed_encodings(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of ``open``, ``read_text`` and ``write_text`` that leave the encoding to the system."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = any(word.arg == "encoding" for word in node.keywords)
        match node.func:
            case ast.Attribute(attr="read_text"):
                bad = not node.args and not named
            case ast.Attribute(attr="write_text"):
                bad = len(node.args) < 2 and not named
            case ast.Name(id="open"):
                bad = not named and not _binary(node.args[1:2], node.keywords)
            case ast.Attribute(attr="open"):
                # Path.open; a module's own open (tarfile, apsw, Store) takes an object or path first, not a mode.
                bad = not named and _is_mode(node.args[:1]) and not _binary(node.args[:1], node.keywords)
            case _:
                bad = False
        if bad:
            yield node


def _is_mode(words: list[ast.expr]) -> bool:
    """Whether the first argument is a mode: else it is not ``Path.open``, or a dialog is opened."""
    return bool(words) and isinstance(words[0], ast.Constant) and str(words[0].value)[:1] in "rwax"


def _binary(words: list[ast.expr], keywords: list[ast.keyword]) -> bool:
    modes = [*words, *(word.value for word in keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in modes)


def test_the_encoding_rule_sees_what_it_should() -> None:
    bad = "open('a')\nopen('a', 'w')\np.read_text()\np.write_text('x')\np.open('w')\n"
    good = "open('a', 'rb')\nopen('a', encoding='utf-8')\np.read_text('utf-8')\np.open('wb')\n"
    good += "Store.open(path, key)\ndialog.open()\n"
    assert len(list(unnamed_encodings(ast.parse(bad)))) == 5
    assert not list(unnamed_encodings(ast.parse(good)))
