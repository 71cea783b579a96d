"""The four pages, each made when it is first wanted and wired to the routes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from client.ui.context import Context

if TYPE_CHECKING:
    from client.ui.desk.page import DeskPage
    from client.ui.entry.page import EntryPage
    from client.ui.importing.page import ImportPage
    from client.ui.sending.page import SendPage


class Routes(QObject):
    """Where pages ask to go; whoever leads the window listens."""

    open_return = Signal(str, object, str)
    """Form, period and address."""
    send = Signal(object)
    """The period to file, or None for the one shown last."""
    choose_book = Signal()
    firm_entered = Signal(str, str)
    desk_shown = Signal()
    dragging = Signal(bool)


class Pages:
    """Holds the pages made so far."""

    def __init__(self, context: Context, routes: Routes) -> None:
        self._context = context
        self._routes = routes
        self._made: dict[str, QWidget] = {}

    @property
    def desk(self) -> DeskPage:
        from client.ui.desk.page import DeskPage

        page = self._made.get("desk")
        if isinstance(page, DeskPage):
            return page
        page = DeskPage(self._context)
        self._made["desk"] = page
        routes = self._routes
        page.open_return.connect(routes.open_return)
        page.send.connect(routes.send)
        page.choose_book.connect(routes.choose_book)
        page.firm_entered.connect(routes.firm_entered)
        page.shown.connect(routes.desk_shown)
        routes.dragging.connect(page.light_up)
        return page

    @property
    def entry(self) -> EntryPage:
        from client.ui.entry.page import EntryPage

        page = self._made.get("entry")
        if isinstance(page, EntryPage):
            return page
        page = EntryPage(self._context)
        self._made["entry"] = page
        return page

    @property
    def importing(self) -> ImportPage:
        from client.ui.importing.page import ImportPage

        page = self._made.get("import")
        if isinstance(page, ImportPage):
            return page
        page = ImportPage(self._context)
        self._made["import"] = page
        routes = self._routes
        page.choose_book.connect(routes.choose_book)
        page.open_return.connect(routes.open_return)
        routes.dragging.connect(page.light_up)
        return page

    @property
    def sending(self) -> SendPage:
        from client.ui.sending.page import SendPage

        page = self._made.get("send")
        if isinstance(page, SendPage):
            return page
        page = SendPage(self._context)
        self._made["send"] = page
        page.open_return.connect(self._routes.open_return)
        return page

    def commit(self) -> None:
        """Finish what is being typed, if anything is."""
        if "entry" in self._made:
            self.entry.commit()

    def shown(self) -> list[QWidget]:
        """The pages made so far."""
        return list(self._made.values())
