"""The window toolkit itself: what of it takes the whole process down."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

SMOKE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
print(label.text())
"""


def test_a_painter_is_ended_whatever_happens(root: Path) -> None:
    """One that is open when its widget goes ends the process; an error keeps it open while it is looked at."""
    sources = [*(root / "client").rglob("*.py"), *(root / "tests").rglob("*.py"), *(root / "docs").rglob("*.py")]
    assert sources
    bare = re.compile(r"^(?!.*\bwith ).*\bQPainter\(", re.MULTILINE)
    kept = [path.relative_to(root).as_posix() for path in sources if bare.search(path.read_text("utf-8"))]
    assert kept == ["client/printing/ink.py"], "use `with QPainter(…) as painter`"


def test_no_error_is_handed_to_qt_while_it_paints(root: Path) -> None:
    """It would end the process now and then, not show the page for faults."""
    bare = re.compile(r"(?<!@as_fault\n)    def (paint|paintEvent)\(self")
    sources = sorted((root / "client" / "ui").rglob("*.py"))
    kept = [path.relative_to(root).as_posix() for path in sources if bare.search(path.read_text("utf-8"))]
    assert not kept, "put @as_fault above paint and paintEvent"


def test_twenty_thousand_void_calls_leave_the_interpreter_whole() -> None:
    done = subprocess.run([sys.executable, "-c", SMOKE], capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr


def test_the_release_that_corrupts_none_is_not_installed() -> None:
    assert version("PySide6-Essentials").startswith("6.11.")
