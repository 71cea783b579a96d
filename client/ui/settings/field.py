"""The control of one setting, by what kind of thing it is; it knows neither store nor page."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.ground.language import spoken, told
from client.ui.parts.asking import ask_which, ask_which_folder
from client.ui.parts.basics import button, column, label, plain, row
from client.ui.parts.choice import Choice
from client.ui.parts.complaint import Complaint
from client.ui.parts.switch import Switch
from client.ui.theme.theme import SMALL, Theme
from client.usecases.home.settings_table import Setting, Value


class SettingField(QWidget):
    """Name and help at the left, the control at the right. ``picked`` carries key and value."""

    picked = Signal(str, object)

    def __init__(self, theme: Theme, setting: Setting, value: Value) -> None:
        super().__init__()
        self.setting = setting
        self._theme = theme
        self.setObjectName("plain")
        self._name = told(setting.label.zh, setting.label.en)
        name = label(theme, self._name)
        said = self._help = label(
            theme, told(setting.help.zh, setting.help.en), role="faint", scale=SMALL, wrap=True
        )
        self.problem = Complaint(theme, scale=SMALL)
        self.complain = self.problem.say
        words = plain(column(theme, name, said, self.problem, gap=0.05))
        self.control = self._control(value)
        line = row(theme, words, self.control, gap=1.5)
        line.setStretch(0, 3)
        line.setStretch(1, 2 if setting.kind in ("folder", "file", "text") else 0)  # a path wants room
        line.setContentsMargins(0, theme.space(0.3), 0, theme.space(0.3))
        self.setLayout(line)

    def lay_down(self) -> None:
        """Show that the IT department laid this setting down: it cannot be changed here."""
        self.control.setEnabled(False)
        self._help.setText(self.tr("由信息部门统一规定。"))

    def show_value(self, value: Value) -> None:
        """Go back to what is kept; words stay as typed, to be mended."""
        with QSignalBlocker(self.control):
            if isinstance(self.control, Choice):
                self.control.choose(value)
            elif isinstance(self.control, Switch):
                self.control.setChecked(bool(value))

    def _control(self, value: Value) -> QWidget:
        made = {
            "choice": self._choice,
            "switch": self._switch,
            "number": self._number,
            "folder": self._path,
            "file": self._path,
            "text": self._text,
        }[self.setting.kind](value)
        made.setToolTip("")
        keys = made.focusProxy() or made
        keys.setAccessibleDescription(
            " ".join(filter(None, (self._help.text(), self.setting.hint.what(spoken()))))
        )
        return made

    def _choice(self, value: Value) -> QWidget:
        made = Choice(self._theme, self.setting.key, self._name)
        made.offer([(words.what(spoken()), each) for each, words in self.setting.choices], value)
        made.setMinimumWidth(max(made.sizeHint().width(), self._theme.space(8.5)))  # most as wide as each other
        made.currentIndexChanged.connect(self._chosen)
        return made

    def _switch(self, value: Value) -> QWidget:
        made = Switch(self._theme, self.setting.key, self._name, on=bool(value))
        made.toggled.connect(self._tell)
        return made

    def _number(self, value: Value) -> QWidget:
        field = self._text(value)
        assert isinstance(field, QLineEdit)
        field.setMinimumWidth(0)
        field.setFixedWidth(self._theme.space(4))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        unit = label(self._theme, self.setting.unit.what(spoken()), role="soft")
        holder = plain(row(self._theme, field, unit, gap=0.4))
        holder.setFocusProxy(field)
        return holder

    def _text(self, value: Value) -> QWidget:
        made = QLineEdit(str(value))
        made.setObjectName(self.setting.key)
        made.setAccessibleName(self._name)
        made.setPlaceholderText(self.setting.hint.what(spoken()))
        made.setMinimumWidth(self._theme.space(10))
        made.editingFinished.connect(self._typed)
        return made

    def _path(self, value: Value) -> QWidget:
        field = self._text(value)
        choose = button(self.tr("选择…"), self._ask, name=f"choose.{self.setting.key}")
        choose.setAccessibleName(self.tr("选择{}").format(self._name))
        holder = plain(row(self._theme, field, choose, gap=0.4))
        holder.setFocusProxy(field)
        return holder

    def _ask(self) -> None:
        ask = ask_which_folder if self.setting.kind == "folder" else ask_which
        ask(self, self._name, self._tell, name=f"asked.{self.setting.key}")

    def _chosen(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Choice)
        self._tell(sender.currentData())

    def _typed(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QLineEdit)
        if sender.isModified():
            sender.setModified(False)
            self._tell(sender.text())

    def _tell(self, value: Value) -> None:
        self.picked.emit(self.setting.key, value)
