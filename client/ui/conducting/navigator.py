"""Leads from page to page, as long as a home is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from client.ui.conducting.pages import Pages
from client.ui.conducting.routes import Routes
from client.ui.frame.context import Context
from client.ui.frame.shell import Shell
from forms.periods import Period

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.ui.entry.page import EntryPage
    from client.ui.frame.exporting import Export, Exporter
    from client.ui.paper.page import PaperPage
    from client.ui.settings.page import SettingsPage
    from client.usecases.books.under_review import UnderReview

WITHOUT_FIRM = frozenset({"desk", "help", "settings", "diagnosis", "backups", "definitions"})
"""Pages that make sense before there is an enterprise."""


class Navigator(QObject):
    """Made when a home is open, closed when its pages go. What is being typed is kept before a page is left."""

    def __init__(self, shell: Shell, context: Context, routes: Routes) -> None:
        super().__init__(shell)
        self.context = context
        self.pages = Pages(context, routes)
        self._shell = shell
        self._routes = routes
        self._exporter: Exporter | None = None
        routes.open_return.connect(self.open_return)
        routes.summed.connect(self._show_sums)
        routes.send.connect(self._send)
        routes.print_receipt.connect(self._print_receipt)
        routes.export.connect(self._export)
        routes.choose_book.connect(self.choose_book)
        routes.import_book.connect(self.import_book)
        routes.go_on_import.connect(self._go_on_import)
        routes.leave_aside.connect(self._leave_aside)
        routes.recovery_card.connect(self._show_card)
        routes.diagnose.connect(self.diagnose)
        routes.firms.connect(self._show_firms)
        routes.home.connect(self.go_home)
        routes.definitions.connect(self.show_versions)

    def close(self) -> None:
        """Let every page go."""
        self.pages.renew(keep="")
        self.deleteLater()

    def rebuild(self) -> None:
        """The window was built anew, its pages are gone with it: new ones go on from their states."""
        self.pages = Pages(self.context, self._routes, self.pages.save_states())

    def go(self, name: str) -> None:
        """Show a page of the rail, as fresh as the store."""
        self.pages.commit()
        self._shell.banner.hide()
        if not self.context.firm and name not in WITHOUT_FIRM:
            name = "desk"
        if name == "help":
            self.pages.help_for(self._shell.at)
        work = self.pages.entry.work if self._shell.at == "entry" else None
        if name == "send" and work is not None:
            self.pages.sending.follow(work.draft.period)
        self._show(name)
        self.pages.refresh(name)

    def go_home(self) -> None:
        """Show the desk."""
        self.go("desk")

    def _show_firms(self) -> None:
        self.go("firms")

    def diagnose(self) -> None:
        """Look for what stands in the way."""
        self.go("diagnosis")

    def open_return(self, form: str, period: Period, address: str = "") -> None:
        """Go to a cell of a return."""
        self.pages.commit()
        self._show("entry")
        self.pages.entry.open(form, period, address)

    def show_answers(self) -> None:
        """Look anew at the page of filing or of notices while it is shown, and in any case at the desk."""
        self.pages.desk.refresh()
        if self._shell.at in ("send", "notices"):
            self.pages.refresh(self._shell.at)

    def entry_shown(self) -> EntryPage | None:
        """The entry page, while it is the one that is seen."""
        return self.pages.entry if self._shell.rail.page == "entry" else None

    def choose_book(self) -> None:
        """Ask for a workbook in a file dialog."""
        from client.ui.importing.asking import ask_for_book

        ask_for_book(self._shell, self._chosen)

    def _chosen(self, path: str) -> None:
        self.import_book(Path(path))

    def import_book(self, path: Path) -> None:
        """Review what a workbook would change."""
        self.import_books([path])

    def import_books(self, paths: Sequence[Path]) -> None:
        """Review what one workbook would change, or several, a line each."""
        self.pages.commit()
        if not self.context.firm:
            self.go("desk")
            self.pages.desk.ask_for_firm(self.tr("先填写单位，再导入工作簿。"))
            return
        self._show("import")
        page = self.pages.importing
        page.review(paths[0]) if len(paths) == 1 else page.review_many(paths)

    def show_versions(self) -> None:
        """Where new definitions and a newer program are fetched."""
        self.go("settings")
        page = cast("SettingsPage", self.pages.page("settings"))
        QTimer.singleShot(0, page.show_versions)

    def _show_card(self) -> None:
        """Where the recovery card is made."""
        cast("SettingsPage", self.pages.page("settings")).come_back_to("makeCard")
        self.go("settings")

    def come_back_to(self, page: str, held: str) -> None:
        """To where one was before the window was built anew; ``held`` had the keyboard."""
        if page == "settings":
            cast("SettingsPage", self.pages.page(page)).come_back_to(held)
        if page:
            self.go(page)

    def _show(self, name: str) -> None:
        self._shell.show_page(self.pages.page(name), name)

    def _show_sums(self, text: str) -> None:
        self._shell.status.show_sums(text)

    def _go_on_import(self, kept: UnderReview) -> None:
        self._show("import")
        self.pages.importing.go_on(kept)

    def _send(self, period: Period | None) -> None:
        if period is not None:
            self.pages.sending.choose(period)
        self.go("send")

    def _print_receipt(self, form: str, period: Period) -> None:
        cast("PaperPage", self.pages.page("paper")).choose(form, period, "receipt")
        self.go("paper")

    def _export(self, wanted: Export) -> None:
        """Ask where to, and write a table there."""
        from client.ui.frame.exporting import Exporter

        self.pages.commit()
        self._exporter = self._exporter or Exporter(self._shell, self.context.tasks)
        self._exporter.ask(wanted)

    def _leave_aside(self) -> None:
        """Back to the page of the rail from which this one, which is none, was come to."""
        self.go(self._shell.rail.page or "desk")
