"""Show a folder in the desktop's own program for files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(folder: Path) -> None:
    """Show what was written where it lies."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
