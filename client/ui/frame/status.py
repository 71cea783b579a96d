"""The line at the foot: whether everything typed is on disk, and what is being done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTime, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from client.ui.ground.language import spoken
from client.ui.ground.tasks import Doing, LongWork
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Tool, button, label, row, set_shown
from client.ui.parts.eliding import Eliding
from client.ui.parts.mishaps import as_fault
from client.ui.parts.still import StillWords
from client.ui.theme.theme import SMALL, Theme
from forms.problems import CodedError
from forms.words import Count

LINGER_MS = 15_000
"""So long the word that something is done stays; that it was stopped or failed stays until the next thing."""


class Tick(QWidget):
    """A tick that comes and goes with every change: its place stays, so that no line is laid out anew for it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.done = False
        self.setFixedSize(theme.space(0.9), theme.space(0.9))
        theme.changed.connect(self.update)

    def show_done(self, *, done: bool) -> None:
        """Show the tick, or nothing."""
        if done != self.done:
            self.done = done
            self.update()

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.done:
            with QPainter(self) as painter:
                painter.drawPixmap(0, 0, self._theme.icons.pixmap("check", "good", 0.9))


class StatusLine(QWidget):
    """已保存 is said only after the store's commit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Tick(theme)
        self.saved = label(theme, role="soft", scale=SMALL)
        self.saved.setObjectName("saved")
        self._doing = Eliding(least=12)
        self._doing.setProperty("role", "soft")
        self._doing.setFont(theme.font(SMALL))
        self._warning = label(theme, scale=SMALL)
        self._warning.setObjectName("slowDisk")
        self._warning.setProperty("tone", "query")
        set_shown(self._warning, False)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(theme.space(6))
        self._bar.setTextVisible(False)
        self._works: list[LongWork] = []
        self._reminder = ""
        self._lingering = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._lingering.timeout.connect(self._fade)
        self._stop = Tool(theme, "close", self.tr("停止正在做的事"), self._stop_work, name="stopWork")
        self._stop.setProperty("low", "true")
        self._stop.setIconSize(QSize(theme.space(0.8), theme.space(0.8)))
        set_shown(self._stop, False)
        self.sums = label(theme, scale=0.94)
        self.sums.setObjectName("sums")
        self.sums.setContentsMargins(0, 0, theme.space(0.8), 0)
        self.news = button("", role="link", name="news")
        self.news.setFont(theme.font(SMALL))
        set_shown(self.news, False)
        saved = StillWords(self.saved, self.tr("已保存 {}").format("00:00:00"))
        saved.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # the rest gives way
        self._stop.setFixedHeight(self.saved.sizeHint().height())  # a higher line would make the page above jump
        inside = row(
            theme,
            self._mark,
            saved,
            self._warning,
            None,
            self.sums,
            self.news,
            self._doing,
            self._bar,
            self._stop,
            gap=0.35,
        )
        before = theme.margin - self._mark.width() - inside.spacing()  # the words stand at the margin
        inside.setContentsMargins(before, theme.space(0.22), theme.margin, theme.space(0.22))
        self.setLayout(inside)
        self.doing("")
        self.saved.setText(self.tr("改动会自动保存"))

    def show_pending(self, pending: int) -> None:
        """Tell how many changes are not yet on disk; a negative number were refused and are tried again."""
        if pending:
            refused = self.tr("{} 处改动还没有保存，正在重试…").format(Count(-pending))
            self.saved.setText(self.tr("正在保存…") if pending > 0 else refused)
            self._mark.show_done(done=False)
            return
        self.saved.setText(self.tr("已保存 {}").format(QTime.currentTime().toString("HH:mm:ss")))
        self._mark.show_done(done=True)

    def watch(self, work: LongWork) -> None:
        """Show how far long work is, until it ends; the newest of several."""
        self._works.append(work)
        work.told.connect(self._told)
        work.ended.connect(self._ended)
        self._stop.setEnabled(True)
        set_shown(self._stop, True)
        self.doing(self.tr("正在{}…").format(work.title))

    def _told(self, doing: Doing) -> None:
        work = self._works[-1] if self._works else None
        if work is None or self.sender() is not work:
            return
        count = f"{doing.at} / {doing.of}" if doing.of else ""
        parts = [self.tr("正在{}").format(work.title), count, doing.text]
        self.doing("　".join(part for part in parts if part))
        if doing.of:
            self._bar.setRange(0, doing.of)
            self._bar.setValue(doing.at)

    def _ended(self, how: str) -> None:
        work = self.sender()
        if not isinstance(work, LongWork) or work not in self._works:
            return
        self._works.remove(work)
        words = {
            "done": self.tr("已完成：{}"),
            "stopped": self.tr("已停止：{}"),
            "failed": self.tr("没有完成：{}"),
        }
        told = words[how].format(work.title)
        announce(self, told)
        if self._works:
            self.doing(self.tr("正在{}…").format(self._works[-1].title))
            return
        set_shown(self._stop, False)
        self.doing("")
        self._doing.setText(told)
        if how == "done":
            self._lingering.start()

    def _fade(self) -> None:
        """What was done is known by now."""
        self._doing.setText(self._reminder)

    def _stop_work(self) -> None:
        if self._works:
            self._stop.setEnabled(False)
            self.doing(self.tr("正在停止{}…").format(self._works[-1].title))
            self._works[-1].stop.ask()

    def show_sums(self, text: str) -> None:
        """What the selected figures come to, where a spreadsheet says it."""
        if self.sums.text() != text:
            self.sums.setText(text)

    def show_news(self, text: str, go: Callable[[], None]) -> None:
        """One quiet line about something new; ``go`` leads to where there is more of it. Blank takes it away."""
        if not self.news.text():
            self.news.clicked.connect(go)
        self.news.setText(text)
        set_shown(self.news, bool(text))

    def warn(self, error: CodedError | None) -> None:
        """What is worth knowing of how saving goes stays beside 已保存; the whole of it in the tip."""
        set_shown(self._warning, error is not None)
        if error is not None:
            self._warning.setText(error.what(spoken()))
            self._warning.setToolTip(said(error))

    def remind(self, text: str, *, aloud: bool = True) -> None:
        """Say something that stays where there is nothing else to say, in place of what was said so before."""
        if aloud:
            announce(self, text)
        before, self._reminder = self._reminder, text
        if self._doing.text() in ("", before):
            self._fade()

    def say(self, text: str) -> None:
        """Say what came of something by itself, in place of what was done last; it stays until the next thing.

        Blank where it is said elsewhere.
        """
        if self._works:
            self.remind(text)
            return
        if text:
            announce(self, text)
        self._lingering.stop()
        self._doing.setText(text or self._reminder)

    def mention(self, text: str) -> None:
        """Say something for a while, where nothing is going on."""
        announce(self, text)
        if not self._works:
            self._doing.setText(text)
            self._lingering.start()

    def says(self, text: str) -> bool:
        """Whether that is what it says."""
        return self._doing.text() == text

    def doing(self, text: str) -> None:
        """Say what is going on in the background; blank when nothing is."""
        self._lingering.stop()
        self._doing.setText(text)
        set_shown(self._bar, bool(text))
        if not text:
            self._bar.setRange(0, 1)
        else:
            self._bar.setRange(0, 0)
