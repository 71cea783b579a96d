"""通知: what the bureau told, the newest first; from a returned form straight to its cells."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from client.base.clock import CHINA
from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, TonedTerms
from client.ui.ground.words import moment_word, period_word, said
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, framed, label, plain, row
from client.ui.parts.empty import Empty
from client.ui.parts.frame import PageFrame
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.bureau import notices
from client.usecases.bureau.notices import Told
from forms.problems import CodedError
from forms.words import Count


class NoticesPage(QWidget):
    """``open_return`` leads to the return a notice is about."""

    open_return = Signal(str, object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.table: Table[Told] = Table(theme, notice_columns(), lines=3.0, name="notices")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("通知"))
        self.table.picked.connect(self._open)
        self.banner = Banner(theme, apart=True)
        self._ask = button(self.tr("查收新通知"), self.ask, name="askNotices")
        again = button(self.tr("查收新通知"), self.ask, role="primary", name="askNoticesFirst")
        self._nothing = Empty(
            theme,
            "notices",
            self.tr("还没有通知"),
            self.tr("报表被退回、截止日改动、报表制度作废时，主管部门的通知会显示在这里。"),
            again,
        )
        frame = PageFrame(theme, self.tr("通知"), widest=72)
        self._doing = label(theme, role="soft")
        frame.inside.addWidget(plain(row(theme, self._ask, self._doing, None)))
        frame.inside.addWidget(framed(theme, self.table))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.banner)
        outer.addWidget(self._stack)

    def refresh(self) -> None:
        """Show what is held."""
        session, firm = self._context.session, self._context.firm
        self._context.tasks.query(lambda: notices.known(session, firm), self._show)

    def ask(self) -> None:
        """Ask the bureau for what is new."""
        if self._doing.text():
            return
        session, firm = self._context.session, self._context.firm
        self._say(self.tr("正在查询…"))
        self._context.tasks.query(lambda: notices.ask(session, firm), self._asked, self._failed)

    def _asked(self, found: tuple[Told, ...]) -> None:
        self._say("")
        known = len(self.table.rows_model.rows)
        self._show(found)
        if len(found) == known:
            self.banner.tell("good", self.tr("没有新通知"))

    def _failed(self, error: BaseException) -> None:
        self._say("")
        if isinstance(error, CodedError):
            self.banner.tell("query", said(error), self.tr("重试"), self.ask)
        else:
            self._context.tasks.trouble.emit(error)

    def _say(self, doing: str) -> None:
        self.banner.hide()
        self._doing.setText(doing)

    def _show(self, found: tuple[Told, ...]) -> None:
        self.table.put(found)
        held = cast("QWidget | None", self.window().focusWidget())
        asked = held is not None and self._nothing.isAncestorOf(held)
        self._stack.setCurrentIndex(1 if found else 0)
        if found and asked:  # the button that asked is gone; what came of it takes the keyboard
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, notice: Told) -> None:
        if notice.form is not None and notice.period is not None:
            self.open_return.emit(notice.form, notice.period, notice.address)


def notice_columns() -> tuple[TableColumn[Told], ...]:
    """Kind, return, words, when, the way there."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("notices", "事项"), _kind, 7),
        TableColumn(translate("notices", "报表"), _about, 11, stretch=2),
        TableColumn(translate("notices", "内容"), _content, 10, stretch=3),
        TableColumn(translate("notices", "时间"), _when, 9, drop=1),
        TableColumn("", _way, 5),
    )


def _kind(notice: Told) -> Shown:
    return Shown(chips=(_KINDS.get(notice.kind, notice.kind),))


_KINDS = TonedTerms(
    "notices",
    {
        "rejected": (QT_TRANSLATE_NOOP("notices", "被退回"), "error"),
        "pack-recalled": (QT_TRANSLATE_NOOP("notices", "报表制度作废"), "query"),
        "deadline-moved": (QT_TRANSLATE_NOOP("notices", "截止日改动"), "query"),
        "message": (QT_TRANSLATE_NOOP("notices", "消息"), "hint"),
    },
)


def _content(notice: Told) -> Shown:
    """Of a return that was sent back what is to be mended: that it was stands before it already."""
    if not notice.remark:
        return Shown(notice.text)
    more = QCoreApplication.translate("notices", "共 {} 条意见").format(Count(notice.remarks))
    return Shown(notice.remark, below=more if notice.remarks > 1 else "")


def _about(notice: Told) -> Shown:
    if notice.period is None:
        return Shown("—", faint=True)
    return Shown(told(notice.form_name, notice.form_name_en), below=period_word(notice.period))


def _when(notice: Told) -> Shown:
    return Shown(moment_word(notice.at.astimezone(CHINA)), faint=True)


def _way(notice: Told) -> Shown:
    if notice.form is None:
        return Shown("")
    return Shown(QCoreApplication.translate("notices", "去处理"), link=True)
