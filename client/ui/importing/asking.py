"""Asking for one workbook in a file dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from client.ui.parts.asking import ask_which


def ask_for_book(parent: QWidget, chosen: Callable[[str], None]) -> None:
    """Open the dialog over ``parent``; ``chosen`` is called with the path, unless the person leaves it."""
    translate = QCoreApplication.translate
    books = translate("Conductor", "工作簿 (*.xlsx *.xls *.xlsm *.xlsb *.et *.ods *.csv)")
    kinds = f"{books};;{translate('Conductor', '所有文件 (*)')}"
    ask_which(parent, translate("Conductor", "选择工作簿"), chosen, name="bookDialog", kinds=kinds)
