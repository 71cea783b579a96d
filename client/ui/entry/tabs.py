"""The forms of a pack in one calm line: with code and name where there is room, else names, else codes."""

from __future__ import annotations

from collections.abc import Container, Mapping

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from client.ui.ground.language import told
from client.ui.parts.basics import literal, set_shown
from client.ui.theme.theme import Theme
from forms.pack import Form


class FormTabs(QWidget):
    """``chosen`` carries the code of the form clicked. The one that is open always shows its name.

    A form that is asked no more has its tab while a return of it is open.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, forms: Mapping[str, Form], asked: Container[str]) -> None:
        super().__init__()
        self._theme = theme
        self._forms = forms
        self._asked = asked
        self._made = {form.code: self._tab(form) for form in forms.values()}
        self._tabs: dict[str, QToolButton] = {}
        self._choose("")
        group = QButtonGroup(self)
        for tab in self._made.values():
            group.addButton(tab)
        group.buttonClicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_form(self, code: str) -> None:
        """Mark the form that is open."""
        self._made[code].setChecked(True)
        self._choose(code)
        self._place()

    def turn(self, step: int) -> None:
        """Ask for the form so many tabs on; beyond the first and the last there is none."""
        codes = list(self._tabs)
        at = next((n for n, code in enumerate(codes) if self._tabs[code].isChecked()), 0) + step
        if 0 <= at < len(codes):
            self.chosen.emit(codes[at])

    def sizeHint(self) -> QSize:
        return QSize(self._theme.space(40), self._height)

    def minimumSizeHint(self) -> QSize:
        """Room for the codes, and the name of the form that is open."""
        codes = sum(self._width(code) for code in self._tabs)
        return QSize(codes + max(self._width(self._full(code)) for code in self._tabs), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @property
    def _height(self) -> int:
        return max(tab.sizeHint().height() for tab in self._tabs.values())

    def _tab(self, form: Form) -> QToolButton:
        name = told(form.name, form.name_en)
        made = QToolButton(self)
        made.setObjectName(f"tab{form.code}")
        made.setProperty("role", "tab")
        made.setText(literal(name))
        made.setToolTip(" · ".join(part for part in (form.code, name, form.table_no) if part))
        made.setAccessibleName(f"{form.code} {name}")
        made.setCheckable(True)
        return made

    def _choose(self, open_form: str) -> None:
        """Keep the tabs of what is asked, and of the form that is open."""
        self._tabs = {code: tab for code, tab in self._made.items() if code == open_form or code in self._asked}
        for code, tab in self._made.items():
            set_shown(tab, code in self._tabs)

    def _place(self) -> None:
        """Choose the fullest spelling that fits on one line."""
        room = self.width()
        for spelled in (self._full, self._name, self._code):
            texts = {code: spelled(code) for code in self._tabs}
            if sum(self._width(text) for text in texts.values()) <= room:
                break
        left = 0
        for code, tab in self._tabs.items():
            width = self._width(texts[code])
            tab.setText(literal(texts[code]))
            tab.setGeometry(QRect(left, 0, width, self.height()))
            left += width

    def _full(self, code: str) -> str:
        return f"{code}　{self._name(code)}"

    def _name(self, code: str) -> str:
        return told(self._forms[code].name, self._forms[code].name_en)

    def _code(self, code: str) -> str:
        return self._full(code) if self._tabs[code].isChecked() else code

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + self._theme.space(1.45)

    def _clicked(self, tab: QToolButton) -> None:
        self.chosen.emit(next(code for code, made in self._made.items() if made is tab))
