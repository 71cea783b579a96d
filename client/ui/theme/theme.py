"""The look of the program as one object: it follows the system between light and dark and tells whoever paints."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from client.ui.ground.language import english
from client.ui.theme.colours import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, Colours
from client.ui.theme.icons import Icons
from client.ui.theme.sheet import style_sheet

Choice = Literal["system", "light", "dark"]

_FAMILIES = ["Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
_FIXED = ["Cascadia Mono", "Consolas", "Menlo", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono CJK SC"]
_LEAST_POINTS = 9.75
SMALL = 0.92
"""The one size of small letters, a share of the plain ones: another one is read from the font, with its glyphs."""
_NARROW = QFont.Tag.fromString("palt")


class Theme(QObject):
    """Colours, measures and icons in force. ``changed`` is emitted after the palette was exchanged."""

    changed = Signal()
    _recut = Signal(str)
    """The style sheet, for whatever wears it."""

    def __init__(
        self,
        app: QApplication,
        choice: Choice = "system",
        parent: QObject | None = None,
        *,
        contrast: bool = False,
        percent: int = 100,
    ) -> None:
        super().__init__(parent or app)
        self._app = app
        self._choice = choice
        self._contrast = contrast
        self._points = _system_points(app)
        self._resize(percent)
        self.colours = LIGHT
        self.icons = Icons(self.space, self.colour, app.devicePixelRatio)
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def dark(self) -> bool:
        return self.colours in (DARK, DARK_HIGH)

    def wear(self, choice: Choice, *, contrast: bool, percent: int) -> None:
        """Other colours and another size of letters; widgets that keep fonts or distances must be built anew."""
        self._contrast = contrast
        self._resize(percent)
        self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """Follow the system, or hold to one of the two."""
        self._choice = choice
        self._apply()
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window, and whatever colours come later.

        On the application it would be gone through for every widget each time it is put into another; as it is,
        what is made outside of a window is styled once, when it gets there.
        """
        window.setStyleSheet(self._sheet)
        self._recut.connect(window.setStyleSheet)

    def space(self, lines: float) -> int:
        """A distance of so many text lines, in device-independent units."""
        return max(1, round(self.em * lines))

    @property
    def margin(self) -> int:
        """From the edge of a page to what stands on it; header and status line keep to it too."""
        return self.space(1.4)

    def colour(self, purpose: str) -> QColor:
        """The colour of a purpose, such as ``error_soft``."""
        return self._mixed[purpose]

    def font(self, scale: float = 1.0, *, bold: bool = False) -> QFont:
        """The program's font, larger or smaller by ``scale``."""
        font = QFont(self._app.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def fixed(self, scale: float = 1.0) -> QFont:
        """Letters all as wide as each other, in which what is copied by hand is read without a slip."""
        font = self.font(scale)
        font.setFamilies([*_FIXED, *font.families()])
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def sharpen(self) -> None:
        """Draw icons anew if the screen is finer now: the window moved, or the scale was changed."""
        if self.icons.coarse:
            self.icons.forget()
            self.changed.emit()

    def _resize(self, percent: int) -> None:
        self._app.setFont(_readable(self._app.font(), self._points * percent / 100))
        self.em = QFontMetricsF(self._app.font()).height()
        """Height of a line of text: the unit all distances are told in."""

    def _follow(self) -> None:
        if self._choice == "system":
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        system_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self._choice == "dark" or (self._choice == "system" and system_dark)
        light_dark = (LIGHT_HIGH, DARK_HIGH) if self._contrast else (LIGHT, DARK)
        self.colours = light_dark[dark]
        self._mixed = {purpose: QColor(code) for purpose, code in msgspec.structs.asdict(self.colours).items()}
        self.icons.forget()
        self._app.setPalette(_palette(self.colours))
        self._sheet = style_sheet(self.colours, self.em)
        self._recut.emit(self._sheet)


_SYSTEM_POINTS = "jibaoSystemPoints"


def _system_points(app: QApplication) -> float:
    """The size the system asks for, from before any theme changed it; never smaller than can be read all day."""
    if app.property(_SYSTEM_POINTS) is None:
        app.setProperty(_SYSTEM_POINTS, max(app.font().pointSizeF(), _LEAST_POINTS))
    return float(app.property(_SYSTEM_POINTS))


def _readable(font: QFont, points: float) -> QFont:
    """The system's font with Chinese families behind it.

    English words get the narrow quotation marks of a Chinese font, its others being as wide as a character, and
    letters set by how they pair. Chinese characters stand one beside the other whatever the font knows of pairs,
    and reading that for every size and cut takes 2 MB of a start; scripts whose letters join get it all the same.
    """
    families = [family for family in font.families() if family not in _FAMILIES]
    generic = not families or families[0].lower() in ("sans", "sans serif", "sans-serif", "ms shell dlg 2")
    font.setFamilies([*_FAMILIES, *families] if generic else [*families, *_FAMILIES])
    font.setPointSizeF(points)
    font.clearFeatures()
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    if english():
        font.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
        font.setFeature(_NARROW, 1)
    return font


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(colours.surface), QColor(colours.window))
    named = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.computed,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.text_faint,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.Mid: colours.line_strong,
        role.Midlight: colours.line,
        role.Light: colours.surface,
        role.Dark: colours.line_strong,
    }
    for which, colour in named.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.text_faint))
    return palette
