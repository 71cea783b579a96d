"""What is owed of other periods than the month shown, and the way there: in March last year's annual returns."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from client.ui.frame.context import Context
from client.ui.ground.newest import Newest
from client.ui.ground.owing_words import returns_words
from client.ui.ground.words import period_word
from client.ui.parts.banner import Banner
from client.ui.sending.preflight import Preflight
from client.usecases.views.desk import overview
from client.usecases.views.desk_rows import Desk
from forms.periods import Period


class OtherPeriods(Banner):
    """``wanted`` carries the period of the return that is due first among them."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, closable=False)
        self.setObjectName("otherPeriods")
        self._context = context
        self._listed: frozenset[tuple[str, Period]] = frozenset()
        self._looking = Newest(self, context.tasks, self._show)

    def look(self, preflight: Preflight) -> None:
        """Look at the desk for what this list does not name."""
        self._listed = frozenset((row.form, row.period) for row in preflight.rows)
        self._looking.ask(partial(overview, self._context.session, self._context.firm))

    def _show(self, desk: Desk) -> None:
        others = [row for row in desk.rows if row.owed and (row.form, row.period) not in self._listed]
        if not others:
            self.hide()
            return
        first = others[0].period
        month = Period(first.year, "month", first.months)
        words = self.tr("别的报告期也有待报：{}").format(returns_words(others))
        go = partial(self.wanted.emit, first)
        self.keep_telling("query", words, self.tr("转到 {}").format(period_word(month)), go)
