"""What a person reads in a pane."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def said(widget: QWidget) -> str:
    """All words a person sees in a pane."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))
