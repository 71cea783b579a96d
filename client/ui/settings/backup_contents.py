"""What is in a backup: what restoring each enterprise would change, and which of them to restore."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.tasks import Doing, LongWork, Report
from client.ui.ground.words import moment_word, said
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Card, button, label, plain, row, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.settings.backup_words import changes, details
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.safekeeping import restoring
from client.usecases.safekeeping.backup_folders import Backup
from client.usecases.safekeeping.restoring import RestorePreview, Wanted
from forms.pack import Form
from forms.problems import CodedError
from forms.words import Count

SHOWN = 8
"""So many lines of a table are shown before it scrolls."""
_LOCKED = frozenset({"backup.other-card", "backup.other-passphrase"})


class BackupContents(Card):
    """A card, hidden until a backup is looked into. ``restore`` carries the ``Wanted``."""

    restore = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self._context = context
        self._backup: Backup | None = None
        self._forms: Mapping[str, Form] = {}
        self._ticked: set[str] = set()
        self._work: LongWork | None = None
        self._looks = 0
        """How often it was looked into a backup: what an earlier look finds, nobody wants to know any more."""
        theme = context.theme
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
        self.firms.stand_whole(SHOWN)
        self.firms.setAccessibleName(self.tr("备份里的单位"))
        self.firms.ticked.connect(self._turn)
        self.firms.selectionModel().currentRowChanged.connect(self._show_details)
        self.details = label(theme, role="soft", wrap=True, selectable=True)
        self.go = button("", self._restore, role="primary", name="restoreBackup")
        column = self.inside
        for part in (self.title, self.state, self.problem, self._locked, self.firms, self.details):
            column.addWidget(part)
        column.addLayout(row(theme, self.go, None))

        set_shown(self, False)

    @property
    def backup(self) -> Backup | None:
        """The one that is looked into."""
        return self._backup

    def forget(self) -> None:
        """Look into none any more."""
        self.halt()
        self._backup = self._work = None
        self._looks += 1
        set_shown(self, False)

    def look_into(self, backup: Backup) -> None:
        """Find out what restoring a backup would change."""
        self._backup = backup
        self.secret.clear()
        self._look(backup)

    def _look(self, backup: Backup) -> None:
        self.problem.say("")
        self.title.setText(self.tr("{} 的备份").format(moment_word(backup.made_at)))
        self._say(self.tr("正在查看…"))
        self._show_card(locked=bool(self.secret.text()), seen=())  # who typed has the keyboard there
        self.halt()
        self._looks += 1
        secret = self.secret.text().strip() or None
        work = partial(_look, self._context.session, backup.folder, secret, self._looks)
        self._work = self._context.tasks.long(
            self.tr("查看备份"), work, self._seen, self._not_seen, self._heard, changes=False
        )

    def _heard(self, doing: Doing) -> None:
        self.state.setText(self.tr("正在查看 {} / {}　{}").format(doing.at, doing.of, doing.text).rstrip())

    def _seen(self, answer: Looked) -> None:
        look, seen, forms = answer
        if look != self._looks:
            return
        self._work = None
        if isinstance(seen, CodedError):
            self._refuse(seen)
            return
        self._forms = forms
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

    def _refuse(self, error: CodedError) -> None:
        closed = error.code in _LOCKED
        self._say(said(error) if closed else "")
        if not closed:
            self.problem.say(said(error))
        typed = closed or bool(self.secret.text())
        self._show_card(locked=typed, seen=())
        if typed:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_seen(self, error: BaseException) -> None:
        if not isinstance(error, Stopped):
            self._context.tasks.trouble.emit(error)
        elif self._work is not None and self._work.stop.asked:  # not one that another took the place of
            self._say(self.tr("已停止查看。"))

    def _show_card(self, *, locked: bool, seen: tuple[RestorePreview, ...]) -> None:
        set_shown(self._locked, locked)
        self.firms.put(seen)
        for part in (self.firms, self.details, self.go):
            set_shown(part, bool(seen))
        set_shown(self, True)
        self._count()

    def _show_details(self) -> None:
        at = self.firms.currentIndex().row()
        rows = self.firms.rows_model.rows
        self.details.setText(details(self._forms, rows[at]) if 0 <= at < len(rows) else "")

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

    def _open(self) -> None:
        if self._backup is not None and self.secret.text().strip():
            self._look(self._backup)

    def halt(self) -> None:
        """Nobody wants to know any more."""
        if self._work is not None:
            self._work.stop.ask()

    def _firm_columns(self) -> tuple[TableColumn[RestorePreview], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn("", lambda each: Shown(tick=each.firm in self._ticked), 2),
            TableColumn(translate("backups", "单位"), lambda each: Shown(each.name, each.firm), 14, 2),
            TableColumn(translate("backups", "会改变什么"), lambda each: Shown(changes(each)), 16, 3),
        )


Seen = tuple[RestorePreview, ...] | CodedError
"""What is in a backup, or why that cannot be told."""
Looked = tuple[int, Seen, Mapping[str, Form]]
"""By which look, and the forms by whose names it is told."""


def _look(session: Session, folder: Path, secret: str | None, look: int, tell: Report, stop: Stop) -> Looked:
    names = {each.code: each.name or each.code for each in all_of(session)}

    def told(at: int, of: int, firm: str) -> None:
        tell(Doing(names.get(firm, ""), at, of))

    try:
        return look, restoring.preview(session, folder, secret=secret, stop=stop, told=told), session.forms
    except CodedError as error:
        return look, error, {}
