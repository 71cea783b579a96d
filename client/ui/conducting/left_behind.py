"""Pages that were at work for an enterprise when another was turned to: what came of it is told, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast, runtime_checkable

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from client.ui.conducting.pages import Stateful
from client.ui.ground.tasks import LongWork, Tasks
from client.ui.ground.words import Word


@runtime_checkable
class Telling(Stateful, Protocol):
    """A page that says in a line what came of the last thing it did."""

    @property
    def outcome(self) -> Word:
        """Blank where there is nothing to say."""
        ...


class _Left(msgspec.Struct, eq=False):
    firm: str
    name: str
    page: QWidget
    works: list[LongWork]


class LeftBehind(QObject):
    """``told`` carries the enterprise, the name of the page, and what came of it as a ``Word``.

    Each page is of one enterprise and stays so; when its work is done it goes, and the next of that name takes
    over its state.
    """

    told = Signal(str, str, object)

    def __init__(self, parent: QObject, tasks: Tasks) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages: list[_Left] = []
        self._states: dict[str, dict[str, object]] = {}

    def leave(self, firm: str, pages: Mapping[str, QWidget]) -> None:
        """These are turned away from: those at work stay until it is done, the others go."""
        for name, page in pages.items():
            works = [each for each in self._tasks.under_way if _is_of(each.asker, page)]
            if not works or not isinstance(page, Telling):
                page.deleteLater()
                continue
            self._pages.append(_Left(firm, name, page, works))
            for work in works:
                work.ended.connect(self._ended)

    def back(self, firm: str) -> tuple[dict[str, QWidget], dict[str, object]]:
        """The enterprise is turned to again: its pages that are still at work, and the states of others."""
        mine = {left.name: left.page for left in self._pages if left.firm == firm}
        self._pages = [left for left in self._pages if left.firm != firm]
        return mine, self._states.pop(firm, {})

    def close(self) -> None:
        """The home is closed: nothing is kept of it."""
        for left in self._pages:
            left.page.deleteLater()
        self._pages.clear()
        self._states.clear()

    def _ended(self) -> None:
        work = self.sender()
        for left in [each for each in self._pages if work in each.works]:
            left.works.remove(cast("LongWork", work))
            if not left.works:
                self._pages.remove(left)
                self._tell(left)

    def _tell(self, left: _Left) -> None:
        page = cast("Telling", left.page)
        self._states.setdefault(left.firm, {})[left.name] = page.save_state()
        outcome = page.outcome
        left.page.deleteLater()
        if outcome.text:
            self.told.emit(left.firm, left.name, outcome)


def _is_of(asker: QObject | None, page: QWidget) -> bool:
    while asker is not None and asker is not page:
        asker = asker.parent()
    return asker is page
