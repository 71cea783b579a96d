"""How far a filing is, and the button that ends it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from client.sync.results import Progress
from client.ui.ground.tasks import LongWork
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.parts.basics import button, column, label, row, set_shown
from client.ui.theme.theme import Theme

DOING: Terms[str] = Terms(
    "UnderWay",
    {
        "promised": QT_TRANSLATE_NOOP("UnderWay", "{} 已向报送平台作出承诺，限时送达即为按时"),
        "uploading": QT_TRANSLATE_NOOP("UnderWay", "正在上传 {} 的附件"),
        "putting": QT_TRANSLATE_NOOP("UnderWay", "正在送出 {}"),
        "asking": QT_TRANSLATE_NOOP("UnderWay", "正在核对 {}"),
        "received": QT_TRANSLATE_NOOP("UnderWay", "{} 已送达，回执已验证"),
        "decided": QT_TRANSLATE_NOOP("UnderWay", "{} 已有受理结果"),
        "waiting": QT_TRANSLATE_NOOP("UnderWay", "{} 已送达，等待受理"),
        "trouble": QT_TRANSLATE_NOOP("UnderWay", "{} 暂时送不出去"),
    },
)
"""What happens to a return while it is filed."""


class UnderWay(QWidget):
    """Hidden while nothing is. ``stopping`` when the person asked for the end, once for each filing."""

    stopping = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._work: LongWork | None = None
        self.had_keyboard = False
        """Whether the keyboard was at its button when the last thing ended."""
        self._names: dict[str, str] = {}
        self._doing = label(theme, role="soft")
        self._doing.setObjectName("sendProgress")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.halt = button(self.tr("停止"), self._stop, name="stopSending")
        whole = column(theme, row(theme, self._doing, None, self.halt), self._bar, gap=0.35)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        set_shown(self, False)

    @property
    def stopped(self) -> bool:
        """Whether the end of what is under way was asked for."""
        return self._work is not None and self._work.stop.asked

    def begin(self, text: str, names: dict[str, str]) -> None:
        """Something is begun; ``names`` are the forms' names by return."""
        self._work, self._names = None, names
        self._doing.setText(text)
        set_shown(self.halt, False)
        set_shown(self, True)

    def follow(self, work: LongWork) -> None:
        """What was begun can be ended."""
        self._work = work
        self.halt.setEnabled(True)
        set_shown(self.halt, True)

    def end(self) -> None:
        """Hide the progress: the work is over."""
        self.had_keyboard = self.halt.hasFocus() or self.stopped
        self._work = None
        set_shown(self, False)

    def tell(self, progress: Progress) -> None:
        """One thing that happened to one return."""
        if self.stopped:
            return
        name = self._names.get(progress.return_key, progress.return_key)
        self._doing.setText(DOING[progress.doing].format(name))

    def _stop(self) -> None:
        if self._work is not None and not self.stopped:
            self.halt.setEnabled(False)
            self._work.stop.ask()
            self._doing.setText(self.tr("正在停下：等手上这一个请求有答复…"))
            self.stopping.emit()
