"""One of those who sign: the name, since when it stands under which returns, and the way to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.ground.language import told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.ground.words import Word, moment_word
from client.ui.parts.basics import Chip, button, flush, label, row, set_shown
from client.ui.sending.preflight import SendRow
from client.ui.theme.theme import SMALL, Theme
from client.usecases.bureau.signatures import Place, Signature
from client.usecases.returns.states import FILED

ROLES = Terms(
    "send",
    {
        "单位负责人": QT_TRANSLATE_NOOP("send", "单位负责人"),
        "统计负责人": QT_TRANSLATE_NOOP("send", "统计负责人"),
        "填表人": QT_TRANSLATE_NOOP("send", "填表人"),
    },
)

VERBS = Terms(
    "send",
    {
        "填表人": QT_TRANSLATE_NOOP("send", "确认填好 {} 张"),
        "统计负责人": QT_TRANSLATE_NOOP("send", "确认审核 {} 张"),
        "单位负责人": QT_TRANSLATE_NOOP("send", "同意报送 {} 张"),
    },
)


@dataclass(frozen=True)
class Standing:
    """What one role has said of the month's returns: names of those signed, changed since, and still to sign."""

    signed: tuple[tuple[SendRow, Signature], ...] = ()
    stale: tuple[SendRow, ...] = ()
    open: tuple[SendRow, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Returns that can be signed now."""
        return tuple((each.form, each.period) for each in self.open)

    @property
    def held(self) -> tuple[Place, ...]:
        """Returns not yet filed whose signature can be taken back."""
        return tuple((each.form, each.period) for each, _ in self.signed if each.state not in FILED)


def standing(rows: Sequence[SendRow], role: str) -> Standing:
    """Over the returns that are about to go, or were last; one with errors keeps what was said of it, as stale."""
    begun = [each for each in rows if each.check is not None and each.check.filled]
    given = {id(each): next((s for s in each.signed if s.role == role), None) for each in begun}
    signed = tuple((each, found) for each in begun if (found := given[id(each)]) is not None and not found.stale)
    stale = tuple(each for each in begun if (found := given[id(each)]) is not None and found.stale)
    fresh = {id(each) for each, _ in signed}
    return Standing(
        signed, stale, tuple(each for each in begun if each.state == "ready" and id(each) not in fresh)
    )


class Signer(QWidget):
    """``signing`` and ``taking_back`` carry the role."""

    signing = Signal(str)
    taking_back = Signal(str)

    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.role = role
        self.standing = Standing()
        self._name = label(theme, bold=True)
        self._chip = Chip(theme)
        self._sign = flush(button("", self._ask_sign, role="link", name="sign"))
        self._back = flush(button(self.tr("撤回"), self._ask_back, role="link", name="unsign"))
        self._back.setAccessibleName(self.tr("撤回{}的签署").format(ROLES[role]))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(0.15))
        inside.addWidget(label(theme, ROLES[role], role="faint", scale=SMALL))
        inside.addWidget(self._name)
        inside.addLayout(row(theme, self._chip, None, gap=0.4))
        inside.addLayout(row(theme, self._sign, self._back, None, gap=0.6))
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Who has the role; blank when nobody is named."""
        self._name.setText(name or self.tr("未填"))
        self._named = bool(name)
        self._show_acts()

    def show_standing(self, found: Standing) -> None:
        """Since when, under how many, and what changed afterwards."""
        self.standing = found
        self._chip.show_word(self._word(found))
        told = [self.tr("{}：{}").format(each.form_name, moment_word(s.moment)) for each, s in found.signed]
        told += [self.tr("{}：签署后又改过").format(each.form_name) for each in found.stale]
        self._chip.setToolTip("\n".join(told))
        self._chip.setAccessibleDescription("\n".join(told))
        self._show_acts()

    def _ask_sign(self) -> None:
        self.signing.emit(self.role)

    def _ask_back(self) -> None:
        self.taking_back.emit(self.role)

    def _word(self, found: Standing) -> Word:
        if found.stale:
            return Word(self.tr("{} 张签署后又改过").format(len(found.stale)), "query")
        if not found.signed:
            return Word(self.tr("未签署") if found.open else "", "plain")
        newest = moment_word(max(each.moment for _, each in found.signed))
        if found.open:
            return Word(self.tr("已签 {} 张，还有 {} 张").format(len(found.signed), len(found.open)), "query")
        return Word(newest, "good")

    def _show_acts(self) -> None:
        count = len(self.standing.open)
        self._sign.setText(VERBS[self.role].format(count))
        whose = f"{ROLES[self.role]} {self._name.text()}"
        self._sign.setAccessibleName(told("，", ", ").join((self._sign.text(), whose)))
        set_shown(self._sign, bool(count) and self._named)
        set_shown(self._back, not count and bool(self.standing.held))
