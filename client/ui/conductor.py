"""Leads from page to page: opens the home, knows the enterprise, tells pages what changed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent

from client.ui.appearance import Appearance
from client.ui.attendant import Attendant
from client.ui.context import Context
from client.ui.locked import LockedPage
from client.ui.pages import Pages, Routes
from client.ui.rescue import Rescue
from client.ui.shell import Shell
from client.ui.shortcuts import Shortcuts
from client.ui.surroundings import Surroundings, add_firm, look, recovered, unlock_again
from client.ui.tasks import Saver, Tasks
from client.ui.trouble import Trouble
from client.ui.words import said
from client.usecases.settings_table import Value
from forms.periods import Period
from forms.problems import CodedError

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.ui.entry.page import EntryPage
    from client.usecases.session import Session

OpenSession = Callable[[str], "Session"]
"""Opens the home with a passphrase; blank means the keyring or the environment."""


REMIND_AFTER_MS = 1500
"""A desk that has just been shown is looked at first; the tray can wait."""

WITHOUT_FIRM = frozenset({"desk", "help", "settings", "diagnosis"})
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
        self.trouble = Trouble(shell, appearance.theme)
        self.routes = Routes(self)
        self.context: Context | None = None
        self.pages: Pages | None = None
        self._appearance = appearance
        self._theme = appearance.theme
        self._open_session = open_session
        self._home = home or Path()
        self._firm = firm
        self._locked = LockedPage(self._theme)
        self._seen: Surroundings | None = None
        self._leaving = False
        self._attendant = Attendant(self)
        self._reminding = QTimer(self)
        self._reminding.setSingleShot(True)
        self._reminding.setInterval(REMIND_AFTER_MS)
        self._resumed = False
        self._warned = False
        self._connect()
        self._connect_inside()

    # the home

    def start(self, passphrase: str = "") -> None:
        """Open the home; the window shows that it is being opened."""
        self._locked.show_opening()
        self.shell.rail.setEnabled(False)
        self.shell.show_page(self._locked)
        self.tasks.query(lambda: self._open_session(passphrase), self._opened, self._not_opened)

    def recover(self, code: str, passphrase: str) -> None:
        """Open the home by the code on its recovery card."""
        home = self._home
        self._locked.show_opening()
        self.tasks.query(partial(recovered, home, code, passphrase), self._opened, self._not_opened)

    def look_around(self) -> None:
        """Learn which enterprises there are and where they file, then show the desk."""
        if self.context is not None:
            session, firm = self.context.session, self._firm
            self.tasks.query(lambda: look(session, firm), self._settle_in)

    def _opened(self, session: Session) -> None:
        self.context = Context(session, self._theme, self.tasks, self.saver)
        self.pages = Pages(self.context, self.routes)
        self.shell.rail.setEnabled(True)
        self.look_around()

    def _tell_losses(self, session: Session) -> None:
        """What was saved once and is not there any more is told before anything else."""
        from client.usecases.auditing import losses, told

        for loss in losses(session):
            self.trouble.tell(told(loss))

    def _hear_losses(self, pending: int) -> None:
        from client.usecases.keeping import slow_disk

        if pending == 0 and self.context is not None:
            self._tell_losses(self.context.session)
            self.shell.status.warn(slow_disk(self.context.session))

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._locked.show_error(error)
        else:
            self.trouble.show_fault(error)

    def _settle_in(self, seen: Surroundings) -> None:
        if self.context is None:
            return
        self._seen = seen
        self._firm = self.context.firm = seen.firm
        self.context.settings = seen.settings
        self._appearance.wear(seen.settings)
        self._show_surroundings(seen)
        self._attendant.settings_changed(seen.settings)
        self.go("desk")
        self._tell_losses(self.context.session)
        if seen.unfinished is not None and not self._resumed:
            # A crash interrupted someone: they find themselves where they were, and what they typed is offered.
            self.open_return(*seen.unfinished)
        self._resumed = True

    def _show_surroundings(self, seen: Surroundings) -> None:
        assert self.context is not None
        self.context.firm_name = dict(seen.firms).get(seen.firm, "")
        self.shell.header.show_firms(seen.firms, seen.firm)
        self.shell.header.show_place("practice" if seen.practice else "production", seen.endpoint)

    # the look

    def rebuild(self) -> None:
        """Build the window anew in the language and letters now in force, and come back to the same place."""
        self._commit()
        at, place = self.shell.rail.page, self._place()
        self.shell.rebuild()
        self.trouble.forget()
        QTimer.singleShot(0, self._let_go)
        self._locked = LockedPage(self._theme)
        self._connect_inside()
        if self.context is None or self._seen is None:
            self.shell.show_page(self._locked)
            return
        self.pages = Pages(self.context, self.routes)
        self._show_surroundings(self._seen)
        if at == "entry" and place is not None:
            self.open_return(*place)
        elif at:
            self.go(at)

    def _let_go(self) -> None:
        """What is left of the window before goes now: collected in the midst of painting, it ends the process."""
        gc.collect()

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
        if self.context is not None:
            # Pages hold what belongs to one enterprise: they are made anew.
            for page in self.pages.shown() if self.pages else []:
                page.deleteLater()
            self.pages = Pages(self.context, self.routes)
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

    # the lock

    def lock(self) -> None:
        """Close the home until whoever comes back shows who they are; not while anything is being written."""
        self._commit()
        if self.context is None or self.pages is None or self.saver.pending or self.tasks.busy:
            return
        session = self.context.session
        for page in self.pages.shown():
            page.deleteLater()
        self.context = self.pages = None
        self._open_session = partial(unlock_again, session.home, session.clock)
        self.shell.rail.setEnabled(False)
        self._locked.show_locked()
        self.shell.show_page(self._locked)
        self.tasks.query(session.close, self._closed)

    def _closed(self, _: None) -> None:
        self.shell.status.doing("")

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
        self.shell.show_page(self.pages.page(name), name)
        self.pages.refresh(name)

    def diagnose(self) -> None:
        """Look for what stands in the way."""
        self.go("diagnosis")

    def open_return(self, form: str, period: Period, address: str = "") -> None:
        """Go to a cell of a return."""
        if self.pages is not None:
            self._commit()
            self.shell.show_page(self.pages.entry, "entry")
            self.pages.entry.open(form, period, address)

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

    def _remind(self) -> None:
        desk = self.pages.desk.desk if self.pages is not None else None
        if desk is not None and self.context is not None:
            self._attendant.desk_shown(desk, self.context.settings, self.context.session.clock.now().date())

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
            self._seen = replace(self._seen, settings=settings)
        if self.context is not None:
            self.context.settings = settings
        self._attendant.settings_changed(settings)
        self._remind()

    def _renew(self) -> None:
        """Pages are drawn for one version of the definitions: all but the one that told are made anew."""
        if self.pages is not None:
            self.pages.renew(keep="settings")

    def _entry_shown(self) -> EntryPage | None:
        return self.pages.entry if self.pages is not None and self.shell.rail.page == "entry" else None

    # the end

    def _close(self, event: QCloseEvent) -> None:
        """Leave when everything typed is on disk; until then the window stays and says so."""
        self._commit()
        if self.saver.refused and not self._warned:
            # Once: whoever closes again knows that the disk took nothing and gives it up.
            self._warned = True
            self._save_again()
            self.shell.status.doing(self.tr("还有改动没有保存，再次关闭将放弃它们"))
            event.ignore()
            return
        if self.saver.pending == 0 and not self.tasks.busy:
            event.accept()
            return
        event.ignore()
        if not self._leaving:
            self._leaving = True
            self.shell.status.doing(self.tr("正在保存并退出…"))
            self.saver.state.connect(self._close_if_done)
            self.tasks.idle.connect(self._close_if_done)

    def _save_again(self) -> None:
        """Try again to write what the disk refused."""
        from client.usecases.keeping import save_again

        if self.context is not None:
            for firm in {made.change.firm for made in self.context.session.unsaved}:
                self.saver.watch_again(save_again(self.context.session, firm))

    def _close_if_done(self) -> None:
        if self.saver.pending == 0 and not self.tasks.busy:
            self.shell.close()

    def _commit(self) -> None:
        """What is being typed is kept, whatever comes next."""
        if self.pages is not None:
            self.pages.commit()

    def _connect(self) -> None:
        shell, routes = self.shell, self.routes
        self._appearance.changed.connect(self.rebuild)
        routes.settings_changed.connect(self._appearance.wear)
        shell.dropped.connect(self.import_books)
        shell.dragging.connect(routes.dragging)
        shell.leaving.connect(self._close)
        routes.open_return.connect(self.open_return)
        routes.send.connect(self._send)
        routes.choose_book.connect(self.choose_book)
        routes.diagnose.connect(self.diagnose)
        self.trouble.diagnose.connect(self.diagnose)
        routes.import_book.connect(self.import_book)
        routes.firm_entered.connect(self.add_firm)
        routes.firm_chosen.connect(self.change_firm)
        routes.enrolled.connect(self.look_around)
        routes.desk_shown.connect(self.ready)
        self._reminding.timeout.connect(self._remind)
        routes.desk_shown.connect(self._reminding.start)
        self._attendant.lock_due.connect(self.lock)
        self._attendant.desk_wanted.connect(self._look_again)
        self._attendant.opened.connect(self._come_forward)
        routes.settings_changed.connect(self._settings_changed)
        routes.versions_moved.connect(self._renew)
        self.trouble.back.connect(partial(self.go, "desk"))
        self.trouble.again = partial(self.go, "desk")
        self.tasks.trouble.connect(self.trouble.tell)
        self.saver.trouble.connect(self.trouble.tell)
        self.saver.again.connect(self._save_again)
        self.saver.state.connect(self._hear_losses)
        Shortcuts(shell, self._entry_shown, {"Ctrl+O": self.choose_book})

    def _connect_inside(self) -> None:
        """What is within the shell is made anew with every look."""
        self.shell.rail.chosen.connect(self.go)
        self.shell.header.firm_chosen.connect(self.change_firm)
        self.saver.state.connect(self.shell.status.show_pending)
        self.tasks.began.connect(self.shell.status.watch)
        self._locked.opened_with.connect(self.start)
        self._locked.recovered_with.connect(self.recover)
        Rescue(self._locked, self.tasks, self._home)
        self._locked.support.connect(self.routes.support)
