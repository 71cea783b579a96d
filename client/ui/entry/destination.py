"""Which return the entry page goes to: the one open, one being opened, or one put off."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from client.ui.entry.opening import Opening
from client.ui.frame.context import Context
from client.usecases.returns.editing import Draft
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import Desk
from forms.periods import Period

Goal = tuple[str, Period, str]
"""Form, period and the address the cursor is wanted on; blank where that does not matter."""


class Destination(QObject):
    """``turned`` carries form and period of what is wanted now, ``opened`` its ``Draft`` when it is ready.

    What is open lasts, with what can be undone in it, unless something else than typing changed the store.
    """

    turned = Signal(str, object)
    opened = Signal(object)
    due = Signal(str, object)
    """Nothing was asked for, and this return is due first."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.address = ""
        """Where the cursor goes in what is being opened."""
        self._wanted: tuple[str, Period] | None = None
        self._put_off: Goal | None = None
        """What was being opened when another page was gone to."""
        self._shown: tuple[str, Period] | None = None
        self._stale = False
        """Whether something else than typing (an import, an answer) changed the store since this was asked for."""
        self._stale_already = False
        """The same of what is being opened."""
        self.opening = Opening(context, self)
        self.opening.opened.connect(self._show)
        self.opening.given_up.connect(self._turn_back)
        context.tasks.changed.connect(self.grow_stale)

    def ask(self, form: str, period: Period, address: str = "") -> bool:
        """Have a return opened; False where it is the one that is open."""
        definition = self._context.session.forms[form]
        wanted = (form, period if definition.asked(period) else definition.period_of(period))
        self._put_off = None
        if wanted == self._shown and not self._stale:
            self.stop()
            return False
        self._wanted, self.address, self._stale_already = wanted, address, False
        self.turned.emit(*wanted)
        self.opening.ask(*wanted)
        return True

    def again(self, address: str) -> Goal | None:
        """What is wanted by whoever comes back; ``address`` is where the cursor was.

        None while another is being opened; where nothing was asked for ``due`` says what is.
        """
        goal = self.goal(address)
        if goal is not None or self._wanted != self._shown:
            return goal
        session, firm = self._context.session, self._context.firm
        self._context.tasks.query(lambda: overview(session, firm), self._tell_due)
        return None

    def goal(self, address: str) -> Goal | None:
        """What is open or put off; None while another is being opened, or nothing was asked for."""
        if self._put_off is not None or self._wanted != self._shown:
            return self._put_off
        return None if self._shown is None else (*self._shown, address)

    def put_aside(self, goal: Goal) -> None:
        """Keep a return that is to be opened when somebody comes to the page."""
        self._put_off = goal

    def stop(self) -> bool:
        """Stop what is being opened: the return open before it stays. Answers whether there was any."""
        stopped = self.opening.stop()
        if stopped:
            self._turn_back()
        return stopped

    def put_off(self) -> None:
        """Stop what is being opened until somebody comes back: who is elsewhere does not wait for it."""
        wanted, address = self._wanted, self.address
        if self.stop() and wanted is not None:
            self._put_off = (*wanted, address)

    def grow_stale(self) -> None:
        """The store holds more than what is open."""
        self._stale = self._stale_already = True

    def _turn_back(self) -> None:
        self._wanted = self._shown
        if self._shown is not None:
            self.turned.emit(*self._shown)

    def _show(self, draft: Draft) -> None:
        self._shown, self._stale = (draft.form.code, draft.period), self._stale_already
        self.opened.emit(draft)

    def _tell_due(self, desk: Desk) -> None:
        first = next((row for row in desk.rows if row.open), None)
        if first is not None and self._wanted is None and self._put_off is None:
            self.due.emit(first.form, first.period)
