"""The headings of a grid's columns, which look the same wherever the cursor is."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QHeaderView, QTableView


class Headings(QHeaderView):
    """As a table's own, but for this: a cell chosen does not have the heading above it painted anew."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setObjectName("headings")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: ARG002, N802
        """Nothing of a heading shows what is chosen below it."""
        return QRegion()
