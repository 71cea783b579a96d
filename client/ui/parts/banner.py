"""A line across the page for what the person should know now: a retryable failure, an alarm, a success."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from client.ui.ground.words import Tone, Word
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Picture, Tool, button, label, set_look, set_shown
from client.ui.parts.folders import open_folder
from client.ui.parts.keyboard import in_place
from client.ui.theme.theme import Theme

_ICONS: dict[Tone, str] = {"error": "error", "query": "query", "hint": "hint", "good": "check"}


class Banner(QFrame):
    """Hidden until told something. ``acted`` is emitted when its one button is pressed.

    ``apart`` keeps it away from the edges of a window or page it is put into; hidden it takes no room at all.
    """

    acted = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, closable: bool = True, apart: bool = False
    ) -> None:
        super().__init__(parent)
        self.setProperty("apart", apart)
        self._theme = theme
        self._closable = closable
        self._again: Callable[[], object] | None = None
        self._diagnose: Callable[[], object] | None = None
        self.hide()

    @property
    def text(self) -> str:
        return self._line.text.text()

    @property
    def button(self) -> QPushButton:
        return self._line.button

    @property
    def said(self) -> Word:
        """What it says; blank while it is hidden."""
        return Word(self.text, self.property("banner")) if not self.isHidden() else Word("", "plain")

    def tell(
        self,
        tone: Tone,
        text: str,
        action: str = "",
        again: Callable[[], object] | None = None,
        *,
        diagnose: Callable[[], object] | None = None,
    ) -> None:
        """Show ``text``; ``action`` names a button that calls ``again`` and emits ``acted``.

        ``diagnose`` is called by a second button, which leads to where the cause is looked for.
        """
        line = self._line
        self._again, self._diagnose = again, diagnose
        set_shown(line.why, diagnose is not None)
        set_look(self, "banner", tone)
        line.icon.show_icon(_ICONS.get(tone, "hint"), tone)
        line.text.setText(text)
        line.button.setText(action)
        set_shown(line.button, bool(action))
        self.show()
        announce(self, text)

    def keep_telling(
        self, tone: Tone, text: str, action: str = "", again: Callable[[], object] | None = None
    ) -> None:
        """``tell`` for what is looked at again and again: nothing is said while the banner already says so."""
        if self.said != Word(text, tone) or self.button.text() != action:
            self.tell(tone, text, action, again)

    def tell_written(self, text: str, path: Path) -> None:
        """A file was written; one press shows it where it lies."""
        self.tell("good", text, self.tr("打开文件夹"), partial(open_folder, path.parent))

    @cached_property
    def _line(self) -> _Line:
        """Made for its first word: a page has several banners, of which most never say one."""
        made = _Line(self._theme, why=self.tr("诊断"), close=self.tr("关闭"))
        made.button.clicked.connect(self._act)
        made.why.clicked.connect(self._look_why)
        made.close.clicked.connect(self.hide)
        set_shown(made.close, self._closable)
        self.setLayout(made)
        in_place(self)
        return made

    def _look_why(self) -> None:
        if self._diagnose is not None:
            self.hide()
            self._diagnose()

    def _act(self) -> None:
        self.acted.emit()
        again, self._again = self._again, None
        if again is not None:
            self.hide()
            again()


class _Line(QHBoxLayout):
    """What is in a banner."""

    def __init__(self, theme: Theme, *, why: str, close: str) -> None:
        super().__init__()
        self.icon = Picture(theme)
        self.text = label(theme, wrap=True)
        self.text.setObjectName("bannerText")
        self.why = button(why, role="link", name="bannerDiagnose")
        self.button = button("", name="bannerButton")
        self.close = Tool(theme, "close", close)
        self.setContentsMargins(theme.space(0.7), theme.space(0.4), theme.space(0.4), theme.space(0.4))
        self.setSpacing(theme.space(0.5))
        for part in (self.icon, self.text, self.why, self.button, self.close):
            self.addWidget(part)
        self.setStretch(1, 1)
