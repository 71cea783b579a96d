"""Who may import whom: what import-linter cannot hold.

The layers themselves are contracts in pyproject.toml. Here: the start module, cycles counted with lazy
imports, and the packages that outside libraries are kept in.
"""

from __future__ import annotations

import ast
import re
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.source import ROOT, Module, imports, modules

USED_IN = {
    "msgspec": {"forms", "client"},
    "highspy": {"forms"},
    "pypinyin": {"forms"},
    "numpy": {"forms", "client.workbook", "client.store"},
    "apsw": {"client.store"},
    "cryptography": {"client.protocol", "client.keys", "client.practice", "client.publishing"},
    "joserfc": {"client.protocol", "client.keys", "client.practice"},
    "keyring": {"client.keys"},
    "httpx": {"client.net"},
    "truststore": {"client.net"},
    "tuf": {"client.net", "client.publishing"},
    "securesystemslib": {"client.net", "client.practice", "client.publishing"},
    "python_calamine": {"client.workbook"},
    "openpyxl": {"client.workbook"},
    "rapidfuzz": {"client.workbook"},
    "starlette": {"client.practice"},
    "uvicorn": {"client.practice"},
    "psycopg": {"client.practice"},
    "typer": {"client.cli", "client.tour"},
    "click": {"client.cli", "client.tour"},
    "rich": {"client.cli", "client.tour"},
    "PySide6": {"client.ui", "client.printing"},
    "shiboken6": {"client.ui"},
    "pyqtgraph": {"client.ui"},
    "segno": {"client.ui", "client.printing"},
    "platformdirs": {"client.base"},
}
"""Outside library → packages it may be used in (``client`` alone: any package of it)."""

START = {"client.ui", "client.cli", "client.tour"}
OURS = ("forms", "client", "main")


def test_no_test_imports_from_another() -> None:
    """What several tests want stands in a module of its own, or in their conftest."""
    named = re.compile(r"^\s*from ((?:\w+\.)*test_\w+) import", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for name in named.findall(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_cycles_counting_lazy_and_type_checking_imports() -> None:
    known = frozenset(module.name for module in modules())
    graph = {module.name: _ours(module, known) - {module.name} for module in modules()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail("import cycle: " + " → ".join(reversed(error.args[1])))


def _ours(module: Module, known: frozenset[str]) -> set[str]:
    """Modules of ours it imports; a package it sits in counts only when named on purpose."""
    return {name for name, _ in imports(module, known) if name in known}


def test_outside_libraries_stay_in_their_packages() -> None:
    """One that has none is added to USED_IN with a reason in DECISIONS.md."""
    astray = []
    for module in modules():
        packages = {module.package, module.package.partition(".")[0]}
        for name, node in imports(module):
            library = name.partition(".")[0]
            if library in OURS or library in sys.stdlib_module_names or packages & USED_IN.get(library, set()):
                continue
            astray.append(f"{module.path}:{node.lineno} {library} belongs in {sorted(USED_IN.get(library, ()))}")
    assert not astray, "\n".join(astray)


def test_only_the_store_knows_sqlite_and_only_practice_the_plain_one() -> None:
    users = {module.package for module in modules() for name, _ in imports(module) if name == "sqlite3"}
    assert users <= {"client.practice"}


def test_forms_does_no_io_but_its_own_folder() -> None:
    forbidden = {
        "socket",
        "ssl",
        "http",
        "urllib",
        "sqlite3",
        "subprocess",
        "multiprocessing",
        "threading",
        "asyncio",
        "client",
    }
    for module in modules():
        if module.package == "forms":
            used = {name.partition(".")[0] for name, _ in imports(module)} & forbidden
            assert not used, f"{module.name} imports {sorted(used)}"


def test_main_imports_each_front_end_inside_its_branch() -> None:
    main = next((module for module in modules() if module.name == "main"), None)
    assert main, "main.py is missing"
    top = {name for node in main.tree.body for name in _names(node)}
    assert not {name for name in top if name.partition(".")[0] in OURS}, (
        "main.py imports ours before it knows what to start"
    )
    known = frozenset(START)
    ours = {name for name, _ in imports(main, known) if name.partition(".")[0] in OURS}
    strangers = {name for name in ours if not any(name == room or name.startswith(room + ".") for room in START)}
    assert not strangers, f"main.py imports {sorted(strangers)}"
    outside = {
        name for name, _ in imports(main) if name.partition(".")[0] not in {*sys.stdlib_module_names, *OURS}
    }
    assert not outside, f"main.py imports {sorted(outside)}"


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


FROM = re.compile(r"^ *from ((?:client|forms|tests|installer)[\w.]*) import (\([^)]*\)|[^\n(]+)", re.MULTILINE)
ASIDE = re.compile(r"\bas \w+|#.*")


def test_what_tests_import_is_there() -> None:
    """The type checker does not read them, and what cannot be collected would fail long after the change."""
    lost = {
        f"{path.relative_to(ROOT).as_posix()}: {source}.{name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for source, names in FROM.findall(path.read_text("utf-8"))
        for name in re.findall(r"\w+", ASIDE.sub("", names))
        if not is_there(source, name)
    }
    assert not lost


def is_there(source: str, name: str) -> bool:
    """Whether a module has a name, as far as its text says, or a package a module."""
    place = ROOT / source.replace(".", "/")
    if (place / name).is_dir() or (place / f"{name}.py").exists():
        return True
    module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return module.exists() and re.search(rf"\b{name}\b", module.read_text("utf-8")) is not None
