"""从备份恢复: the backups there are, here or in a folder somebody names; one of them is looked into."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import moment_word, said
from client.ui.parts.asking import ask_which_folder
from client.ui.parts.basics import button, framed, row, set_look, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.settings.backup_contents import SHOWN, BackupContents
from client.usecases.safekeeping.backup_folders import BEFORE_RESTORE, Backup, found_in, listed
from forms.problems import CodedError


class BackupsPage(QWidget):
    """``restore`` carries the ``Wanted``, ``left`` says that the person goes back."""

    restore = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._elsewhere = False
        theme = context.theme
        back = button(self.tr("返回"), self._leave, name="leaveBackups")
        words = self.tr("先看里面有什么、会改变什么，再恢复。现在的数据另外留着，不满意可以再恢复回来。")
        self._frame = PageFrame(theme, self.tr("从备份恢复"), words, back=back)
        self.elsewhere = button(self.tr("选择别处的备份…"), self._ask, name="otherBackups")
        self.table: Table[Backup] = Table(theme, _columns(), lines=2.4, name="backups")
        self.table.stand_whole(SHOWN)
        self.table.setAccessibleName(self.tr("备份"))
        self.table.picked.connect(self._look_into)
        told = self.tr("退出程序时会自动备份。以前电脑上做的，请插上 U 盘或连上共享文件夹，再选它所在的文件夹。")
        self._listed = framed(theme, self.table)
        self.nothing = Empty(theme, "backup", self.tr("这里还没有备份"), told)
        self.folder_problem = Complaint(theme, name="backupsProblem")
        inside = self._frame.inside
        inside.addLayout(row(theme, self.elsewhere, None))
        self.contents = BackupContents(context)
        self.contents.restore.connect(self.restore)
        for part in (self.folder_problem, self._listed, self.nothing, self.contents):
            inside.addWidget(part)
        for each in (self._listed, self.nothing):
            set_shown(each, False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)

    def refresh(self) -> None:
        """Show the home's own backups, unless others are looked at."""
        if not self._elsewhere and self.contents.backup is None:
            self._context.tasks.query(partial(listed, self._context.session.home), self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back may have typed since: what was seen before may not be true any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.contents.forget()

    def look_in(self, folder: str) -> None:
        """Show the backups of a folder; where there is one, what is in it."""
        self._context.tasks.query(partial(found_in, Path(folder)), self._show_others, self._refused)

    def _look_into(self, backup: Backup) -> None:
        self.contents.look_into(backup)

    def _show(self, found: tuple[Backup, ...]) -> None:
        self.table.put(found)
        set_shown(self._listed, bool(found))
        set_shown(self.nothing, not found)
        set_look(self.elsewhere, "role", "" if found else "primary")
        (self.table if found else self.elsewhere).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_others(self, found: tuple[Backup, ...]) -> None:
        self.folder_problem.say("")
        self._show(found)
        self._elsewhere = True
        self.contents.forget()
        if len(found) == 1:
            self.contents.look_into(found[0])

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.folder_problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _ask(self) -> None:
        ask_which_folder(self, self.tr("备份所在的文件夹"), self.look_in, name="backupsDialog")

    def _leave(self) -> None:
        self._elsewhere = False
        self.folder_problem.say("")
        self.contents.forget()
        self.left.emit()


def _columns() -> tuple[TableColumn[Backup], ...]:
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("backups", "时间"), _moment, 9),
        TableColumn(translate("backups", "怎么做的"), lambda each: Shown(_REASONS.get(each.reason)), 7),
        TableColumn(translate("backups", "单位数"), _number, 4, right=True),
        TableColumn(translate("backups", "文件夹"), _folder, 12, 2, drop=1),
        TableColumn("", lambda _: Shown(translate("backups", "查看"), link=True), 4),
    )


def _moment(each: Backup) -> Shown:
    return Shown(moment_word(each.made_at))


def _number(each: Backup) -> Shown:
    return Shown(f"{len(each.firms)}", right=True)


def _folder(each: Backup) -> Shown:
    return Shown(str(each.folder), faint=True)


_REASONS = Terms(
    "backups",
    {
        "asked": QT_TRANSLATE_NOOP("backups", "手动"),
        "time": QT_TRANSLATE_NOOP("backups", "定时"),
        "exit": QT_TRANSLATE_NOOP("backups", "退出程序时"),
        BEFORE_RESTORE: QT_TRANSLATE_NOOP("backups", "恢复之前"),
    },
)
