"""The smallest weighted set of cells as a mixed-integer programme (HiGHS).

Each cell has a new value and a switch that lets it differ from the old one; each condition that is a choice has a
switch per system. Figures are scaled by the largest; what comes out is held against the exact inequalities.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from forms.locating.linear import Alternatives, Linear

_ROOM = 20.0
"""How far a value may move, in multiples of the largest figure."""
_FEASIBLE, _CHANGED = 1e-9, 0.5


class Solution(msgspec.Struct, frozen=True):
    """Cells to change with values that meet every condition."""

    values: dict[str, float]
    weight: float


class Programme:
    """``values`` of the cells as they are (0 for a blank), ``weights``, and what must hold."""

    def __init__(
        self,
        values: Mapping[str, Decimal],
        weights: Mapping[str, float],
        conditions: Sequence[Alternatives],
    ) -> None:
        import highspy

        self._cells = list(values)
        self._scale = float(max((abs(value) for value in values.values()), default=Decimal(1)) or 1)
        self._old = {cell: float(value) / self._scale for cell, value in values.items()}
        self._weights = weights
        self._model: Any = _quiet()
        self._inf = highspy.kHighsInf
        self._statuses = highspy.HighsModelStatus
        self._integer = highspy.HighsVarType.kInteger
        self._model.setOptionValue("output_flag", False)
        for option in ("primal_feasibility_tolerance", "mip_feasibility_tolerance"):
            self._model.setOptionValue(option, _FEASIBLE)
        self._model.setOptionValue("threads", 1)
        self._build(conditions)

    def solve(self, seconds: float) -> Solution | None:
        """The lightest set; None when there is none or time ran out before one was found."""
        self._model.setOptionValue("time_limit", max(seconds, 0.001))
        self._model.run()
        if self._model.getModelStatus() != self._statuses.kOptimal:
            return None
        found = list(self._model.getSolution().col_value)
        chosen = {
            cell: found[i] * self._scale
            for i, cell in enumerate(self._cells)
            if found[len(self._cells) + i] > _CHANGED
        }
        return Solution(chosen, sum(self._weights[cell] for cell in chosen))

    def exclude(self, cells: Iterable[str]) -> None:
        """Ask for another set next time: one that does not hold all of these cells."""
        switches = [self._switch(cell) for cell in cells]
        self._row(-self._inf, len(switches) - 1.0, dict.fromkeys(switches, 1.0))

    def _build(self, conditions: Sequence[Alternatives]) -> None:
        room = _ROOM * max((1.0, *(abs(value) for value in self._old.values())))
        for cell in self._cells:
            self._model.addVar(self._old[cell] - room, self._old[cell] + room)
        for cell in self._cells:
            self._binary(self._weights[cell])
        for i, cell in enumerate(self._cells):
            old, switch = self._old[cell], self._switch(cell)
            self._row(-self._inf, old, {i: 1.0, switch: -room})
            self._row(-self._inf, -old, {i: -1.0, switch: -room})
        for condition in conditions:
            self._condition(condition, room)

    def _condition(self, condition: Alternatives, room: float) -> None:
        if len(condition) == 1:
            for inequality in condition[0]:
                self._inequality(inequality)
            return
        choices = []
        for system in condition:
            choice = self._binary(0.0)
            choices.append(choice)
            for inequality in system:
                self._inequality(inequality, choice, room)
        self._row(1.0, self._inf, dict.fromkeys(choices, 1.0))

    def _inequality(self, inequality: Linear, choice: int | None = None, room: float = 0.0) -> None:
        """``inequality <= 0``, or only where the switch ``choice`` is on."""
        places = {cell: i for i, cell in enumerate(self._cells)}
        parts = {places[cell]: float(k) for cell, k in inequality.parts.items()}
        most = -float(inequality.constant) / self._scale
        size = max((abs(k) for k in parts.values()), default=1.0)  # a coefficient of 1000 is one of 1
        parts, most = {i: k / size for i, k in parts.items()}, most / size
        if choice is not None:
            reach = sum(abs(k) for k in parts.values()) * (room + 1) + abs(most)
            parts[choice] = reach
            most += reach
        self._row(-self._inf, most, parts)

    def _switch(self, cell: str) -> int:
        return len(self._cells) + self._cells.index(cell)

    def _binary(self, cost: float) -> int:
        number = int(self._model.getNumCol())
        self._model.addVar(0.0, 1.0)
        self._model.changeColIntegrality(number, self._integer)
        self._model.changeColCost(number, cost)
        return number

    def _row(self, low: float, high: float, parts: Mapping[int, float]) -> None:
        self._model.addRow(low, high, len(parts), list(parts), list(parts.values()))


def load() -> None:
    """Load the library, which takes a moment once per process."""
    importlib.import_module("highspy")


def _quiet() -> Any:
    """A solver that says nothing: the library prints a banner when it sets up callbacks, which are not needed."""
    import highspy

    class Quiet(highspy.Highs):
        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()

    return Quiet()
