"""The yardsticks of start-up: a process that shows one PySide6 window until it is painted, and ends.

``bare_window.py [labels] [stay]``: an empty window as large as ours, or one with two labels of Chinese, one of
them bold, as every Chinese program has. With ``stay`` it stays until it is ended.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QVBoxLayout, QWidget

OURS = 1229, 941
"""Our window on a screen of 1280 × 1024, which Xvfb has."""


class Bare(QMainWindow):
    """Ends the program once it is painted: nothing else is in it, or what is in it is painted right after it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if "stay" not in sys.argv:
            QTimer.singleShot(0, application.quit)


def labelled() -> QWidget:
    """Two lines of Chinese, the first one bold."""
    page = QWidget()
    rows = QVBoxLayout(page)
    title = QLabel("本期应报")
    font = title.font()
    font.setBold(True)
    title.setFont(font)
    rows.addWidget(title)
    rows.addWidget(QLabel("企业统计报表，本月十五日前报送"))
    return page


application = QApplication(sys.argv[:1])
window = Bare()
window.resize(*OURS)
if "labels" in sys.argv:
    window.setCentralWidget(labelled())
window.show()
sys.exit(application.exec())
