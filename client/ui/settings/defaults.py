"""Going back to the defaults, of a group or of all: says first which settings change, and from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.ground.language import spoken, told
from client.ui.parts.announcing import announce
from client.ui.parts.basics import button, label, plain, row, set_shown
from client.ui.theme.theme import Theme
from client.usecases.home.settings import apart
from client.usecases.home.settings_table import Setting, Value


class Defaults:
    """``ask`` stands by a heading while anything differs from how it comes; pressed, it shows ``asking`` below."""

    def __init__(self, theme: Theme, settings: Sequence[Setting], name: str, words: str) -> None:
        self.asking = Asking(theme, settings, name)
        self.ask = button(words, self.asking.open, role="link", name=f"defaults.{name}")
        self.asking.closed.connect(self.ask.setFocus)

    def show(self, values: Mapping[str, Value]) -> None:
        """Know what is chosen now."""
        self.asking.show_values(values)
        set_shown(self.ask, bool(self.asking.keys))


class Asking(QWidget):
    """``wanted`` carries the keys to be reset; ``closed`` says that nothing is to be."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, settings: Sequence[Setting], name: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._settings = settings
        self._values: Mapping[str, Value] = {}
        self.words = label(theme, role="soft", wrap=True)
        self.go = button(self.tr("恢复默认"), self._go, name=f"resetDefaults.{name}")
        leave = button(self.tr("不改"), self._leave, role="link", name=f"keepChoices.{name}")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, theme.space(0.2), 0, theme.space(0.4))
        inside.setSpacing(theme.space(0.4))
        inside.addWidget(self.words)
        inside.addWidget(plain(row(theme, self.go, leave, None)))
        set_shown(self, False)

    @property
    def keys(self) -> tuple[str, ...]:
        """Settings that are not as they come."""
        return tuple(each.key for each in self._differing())

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Know what is chosen now; who was asked is not asked any more."""
        self._values = values
        set_shown(self, False)

    def open(self) -> None:
        """Say what would change, and wait."""
        words = QCoreApplication.translate("defaults", "{}：{} → {}")
        changes = [words.format(_label(each), *_both(each, self._values[each.key])) for each in self._differing()]
        self.words.setText("\n".join(changes))
        set_shown(self, True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.words.text())

    def _differing(self) -> list[Setting]:
        return [each for each in apart(self._values) if each in self._settings]

    def _go(self) -> None:
        self.wanted.emit(self.keys)

    def _leave(self) -> None:
        set_shown(self, False)
        self.closed.emit()


def _label(setting: Setting) -> str:
    return told(setting.label.zh, setting.label.en)


def _both(setting: Setting, value: Value) -> tuple[str, str]:
    return _said(setting, value), _said(setting, setting.default)


def _said(setting: Setting, value: Value) -> str:
    """A value as the page shows it."""
    translate = QCoreApplication.translate
    if setting.kind == "choice":
        return next((words.what(spoken()) for each, words in setting.choices if each == value), str(value))
    if setting.kind == "switch":
        return translate("defaults", "开") if value else translate("defaults", "关")
    if setting.kind == "number":
        return f"{value} {setting.unit.what(spoken())}"
    return str(value) or translate("defaults", "未填")
