"""What the figures that are selected come to, as the foot of a spreadsheet says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView

from client.ui.entry.blocks.ranges import selected_places
from client.ui.entry.cells.looks import unit_shown
from client.ui.entry.cells.model import DraftModel
from client.ui.ground.words import number_word, short_unit_word
from forms.pack.model import Spec
from forms.values.units import convert
from forms.words import Count

MOST = 20_000
"""Cells that are added up at most: they take a tenth of a second, and more would be felt."""
REST_MS = 150
SEVERAL = 2


class Sums(QObject):
    """``told`` carries what is selected in ``view`` comes to, once it rests: while it grows nothing is added."""

    told = Signal(str)

    def __init__(self, view: QTableView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)

    def look(self) -> None:
        """Other cells are selected, or what is in them has changed."""
        self._rest.start()

    def forget(self) -> None:
        """Stop adding up and take the words away: the grid is no longer looked at."""
        self._rest.stop()
        self.told.emit("")

    def _tell(self) -> None:
        grid = self._view.model()
        if isinstance(grid, DraftModel) and self._view.isVisible():
            self.told.emit(sum_words(self._view, grid))


def sum_words(view: QTableView, grid: DraftModel) -> str:
    """Total, mean and number of the figures that are selected; blank for fewer than two of them.

    Figures of different units are counted, never added; shares are not added either.
    """
    figures = list(_figures(view, grid))
    if len(figures) < SEVERAL:
        return ""
    translate = QCoreApplication.translate
    counted = translate("sums", "{} 个数").format(Count(len(figures)))
    units = {spec.unit for _, spec in figures}
    if len(units) > 1:
        return translate("sums", "{}，单位不同").format(counted)
    spec = figures[0][1]
    shown = unit_shown(spec, grid.unit) if grid.unit else ""
    total = sum((value for value, _ in figures), Decimal())
    said = [
        translate("sums", "平均 {}").format(_amount(total / len(figures), spec, shown, spec.scale + 1)),
        counted,
    ]
    if spec.unit != "%":
        said.insert(0, translate("sums", "合计 {}").format(_amount(total, spec, shown)))
    return "　".join(said)


def _amount(value: Decimal, spec: Spec, shown: str, decimals: int | None = None) -> str:
    """In the unit the cells are shown in; a mean with one decimal more than they have."""
    figure = convert(value, spec.unit, shown, 0)[1] if shown else value
    if decimals is not None:
        figure = round(figure, decimals).normalize()
    return f"{number_word(figure, 0 if shown else spec.scale)} {short_unit_word(shown or spec.unit)}".strip()


def _figures(view: QTableView, grid: DraftModel) -> Iterator[tuple[Decimal, Spec]]:
    for row, column in selected_places(view, MOST):
        address = grid.address_at(row, column)
        cell = grid.draft.cell(address) if address else grid.earlier_at(row, column)
        spec = grid.spec_at(row, column) or grid.spec_at(row, 0)
        if cell is not None and spec is not None and isinstance(cell.value, Decimal) and cell.problem is None:
            yield cell.value, spec
