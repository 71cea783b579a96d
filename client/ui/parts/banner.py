"""A line across the page for what the person should know now: a retryable failure, an alarm, a success."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from client.ui.ground.words import Tone
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Picture, Tool, button, label, set_look, set_shown
from client.ui.parts.folders import open_folder
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
        self._again: Callable[[], object] | None = None
        self._diagnose: Callable[[], object] | None = None
        self._icon = Picture(theme)
        self._text = label(theme, wrap=True)
        self._text.setObjectName("bannerText")
        self.button = button("", self._act, name="bannerButton")
        self._why = button(self.tr("诊断"), self._look_why, role="link", name="bannerDiagnose")
        set_shown(self._why, False)
        self._close = Tool(theme, "close", self.tr("关闭"), self.hide)
        set_shown(self._close, closable)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.space(0.7), theme.space(0.4), theme.space(0.4), theme.space(0.4))
        inside.setSpacing(theme.space(0.5))
        inside.addWidget(self._icon)
        inside.addWidget(self._text, 1)
        inside.addWidget(self._why)
        inside.addWidget(self.button)
        inside.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

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
        self._again, self._diagnose = again, diagnose
        set_shown(self._why, diagnose is not None)
        set_look(self, "banner", tone)
        self._icon.show_icon(_ICONS.get(tone, "hint"), tone)
        self._text.setText(text)
        self.button.setText(action)
        set_shown(self.button, bool(action))
        self.show()
        announce(self, text)

    def tell_written(self, text: str, path: Path) -> None:
        """A file was written; one press shows it where it lies."""
        self.tell("good", text, self.tr("打开文件夹"), partial(open_folder, path.parent))

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
