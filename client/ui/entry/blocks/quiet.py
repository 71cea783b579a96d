"""What is copied can be pasted, and is kept nowhere else: not in Windows' clipboard history, not in its cloud."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_WINDOWS_FORMAT = 'application/x-qt-windows-mime;value="{}"'
_NO = bytes(4)
QUIET = {
    _WINDOWS_FORMAT.format("ExcludeClipboardContentFromMonitorProcessing"): b"\1",
    _WINDOWS_FORMAT.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS_FORMAT.format("CanUploadToCloudClipboard"): _NO,
}
"""Formats by which Windows is asked; their names and values are Microsoft's."""


def put(data: QMimeData) -> None:
    """Put figures on the clipboard."""
    for name, value in QUIET.items():
        data.setData(name, value)
    QGuiApplication.clipboard().setMimeData(data)


def put_text(text: str) -> None:
    """Put a piece of text on the clipboard."""
    data = QMimeData()
    data.setText(text)
    put(data)
