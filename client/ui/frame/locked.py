"""Before the home is open: it is being opened, or it cannot be, and why; here a passphrase is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.ground.language import spoken
from client.ui.parts.basics import Picture, button, column, label, plain, row, set_look, set_shown
from client.ui.parts.lettering import even_width
from client.ui.theme.theme import Theme
from forms.problems import CodedError

PASSPHRASE_CODES = frozenset(
    {"keys.no-keyring", "keys.wrong-passphrase", "keys.passphrase-needed", "lock.wrong-password"}
)

FRESH = "keys.no-keyring"
"""Said of a home that is only to be made."""


class LockedPage(QWidget):
    """``opened_with`` carries a passphrase to try, or an empty text to try again as before.

    ``recovered_with`` carries the code of the recovery card and a new passphrase, blank for the system's keyring.
    ``export_wanted`` carries the passphrase that was tried: a newer program's home can still be exported from.
    ``mending_wanted`` carries it, too: a home whose own store is damaged can have it put back.
    """

    opened_with = Signal(str)
    recovered_with = Signal(str, str)
    export_wanted = Signal(str)
    mending_wanted = Signal(str)
    support = Signal()
    """The support bundle is wanted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = Picture(theme, lines=2.6)
        self._title = label(theme, scale=1.3, bold=True)
        self._text = label(theme, role="soft", wrap=True)
        self._field = QLineEdit()
        self._field.setObjectName("passphrase")
        self._field.setAccessibleName(self.tr("口令"))
        self._field.setPlaceholderText(self.tr("口令"))
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.returnPressed.connect(self._try)
        self._again = QLineEdit()
        self._again.setObjectName("passphraseAgain")
        self._again.setAccessibleName(self.tr("再输入一次口令"))
        self._again.setPlaceholderText(self.tr("再输入一次口令"))
        self._again.setEchoMode(QLineEdit.EchoMode.Password)
        self._again.returnPressed.connect(self._try)
        self._go = button(self.tr("打开"), self._try, role="primary", name="unlock")
        self._code = QLineEdit()
        self._code.setObjectName("recoveryCode")
        self._code.setAccessibleName(self.tr("恢复码"))
        self._code.setPlaceholderText(self.tr("应急卡上的恢复码"))
        self._code.returnPressed.connect(self._try)
        self._card = button(self.tr("用应急卡上的恢复码打开"), self._ask_for_card, role="link", name="useCard")
        self._tried = ""
        set_shown(self._again, False)
        self._export = button(self.tr("导出数据…"), self._want_export, name="rescueExport")
        self._mend = button(self.tr("用备份修复并打开"), self._want_mending, role="primary", name="putOwnBack")
        self._support = button(self.tr("保存诊断文件…"), self.support, role="link", name="lockedSupport")
        for item in (self._icon, self._title, self._text):
            item.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for field in (self._field, self._again):
            field.setFixedWidth(theme.space(14))
        self._code.setFixedWidth(theme.space(22))
        tries = (self._field, self._again, self._go, self._export, self._mend)
        self._entry = plain(row(theme, None, *tries, None))
        centred = [
            plain(row(theme, None, item, None)) for item in (self._icon, self._title, self._text, self._code)
        ]
        card = plain(row(theme, None, self._card, self._support, None))
        self.setLayout(column(theme, None, *centred, self._entry, card, None, gap=0.7))
        self.show_opening()

    def show_opening(self) -> None:
        """The store is being opened."""
        self.show_busy(self.tr("正在打开资料库…"))
        self._show_card(offered=False)

    def show_busy(self, doing: str) -> None:
        """Something is under way, and nothing can be asked for meanwhile."""
        self._icon.hide()
        set_shown(self._support, False)
        self._title.setText("")
        self._tell(doing)
        self._entry.hide()

    def say(self, done: str) -> None:
        """What was asked for is done; the home is as closed as before."""
        self._title.setText(self.tr("资料库没有打开"))
        self._tell(done)
        self._entry.show()

    def show_locked(self) -> None:
        """Nobody was here for a while: ask who it is."""
        self._icon.show_icon("lock", "accent")
        self._icon.show()
        set_shown(self._support, False)
        self._title.setText(self.tr("已锁定"))
        self._tell(self.tr("输入口令继续；没有设口令的，输入这台电脑的登录密码。"))
        set_shown(self._field, True)
        self._field.clear()
        self._go.setText(self.tr("打开"))
        set_look(self._go, "role", "primary")
        for offer in (self._export, self._mend):
            set_shown(offer, False)
        self._ask_again(wanted=False)
        self._entry.show()
        self._show_card(offered=False)
        self._field.setFocus()

    def show_error(self, error: CodedError) -> None:
        """Say why it cannot be opened, and offer what may help."""
        asks, fresh = error.code in PASSPHRASE_CODES, error.code == FRESH
        self._icon.show_icon("lock", "accent")
        self._icon.show()
        set_shown(self._support, True)
        self._title.setText(self.tr("先设一个口令") if fresh else self.tr("资料库没有打开"))
        mends = _mends(error)
        told = f"{error.what(spoken())}\n{self._how_mended() if mends else error.remedy(spoken())}".strip()
        self._tell(self.tr("这台电脑没有可用的系统密码库，资料用口令加密，每次打开都要输入。") if fresh else told)
        set_shown(self._field, asks)
        self._field.clear()
        self._go.setText(self.tr("打开") if asks else self.tr("重试"))
        self._ask_again(wanted=fresh)
        set_shown(self._export, error.code == "store.newer")
        set_shown(self._mend, mends)
        set_look(self._go, "role", "" if mends else "primary")
        self._entry.show()
        typed = self._code.text()
        self._show_card(offered=(asks and not fresh) or bool(typed) or _card_helps(error.code))
        (self._field if asks else self._mend if mends else self._go).setFocus()
        if error.code.startswith("recovery.") or typed:
            self._ask_for_card()
            self._code.setText(typed)  # one wrong letter must not cost the other twenty-five

    def _ask_for_card(self) -> None:
        """Ask for the code on the card, and for a passphrase in case this computer's keyring is of no use."""
        self._ask_again(wanted=False)
        self._card.hide()
        set_shown(self._code, True)
        set_shown(self._field, True)
        self._field.setPlaceholderText(self.tr("新口令（可不填）"))
        self._go.setText(self.tr("恢复"))
        self._code.setFocus()

    def _ask_again(self, *, wanted: bool) -> None:
        """Ask twice for a passphrase that is only now made: nothing opens a home whose passphrase was mistyped."""
        self._again.clear()
        set_shown(self._again, wanted)

    def _show_card(self, *, offered: bool) -> None:
        """Offer the card, or not; the code is asked for only once it was chosen."""
        set_shown(self._card, offered)
        set_shown(self._code, False)
        self._field.setPlaceholderText(self.tr("口令"))

    def _try(self) -> None:
        if self._code.isVisibleTo(self):
            self.recovered_with.emit(self._code.text(), self._field.text())
        else:
            if self._again.isVisibleTo(self) and not self._agree():
                return
            self._tried = self._field.text()
            self.opened_with.emit(self._tried)

    def _agree(self) -> bool:
        """Whether the new passphrase was typed twice alike; else say what is missing."""
        first, second = self._field.text(), self._again.text()
        if first and first == second:
            return True
        self._tell(
            self.tr("两次输入的口令不一样，请再输一遍。") if second else self.tr("请把口令输入两遍，以免打错。")
        )
        (self._again if first else self._field).setFocus()
        self._again.selectAll()
        return False

    def _tell(self, text: str) -> None:
        """Show a text in full: a row does not ask a wrapped label how high it wants to be."""
        self._text.setText(text)
        space = self._theme.space
        self._text.setFixedWidth(even_width(self._text.fontMetrics(), text, space(12), space(30)))
        self._text.setMinimumHeight(0)  # else it answers with that of the text before
        self._text.setMinimumHeight(self._text.heightForWidth(self._text.maximumWidth()))

    def _how_mended(self) -> str:
        return self.tr(
            "坏的是总目录：有哪些单位、怎么设置的。各单位填的数据在各自的文件里，不会改动。"
            "可以从最近一份完好的备份里取回总目录，坏的那份留在 replaced 文件夹里。"
        )

    def _want_mending(self) -> None:
        self.mending_wanted.emit(self._tried)

    def _want_export(self) -> None:
        self.export_wanted.emit(self._tried)


def _mends(error: CodedError) -> bool:
    from client.usecases.safekeeping.restoring_home_store import (
        helps,  # the stores; not needed while all goes well
    )

    return helps(error)


def _card_helps(code: str) -> bool:
    from client.keys import CARD_HELPS  # not needed while all goes well

    return code in CARD_HELPS
