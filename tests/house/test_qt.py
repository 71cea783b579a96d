"""The window toolkit itself: PySide6 6.12.0 corrupted None after some 7,000 calls on Python 3.11."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

SMOKE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
print(label.text())
"""


def test_twenty_thousand_void_calls_leave_the_interpreter_whole() -> None:
    done = subprocess.run([sys.executable, "-c", SMOKE], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr


def test_the_broken_release_is_not_installed() -> None:
    assert version("PySide6-Essentials").startswith("6.11.")
