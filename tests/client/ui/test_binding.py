"""PySide without what it needs for error texts alone says the same when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MISTAKES = """
import warnings
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

warnings.simplefilter("error")
for mistake in (
    lambda: QObject(3),
    lambda: QTimer().start("soon"),
    lambda: QColor(1, 2, 3, 4, 5, 6),
    lambda: QPoint().setX(x=3),
    lambda: QWidget.__init__(3),
    lambda: QObject(nix=3),
    lambda: Qt.KeyboardModifier.AltModifier + Qt.KeyboardModifier.ShiftModifier,
):
    try:
        mistake()
    except (TypeError, AttributeError, ValueError, UserWarning) as error:
        print(type(error).__name__, error)
from PySide6.support import signature
import PySide6.support.signature.parser as parser
print(signature.get_signature(QTimer.start), parser.pyside_type_init.__name__, QObject.__doc__)
"""
LATE = "from client.ui.ground.binding import load; load()\n"


def said(script: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def test_mistakes_are_worded_as_ever() -> None:
    worded = said(MISTAKES)
    assert worded.count("Error ") == 5
    assert said(LATE + MISTAKES) == worded


def test_what_words_mistakes_is_loaded_when_there_is_one() -> None:
    generator = "'shibokensupport.signature.lib.pyi_generator' in sys.modules"
    parser = "'shibokensupport.signature.parser' in sys.modules"
    filled = "'namespace' in vars(sys.modules['shibokensupport.signature.mapping'])"
    script = f"""{LATE}
import sys
from PySide6.QtWidgets import QWidget
print({generator}, {parser}, {filled})
try:
    QWidget(3)
except TypeError:
    print({generator}, {parser}, {filled})
"""
    assert said(script).split() == ["False", "False", "False", "False", "True", "True"]


def test_imports_are_no_longer_looked_through() -> None:
    script = f"""{LATE}
import builtins, linecache
from PySide6 import QtWidgets
import calendar
print(builtins.__import__.__name__, calendar.__file__ in linecache.cache)
"""
    assert said(script).split() == ["__lazy_import__", "False"]
