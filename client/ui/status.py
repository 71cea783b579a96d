"""The line at the foot: whether everything typed is on disk, and what is being done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QProgressBar, QWidget

from client.ui.parts.basics import Picture, label, row, set_shown
from client.ui.theme.theme import Theme


class StatusLine(QWidget):
    """已保存 is said only after the store's commit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Picture(theme, "check", "good", 0.9)
        self._mark.hide()
        self.saved = label(theme, role="soft", scale=0.94)
        self.saved.setObjectName("saved")
        self._doing = label(theme, role="soft", scale=0.94)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(theme.space(6))
        self._bar.setTextVisible(False)
        inside = row(theme, self._mark, self.saved, None, self._doing, self._bar, gap=0.35)
        inside.setContentsMargins(theme.space(1), theme.space(0.22), theme.space(1), theme.space(0.22))
        self.setLayout(inside)
        self.doing("")
        self.saved.setText(self.tr("改动会自动保存"))

    def show_pending(self, pending: int) -> None:
        """Tell how many changes are not yet on disk; a negative number were refused and are tried again."""
        if pending:
            refused = self.tr("{} 处改动还没有保存，正在重试…").format(-pending)
            self.saved.setText(self.tr("正在保存…") if pending > 0 else refused)
            set_shown(self._mark, False)
            return
        self.saved.setText(self.tr("已保存 {}").format(QTime.currentTime().toString("HH:mm:ss")))
        set_shown(self._mark, True)

    def doing(self, text: str) -> None:
        """Say what is going on in the background; blank when nothing is."""
        self._doing.setText(text)
        set_shown(self._bar, bool(text))
        if not text:
            self._bar.setRange(0, 1)
        else:
            self._bar.setRange(0, 0)
