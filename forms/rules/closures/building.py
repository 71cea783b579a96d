"""What the builders of calls and aggregates need of the compiler, so that neither imports it."""

from __future__ import annotations

from typing import Protocol

from forms.pack.model import Missing
from forms.rules.binding import Binder
from forms.rules.results import Closure, Logic
from forms.rules.tree import Node


class Building(Protocol):
    """The compiler as seen from the parts it is built of."""

    binder: Binder
    missing: Missing
    logic: Logic
    frames: tuple[str, ...]

    def compile(self, node: Node) -> Closure: ...

    def within(self, table: str) -> Building: ...

    def raw(self) -> Building: ...
