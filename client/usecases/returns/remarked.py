"""What the bureau remarked on a return that it sent back, and whether that has been attended to since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import structs

from forms.explanations import given
from forms.findings import Finding
from forms.returns import Cell, Explanation, Return


@dataclass(frozen=True)
class Remarked:
    """One remark of a decision that stands, as far as it speaks of this return. It never blocks filing."""

    finding: Finding
    """The remark as a query of the bureau's: its words, its cells in this return before those in others."""
    filed: Mapping[str, Cell | None]
    """What stood in its cells of this return when that was filed which was sent back."""
    said: Explanation | None
    """What had been said of it by then."""

    def answered(self, target: Return) -> bool:
        """Whether one of its cells holds something else since, or words were given that were not filed."""
        told = given(self.finding, target)
        if told is not None and told != self.said:
            return True
        return any(_held(target.cells.get(address)) != _held(was) for address, was in self.filed.items())

    def now(self, target: Return) -> Finding:
        """The finding with what its cells hold now: words given for it expire when they hold something else."""
        here = (target.form, str(target.period))
        return structs.replace(
            self.finding,
            cells=tuple(
                structs.replace(ref, text=cell.text)
                if (ref.form, ref.period) == here and (cell := target.cells.get(ref.address)) is not None
                else ref
                for ref in self.finding.cells
            ),
        )


def _held(cell: Cell | None) -> object:
    """What a cell means, however it is written."""
    if cell is None or cell.value is None:
        return cell and (cell.text, cell.na)
    return cell.value
