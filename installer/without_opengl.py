"""Runs before ``main.py`` in the packed program: pyqtgraph imports Qt's OpenGL, which our charts never draw with.

9 MB that are not packed; modules with the one name it derives from stand in for them.
"""

import sys
import types


class QOpenGLWidget:
    """No widget is one of these."""


for name in ("QtOpenGL", "QtOpenGLWidgets"):
    module = types.ModuleType(f"PySide6.{name}")
    module.QOpenGLWidget = QOpenGLWidget
    sys.modules[module.__name__] = module
