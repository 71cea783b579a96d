"""The computers that file for the enterprise: seen, let in by what both screens show, taken out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QWidget

from client.ui.frame.context import Context
from client.ui.ground.words import Word, said
from client.ui.parts.banner import Banner
from client.ui.parts.basics import Card, button, label, row, set_shown
from client.ui.parts.frame import heading
from client.ui.parts.in_sight import bring_into_sight
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.usecases.bureau import devices
from client.usecases.bureau.connecting import enrolment, is_embedded, waits
from client.usecases.bureau.devices import Computer, Computers
from client.usecases.home.session import Session
from forms.problems import CodedError


class Devices(Card):
    """Hidden while the enterprise only practises. The endpoint is asked when somebody wants to see."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self._context = context
        self._admin = False
        self._waits = False
        """Whether this computer waits to be let in, as far as is known."""
        self._held: QWidget | None = None
        """What gets the keyboard when the endpoint has answered."""
        theme = context.theme
        self.own = label(theme, role="soft", wrap=True, selectable=True)
        self.own.setObjectName("ownFingerprint")
        self.look = button(self.tr("查看报送设备"), self._ask, name="lookAtDevices")
        self.table: Table[Computer] = Table(theme, self._columns(), lines=2.2, name="devicesTable")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("报送设备"))
        self.table.picked.connect(self._pick)
        self.banner = Banner(theme)
        inside = self.inside
        inside.addWidget(heading(theme, self.tr("报送设备")))
        line = row(theme, self.own, self.look, gap=0.6)
        line.setStretch(0, 1)
        inside.addLayout(line)
        inside.addWidget(self.banner)
        inside.addWidget(self.table)
        set_shown(self.table, False)
        set_shown(self, False)

    def refresh(self) -> None:
        """Show this computer's own fingerprint, if it is enrolled anywhere; one that waits asks if it does."""
        session, firm = self._context.session, self._context.firm
        if firm:
            self._context.tasks.query(lambda: _own(session, firm), self._show_own)

    def _show_own(self, own: tuple[str, bool]) -> None:
        fingerprint, waiting = own
        self._tell_own(own)
        if waiting:
            session, firm = self._context.session, self._context.firm
            self._context.tasks.query(lambda: (fingerprint, waits(session, firm)), self._tell_own)

    def _tell_own(self, own: tuple[str, bool]) -> None:
        fingerprint, self._waits = own
        set_shown(self, bool(fingerprint))
        words = self.tr("本机指纹 {}。新的电脑登记后，由已在用的电脑核对指纹再批准。")
        self.own.setText(waiting_word(fingerprint) if self._waits else words.format(fingerprint))

    def _ask(self) -> None:
        self._held = self.look if self.look.hasFocus() else None
        self._do(devices.known)

    def _answered(self, work: object) -> None:
        self._held = self.table  # the question, which had the keyboard, is gone
        self._do(work)

    def _pick(self, computer: Computer) -> None:
        """Ask before anything is done: the words say what it is that both screens must show."""
        if not self._admin or computer.own:
            return
        if computer.state == "pending":
            words = self.tr("“{}”的屏幕上显示的指纹是 {} 吗？").format(computer.name, computer.fingerprint)
            work = partial(devices.approve, device=computer.id, seen=computer.fingerprint)
            self.banner.tell("query", words, self.tr("一致，批准"), partial(self._answered, work))
        elif computer.state == "active":
            words = self.tr("停用“{}”后，它不能再报送；回执还可取回三十天。").format(computer.name)
            work = partial(devices.revoke, device=computer.id)
            self.banner.tell("query", words, self.tr("停用"), partial(self._answered, work))

    def _do(self, work: object) -> None:
        session, firm = self._context.session, self._context.firm
        assert callable(work)
        self.banner.hide()
        self.look.setEnabled(False)
        self._context.tasks.query(lambda: work(session, firm), self._show, self._failed)

    def _show(self, found: Computers) -> None:
        self._ready()
        self._admin = found.admin
        self.table.put(found.all)
        set_shown(self.table, True)
        QTimer.singleShot(0, self, self._come_into_sight)  # once they are laid out
        if self._waits:
            self.refresh()  # it was let in, or it could not look

    def _come_into_sight(self) -> None:
        bring_into_sight(self)

    def _ready(self) -> None:
        """Take the button for the next time, and give the keyboard back if it had it."""
        self.look.setEnabled(True)
        held, self._held = self._held, None
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        self._ready()
        if isinstance(error, CodedError):
            self.banner.tell("error", said(error), self.tr("重试"), self._ask)
        else:
            self._context.tasks.trouble.emit(error)

    def _columns(self) -> tuple[TableColumn[Computer], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(translate("devices", "电脑"), lambda each: Shown(each.name), 12, stretch=3),
            TableColumn(translate("devices", "指纹"), lambda each: Shown(each.fingerprint), 8, stretch=1),
            TableColumn(translate("devices", "状态"), lambda each: Shown(chips=(state_word(each),)), 7),
            TableColumn("", self._way, 5),
        )

    def _way(self, each: Computer) -> Shown:
        if each.own:
            return Shown(self.tr("本机"), faint=True)
        if not self._admin or each.state not in ("pending", "active"):
            return Shown("")
        return Shown(self.tr("批准…") if each.state == "pending" else self.tr("停用…"), link=True)


def state_word(each: Computer) -> Word:
    """The state of a computer, in words."""
    translate = QCoreApplication.translate
    words = {
        "pending": Word(translate("devices", "等待批准"), "query"),
        "active": Word(translate("devices", "可报送"), "good"),
        "refused": Word(translate("devices", "未获批准"), "plain"),
        "expired": Word(translate("devices", "登记已过期"), "plain"),
        "revoked": Word(translate("devices", "已停用"), "plain"),
    }
    return words.get(each.state, Word(each.state, "plain"))


def waiting_word(fingerprint: str) -> str:
    """What is to be done for a computer that waits to be let in."""
    words = QCoreApplication.translate(
        "devices",
        "本机已登记，等待批准，批准后才能报送。请在本单位已在用的电脑上打开“单位”，查看报送设备，"
        "核对本机指纹 {} 后批准；也可以请主管部门批准。",
    )
    return words.format(fingerprint)


def _own(session: Session, firm: str) -> tuple[str, bool]:
    held = enrolment(session, firm)
    if is_embedded(session, held):
        return "", False
    return devices.own_fingerprint(session, firm), held is not None and held.state == "pending"
