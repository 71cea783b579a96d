"""A field to type into, as wide as what it says while it is empty, in every language and size of letters."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit


class HintedEdit(QLineEdit):
    """``name`` for the tests, ``said`` for screen readers; ``hint`` is shown while it is empty."""

    def __init__(self, name: str, hint: str, said: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said or hint)
        self.setPlaceholderText(hint)

    def sizeHint(self) -> QSize:
        wanted = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(wanted + 2 * self.fontMetrics().height(), super().sizeHint().height())
