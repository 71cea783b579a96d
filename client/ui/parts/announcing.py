"""Saying aloud, through the screen reader, what is only seen by those who can see."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say ``text`` when it has finished what it is saying; without one nothing happens."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 150 roles and events: not at the start

    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
