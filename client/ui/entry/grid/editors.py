"""The editor of a cell: one line of text, with a list to pick from where the answer is a code.

There is no validator: whatever an input method commits is kept and read by the draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QPlainTextEdit, QWidget

from client.ui.entry.blocks.quiet import put_text
from client.ui.ground.language import told
from client.ui.theme.theme import Theme
from forms.pack import Code, Pack
from forms.pack.model import Spec
from forms.periods import Period

SEPARATOR = "、"
_SEPARATORS = "、，,;； "
OWN_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Delete,
)
MONTHS_AHEAD, MONTHS_BACK = 36, 120
"""How far before and after a report's month the list reaches; others are typed."""
FILL = "fill"
"""Not a direction: what is typed is to be put into all that is selected."""
_TABS = {Qt.Key.Key_Tab: "right", Qt.Key.Key_Backtab: "left"}
_ARROWS = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right"}


def direction_of(event: QKeyEvent, *, arrows: bool) -> str:
    """Where a key leads out of an editor; ``arrows`` says whether arrows do. Blank for a key that stays inside.

    ``FILL`` for Ctrl+Enter.
    """
    key = Qt.Key(event.key())
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return FILL
        return "up" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "down"
    if key in _TABS:
        return _TABS[key]
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _ARROWS.get(key, "") if arrows and plain else ""


PICKED = ("boolean", "code", "codes", "month")
"""The kinds of answers there is a list for."""


def take_composed(editor: QLineEdit | QPlainTextEdit, composing: Callable[[], str]) -> None:
    """Take what an input method has not committed yet: as it stands it is what the person typed.

    The input method is asked first, and ends what it is doing.
    """
    if composing():
        QGuiApplication.inputMethod().commit()
    if text := composing():
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(editor, event)


@dataclass(frozen=True)
class Pick:
    """One entry of a picker: what is shown, what is typed for it, and what it is found by."""

    shown: str
    typed: str
    found_by: str


def code_picker(pack: Pack, spec: Spec) -> tuple[Pick, ...] | None:
    """What may be picked for a definition; None where the answer is free."""
    if spec.type == "boolean":
        yes, no = QCoreApplication.translate("grid", "是"), QCoreApplication.translate("grid", "否")
        return (Pick(yes, "是", "是 yes s 1"), Pick(no, "否", "否 no f 0"))
    listed = pack.lists.get(spec.list) if spec.type in ("code", "codes") else None
    if listed is None:
        return None
    return tuple(_pick(code) for code in listed.codes.values())


def month_picker(period: Period) -> tuple[Pick, ...]:
    """The months around a report, the latest first."""
    last = period.year * 12 + int(period.last_month[-2:]) - 1
    months = (divmod(last + ahead, 12) for ahead in range(MONTHS_AHEAD, -MONTHS_BACK, -1))
    return tuple(_month(year, index + 1) for year, index in months)


def _month(year: int, month: int) -> Pick:
    spelled = f"{year}-{month:02}"
    return Pick(spelled, spelled, f"{spelled} {year}-{month} {year}{month:02} {year}.{month} {year}年{month}月")


def _pick(code: Code) -> Pick:
    shown = code.code if code.code == code.name else f"{code.code}  {told(code.name, code.name_en)}"
    return Pick(shown, code.code, f"{code.code} {code.name} {code.initials} {code.name_en}".casefold())


