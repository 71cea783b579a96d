"""Somebody who is told of something, as a page is: a bound method of a QObject."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject


class Listener(QObject):
    """Notes what it is told and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, bool]] = []

    def hear(self, what: object) -> None:
        self.heard.append((what, threading.current_thread() is threading.main_thread()))
