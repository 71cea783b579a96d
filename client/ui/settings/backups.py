"""从备份恢复: the backups there are, what restoring one would change, and which enterprises to restore."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.tasks import Doing, LongWork, Report
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import moment_word, said
from client.ui.parts.announcing import announce
from client.ui.parts.asking import ask_which_folder
from client.ui.parts.basics import button, card, label, plain, row, set_look, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.parts.table import Shown, Table, TableColumn
from client.ui.settings.backup_words import changes, details
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.safekeeping import restoring
from client.usecases.safekeeping.backup_folders import BEFORE_RESTORE, Backup, found_in, listed
from client.usecases.safekeeping.restoring import RestorePreview, Wanted
from forms.problems import CodedError
from forms.words import Count

SHOWN = 8
"""So many lines of a table are shown before it scrolls."""
_LOCKED = frozenset({"backup.other-card", "backup.other-passphrase"})


class BackupsPage(QWidget):
    """``restore`` carries the ``Wanted``, ``left`` says that the person goes back."""

    restore = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._backup: Backup | None = None
        self._ticked: set[str] = set()
        self._work: LongWork | None = None
        theme = context.theme
        back = button(self.tr("返回"), self._leave, name="leaveBackups")
        words = self.tr("先看里面有什么、会改变什么，再恢复。现在的数据另外留着，不满意可以再恢复回来。")
        self._frame = PageFrame(theme, self.tr("从备份恢复"), words, back=back)
        self.elsewhere = button(self.tr("选择别处的备份…"), self._ask, name="otherBackups")
        self.table: Table[Backup] = Table(theme, _columns(), name="backups")
        self.table.setAccessibleName(self.tr("备份"))
        self.table.picked.connect(self.look_into)
        told = self.tr("退出程序时会自动备份。以前电脑上做的，请插上 U 盘或连上共享文件夹，再选它所在的文件夹。")
        self.nothing = Empty(theme, "settings", self.tr("这里还没有备份"), told)
        self.folder_problem = Complaint(theme, name="backupsProblem")
        inside = self._frame.inside
        inside.addLayout(row(theme, self.elsewhere, None))
        for part in (self.folder_problem, self.table, self.nothing):
            inside.addWidget(part)
        self._make_card(inside)
        for each in (self.table, self.nothing):
            set_shown(each, False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)

    def _make_card(self, inside: QVBoxLayout) -> None:
        theme = self._context.theme
        self.card, column = card(theme, 1.0)
        self.title = label(theme, scale=1.08, bold=True)
        self.state = label(theme, role="soft", wrap=True)
        self.state.setObjectName("backupContents")
        self.problem = Complaint(theme, name="backupProblem")
        self.secret = QLineEdit()
        self.secret.setObjectName("backupSecret")
        hint = self.tr("应急卡上的恢复码，或那台电脑上的口令")
        self.secret.setAccessibleName(hint)
        self.secret.setPlaceholderText(hint)
        self.secret.setMinimumWidth(theme.space(22))
        self.secret.returnPressed.connect(self._open)
        self._locked = plain(row(theme, self.secret, button(self.tr("打开"), self._open, name="openBackup"), None))
        self.firms: Table[RestorePreview] = Table(theme, self._firm_columns(), lines=2.6, name="backupFirms")
        self.firms.setAccessibleName(self.tr("备份里的单位"))
        self.firms.ticked.connect(self._turn)
        self.firms.selectionModel().currentRowChanged.connect(self._show_details)
        self.details = label(theme, role="soft", wrap=True, selectable=True)
        self.go = button("", self._restore, role="primary", name="restoreBackup")
        column.setSpacing(theme.space(0.5))
        for part in (self.title, self.state, self.problem, self._locked, self.firms, self.details):
            column.addWidget(part)
        column.addLayout(row(theme, self.go, None))
        set_shown(self.card, False)
        inside.addWidget(self.card)

    def refresh(self) -> None:
        """Show the home's own backups, unless others are looked at."""
        if self._backup is None:
            self._context.tasks.query(partial(listed, self._context.session.home), self._show)

    def look_in(self, folder: str) -> None:
        """Show the backups of a folder; where there is one, what is in it."""
        self._context.tasks.query(partial(found_in, Path(folder)), self._show_others, self._refused)

    def look_into(self, backup: Backup) -> None:
        """Find out what restoring a backup would change."""
        self._backup = backup
        self.secret.clear()
        self._look()

    def _look(self) -> None:
        backup = self._backup
        assert backup is not None
        self.problem.say("")
        self.title.setText(self.tr("{} 的备份").format(moment_word(backup.made_at)))
        self._say(self.tr("正在查看…"))
        self._show_card(locked=bool(self.secret.text()), seen=())  # who typed has the keyboard there
        self._halt()
        work = partial(_look, self._context.session, backup.folder, self.secret.text().strip() or None)
        self._work = self._context.tasks.long(
            self.tr("查看备份"), work, self._seen, self._not_seen, self._heard, changes=False
        )

    def _heard(self, doing: Doing) -> None:
        self.state.setText(self.tr("正在查看 {} / {}　{}").format(doing.at, doing.of, doing.text).rstrip())

    def _seen(self, answer: tuple[Path, Seen]) -> None:
        folder, seen = answer
        if self._backup is None or folder != self._backup.folder:
            return
        self._work = None
        if isinstance(seen, CodedError):
            self._say(said(seen))
            self._show_card(locked=True, seen=())
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ticked = {each.firm for each in seen if not each.same}
        self._say(
            self.tr("勾选要恢复的单位；没有勾的保持现在的样子。")
            if self._ticked
            else self.tr("里面的内容和现在完全一样，不必恢复。")
        )
        self._show_card(locked=False, seen=seen)
        self.firms.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self.state.setText(text)
        set_shown(self.state, bool(text))
        announce(self, text)

    def _not_seen(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            self._say(self.tr("已停止查看。"))
            return
        if not isinstance(error, CodedError):
            self._context.tasks.trouble.emit(error)
            return
        self._say("")
        self.problem.say(said(error))
        typed = bool(self.secret.text())
        self._show_card(locked=typed, seen=())
        if typed:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_card(self, *, locked: bool, seen: tuple[RestorePreview, ...]) -> None:
        set_shown(self._locked, locked)
        self.firms.put(seen)
        self.firms.setFixedHeight(self.firms.height_of_all())
        for part in (self.firms, self.details, self.go):
            set_shown(part, bool(seen))
        set_shown(self.card, True)
        self._count()

    def _show(self, found: tuple[Backup, ...]) -> None:
        self.table.put(found)
        rows = min(len(found), SHOWN) - len(found)
        self.table.setFixedHeight(
            self.table.height_of_all() + rows * self.table.verticalHeader().defaultSectionSize()
        )
        set_shown(self.table, bool(found))
        set_shown(self.nothing, not found)
        set_look(self.elsewhere, "role", "" if found else "primary")
        (self.table if found else self.elsewhere).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_others(self, found: tuple[Backup, ...]) -> None:
        self.folder_problem.say("")
        self._show(found)
        self._backup = found[0]
        set_shown(self.card, False)
        if len(found) == 1:
            self.look_into(found[0])

    def _show_details(self) -> None:
        at = self.firms.currentIndex().row()
        rows = self.firms.rows_model.rows
        self.details.setText(details(self._context.session, rows[at]) if 0 <= at < len(rows) else "")

    def _turn(self, seen: RestorePreview) -> None:
        self._ticked ^= {seen.firm}
        self.firms.viewport().update()
        self._count()

    def _count(self) -> None:
        self.go.setEnabled(bool(self._ticked))
        self.go.setText(self.tr("恢复 {} 家单位").format(Count(len(self._ticked))))

    def _restore(self) -> None:
        if self._backup is not None:
            firms = tuple(each.firm for each in self.firms.rows_model.rows if each.firm in self._ticked)
            secret = self.secret.text().strip() or None
            self.restore.emit(Wanted(self._backup.folder, self._backup.made_at, firms, secret))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self.folder_problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _open(self) -> None:
        if self.secret.text().strip():
            self._look()

    def _ask(self) -> None:
        ask_which_folder(self, self.tr("备份所在的文件夹"), self.look_in, name="backupsDialog")

    def _halt(self) -> None:
        if self._work is not None:
            self._work.stop.ask()

    def _leave(self) -> None:
        self._halt()
        self._backup = None
        self.folder_problem.say("")
        set_shown(self.card, False)
        self.left.emit()

    def _firm_columns(self) -> tuple[TableColumn[RestorePreview], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn("", lambda each: Shown(tick=each.firm in self._ticked), 2),
            TableColumn(translate("backups", "单位"), lambda each: Shown(each.name, each.firm), 14, 2),
            TableColumn(translate("backups", "会改变什么"), lambda each: Shown(changes(each)), 16, 3),
        )


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
    return Shown(moment_word(each.made_at), bold=True)


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


Seen = tuple[RestorePreview, ...] | CodedError
"""What is in a backup, or what would open it."""


def _look(session: Session, folder: Path, secret: str | None, tell: Report, stop: Stop) -> tuple[Path, Seen]:
    names = {each.code: each.name or each.code for each in all_of(session)}

    def told(at: int, of: int, firm: str) -> None:
        tell(Doing(names.get(firm, ""), at, of))

    try:
        return folder, restoring.preview(session, folder, secret=secret, stop=stop, told=told)
    except UserError as error:
        if error.code not in _LOCKED:
            raise
        return folder, error
