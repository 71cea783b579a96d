"""What can be done with the returns of a month: file them, have them prechecked, ask, declare one to be nil."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.ui.parts.basics import button, row, set_shown
from client.ui.sending.preflight import Preflight, SendRow
from client.ui.theme.theme import Theme
from forms.words import Count


class SendBar(QWidget):
    """Each button asks for one thing; none can be pressed while something is under way.

    The page puts ``go`` into its head: below a long list, or in large letters, it would be out of sight.
    """

    send = Signal()
    precheck = Signal()
    ask = Signal()
    nil = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.go = button(self.tr("报送"), self.send, role="primary", name="send")
        self._before = button(self.tr("请报送平台预检"), self.precheck, name="precheck")
        self._before.setToolTip(self.tr("密封送去检查，不计入报送，也不留存"))
        self._ask_again = button(self.tr("查询结果"), self.ask, name="askAgain")
        self._nil = button(self.tr("零申报…"), self.nil, name="nil")
        self.setLayout(row(theme, self._before, self._ask_again, self._nil, None))
        self.pause()

    def show_preflight(self, preflight: Preflight, *, busy: bool) -> None:
        """What can be done with the month as it stands."""
        ready = sum(each.state == "ready" for each in preflight.ready)
        self.go.setText(self.tr("报送 {} 张报表").format(Count(ready)) if ready else self.tr("没有可以报送的"))
        self.go.setEnabled(bool(ready) and not busy)
        set_shown(self._ask_again, preflight.under_way)
        self._ask_again.setEnabled(not busy)
        self._before.setEnabled(bool(preflight.entered) and not busy)

    def offer_nil(self, chosen: SendRow | None, *, busy: bool) -> None:
        """Only a return with nothing in it can be declared to be nil."""
        blank = chosen is not None and (chosen.state == "empty" or chosen.emptied)
        self._nil.setEnabled(blank and not busy)

    def pause(self) -> None:
        """Something is under way, or it is not known yet what there is to send."""
        for each in (self.go, self._before, self._ask_again):
            each.setEnabled(False)