class CellEdit(QLineEdit):
    """A line edit over a cell; ``overwriting`` when typing began it: then arrows leave it, as in Excel."""

    leaving = Signal(str)

    def __init__(
        self, theme: Theme, parent: QWidget, picks: tuple[Pick, ...] | None, *, several: bool, near: str = ""
    ) -> None:
        """``near`` is the entry an empty cell's list opens at; what is typed then stands unless one is chosen."""
        super().__init__(parent)
        self.setProperty("role", "cell")
        self.setFrame(False)
        self.started = False
        self.overwriting = False
        self._picks = {pick.shown: pick for pick in picks or ()}
        self._several = several
        self._near = near
        self._composed = ""
        self._completer: Picker | None = None
        if picks:
            self._completer = Picker(theme, self, picks)
            self._completer.setWidget(self)
            self._completer.loose = bool(near)
            self._completer.activated.connect(self._picked)
            self.textEdited.connect(self._offer)

    @property
    def composing(self) -> bool:
        """Whether an input method is at work on what stands at the cursor: nobody else takes it from there."""
        return bool(self._composed)

    @property
    def choosing(self) -> bool:
        """Whether the list to pick from is open."""
        return self._completer is not None and self._completer.list.isVisible()

    def start(self, text: str) -> None:
        """Show what the cell holds, all of it selected."""
        self.started = True
        self.setText(text)
        self.selectAll()
        if self._completer is not None:
            QTimer.singleShot(0, self.open_list)

    def settle(self) -> None:
        """Take what is being composed, and the entry highlighted in the open list or the only one left of it."""
        take_composed(self, lambda: self._composed)
        if self._completer is None or not self.choosing:
            return
        popup = self._completer.list
        index = popup.currentIndex()
        model = self._completer.completionModel()
        if not index.isValid() and self._piece() and model.rowCount() >= 1 and not self._near:
            index = model.index(0, 0)
        if index.isValid() and (self.isModified() or index.data() != self._completer.held):
            self._picked(str(index.data()))
        popup.hide()

    def entered(self) -> str:
        """The text to be read by the draft, with what is being composed."""
        take_composed(self, lambda: self._composed)
        pick = self._picks.get(self.text())
        return pick.typed if pick else self.text()

    def being_typed(self) -> str:
        """The text as it stands, with what an input method is still composing at the cursor."""
        at = self.cursorPosition()
        return self.text()[:at] + self._composed + self.text()[at:]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composed = event.preeditString()
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the usual editing keys for the open editor, and leave it by the keys that lead on.

        Keys come here both from the view and, while the list is open, straight from the completer.
        """
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._copied_by(event):
                event.accept()
                return True
            own = event.type() == QEvent.Type.ShortcutOverride and self._is_own(event)
            if own or (event.type() == QEvent.Type.KeyPress and self.leave_by(event)):
                event.accept()
                return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Keys that edit or lead on: no shortcut of anybody's, and nobody above is asked."""
        leads_on = direction_of(event, arrows=self.overwriting and not self.choosing)
        return bool(leads_on) or any(event.matches(key) for key in OWN_KEYS)

    def _copied_by(self, event: QKeyEvent) -> bool:
        """Copy and cut past the clipboard history, as the grid does."""
        cut = event.matches(QKeySequence.StandardKey.Cut)
        if not (cut or event.matches(QKeySequence.StandardKey.Copy)) or not self.hasSelectedText():
            return False
        put_text(self.selectedText())
        if cut:
            self.insert("")
        return True

    def leave_by(self, event: QKeyEvent) -> bool:
        """Leave by Enter, Tab or, when typing began the editing, an arrow; False for a key that stays inside."""
        direction = direction_of(event, arrows=self.overwriting and not self.choosing)
        if direction:
            self.settle()
            self.leaving.emit(direction)
        return bool(direction)

    def open_list(self) -> None:
        """Show all that may be picked."""
        if not self.isVisible():
            return  # left already by who types faster than the window: it would take the next editor's keyboard
        self._offer("")
        if self._completer is not None:
            self._completer.show_at(self.text(), self._near)

    def _offer(self, _: str) -> None:
        if self._completer is not None:
            self._completer.offer(self._piece())

    def _piece(self) -> str:
        """What the list is searched for: the whole text, or what stands after the last separator."""
        if self.hasSelectedText() and self.selectedText() == self.text():
            return ""
        text = self.text()
        if not self._several:
            return text.strip()
        cut = max((text.rfind(mark) for mark in _SEPARATORS), default=-1)
        return text[cut + 1 :].strip()

    def _picked(self, shown: str) -> None:
        pick = self._picks.get(shown)
        if pick is None:
            return
        kept = self._kept() if self._several else []
        self.setText(SEPARATOR.join([*(k for k in kept if k != pick.typed), pick.typed]))

    def _kept(self) -> list[str]:
        """The codes already chosen, without the piece being typed."""
        text = self.text()
        for mark in _SEPARATORS:
            text = text.replace(mark, SEPARATOR)
        pieces = [piece for piece in text.split(SEPARATOR) if piece]
        return pieces[: len(pieces) - 1] if self._piece() else pieces


class Picker(QCompleter):
    """A list below the editor, narrowed by code, name or initials as one types."""

    def __init__(self, theme: Theme, parent: CellEdit, picks: tuple[Pick, ...]) -> None:
        super().__init__(parent)
        self._picks = picks
        self.loose = False
        """Whether nothing is chosen until the person does."""
        self.held = ""
        """The entry the cell held when the list was opened: highlighted, it is no choice yet."""
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(10)
        self.list = QListView()
        self.list.setObjectName("choices")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(theme.space(18))
        theme.dress(self.list)  # a window of its own
        self.setPopup(self.list)

    def offer(self, piece: str) -> None:
        """Show the entries found by ``piece``."""
        wanted = piece.casefold()
        picks = [pick for pick in self._picks if wanted in pick.found_by]
        picks.sort(key=lambda pick: (wanted not in pick.found_by.split(), not pick.found_by.startswith(wanted)))
        found = [pick.shown for pick in picks]
        self._model.setStringList(found)
        if found:
            self.complete()
            if self.loose:
                self.list.setCurrentIndex(QModelIndex())  # Qt chooses the first; here typing is enough
        else:
            self.list.hide()

    def show_at(self, typed: str, near: str = "") -> None:
        """Highlight the entry the cell holds, by its code or by its name; bring ``near`` into sight where it holds
        none of them.
        """
        if self._model.rowCount() != len(self._picks):
            return
        held = self._row(lambda pick: pick.typed == typed) if typed else None
        if held is None and typed:
            held = self._row(lambda pick: typed.casefold() in pick.found_by.split())
        around = self._row(lambda pick: pick.typed == near) if held is None else None
        if held is not None:
            self.held = self._picks[held].shown
            self.list.setCurrentIndex(self.list.model().index(held, 0))
        if around is not None:
            self.list.scrollTo(self.list.model().index(around, 0), QListView.ScrollHint.PositionAtCenter)

    def _row(self, wanted: Callable[[Pick], bool]) -> int | None:
        return next((number for number, pick in enumerate(self._picks) if wanted(pick)), None)
