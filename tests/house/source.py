"""The program's own source as trees: what the house tests read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("forms", "client")


@dataclass(frozen=True)
class Module:
    """One source file: dotted name, path, text and tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def package(self) -> str:
        """The package with layers of its own that it is in: ``forms``, ``client.store`` …"""
        parts = self.name.split(".")
        return ".".join(parts[:2]) if parts[0] == "client" else parts[0]

    def __repr__(self) -> str:
        return self.name


@cache
def modules() -> tuple[Module, ...]:
    """Every module of ``forms`` and ``client``, and ``main``."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    main = ROOT / "main.py"
    return tuple(_read(path) for path in [*paths, *([main] if main.exists() else [])])


def _read(path: Path) -> Module:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    text = path.read_text("utf-8")
    return Module(".".join(parts), path, text, ast.parse(text, str(path)))


def imports(module: Module, known: frozenset[str] = frozenset()) -> Iterator[tuple[str, ast.stmt]]:
    """Absolute names a module imports anywhere, also inside functions and under TYPE_CHECKING.

    ``from a import b`` gives ``a.b`` when that is one of the ``known`` modules, else ``a``.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield (full if full in known else base), node


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    keep = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal that is not a docstring or another bare expression."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value
