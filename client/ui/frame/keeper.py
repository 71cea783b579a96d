"""Sees to it that what was typed is kept: whatever the disk does, and before the window goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCloseEvent

from client.ui.frame.safekeeping import Safekeeping
from client.ui.frame.shell import Shell
from client.ui.frame.trouble import Trouble
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import said
from forms.problems import CodedError

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.usecases.home.session import Session


class Keeper(QObject):
    """``session`` answers the open home, if there is one; ``commit`` finishes what is being typed."""

    def __init__(
        self,
        shell: Shell,
        tasks: Tasks,
        saver: Saver,
        trouble: Trouble,
        session: Callable[[], Session | None],
        commit: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._tasks = tasks
        self._saver = saver
        self._trouble = trouble
        self._session = session
        self._commit = commit
        self._leaving = False
        self._warned = False
        self._waits = ""
        """What was said that leaving waits for."""
        self._state = 0
        self._refusal = ""
        """What was said when the disk last refused something that is not written yet."""
        self._later = QTimer(self, singleShot=True)
        """The line at the foot follows once what was typed is painted, once for several commits."""
        self._later.timeout.connect(self._tell_state)
        self.safekeeping = Safekeeping(self, tasks, session, trouble.tell)
        shell.leaving.connect(self._leave)
        saver.again.connect(self._save_again)
        saver.state.connect(self._note_state)
        saver.trouble.connect(self._note_refusal)

    def tell_losses(self) -> None:
        """What was saved once and is not there any more is told before anything else."""
        from client.usecases.safekeeping.auditing import losses, told

        if (session := self._session()) is not None:
            for loss in losses(session):
                self._trouble.tell(told(loss))

    def _note_refusal(self, error: BaseException) -> None:
        self._refusal = said(error) if isinstance(error, CodedError) else ""

    def _tell_recovered(self) -> None:
        """What the disk refused is written by now: the alarm about it gives way, anything else stays."""
        refusal, self._refusal = self._refusal, ""
        banner = self._shell.banner
        if refusal and (not banner.isVisible() or banner.text == refusal):
            banner.tell("good", self.tr("刚才没有保存的改动，现在都已保存。"))

    def _note_state(self, pending: int) -> None:
        self._state = pending
        self._later.start()

    def _tell_state(self) -> None:
        """How many changes are not on disk; when all are, whether something else was lost, or the disk is slow."""
        self._shell.status.show_pending(self._state)
        if self._state == 0:
            self._tell_recovered()
        if self._state == 0 and (session := self._session()) is not None:
            from client.usecases.returns.keeping import slow_disk

            self.tell_losses()
            self._shell.status.warn(slow_disk(session))

    def _save_again(self) -> None:
        """Try again to write what the disk refused."""
        from client.usecases.returns.keeping import save_again

        self._saver.hand_over()
        if (session := self._session()) is not None:
            for firm in {made.change.firm for made in session.unsaved}:
                self._saver.watch_again(save_again(session, firm))

    def _leave(self, event: QCloseEvent) -> None:
        """Leave when everything typed is on disk; until then the window stays and says so."""
        self._commit()
        if self._saver.refused and not self._warned:
            # Once: whoever closes again knows that the disk took nothing and gives it up.
            self._warned = True
            self._save_again()
            self._shell.status.doing(self.tr("还有改动没有保存，再次关闭将放弃它们"))
            event.ignore()
            return
        if self._all_done():
            event.accept()
            return
        event.ignore()
        if not self._leaving:
            self._leaving = True
            self._shell.status.doing(self.tr("正在保存并退出…"))
            self._saver.state.connect(self._leave_if_done)
            self._tasks.idle.connect(self._leave_if_done)
            self._say_what_is_waited_for()

    def _say_what_is_waited_for(self) -> None:
        """Whoever leaves in the midst of long work is told that it goes on; a bad end of it is left to be seen."""
        for work in self._tasks.under_way:
            work.ended.connect(self._ended)
            told = self.tr("正在{}。做完以后窗口自己关上；没有做成就留着，让您看到。").format(work.title)
            self._shell.banner.tell("hint", told, self.tr("先不退出"), self._stay)
            self._waits = told

    def _ended(self, how: str) -> None:
        if how == "failed":
            self._stay()

    def _stay(self) -> None:
        """The window does not go after all."""
        if self._leaving:
            self._leaving = False
            self._saver.state.disconnect(self._leave_if_done)
            self._tasks.idle.disconnect(self._leave_if_done)
            if self._shell.banner.text == self._waits:
                self._shell.banner.hide()

    def _leave_if_done(self) -> None:
        if self._all_done():
            self._shell.close()

    def _all_done(self) -> bool:
        return self._saver.pending == 0 and not self._tasks.busy
