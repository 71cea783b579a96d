"""核实说明: a reason and the person's own words, with the words of the last report offered beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from client.ui.ground.language import told
from client.ui.ground.words import period_word
from client.ui.parts.basics import button, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.complaint import Complaint
from client.ui.theme.theme import Theme
from client.usecases.returns.explaining import Carried, reasons
from forms.pack import Pack
from forms.returns import Explanation

Unsaved = dict[str, tuple[str, str]]
"""Reason and words by what they explain."""
TIGHT, ROOMY = 13, 26
"""Lines of text it is wide at least, and from which reason and words stand side by side."""


class _Words(QLineEdit):
    """``resized`` whenever it has another width."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class ExplanationField(QWidget):
    """``kept`` carries ``(code, text)``."""

    kept = Signal(str, str)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._offered: Explanation | None = None
        self._about = ""
        """What the words shown are about."""
        self.unsaved: Unsaved = {}
        """What was begun and not saved: it waits there until it is, or is blanked."""
        self.reason = Choice(theme, "explanationCode", self.tr("原因类别"))
        self.reason.setPlaceholderText(self.tr("选择原因类别"))
        self.reason.offer(self._reasons(pack))
        self.reason.setCurrentIndex(-1)
        self._notes = {reason.code: told(reason.note, reason.note_en) for reason in reasons(pack)}
        self._words = _Words()
        self._words.setObjectName("explanationText")
        self._words.setAccessibleName(self.tr("情况说明"))
        self._hint = label(theme, role="soft", wrap=True)
        self._hint.setObjectName("explanationHint")
        self.reason.currentIndexChanged.connect(self._prompt)
        self._words.resized.connect(self._prompt)
        self._prompt()
        self._words.textChanged.connect(self._prompt)
        self._words.textEdited.connect(self._hold)
        self.reason.activated.connect(self._hold)
        self._words.returnPressed.connect(self._keep)
        self._words.setMinimumWidth(theme.space(7))
        self.reason.setMaximumWidth(theme.space(12))
        keep = button(self.tr("保存说明"), self._keep, name="explain")
        self._complaint = Complaint(theme)
        self._expired = label(theme, self.tr("数字已改，原来的说明需改写，或再次保存以确认"), wrap=True)
        self._expired.setObjectName("explanationExpired")
        self._expired.setProperty("tone", "query")
        self._expired.hide()
        self._earlier = label(theme, role="soft", wrap=True, selectable=True)
        self._take = button(self.tr("沿用"), self._take_up, role="link", name="takeUp")
        self._offer = QWidget()
        self._offer.setObjectName("plain")
        offered = row(theme, self._earlier, self._take, gap=0.3)
        offered.setStretch(0, 1)
        self._offer.setLayout(offered)
        self._line = line = row(theme, self.reason, row(theme, self._words, keep, gap=0.4), gap=0.4)
        line.setStretch(1, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(0.2))
        inside.addLayout(line)
        inside.addWidget(self._hint)
        inside.addWidget(self._expired)
        inside.addWidget(self._complaint)
        inside.addWidget(self._offer)

    def minimumSizeHint(self) -> QSize:
        """In a narrow pane it takes two lines, and so asks for the room of the longer."""
        return QSize(self._theme.space(TIGHT), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(beside if self.width() >= self._theme.space(ROOMY) else below)

    def show_words(self, about: str, said: Explanation | None, earlier: Carried | None) -> None:
        """Show what was begun about something, else what was said; and what was said last time.

        The field is left alone while it is typed in.
        """
        self.complain("")
        self._about = about
        expired = earlier is not None and earlier.expired
        set_shown(self._expired, expired)
        self._offered = earlier.explanation if earlier and said is None else None
        set_shown(self._offer, self._offered is not None)
        if earlier is not None:
            self._earlier.setText(
                self.tr("{}的说明：{}").format(period_word(earlier.period), self._worded(earlier.explanation))
            )
        if not self._words.hasFocus():
            if said is not None and self.unsaved.get(about, ("", ""))[1].strip() == said.text:
                del self.unsaved[about]
            code, text = self.unsaved.get(about) or ((said.code, said.text) if said else ("", ""))
            self._words.setText(text)
            self._words.setCursorPosition(0)  # a long one is read from its beginning
            self.reason.setCurrentIndex(self.reason.findData(code) if code else -1)

    def _hold(self) -> None:
        """Whoever looks at a figure before the sentence is finished finds it as it was."""
        self.complain("")
        if self._words.text():
            self.unsaved[self._about] = (str(self.reason.currentData() or ""), self._words.text())
        else:
            self.unsaved.pop(self._about, None)

    def _prompt(self) -> None:
        """Say in the empty field what the chosen reason has to tell; below it where the field is too narrow.

        Words that are too long for the field stand below it as a whole.
        """
        usual = self.tr("写明具体原因，例如：9 月新增两条产线投产，订单增加")
        wanted = self._notes.get(str(self.reason.currentData())) or usual
        room, metrics = self._words.width() - self._theme.space(1), self._words.fontMetrics()
        said = self._words.text()
        narrow = metrics.horizontalAdvance(wanted) > room
        long = metrics.horizontalAdvance(said) > room
        self._words.setPlaceholderText("" if narrow else wanted)
        self._words.setAccessibleDescription(wanted)
        self._hint.setText(said if long else wanted)
        set_shown(self._hint, long or narrow)

    def complain(self, text: str) -> None:
        """Say below the field why an explanation was not taken."""
        self._complaint.say(text)

    @property
    def complaint(self) -> str:
        return self._complaint.text()

    def _worded(self, explanation: Explanation) -> str:
        index = self.reason.findData(explanation.code)
        reason = self.reason.itemText(index) if index >= 0 else ""
        return " · ".join(part for part in (reason, explanation.text) if part)

    def _reasons(self, pack: Pack) -> list[tuple[str, object]]:
        listed = reasons(pack)
        if listed:
            return [(told(reason.name, reason.name_en), reason.code) for reason in listed]
        return [
            (self.tr("市场与订单"), "1"),
            (self.tr("产能变化"), "2"),
            (self.tr("季节因素"), "3"),
            (self.tr("价格变动"), "4"),
            (self.tr("并购或口径"), "5"),
            (self.tr("政策影响"), "6"),
            (self.tr("其他"), "9"),
        ]

    def _take_up(self) -> None:
        """Put the earlier words into the field, to be read once more, changed and kept."""
        if self._offered is not None:
            self.reason.choose(self._offered.code)
            self._words.setText(self._offered.text)
            self._words.setFocus(Qt.FocusReason.OtherFocusReason)
            self._words.setCursorPosition(len(self._offered.text))

    def _keep(self) -> None:
        if self.reason.currentIndex() < 0:  # nobody's reason is guessed: it is filed
            self.complain(self.tr("请先选择原因类别"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.kept.emit(str(self.reason.currentData()), self._words.text())
