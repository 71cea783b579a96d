"""Paper as a PDF file. For a printer the window opens Qt's own dialog and hands over the printer it gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter

from client.base.errors import UserError
from client.base.reasons import reason_of
from client.base.version import VERSION
from client.base.whole_files import whole

MARGINS = QMarginsF(20, 14, 14, 12)
"""Millimetres left, top, right, bottom: the left one is bound or punched."""
RESOLUTION = 600

Paint = Callable[[QPagedPaintDevice], int]


def lay_out(device: QPagedPaintDevice, *, landscape: bool) -> None:
    """Set A4 and its margins; must be done before anything is painted."""
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    device.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, MARGINS, QPageLayout.Unit.Millimeter)
    )


def write_pdf(path: Path, title: str, paint: Paint, *, landscape: bool = False) -> int:
    """Paint into a PDF at ``path``, which appears whole or not at all; answers the number of sheets.

    Raises ``UserError('print.not-written')``, ``WorldError('file.no-room')``.
    """
    with_fonts()
    drawn, sheets = _drawn(title, paint, landscape=landscape)

    def put(part: Path) -> None:
        part.touch(mode=0o600)
        part.write_bytes(drawn)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole(path, put)
    except OSError as error:
        raise UserError("print.not-written", file=path, reason=reason_of(error)) from error
    return sheets


def _drawn(title: str, paint: Paint, *, landscape: bool) -> tuple[bytes, int]:
    """The file in memory and its sheets: a writer that writes itself says nothing of a full disk."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setResolution(RESOLUTION)
    writer.setTitle(title)
    writer.setCreator(f"Jibao {VERSION}")
    lay_out(writer, landscape=landscape)
    sheets = paint(writer)
    del writer
    return bytes(kept.data().data()), sheets


def chinese_fonts() -> list[str]:
    """The fonts of this computer that can write simplified Chinese."""
    with_fonts()
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    return [name for name in QFontDatabase.families() if chinese in QFontDatabase.writingSystems(name)]


_application: list[QCoreApplication] = []
"""Kept alive: Qt's fonts go with it."""


def with_fonts() -> None:
    """Make sure that Qt can measure text, also without a window and on a computer without a screen."""
    if QCoreApplication.instance() is None:
        if sys.platform.startswith("linux"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _application.append(QGuiApplication(["jibao"]))
