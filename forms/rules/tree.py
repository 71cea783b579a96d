"""The parts of an expression. Chains are flat, so that the depth of a tree is the depth of its brackets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import msgspec

Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
AGGREGATES = frozenset({"sum", "count", "unique", "largest", "smallest", "mean", "median", "every", "any"})
SHIFTS = frozenset({"previous", "last_year", "year_end"})


class Node(msgspec.Struct, frozen=True, eq=False):
    """``at`` is the offset of the part in its expression."""

    at: int


class Number(Node, frozen=True, eq=False):
    """A figure as written; ``percent``: with the sign, already divided by 100."""

    value: Decimal
    percent: bool = False


class Text(Node, frozen=True, eq=False):
    """A text in quotes."""

    value: str


class Truth(Node, frozen=True, eq=False):
    """``true`` or ``false``."""

    value: bool


class Word(Node, frozen=True, eq=False):
    """A lower-case name: ``period``, ``months``, ``it``, a constant or a code list."""

    name: str
    part: str = ""
    column: str = ""


class Ref(Node, frozen=True, eq=False):
    """A capital name: an indicator, a form or table to be counted, or a constant."""

    code: str
    part: str = ""
    column: str = ""

    @property
    def field(self) -> str:
        """As an address within a record: ``JY001@ly``, ``JB022.valid``."""
        return self.code + (f".{self.part}" if self.part else "") + (f"@{self.column}" if self.column else "")

    @property
    def line(self) -> str:
        """The field without its part: ``JY001@ly``, ``JB022``."""
        return f"{self.code}@{self.column}" if self.column else self.code


class Sum(Node, frozen=True, eq=False):
    """``a + b - c``: terms with their signs."""

    terms: tuple[tuple[Literal["+", "-"], Node], ...]


class Product(Node, frozen=True, eq=False):
    """``a * b / c``: factors with their operators; the first is ``*``."""

    factors: tuple[tuple[Literal["*", "/"], Node], ...]


class Negative(Node, frozen=True, eq=False):
    """Minus a value."""

    value: Node


class Not(Node, frozen=True, eq=False):
    """The contrary of a condition."""

    value: Node


class Compare(Node, frozen=True, eq=False):
    """``left op right``."""

    op: Comparison
    left: Node
    right: Node


class Between(Node, frozen=True, eq=False):
    """``low`` and ``high`` included; ``negated``: outside of them."""

    value: Node
    low: Node
    high: Node
    negated: bool = False


class Member(Node, frozen=True, eq=False):
    """``x in {…}`` (``items``) or ``x in name`` (``collection``)."""

    value: Node
    items: tuple[Node, ...] = ()
    collection: Word | Ref | None = None
    negated: bool = False


class Junction(Node, frozen=True, eq=False):
    """All of some conditions, or any."""

    kind: Literal["and", "or"]
    items: tuple[Node, ...]


class If(Node, frozen=True, eq=False):
    """``if a then b`` says that b holds wherever a does; with ``else`` it chooses a value."""

    condition: Node
    then: Node
    otherwise: Node | None = None


class Call(Node, frozen=True, eq=False):
    """A function of the language with its arguments."""

    name: str
    args: tuple[Node, ...]


class Aggregate(Node, frozen=True, eq=False):
    """``sum(x where y)`` over the rows of a form or child table."""

    name: str
    args: tuple[Node, ...]
    where: Node | None = None


@lru_cache(maxsize=16_384)  # trees never change, and every finding walks them several times
def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order they are written."""
    return tuple(_nodes(tuple(getattr(node, field) for field in node.__struct_fields__)))


def walk(node: Node) -> Iterator[Node]:
    """The node and all its parts, outermost first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def substitute(node: Node, name: str, code: str) -> Node:
    """The tree with the word ``name`` replaced by a reference to ``code``."""
    if isinstance(node, Word):
        return Ref(node.at, code, node.part, node.column) if node.name == name else node
    fields = {field: _replaced(getattr(node, field), name, code) for field in node.__struct_fields__}
    return type(node)(**fields)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def _replaced(value: object, name: str, code: str) -> Any:
    if isinstance(value, Node):
        return substitute(value, name, code)
    if isinstance(value, tuple):
        return tuple(_replaced(item, name, code) for item in value)
    return value
