"""A workbook that was looked at and not stored, before a crash or going home: one quiet line of the desk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.ui.desk.offer import Offer
from client.ui.frame.context import Context
from client.ui.parts.basics import Tool, button
from client.usecases.books import under_review
from client.usecases.books.under_review import UnderReview


class GoingOn(Offer):
    """Hidden while there is none. ``wanted`` carries the ``UnderReview`` that is gone on with."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "goOnWords")
        self._kept: UnderReview | None = None

    def refresh(self) -> None:
        """Look for an import of the enterprise in hand that was begun and not finished."""
        self._context.tasks.query(
            partial(under_review.kept, self._context.session, self._context.firm), self._show
        )

    def keys(self) -> tuple[QWidget, ...]:
        return (
            button(self.tr("接着导入"), self._go_on, name="goOnImport"),
            Tool(self._context.theme, "close", self.tr("不再导入"), self._let_go, name="putImportAway"),
        )

    def _show(self, kept: UnderReview | None) -> None:
        self._kept = kept
        if kept is not None:
            self.say(self.tr("“{}”看过了，还没有写入").format(kept.file))
        else:
            self.put_away()

    def _go_on(self) -> None:
        self.wanted.emit(self._kept)

    def _let_go(self) -> None:
        work = partial(under_review.let_go, self._context.session, self._context.firm)
        self._context.tasks.query(work, self._show)
