"""Restores a backup: no page is open meanwhile, and whatever came of it the desk is shown anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from client.base.stopping import Stop, Stopped
from client.ui.conducting.conductor import Conductor
from client.ui.ground.tasks import Doing, Report
from client.ui.ground.words import moment_word, said, sentences
from forms.problems import CodedError
from forms.words import Count

if TYPE_CHECKING:
    from datetime import datetime

    from client.ui.ground.terms import Tone
    from client.usecases.home.session import Session
    from client.usecases.safekeeping.restoring import Wanted


class Restoring(QObject):
    """One per window. ``restored`` once returns are here as they were long ago."""

    restored = Signal()

    def __init__(self, conductor: Conductor) -> None:
        super().__init__(conductor)
        self._conductor = conductor
        self._wanted: Wanted | None = None
        self._session: Session | None = None
        self._told: tuple[Tone, str] | None = None
        self._trouble: BaseException | None = None
        routes = conductor.routes
        routes.backups.connect(self._show)
        routes.restore.connect(self.begin)
        conductor.tasks.idle.connect(self._go_on)
        conductor.saver.state.connect(self._go_on)
        conductor.ready.connect(self._tell)
        conductor.entrance.put_back.connect(self._own_is_back)

    def _show(self) -> None:
        self._conductor.go("backups")

    def begin(self, wanted: Wanted) -> None:
        """Restore as soon as nothing else is being done in the home."""
        if self._conductor.saver.refused:  # it would be written into what was restored
            words = self.tr("还有改动没有写到磁盘上；等写好以后再恢复。")
            self._conductor.shell.banner.tell("error", words)
            return
        session = self._conductor.let_pages_go()
        if session is not None:
            self._conductor.entrance.show_busy(self.tr("正在恢复备份…"))
            self._wanted, self._session = wanted, session
            self._go_on()

    def _go_on(self) -> None:
        conductor, wanted, session = self._conductor, self._wanted, self._session
        if wanted is None or session is None or conductor.tasks.busy or conductor.saver.pending:
            return
        self._wanted = None
        work = partial(_restore, session, wanted)
        title = self.tr("恢复备份")
        conductor.tasks.long(title, work, self._restored, self._failed, self._heard, changes=False, whole=True)

    def _heard(self, doing: Doing) -> None:
        told = self.tr("正在恢复备份 {} / {}　{}").format(doing.at, doing.of, doing.text).rstrip()
        self._conductor.entrance.show_busy(told)

    def _restored(self, done: Restored) -> None:
        wanted = done.wanted
        told = self.tr("已恢复 {} 家单位，是 {} 备份的样子。").format(
            Count(len(wanted.firms)), moment_word(wanted.made_at)
        )
        came = self.tr("报送登记也带来了：以后请只在这台电脑上填报；备份以后报送过的会自动取回。")
        more = (
            self.tr("以前的应急卡只打得开以前的备份，请为这台电脑打印新的。")
            if done.fresh
            else self.tr("恢复之前的数据也在备份列表里，随时可以再恢复回来。")
        )
        self._return("good", sentences(told, came if done.fresh and done.enrolled else "", more))
        self.restored.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            self._return("hint", self.tr("已停止恢复，什么都没有改动。"))
        elif isinstance(error, CodedError):
            self._return("error", said(error))
        else:
            self._trouble = error
            self._return(None, "")

    def _return(self, tone: Tone | None, text: str) -> None:
        self._told = (tone, text) if tone is not None else None
        session, self._session = self._session, None
        if session is not None:
            self._conductor.entrance.enter(session)

    def _own_is_back(self, made_at: datetime | None) -> None:
        if made_at is None:
            told = self.tr("没有完好的备份，总目录是新建的：单位和数据都在，设置请重新选。")
            self._told = ("query", told)
        else:
            told = self.tr("总目录已取回，是 {} 备份的样子；各单位的数据没有改动。").format(moment_word(made_at))
            self._told = ("good", told)

    def _tell(self) -> None:
        """Once the desk is there, which hides what was told before it."""
        told, self._told = self._told, None
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            self._conductor.tasks.trouble.emit(trouble)
        elif told is not None:
            self._conductor.shell.banner.tell(*told)


class Restored(NamedTuple):
    """What was restored: into a home that had no enterprise; and whether any of them files with an authority."""

    wanted: Wanted
    fresh: bool
    enrolled: bool


def _restore(session: Session, wanted: Wanted, tell: Report, stop: Stop) -> Restored:
    from client.usecases.bureau.connecting import enrolment, is_embedded
    from client.usecases.home.enterprises import all_of
    from client.usecases.safekeeping.restoring import restore

    known = {each.code: each.name for each in all_of(session)}

    def told(at: int, of: int, firm: str) -> None:
        tell(Doing(known.get(firm, ""), at, of))

    restore(session, wanted.folder, wanted.firms, secret=wanted.secret, stop=stop, told=told)
    enrolled = any(not is_embedded(session, enrolment(session, firm)) for firm in wanted.firms)
    return Restored(wanted, not known, enrolled)
