"""Where the program's own files lie."""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
"""The folder that holds ``resources`` and ``forms``, also in the packed program."""

RESOURCES = PROGRAM / "resources"
