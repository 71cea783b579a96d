"""Language, colours and size of letters in force, as the settings say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from client.ui.ground.language import Translators
from client.ui.theme.theme import Choice, Theme
from client.usecases.home.settings_table import Value
from forms.problems import Language


class Appearance(QObject):
    """``changed`` is emitted after another appearance was put on: what holds words or fonts is then built anew."""

    changed = Signal()

    def __init__(self, app: QApplication, look: Mapping[str, Value], held: Mapping[str, Value]) -> None:
        """``held`` are values of ``look`` that stay as they are whatever the settings say: pictures want that."""
        super().__init__(app)
        self._held = dict(held)
        self._worn = {**look, **self._held}
        self._translators = Translators(app)
        self._translators.speak(self.language)
        self.theme = Theme(app, self._choice, self, contrast=self._contrast, percent=self._percent)

    @property
    def language(self) -> Language:
        return "en" if self._worn["display.language"] == "en" else "zh"

    def wear(self, settings: Mapping[str, Value]) -> None:
        """Put on what the settings say, if that is anything new."""
        if not self.differs(settings):
            return
        self._worn = self._wanted(settings)
        self._translators.speak(self.language)
        self.theme.wear(self._choice, contrast=self._contrast, percent=self._percent)
        self.changed.emit()

    def differs(self, settings: Mapping[str, Value]) -> bool:
        """Whether the settings say anything new."""
        return self._wanted(settings) != self._worn

    def _wanted(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        return {key: settings[key] for key in self._worn} | self._held

    def close(self) -> None:
        """Take our words back from the application."""
        self._translators.be_silent()
        self.deleteLater()

    @property
    def _choice(self) -> Choice:
        return cast("Choice", self._worn["display.theme"])

    @property
    def _contrast(self) -> bool:
        return bool(self._worn["display.contrast"])

    @property
    def _percent(self) -> int:
        return int(self._worn["display.font_size"])
