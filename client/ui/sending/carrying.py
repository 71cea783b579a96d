"""没有网络时: what has no receipt yet leaves in a file, and the answer to it comes back in one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from client.ui.parts.asking import ask_where, ask_which
from client.ui.parts.basics import button, column, label, row, set_shown
from client.ui.theme.theme import Theme
from forms.words import Count


class CarryPart(QFrame):
    """``out`` and ``back`` carry the Path of the file to be written, and of the answer.

    Shown while something waits.
    """

    out = Signal(object)
    back = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._words = label(theme, role="soft", wrap=True)
        self._words.setObjectName("carryWords")
        self._out = button(self.tr("写出离线报送文件…"), self._ask_out, name="carryOut")
        self._back = button(self.tr("导入答复…"), self._ask_back, name="carryBack")
        title = label(theme, self.tr("没有网络时"), bold=True)
        inside = column(theme, title, self._words, row(theme, self._out, self._back, None, gap=0.6), gap=0.5)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.8))
        self.setLayout(inside)
        self.hide()

    def show_waiting(self, count: int, *, busy: bool) -> None:
        """How many returns of the enterprise, of whatever period, have no receipt yet."""
        told = self.tr(
            "本单位有 {} 张报表还没有回执。写成一个离线报送文件，拿到任何一台能上网的电脑上传；把上传后得到的"
            "答复文件带回来，拖进窗口或点“导入答复”，回执就到这里。文件是密封的，别人打不开；两条路都走也不会重复报送。"
        )
        self._words.setText(told.format(Count(count)))
        self.pause(busy=busy)
        set_shown(self, count > 0)

    def pause(self, *, busy: bool = True) -> None:
        """Nothing can be pressed while something is under way."""
        self._out.setEnabled(not busy)
        self._back.setEnabled(not busy)

    def _ask_out(self) -> None:
        ask_where(
            self,
            self.tr("写出离线报送文件"),
            self._chosen_out,
            name="carryOutDialog",
            kinds=self.tr("离线报送文件 (*.jbsub)"),
            suggested=self.tr("离线报送") + ".jbsub",
        )

    def _chosen_out(self, path: str) -> None:
        self.out.emit(Path(path))

    def _ask_back(self) -> None:
        kinds = self.tr("答复文件 (*.json);;所有文件 (*)")
        ask_which(self, self.tr("导入答复"), self._chosen_back, name="carryBackDialog", kinds=kinds)

    def _chosen_back(self, path: str) -> None:
        self.back.emit(Path(path))
