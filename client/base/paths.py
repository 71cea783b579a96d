"""Where the program's own files and the person's data lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROGRAM = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
"""The folder that holds ``resources`` and ``forms``, also in the packed program."""

RESOURCES = PROGRAM / "resources"


def default_home() -> Path:
    """The person's data folder: ``JIBAO_HOME``, else the local (never roaming) application data folder."""
    chosen = os.environ.get("JIBAO_HOME")
    if chosen:
        return Path(chosen)
    import platformdirs  # half the start of a process that does not need it

    return Path(platformdirs.user_data_dir("Jibao", appauthor=False))
