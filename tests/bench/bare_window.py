"""The yardsticks of start-up: a process that shows one PySide6 window and ends, ``bare_window.py [labels]``.

The empty one ends at the first turn of its event loop, before it is painted. With ``labels`` it has two of
Chinese, one of them bold, as every Chinese program has, and ends when they are painted.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QVBoxLayout, QWidget


class Last(QLabel):
    """Ends the program once it is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
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
    rows.addWidget(Last("企业统计报表，本月十五日前报送"))
    return page


application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
with_labels = sys.argv[1:] == ["labels"]
if with_labels:
    window.setCentralWidget(labelled())
window.show()
if not with_labels:
    QTimer.singleShot(0, application.quit)
sys.exit(application.exec())
