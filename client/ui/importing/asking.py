"""Asking for workbooks in a file dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from client.ui.parts.asking import ask_which
from client.workbook.endings import SUFFIXES


def ask_for_book(parent: QWidget, chosen: Callable[[str], None]) -> None:
    """Open the dialog over ``parent``; ``chosen`` is called with the path, unless the person leaves it."""
    title = QCoreApplication.translate("Conductor", "选择工作簿")
    ask_which(parent, title, chosen, name="bookDialog", kinds=kinds_of_books())


def kinds_of_books() -> str:
    """What a file dialog offers: workbooks, else everything."""
    translate = QCoreApplication.translate
    endings = " ".join(f"*{each}" for each in sorted(SUFFIXES))
    books = translate("Conductor", "工作簿 ({})").format(endings)
    return books + ";;" + translate("Conductor", "所有文件 (*)")
