"""The first run: five quiet steps on the desk's place, each to be put off, all to be come back to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.parts.basics import Picture, button, card, column, flush, label, plain, row, set_look, set_shown
from client.ui.parts.frame import PageFrame
from client.ui.parts.keyboard import in_order
from client.ui.starting.steps import CardStep, EndpointStep, FirmStep, LanguageStep, PastStep, StepPart
from client.usecases.home import first_run
from client.usecases.home.first_run import Step


class FirstRun(QWidget):
    """``finished`` asks for the desk; ``settings_changed`` carries all settings; the others are passed on."""

    finished = Signal()
    firm_entered = Signal(str, str)
    settings_changed = Signal(object)
    enrolled = Signal()
    looked = Signal(object)
    backups = Signal()
    questionnaire = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.step: Step = "language"
        self.part: StepPart | None = None
        self._typed = ("", "")
        theme = context.theme
        below = self.tr("几步就好；填好单位以后，其余都可以以后再做。")
        self._frame = PageFrame(theme, self.tr("欢迎使用集报"), below)
        self._marks: dict[Step, tuple[Picture, QLabel]] = {}
        self._title = label(theme, scale=1.25, bold=True)
        self._text = label(theme, role="soft", wrap=True)
        self._holder = QVBoxLayout()
        self.back = button(self.tr("上一步"), self._go_back, name="stepBack")
        self.next = button("", self._next, role="primary", name="stepNext")
        leave = button(self.tr("以后再说，直接进入工作台"), self._leave, role="link", name="stepLeave")
        self.leave = flush(leave, end=True)
        surface, inside = card(theme, 1.4)
        inside.setSpacing(theme.space(0.8))
        inside.addLayout(column(theme, self._title, self._text, gap=0.25))
        inside.addLayout(self._holder)
        inside.addSpacing(theme.space(0.4))
        inside.addLayout(row(theme, self.back, None, self.next))
        board = row(theme, plain(self._way()), surface, gap=1.6)
        board.setStretch(1, 1)
        self._frame.inside.addLayout(board)
        self._frame.inside.addLayout(row(theme, None, self.leave))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)

    def save_state(self) -> tuple[str, str]:
        """The enterprise's code and name as far as they are typed, at whatever step one is."""
        return self.part.save_state() if isinstance(self.part, FirmStep) else self._typed

    def restore_state(self, typed: tuple[str, str]) -> None:
        """Put back what was typed, or keep it for the step that asks."""
        self._typed = typed
        if isinstance(self.part, FirmStep):
            self.part.restore_state(typed)

    def show_step(self, step: Step) -> None:
        """Turn to a step."""
        self._typed = self.save_state()
        self.step = step
        if self.part is not None:
            self.part.hide()
            self._holder.removeWidget(self.part)
            self.part.deleteLater()
        self.part = part = self._make(step)
        part.done.connect(self._go_on)
        part.turned.connect(self._turned)
        self._title.setText(part.title)
        self._text.setText(part.text)
        self._holder.addWidget(part)
        part.show()  # at once: whoever types on must find the next field
        set_shown(self.back, step != "language")
        set_shown(self.leave, step not in ("language", "firm", "past"))
        self._mark(step)
        self._turned(False)
        self._order_keys(part)
        part.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_for_firm(self, text: str) -> None:
        """Say beside the enterprise's fields what is wrong or missing."""
        if not isinstance(self.part, FirmStep):
            self.show_step("firm")
        if isinstance(self.part, FirmStep):
            self.part.complain(text)

    def _turned(self, onward: bool) -> None:
        """What leads on from the step in hand, and whether it is the first thing to do; ``onward``: by Enter."""
        assert self.part is not None
        self.next.setText(self.part.onward)
        set_look(self.next, "role", "primary" if self.part.leads else "")
        if onward:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_keys(self, part: StepPart) -> None:
        """Tab goes through the step first, then through what leads on."""
        in_order(part, self.back, self.next, self.leave)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, unless that is chosen already; else it goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        at = self.focusWidget()
        if not isinstance(at, QLineEdit) and not event.isAutoRepeat():  # a field has done what Enter means in it
            (at if isinstance(at, QPushButton) and not at.isChecked() else self.next).click()

    def _make(self, step: Step) -> StepPart:
        context = self._context
        if step == "firm":
            firm = FirmStep(context)
            firm.restore_state(self._typed)
            firm.entered.connect(self.firm_entered)
            firm.backups.connect(self.backups)
            return firm
        if step == "endpoint":
            endpoint = EndpointStep(context)
            endpoint.enrolled.connect(self._enrolled)
            endpoint.questionnaire.connect(self.questionnaire)
            return endpoint
        if step == "card":
            return CardStep(context)
        if step == "past":
            past = PastStep(context)
            past.many.looked.connect(self.looked)
            return past
        language = LanguageStep(context)
        language.chosen.connect(self.settings_changed)
        return language

    def _way(self) -> QVBoxLayout:
        """All steps at the left, the one in hand marked."""
        theme = self._context.theme
        names: dict[Step, str] = {
            "language": self.tr("语言"),
            "firm": self.tr("单位"),
            "endpoint": self.tr("报送到哪里"),
            "card": self.tr("应急卡"),
            "past": self.tr("往期数据"),
        }
        lines = []
        for step, name in names.items():
            self._marks[step] = mark = (Picture(theme, "next", "accent", 1.0), label(theme, name, bold=True))
            mark[1].setMinimumWidth(mark[1].sizeHint().width())  # also when it is not the one in hand
            mark[0].setFixedWidth(theme.space(1.2))
            lines.append(row(theme, *mark, None, gap=0.3))
        inside = column(theme, *lines, None, gap=0.7)
        inside.insertSpacing(0, theme.space(1.4))
        return inside

    def _mark(self, at: Step) -> None:
        place = first_run.STEPS.index(at)
        for step, (picture, name) in self._marks.items():
            number = first_run.STEPS.index(step)
            picture.show_icon("check" if number < place else "next", "good" if number < place else "accent")
            if number > place:
                picture.clear()
            name.setFont(self._context.theme.font(bold=step == at))
            name.setEnabled(number <= place)

    def _next(self) -> None:
        assert self.part is not None
        self.part.finish()

    def _go_on(self) -> None:
        self._to(first_run.after(self.step))

    def _go_back(self) -> None:
        self._to(first_run.before(self.step))

    def _leave(self) -> None:
        self._to("done")

    def _to(self, step: Step) -> None:
        work = partial(first_run.go_to, self._context.session, step)
        self._context.tasks.query(work, self._arrived)

    def _arrived(self, step: Step) -> None:
        if step == "done":
            self.finished.emit()
        else:
            self.show_step(step)

    def _enrolled(self) -> None:
        work = partial(first_run.go_to, self._context.session, "card")
        self._context.tasks.query(work, self._enrolled_and_kept)

    def _enrolled_and_kept(self, _: Step) -> None:
        self.enrolled.emit()
