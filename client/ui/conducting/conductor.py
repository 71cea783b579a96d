"""Leads from page to page: knows the enterprise in hand, tells pages what changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from client.base.errors import is_ours
from client.ui.conducting.appearance import Appearance
from client.ui.conducting.attendant import Attendant, Due
from client.ui.conducting.pages import Pages, Routes
from client.ui.conducting.shortcuts import Shortcuts
from client.ui.frame.context import Context
from client.ui.frame.entrance import Entrance, OpenSession
from client.ui.frame.keeper import Keeper
from client.ui.frame.shell import Shell
from client.ui.frame.surroundings import Surroundings, add_firm, look
from client.ui.frame.trouble import Trouble
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import said
from client.usecases.home.settings_table import Value
from forms.periods import Period
from forms.problems import CodedError

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.ui.entry.page import EntryPage
    from client.ui.frame.exporting import Export, Exporter
    from client.ui.paper.page import PaperPage
    from client.ui.settings.page import SettingsPage
    from client.usecases.books.under_review import UnderReview
    from client.usecases.home.session import Session

WITHOUT_FIRM = frozenset({"desk", "help", "settings", "diagnosis", "backups", "definitions"})
"""Pages that make sense before there is an enterprise."""


class Conductor(QObject):
    """One per window. ``ready`` is emitted whenever a desk can be used."""

    ready = Signal()

    def __init__(
        self,
        shell: Shell,
        appearance: Appearance,
        open_session: OpenSession,
        *,
        firm: str = "",
        home: Path | None = None,
    ) -> None:
        super().__init__(shell)
        self.shell = shell
        self.tasks = Tasks(self)
        self.saver = Saver(self)
        self.tasks.first = self.saver.hand_over
        self.trouble = Trouble(shell, appearance.theme)
        self.routes = Routes(self)
        self.context: Context | None = None
        self.pages: Pages | None = None
        self._appearance = appearance
        self._theme = appearance.theme
        self._firm = firm
        self._seen: Surroundings | None = None
        self._resumed = False
        self._goal: tuple[str, Period, str] | None = None
        """Where to go once another enterprise is in hand."""
        self.entrance = Entrance(shell, appearance.theme, self.tasks, open_session, home or Path())
        self._keeper = Keeper(shell, self.tasks, self.saver, self.trouble, self._session, self._commit)
        self._attendant = Attendant(self, self._due)
        self._exporter: Exporter | None = None
        self._connect()
        self._connect_inside()

    # the home

    def start(self) -> None:
        """Open the home; the window shows that it is being opened."""
        self.entrance.start()

    def lock(self) -> None:
        """Close the home until whoever comes back shows who they are; not while anything is being written."""
        self._commit()
        if not self.saver.pending and not self.tasks.busy and (session := self.let_pages_go()) is not None:
            self.entrance.lock(session)

    def let_pages_go(self) -> Session | None:
        """What is typed is kept, every page goes; ``entrance.enter`` comes back. Answers the home they were of."""
        self._commit()
        if self.context is None or self.pages is None:
            return None
        session = self.context.session
        for page in self.pages.shown():
            page.deleteLater()
        self.context = self.pages = None
        return session

    def look_around(self) -> None:
        """Learn which enterprises there are and where they file, then show the desk."""
        if self.context is not None:
            session, firm = self.context.session, self._firm
            self.tasks.query(lambda: look(session, firm), self._settle_in)

    def _opened(self, session: Session) -> None:
        self.context = Context(session, self._theme, self.tasks, self.saver)
        self.pages = Pages(self.context, self.routes)
        self.look_around()

    def _settle_in(self, seen: Surroundings) -> None:
        if self.context is None:
            return
        self._seen = seen
        self._firm = self.context.firm = seen.firm
        self.context.settings = seen.settings
        self._appearance.wear(seen.settings)
        self._show_surroundings(seen)
        self._attendant.settings_changed(seen.settings)
        goal, self._goal = self._goal, None
        if goal is not None:
            self.open_return(*goal)
        else:
            self.go("desk")
        self._keeper.tell_losses()
        if seen.unfinished is not None and not self._resumed:
            # A crash interrupted someone: they find themselves where they were, and what they typed is offered.
            self.open_return(*seen.unfinished)
        self._resumed = True

    def _show_surroundings(self, seen: Surroundings) -> None:
        assert self.context is not None
        self.context.firm_name = dict(seen.firms).get(seen.firm, "")
        self.shell.header.show_firms(seen.firms, seen.firm)
        self.shell.rail.show_group(several=len(seen.firms) > 1)
        self.shell.header.show_place("practice" if seen.practice else "production", seen.endpoint)

    def _session(self) -> Session | None:
        return None if self.context is None else self.context.session

    # the look

    def rebuild(self) -> None:
        """Build the window anew in the language and letters now in force, and come back to the same place."""
        self._commit()
        at, place = self.shell.rail.page, self._place()
        held = cast("QWidget | None", self.shell.focusWidget())
        name = held.objectName() if held is not None else ""
        self.shell.rebuild()
        self.trouble.forget()
        self.entrance.build()
        self._connect_inside()
        if self.context is None or self._seen is None:
            self.entrance.show()
            return
        self.pages = Pages(self.context, self.routes)
        self._show_surroundings(self._seen)
        if at == "entry" and place is not None:
            self.open_return(*place)
        elif at:
            if at == "settings":
                cast("SettingsPage", self.pages.page(at)).come_back_to(name)
            self.go(at)

    def _place(self) -> tuple[str, Period] | None:
        """The return that is open in the entry page."""
        page = self._entry_shown()
        work = page.work if page is not None else None
        return None if work is None else (work.draft.form.code, work.draft.period)

    # the enterprise

    def change_firm(self, firm: str) -> None:
        """Turn to another enterprise."""
        self._commit()
        self._firm = firm
        if self.pages is not None:
            # Pages hold what belongs to one enterprise: all but the one that adds them up are made anew.
            self.pages.renew(keep="rollup")
        self.look_around()

    def add_firm(self, code: str, name: str) -> None:
        """Make an enterprise known."""
        if self.context is not None:
            session = self.context.session
            self.tasks.change(lambda _: add_firm(session, code, name), self.change_firm, self._firm_refused)

    def _firm_refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError) and self.pages is not None:
            self.pages.desk.ask_for_firm(said(error))
        else:
            self.trouble.tell(error)

    # from page to page

    def go(self, name: str) -> None:
        """Show a page of the rail, as fresh as the store."""
        if self.pages is None or self.context is None:
            return
        self._commit()
        self.shell.banner.hide()
        if not self.context.firm and name not in WITHOUT_FIRM:
            name = "desk"
        if name == "help":
            self.pages.help_for(self.shell.at)
        work = self.pages.entry.work if self.shell.at == "entry" else None
        if name == "send" and work is not None:
            self.pages.sending.follow(work.draft.period)
        self.shell.show_page(self.pages.page(name), name)
        self.pages.refresh(name)

    def _leave_aside(self) -> None:
        """Back to the settings, or to the first run while it is not done."""
        if self.pages is not None:
            self.go("desk" if self.pages.desk.guiding else "settings")

    def diagnose(self) -> None:
        """Look for what stands in the way."""
        self.go("diagnosis")

    def open_return(self, form: str, period: Period, address: str = "") -> None:
        """Go to a cell of a return."""
        if self.pages is not None:
            self._commit()
            self.shell.show_page(self.pages.entry, "entry")
            self.pages.entry.open(form, period, address)

    def open_elsewhere(self, firm: str, form: str, period: Period, address: str) -> None:
        """Go to a cell of a return of any enterprise, which is turned to first."""
        if firm == self._firm:
            self.open_return(form, period, address)
        else:
            self._goal = (form, period, address)
            self.change_firm(firm)

    def _export(self, wanted: Export) -> None:
        """Ask where to, and write a table there."""
        from client.ui.frame.exporting import Exporter

        self._commit()
        self._exporter = self._exporter or Exporter(self.shell, self.tasks)
        self._exporter.ask(wanted)

    def import_book(self, path: Path) -> None:
        """Review what a workbook would change."""
        self.import_books([path])

    def import_books(self, paths: Sequence[Path]) -> None:
        """Review what one workbook would change, or several, a line each."""
        if self.pages is None or self.context is None:
            return
        self._commit()
        if not self.context.firm:
            self.go("desk")
            self.pages.desk.ask_for_firm(self.tr("先填写单位，再导入工作簿。"))
            return
        self.shell.show_page(self.pages.importing, "import")
        page = self.pages.importing
        page.review(paths[0]) if len(paths) == 1 else page.review_many(paths)

    def _go_on_import(self, kept: UnderReview) -> None:
        if self.pages is not None:
            self.shell.show_page(self.pages.importing, "import")
            self.pages.importing.go_on(kept)

    def choose_book(self) -> None:
        """Ask for a workbook in a file dialog."""
        from client.ui.importing.asking import ask_for_book

        ask_for_book(self.shell, self._chosen)

    def _chosen(self, path: str) -> None:
        self.import_book(Path(path))

    def _send(self, period: Period | None) -> None:
        if self.pages is not None and period is not None:
            self.pages.sending.choose(period)
        self.go("send")

    def _print_receipt(self, form: str, period: Period) -> None:
        if self.pages is not None:
            cast("PaperPage", self.pages.page("paper")).choose(form, period, "receipt")
        self.go("paper")

    def _due(self) -> Due | None:
        """What the desk says, for whoever reminds of it."""
        desk = self.pages.desk.desk if self.pages is not None else None
        if desk is None or self.context is None:
            return None
        return desk, self.context.settings, self.context.session.clock.now().date()

    def _look_again(self) -> None:
        if self.pages is not None:
            self.pages.desk.refresh()

    def _come_forward(self) -> None:
        self.shell.show()
        self.shell.raise_()
        self.shell.activateWindow()
        self.go("desk")

    def _settings_changed(self, settings: dict[str, Value]) -> None:
        if self._seen is not None:
            self._seen = msgspec.structs.replace(self._seen, settings=settings)
        if self.context is not None:
            self.context.settings = settings
        self._attendant.settings_changed(settings)
        self._attendant.remind()

    def show_versions(self) -> None:
        """Where new definitions and a newer program are fetched."""
        self.go("settings")
        if self.pages is not None:
            page = cast("SettingsPage", self.pages.page("settings"))
            QTimer.singleShot(0, page.show_versions)

    def _renew(self) -> None:
        """Pages are drawn for one version of the definitions: all but the one that told are made anew."""
        if self.pages is not None:
            self.pages.renew(keep="settings")

    def _entry_shown(self) -> EntryPage | None:
        return self.pages.entry if self.pages is not None and self.shell.rail.page == "entry" else None

    def _commit(self) -> None:
        """What is being typed is kept, whatever comes next."""
        if self.pages is not None:
            self.pages.commit()

    def _connect(self) -> None:
        shell, routes = self.shell, self.routes
        self.entrance.opened.connect(self._opened)
        self.entrance.fault.connect(self.trouble.show_fault)
        self.entrance.support.connect(routes.support)
        self._appearance.changed.connect(self.rebuild)
        routes.settings_changed.connect(self._appearance.wear)
        shell.dragging.connect(routes.dragging)
        routes.open_return.connect(self.open_return)
        routes.open_elsewhere.connect(self.open_elsewhere)
        routes.export.connect(self._export)
        routes.send.connect(self._send)
        routes.print_receipt.connect(self._print_receipt)
        routes.choose_book.connect(self.choose_book)
        routes.diagnose.connect(self.diagnose)
        routes.leave_aside.connect(self._leave_aside)
        self.trouble.diagnose.connect(self.diagnose)
        routes.import_book.connect(self.import_book)
        routes.go_on_import.connect(self._go_on_import)
        routes.firm_entered.connect(self.add_firm)
        routes.firm_chosen.connect(self.change_firm)
        routes.enrolled.connect(self.look_around)
        routes.desk_shown.connect(self.ready)
        routes.home.connect(partial(self.go, "desk"))
        routes.desk_shown.connect(self._attendant.desk_shown)
        self._attendant.lock_due.connect(self.lock)
        self._attendant.desk_wanted.connect(self._look_again)
        self._attendant.opened.connect(self._come_forward)
        self._attendant.unplaced.connect(self._show_reminder)
        routes.settings_changed.connect(self._settings_changed)
        routes.versions_moved.connect(self._renew)
        routes.definitions.connect(self.show_versions)
        self.trouble.back.connect(partial(self.go, "desk"))
        self.tasks.trouble.connect(self.trouble.tell)
        self.tasks.untaken.connect(self.trouble.take)
        self.saver.trouble.connect(self._not_saved)
        Shortcuts(shell, self._entry_shown, {"Ctrl+O": self.choose_book})

    def _not_saved(self, error: BaseException) -> None:
        """The disk refused what was typed: it is written again by itself, and at once when asked.

        What we failed to write is not: from now on pages show what is stored.
        """
        if is_ours(error):
            self.tasks.changed.emit()
        self.trouble.tell(error, self.saver.again.emit)

    def _show_reminder(self, words: str) -> None:
        """On the status line, and by the window's entry in the task bar."""
        self.shell.status.remind(words)
        QApplication.alert(self.shell)

    def _connect_inside(self) -> None:
        """What is within the shell is made anew with every look."""
        self.shell.rail.chosen.connect(self.go)
        self.shell.header.firm_chosen.connect(self.change_firm)
        self.tasks.began.connect(self.shell.status.watch)
