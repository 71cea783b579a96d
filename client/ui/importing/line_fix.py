"""Below the tables: where one line or column of the workbook goes, and another choice for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit

from client.ui.ground.language import spoken, told
from client.ui.ground.words import sentences, unit_word
from client.ui.importing.columns import how_word
from client.ui.parts.basics import button, column, label, rule
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.theme.theme import Theme
from client.usecases.books.preview.lines import ImportLine
from client.workbook import NotTaken
from client.workbook.finding.taken.choices import NOT_TAKEN, Line
from forms.pack import Pack

UNITS = ("元", "千元", "万元", "百万元", "亿元")


class LineFix(QFrame):
    """``chosen`` carries the label or heading and its ``Line``."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._label = ""
        self.words = label(theme, wrap=True)
        self.words.setObjectName("fixWords")
        self.target = QLineEdit()
        self.target.setObjectName("fixTarget")
        self.target.setAccessibleName(self.tr("对应到哪个指标"))
        self.target.setPlaceholderText(self.tr("指标代码或名称"))
        self.target.setMinimumWidth(theme.space(16))
        self.target.setCompleter(self._completer(pack))
        self.target.returnPressed.connect(self._apply)
        self.unit = Choice(theme, "fixUnit", self.tr("这一行的单位"))
        self.unit.offer([(self.tr("单位照表上"), ""), *((unit_word(each), each) for each in UNITS)])
        self.sign = Choice(theme, "fixSign", self.tr("正负号"))
        self.sign.offer([(self.tr("照原样"), False), (self.tr("取相反数"), True)])
        self.apply = button(self.tr("改对应"), self._apply, name="fixApply")
        self.leave = button(self.tr("这一行不取"), self._leave, name="fixLeave")
        controls = flow(theme, self.target, self.unit, self.sign, self.apply, self.leave)
        inside = column(theme, self.words, controls, gap=0.35)
        pad = theme.space(0.6)
        inside.setContentsMargins(theme.margin, pad, theme.margin, pad)
        self.setLayout(column(theme, rule(theme), inside, gap=0))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No line has the keyboard, or it has no words to be known by."""
        self._label = ""
        self.words.setText(self.tr("选中一行，就能改它对应的指标、单位和正负号；改过的可以记住，下次自动照办。"))
        for each in (self.target, self.unit, self.sign, self.apply, self.leave):
            each.setEnabled(False)

    def show_line(self, text: str, line: ImportLine) -> None:
        """A value that would be written, and the words it is known by."""
        how = how_word(line.found.how)
        sure = round(line.found.confidence * 100)
        name = told(line.name, line.name_en)
        said = self.tr("“{}” 对应 {} {}：{}，把握 {}%").format(text, line.code, name, how, sure)
        doubts = self.tr("；").join(doubt.what(spoken()) for doubt in line.doubts)
        self._show(text, sentences(said, doubts), f"{line.code} {name}")

    def show_left(self, left: NotTaken) -> None:
        """A line that was not taken."""
        if not left.label or left.row is None:
            self.show_nothing()
            return
        self._show(left.label, self.tr("“{}” 没有取用：{}").format(left.label, left.why.what(spoken())), "")

    def _show(self, text: str, words: str, target: str) -> None:
        if not text:
            self.show_nothing()
            return
        self._label = text
        self.words.setText(words)
        self.target.setText(target)
        self.unit.choose("")
        self.sign.choose(data=False)
        for each in (self.target, self.unit, self.sign, self.apply, self.leave):
            each.setEnabled(True)

    def _completer(self, pack: Pack) -> QCompleter:
        entries = [
            f"{indicator.code} {told(indicator.label, indicator.label_en)}"
            for form in pack.forms.values()
            for indicator in form.indicators.values()
        ]
        made = QCompleter(entries, self)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setMaxVisibleItems(12)
        return made

    def _apply(self) -> None:
        code = self.target.text().strip().partition(" ")[0]
        if code and self._label:
            line = Line(code, str(self.unit.currentData()), bool(self.sign.currentData()))
            self.chosen.emit(self._label, line)

    def _leave(self) -> None:
        if self._label:
            self.chosen.emit(self._label, Line(NOT_TAKEN))
