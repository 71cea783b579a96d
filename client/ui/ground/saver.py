"""The crossing between the window's thread and the store's: what was typed goes over, 已保存 comes back."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from client.base.errors import is_ours
from client.ui.ground.tasks import Answer

RETRY_MS = 3000
"""A disk that was full or a file that was locked is tried again after this time."""


class Saver(QObject):
    """Counts changes and says 已保存 only when the last of them is on disk.

    They go to the store's thread once what they look like is painted: the two would hold each other up.
    ``state`` carries the number of changes under way; when there is none, the number the disk refused, negative.
    ``again`` asks that those be written once more.
    """

    state = Signal(int)
    trouble = Signal(object)
    again = Signal()
    _landed = Signal(object)
    _retried = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pending = 0
        self.refused = 0
        self._landed.connect(self._settle)
        self._retried.connect(self._settle_retry)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.again)
        self._telling = threading.Lock()
        self._closed = False
        self._waiting: deque[Callable[[], object]] = deque()
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self.hand_over)

    def keep(self, save: Callable[[], Future[None]]) -> None:
        """Save after the painting, in the order of the calls; it counts as under way from now on."""
        self._begin()
        self.then(lambda: self._hear(save(), self._landed.emit))

    def then(self, act: Callable[[], object]) -> None:
        """Call ``act`` once everything that waits to be saved has been handed to the store."""
        self._waiting.append(act)
        self._painted.start()

    def hand_over(self) -> None:
        """Do now what waits for the painting: whoever looks into the store next finds it there."""
        while self._waiting:
            self._waiting.popleft()()

    def close(self) -> None:
        """Hand over what waits. From here on nothing is told: this object goes, the store commits all the same."""
        self.hand_over()
        with self._telling:
            self._closed = True

    def watch(self, future: Future[None]) -> None:
        """Follow one commit; it carries with it all that was refused before."""
        self._follow(future, self._landed.emit)

    def watch_again(self, future: Future[None]) -> None:
        """Follow another try at what was refused; nobody is told a second time when it fails."""
        self._follow(future, self._retried.emit)

    def _follow(self, future: Future[None], tell: Callable[[Answer], None]) -> None:
        self._begin()
        self._hear(future, tell)

    def _begin(self) -> None:
        self.pending += 1
        self.state.emit(self.pending)

    def _hear(self, future: Future[None], tell: Callable[[Answer], None]) -> None:
        future.add_done_callback(partial(self._tell, tell))

    def _tell(self, tell: Callable[[Answer], None], done: Future[None]) -> None:
        """Called in the store's thread, which may be at it long after the window was closed."""
        with self._telling:
            if not self._closed:
                tell(Answer(error=done.exception()))

    def _settle(self, answer: Answer) -> None:
        if answer.error is None:
            self.refused = 0
        elif not is_ours(answer.error):  # else it would fail again: it is not tried, and not counted
            self.refused += 1
        if answer.error is not None:
            self.trouble.emit(answer.error)
        self._settled()

    def _settle_retry(self, answer: Answer) -> None:
        if answer.error is None:
            self.refused = 0
        self._settled()

    def _settled(self) -> None:
        self.pending -= 1
        if self.refused and not self.pending:
            self._timer.start()
        self.state.emit(self.pending or -self.refused)
