"""Asking where a file is to be written, or which is to be read, without stopping anything meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog


def ask_where(
    parent: QWidget,
    title: str,
    then: Callable[[str], None],
    *,
    name: str,
    kinds: str = "",
    suggested: str = "",
    ending: str = "",
    folder: str = "",
) -> QFileDialog:
    """Open a dialog that is known as ``name``; ``then``, a bound method of a QObject, is called with the path.

    ``kinds`` are what Qt calls name filters; a name typed without an ending gets ``ending``, or the suggestion's.
    """
    from PySide6.QtWidgets import QFileDialog  # six enumerations that no first desk needs

    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName(name)
    begin_in_documents(dialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending or PurePath(suggested).suffix.removeprefix("."))
    if suggested:
        dialog.selectFile(suggested)
    return _opened(dialog, kinds, then)


def ask_which(
    parent: QWidget, title: str, then: Callable[[str], None], *, name: str, kinds: str = ""
) -> QFileDialog:
    """``ask_where`` for one file that is there already; several ``kinds`` are divided by ``;;``."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    begin_in_documents(dialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _opened(dialog, kinds, then)


def ask_which_folder(parent: QWidget, title: str, then: Callable[[str], None], *, name: str) -> QFileDialog:
    """``ask_where`` for a folder."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    begin_in_documents(dialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _opened(dialog, "", then)


def begin_in_documents(dialog: QFileDialog) -> None:
    """Qt begins where the program runs, which is no place for a person's files, until one was chosen elsewhere."""
    from PySide6.QtCore import QDir, QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    if dialog.directory() == QDir.current():
        dialog.setDirectory(documents if QDir(documents).exists() else QDir.homePath())


def _opened(dialog: QFileDialog, kinds: str, then: Callable[[str], None]) -> QFileDialog:
    if kinds:
        dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
