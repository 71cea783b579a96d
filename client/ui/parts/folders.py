"""Show a folder in the desktop's own program for files."""

from __future__ import annotations

from pathlib import Path


def open_folder(folder: Path) -> None:
    """Show what was written where it lies."""
    from PySide6.QtCore import QUrl  # with its enumerations, which no first desk waits for
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
