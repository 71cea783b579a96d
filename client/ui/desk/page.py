"""工作台: what is due and where each return stands, or the first run in the place of a new home's desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from client.ui.desk.overview import Overview
from client.ui.frame.context import Context
from client.usecases.home.enterprises import all_of
from client.usecases.home.first_run import Step, step_of
from client.usecases.home.session import Session
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import Desk

if TYPE_CHECKING:
    from client.ui.starting.page import FirstRun
    from client.usecases.views.owing import Owing


LOOK_AROUND_MS = 10 * 60 * 1000
"""The stores of the other enterprises are looked into so often at most, as long as this one is in hand."""


class DeskPage(QWidget):
    """``shown`` comes whenever a desk is there; the other signals are those of the first run."""

    import_book = Signal(object)
    firm_entered = Signal(str, str)
    settings_changed = Signal(object)
    enrolled = Signal()
    backups = Signal()
    questionnaire = Signal()
    shown = Signal()
    firms = Signal()
    """The enterprises of the home are to be seen."""
    firm_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.desk: Desk | None = None
        self.others: tuple[Owing, ...] = ()
        """Other enterprises of the home that owe returns, as far as it was looked."""
        self._looked_around = QElapsedTimer()
        self.first_run: FirstRun | None = None
        self._asked_for_firm = False
        self._typed = ("", "")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._stack.addWidget(QWidget())
        self.overview = Overview(context, self._stack)
        self.overview.changed.connect(self.refresh)
        self.overview.firms.connect(self.firms)
        self.overview.firm_chosen.connect(self.firm_chosen)
        self._stack.addWidget(self.overview)
        context.theme.changed.connect(self.refresh)
        context.tasks.changed.connect(self._look_again)

    def save_state(self) -> tuple[str, str]:
        """The enterprise of the first run, as far as it is typed."""
        return self._typed if self.first_run is None else self.first_run.save_state()

    def restore_state(self, held: tuple[str, str]) -> None:
        """Keep what was typed for the first run."""
        self._typed = held

    def _look_again(self) -> None:
        """Something was changed, as by a filing that was left to itself: who looks here sees what came of it."""
        if self.overview.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask for the desk anew."""
        session, firm = self._context.session, self._context.firm
        self._context.tasks.query(partial(_look, session, firm), self._looked)

    def ask_for_firm(self, text: str) -> None:
        """Say that an enterprise is wanted first, or what is wrong with the one that was given."""
        self._asked_for_firm = True
        self._guide("firm").ask_for_firm(text)

    def _looked(self, seen: Desk | Step) -> None:
        if isinstance(seen, Desk):
            self.show_desk(seen)
            return
        # Whoever was asked for the enterprise just now is not sent back to the language.
        self._guide("firm" if self._asked_for_firm and seen == "language" else seen)
        self.shown.emit()

    def _guide(self, step: Step) -> FirstRun:
        """The first run in the place of the desk, at this step unless it is there already."""
        if self.first_run is None:
            from client.ui.starting.page import FirstRun

            self.first_run = guide = FirstRun(self._context)
            guide.restore_state(self._typed)
            guide.finished.connect(self.refresh)
            guide.firm_entered.connect(self.firm_entered)
            guide.settings_changed.connect(self.settings_changed)
            guide.enrolled.connect(self.enrolled)
            guide.backups.connect(self.backups)
            guide.questionnaire.connect(self.questionnaire)
            guide.looked.connect(self.import_book)
            self._stack.addWidget(guide)
        if self.first_run.part is None or self.first_run.step != step:
            self.first_run.show_step(step)
        self._stack.setCurrentWidget(self.first_run)
        return self.first_run

    def show_desk(self, desk: Desk) -> None:
        """Show what is due."""
        self.desk = desk
        self.overview.show_desk(desk)
        if self._stack.currentWidget() is not self.overview:
            held = cast("QWidget | None", self.window().focusWidget())
            self._stack.setCurrentWidget(self.overview)
            # A window that wakes before its desk is there gives the keyboard to the rail.
            if not isinstance(held, QComboBox):
                self.overview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()
        self.overview.resuming.refresh()
        self.overview.going_on.refresh()
        if not self._looked_around.isValid() or self._looked_around.hasExpired(LOOK_AROUND_MS):
            self._looked_around.start()
            days = int(self._context.settings.get("reminders.days", 3))
            self._context.tasks.query(
                partial(_look_around, self._context.session, desk.firm, days), self._show_others
            )

    def _show_others(self, others: tuple[Owing, ...]) -> None:
        self.others = others
        self.overview.show_others(others)
        if others:
            self.shown.emit()  # whoever reminds knows of them now


def _look_around(session: Session, firm: str, days: int) -> tuple[Owing, ...]:
    if len(all_of(session)) < 2:
        return ()
    from client.usecases.views.owing import owing

    return owing(session, days, leave_out=firm)


def _look(session: Session, firm: str) -> Desk | Step:
    """The desk, or the step of the first run a new home is at."""
    step = step_of(session)
    return overview(session, firm) if step == "done" and firm else step
