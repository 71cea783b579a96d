"""pyqtgraph is loaded without what no chart needs, draws all the same, and leaves Qt as it found it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
NEEDLESS = (
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "PySide6.QtNetwork", "multiprocessing"),
    *("pydoc", "pyqtgraph.imageview", "pyqtgraph.parametertree", "pyqtgraph.exporters", "pyqtgraph.opengl"),
)
DRAWN = """
import sys
from PySide6 import QtGui, QtWidgets
application = QtWidgets.QApplication([])
from client.ui.charts import lean
pyqtgraph = lean.load()
view = pyqtgraph.PlotWidget(background="w", enableMenu=False)
view.plot([1, 2, 3], [1, 3, 2], pen=pyqtgraph.mkPen("k", width=3), symbol="o")
view.addItem(pyqtgraph.InfiniteLine(2.0, angle=0, pen="r", label="2"))
view.resize(300, 200)
picture = view.grab().toImage()
colours = {picture.pixelColor(x, y).name() for x in range(300) for y in range(200)}
print("drawn" if {"#ffffff", "#000000", "#ff0000"} <= colours else colours)
print(lean.load() is pyqtgraph)
print(*(name for name in sys.argv[1:] if name in sys.modules))
from PySide6.QtOpenGLWidgets import QOpenGLWidget
print(issubclass(QOpenGLWidget, QtWidgets.QWidget), {"QWidget", "QComboBox"} <= set(dir(QtWidgets)))
print(hasattr(QtWidgets, "QOpenGLWidget"), sys.modules["pyqtgraph.Qt.QtGui"].QColor is QtGui.QColor)
"""


def test_charts_load_and_change_nothing_beyond_what_they_draw_with() -> None:
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", DRAWN, *NEEDLESS],
        cwd=ROOT,
        env=around,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines() == ["drawn", "True", "", "True True", "False True"]
