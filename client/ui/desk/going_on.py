"""A workbook that was looked at and not stored, before a crash or going home: one quiet line of the desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from client.ui.frame.context import Context
from client.ui.parts.basics import Picture, Tool, button, label, row, set_shown
from client.usecases.books import under_review
from client.usecases.books.under_review import UnderReview


class GoingOn(QFrame):
    """Hidden while there is none. ``wanted`` carries the ``UnderReview`` that is gone on with."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._kept: UnderReview | None = None
        theme = context.theme
        self._words = label(theme, wrap=True)
        self._words.setObjectName("goOnWords")
        self._words.setMinimumWidth(theme.space(8))
        on = button(self.tr("接着导入"), self._go_on, name="goOnImport")
        close = Tool(theme, "close", self.tr("不再导入"), self._put_away, name="putImportAway")
        inside = row(theme, Picture(theme, "import", "accent", 1.3), self._words, on, close, gap=0.6)
        inside.setStretch(1, 1)
        inside.setContentsMargins(theme.space(1), theme.space(0.55), theme.space(0.8), theme.space(0.55))
        self.setLayout(inside)
        set_shown(self, False)

    def refresh(self) -> None:
        """Look whether there is one of the enterprise in hand."""
        self._context.tasks.query(
            partial(under_review.kept, self._context.session, self._context.firm), self._show
        )

    def _show(self, kept: UnderReview | None) -> None:
        self._kept = kept
        if kept is not None:
            self._words.setText(self.tr("“{}”看过了，还没有写入").format(kept.file))
        set_shown(self, kept is not None)

    def _go_on(self) -> None:
        self.wanted.emit(self._kept)

    def _put_away(self) -> None:
        work = partial(under_review.let_go, self._context.session, self._context.firm)
        self._context.tasks.query(work, self._show)
