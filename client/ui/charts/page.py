"""图表: the pictures the questionnaire asks for."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from client.ui.charts.card import PictureCard
from client.ui.frame.context import Context
from client.ui.ground.newest import Newest
from client.ui.ground.words import period_word
from client.ui.parts.basics import column, row
from client.ui.parts.choice import Choice
from client.ui.parts.empty import Empty
from client.ui.parts.frame import Scrolled, page_title
from client.usecases.views.pictures import Picture, pictures, years_of
from forms.periods import Period

Found = tuple[tuple[int, ...], int, tuple[Picture, ...]]
"""Years there are returns of, the one shown, its pictures."""


ROOM_FOR_TWO = 54
"""Lines of text the page must be wide for two pictures beside each other."""


class PageState(NamedTuple):
    """What outlasts the page: the year and the project looked at; None for the newest, blank for all."""

    year: int | None
    record: str


class ChartsPage(QWidget):
    """Draws what is stored for the enterprise in hand; looks again whenever it is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drawing = Newest(self, context.tasks, self._show)
        self._year: int | None = None
        self._record = ""
        self.cards: list[PictureCard] = []
        theme = context.theme
        self._years = Choice(theme, "chartYear", self.tr("年份"))
        self._years.currentIndexChanged.connect(self._choose_year)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.space(0.8))
        self.nothing = Empty(
            theme,
            "charts",
            self.tr("还没有可画的数字"),
            self.tr("填报或导入之后，这里画出报表制度规定的图；制度没有规定的不画。"),
        )
        pad = theme.margin
        inside = QVBoxLayout()
        inside.setContentsMargins(pad, pad, pad, pad)
        inside.setSpacing(theme.space(0.8))
        inside.addLayout(row(theme, page_title(theme, self.tr("图表")), None, self._years))
        inside.addLayout(self._grid, 1)
        inside.addWidget(self.nothing, 1)
        board = Scrolled()
        self.setLayout(column(theme, board))
        board.hold(inside)

    def save_state(self) -> PageState:
        """The year and the project that are looked at."""
        return PageState(self._year, self._record)

    def restore_state(self, held: PageState) -> None:
        """Show that year and project from now on."""
        self._year, self._record = held

    def refresh(self) -> None:
        """Ask the store again."""
        session, firm = self._context.session, self._context.firm
        asked, record = self._year, self._record

        def work() -> Found:
            years = years_of(session, firm)
            year = asked if asked is not None and asked in years else (years[0] if years else 0)
            return years, year, pictures(session, firm, year, record) if year else ()

        self._drawing.ask(work)

    def _show(self, found: Found) -> None:
        years, year, drawn = found
        self._years.offer([(period_word(Period.parse(str(each))), each) for each in years], year)
        self._years.setVisible(bool(years))
        self.nothing.setVisible(not drawn)
        while len(self.cards) < len(drawn):
            self._add_card()
        for card, picture in zip(self.cards, drawn, strict=False):
            card.show_picture(picture)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(drawn))

    def _add_card(self) -> None:
        card = PictureCard(self._context.theme)
        card.record_chosen.connect(self._choose_record)
        self.cards.append(card)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two pictures beside each other where there is room, else one."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = 2 if self.width() >= self._context.theme.space(ROOM_FOR_TWO) else 1
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // across, place % across)

    def _choose_year(self) -> None:
        self._year = self._years.currentData()
        self.refresh()

    def _choose_record(self, record: str) -> None:
        self._record = record
        self.refresh()
