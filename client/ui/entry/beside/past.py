"""What happened to the cell under the cursor and what the bureau remarked on it, fetched once the cursor rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from client.store import CellEvent
from client.ui.frame.context import Context
from client.ui.ground.words import bracketed, number_word, source_word
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.history import history_in
from client.usecases.returns.remarks import Remark, remarks
from forms.returns import Cell

QUIET_MS = 400
MOST_TOLD = 6


@dataclass(frozen=True)
class Past:
    """A cell's events, newest first, a few of them, and the remarks of the decisions that stand."""

    events: Sequence[CellEvent] = ()
    remarks: Sequence[Remark] = ()


class PastFinder(QObject):
    """``found`` carries the address and its ``Past``."""

    found = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: tuple[Draft, str] | None = None
        self._looking = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._look)

    def ask(self, draft: Draft, address: str) -> None:
        """Look once the cursor rests on a cell."""
        self._wanted = (draft, address)
        self._rest.start()

    def _look(self) -> None:
        if self._wanted is None or self._looking:
            return
        draft, address = self._wanted
        self._looking = address
        session = self._context.session
        self._context.tasks.query(lambda: _past_of(session, draft, address), self._answer, self._give_up)

    def _answer(self, past: Past) -> None:
        address, self._looking = self._looking, ""
        if self._wanted is not None and self._wanted[1] != address:
            self._rest.start()
            return
        self.found.emit(address, past)

    def _give_up(self, error: BaseException) -> None:
        self._looking = ""
        self._context.tasks.trouble.emit(error)


def _past_of(session: Session, draft: Draft, address: str) -> Past:
    events = history_in(session, draft, address)
    told = remarks(session, draft.current.key)
    return Past(tuple(reversed(events))[:MOST_TOLD], [each for each in told if each.address == address])


def event_words(event: CellEvent) -> str:
    """``10-08 09:31  统计员　84,192 → 84,912（修正）``."""
    when = event.at[5:16].replace("T", " ")
    who = f"  {event.actor}" if event.actor else ""
    place = event.new.origin.place if event.new is not None and event.kind == "do" else ""
    how = place or source_word(event.kind if event.kind != "do" else event.source)
    return bracketed(f"{when}{who}\n{_figure(event.old)} → {_figure(event.new)}", how)


def _figure(cell: Cell | None) -> str:
    if cell is None:
        return "—"
    if isinstance(cell.value, Decimal) and cell.problem is None:
        return number_word(cell.value)
    return cell.text
