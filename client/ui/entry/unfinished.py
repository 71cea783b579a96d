"""Keeps the text of the open editor, and offers what a crash left behind."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from client.base.errors import UserError
from client.store import ScratchText
from client.ui.entry.blocks.work import Work
from client.ui.entry.grid.sheet import Sheet
from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.saver import Saver
from client.ui.ground.words import bracketed
from client.ui.parts.basics import button, label, set_look, set_shown
from client.usecases.home.session import Session
from client.usecases.home.unfinished import Place, hold, left_behind, let_go
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome

EVERY_MS = 250
"""What was typed is in the store after at most this time and one commit, well within half a second."""

SHOWN = 3
"""So many texts are spelled out in the offer; the others are counted."""


class OpenText(QObject):
    """Looks at the open editor every quarter of a second and keeps what changed, pre-edit text included."""

    def __init__(self, session: Session, saver: Saver, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._session = session
        self._saver = saver
        self._sheet = sheet
        self._draft: Draft | None = None
        self._place: Place | None = None
        self._kept = ""
        self._held = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look)
        sheet.editing.connect(self._turn)

    def follow(self, draft: Draft) -> None:
        """Another return is shown."""
        self._draft = draft

    def _turn(self, column: int) -> None:
        """An editor was opened, or closed (-1): what it held is saved or given up by then."""
        if column >= 0 and self._draft is not None:
            self._place = Place(self._draft.current.key, self._sheet.address())
            cell = self._draft.cell(self._place.address)
            self._kept, self._held = cell.text if cell is not None else "", False
            self._timer.start()
        elif column < 0:
            self._timer.stop()
            if self._place is not None and self._held:
                self._saver.then(partial(let_go, self._session, self._place))  # not before it is saved
            self._place = None

    def _look(self) -> None:
        editor = self._sheet.painter_of_cells.editor
        if editor is None or self._place is None or not editor.started:
            return
        text = editor.being_typed()
        if text != self._kept:
            self._kept, self._held = text, True
            self._saver.hand_over()
            hold(self._session, self._place, text)


class Unfinished(QFrame):
    """Hidden unless a crash left something behind in the return shown. ``taken`` follows a decision."""

    taken = Signal(str)

    def __init__(self, context: Context, sheet: Sheet) -> None:
        super().__init__()
        theme = context.theme
        self.setObjectName("unfinished")
        self._context = context
        self._sheet = sheet
        self._work: Work | None = None
        self._texts: tuple[ScratchText, ...] = ()
        self._text = label(theme, wrap=True)
        self._text.setObjectName("unfinishedText")
        take = button(self.tr("填入"), self.take, role="primary", name="takeUnfinished")
        drop = button(self.tr("不要了"), self.drop, role="link", name="dropUnfinished")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.margin, theme.space(0.2), theme.margin, theme.space(0.2))
        inside.addWidget(self._text, 1)
        inside.addWidget(take)
        inside.addWidget(drop)
        set_look(self, "banner", "query")
        self.hide()

    def ask(self, work: Work) -> None:
        """Another draft is shown: offer what was left behind in its return."""
        self._work = work
        work.done.connect(self._heed)
        key = work.draft.current.key
        self._show(tuple(each for each in self._texts if each.key == key))
        self._context.tasks.query(partial(left_behind, self._context.session, key.firm), self._offer)

    def _offer(self, left: tuple[ScratchText, ...]) -> None:
        if self._work is not None and self._sheet.painter_of_cells.editor is None:
            key = self._work.draft.current.key
            self._show(tuple(each for each in left if each.key == key))

    def _show(self, texts: tuple[ScratchText, ...]) -> None:
        self._texts = texts
        if self._work is not None and texts:
            self._text.setText(self._offer_words(self._work.draft))
        set_shown(self, bool(texts))

    def _offer_words(self, draft: Draft) -> str:
        shown = self.tr("；").join(self._spelled(draft, each) for each in self._texts[:SHOWN])
        if len(self._texts) > SHOWN:
            shown += self.tr("……共 {} 处").format(len(self._texts))
        return self.tr("上次没有写完：{}").format(shown)

    def take(self) -> None:
        """Enter the texts as if they had just been typed, then forget them."""
        texts = self._texts
        if self._work is not None and texts:
            self._work.type({each.address: each.text for each in texts})
        self._forget(texts)

    def drop(self) -> None:
        """Forget the texts."""
        self._forget(self._texts)

    def _forget(self, texts: tuple[ScratchText, ...]) -> None:
        self._let_go(texts)
        self.taken.emit(texts[0].address if texts else "")

    def _heed(self, outcome: Outcome) -> None:
        """What a cell was given meanwhile is newer: its old text is offered no more, and never put over it."""
        given = {edit.address for edit in outcome.change.edits}
        self._let_go(tuple(each for each in self._texts if each.address in given))

    def _let_go(self, texts: tuple[ScratchText, ...]) -> None:
        for each in texts:
            place = Place(each.key, each.address)
            self._context.saver.then(partial(let_go, self._context.session, place))
        if texts:
            self._show(tuple(each for each in self._texts if each not in texts))

    def _spelled(self, draft: Draft, left: ScratchText) -> str:
        try:
            indicator, _ = draft.place(left.address)
        except UserError:
            place = left.address
        else:
            place = bracketed(told(indicator.name, indicator.name_en), indicator.code)
        return self.tr("{}“{}”").format(place, left.text)
