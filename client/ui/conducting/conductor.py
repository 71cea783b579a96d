"""Holds the window together: opens and closes the home, knows the enterprise in hand, wears what settings say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from client.base.errors import is_ours
from client.ui.conducting.appearance import Appearance
from client.ui.conducting.attendant import Attendant, Due
from client.ui.conducting.left_behind import LeftBehind
from client.ui.conducting.meanwhile import Meanwhile
from client.ui.conducting.navigator import Navigator
from client.ui.conducting.routes import Routes
from client.ui.conducting.shortcuts import Shortcuts
from client.ui.frame.context import Context
from client.ui.frame.entrance import Entrance, OpenSession
from client.ui.frame.keeper import Keeper
from client.ui.frame.shell import Shell
from client.ui.frame.surroundings import Surroundings, add_firm, look
from client.ui.frame.trouble import Trouble
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import Tasks
from client.ui.ground.words import Word, said
from client.usecases.home.settings_table import Value
from forms.periods import Period
from forms.problems import CodedError

if TYPE_CHECKING:
    # Loaded by the worker that opens the home, while the window is being painted.
    from client.ui.conducting.pages import Pages
    from client.ui.entry.page import EntryPage
    from client.usecases.home.session import Session


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
        self._navigator: Navigator | None = None
        """There is one as long as the home is open and its pages may be seen."""
        self._appearance = appearance
        self._theme = appearance.theme
        self._firm = firm
        self._seen: Surroundings | None = None
        self._resumed = False
        self._to_wear: Mapping[str, Value] | None = None
        """The settings whose look waits until long work is done."""
        self._goal: tuple[str, Period, str] | None = None
        self._next = "desk"
        """Where to go once another enterprise is in hand: to a cell, or else to a page."""
        self._left = LeftBehind(self, self.tasks)
        self.entrance = Entrance(shell, appearance.theme, self.tasks, open_session, home or Path())
        self._keeper = Keeper(shell, self.tasks, self.saver, self.trouble, self._session, self._commit)
        self._attendant = Attendant(self, self._due)
        self.meanwhile = Meanwhile(shell, self._attendant, lambda: self._entry_shown() is not None)
        self._connect()
        self._connect_inside()

    @property
    def context(self) -> Context | None:
        """What pages are handed, while the home is open."""
        return None if self._navigator is None else self._navigator.context

    @property
    def pages(self) -> Pages | None:
        """The pages, while the home is open."""
        return None if self._navigator is None else self._navigator.pages

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
        if self._navigator is None:
            return None
        session = self._navigator.context.session
        self._navigator.close()
        self._left.close()
        self._navigator = None
        return session

    def look_around(self, then: Callable[[Surroundings], None] | None = None) -> None:
        """Learn which enterprises there are and where they file, then show the desk."""
        if (session := self._session()) is not None:
            firm = self._firm
            self.tasks.query(lambda: look(session, firm), then or self._settle_in)

    def _look_enrolled(self) -> None:
        self.look_around(self._settle_enrolled)

    def _settle_enrolled(self, seen: Surroundings) -> None:
        self._settle_in(seen)
        if seen.waiting:
            from client.ui.firms.devices import waiting_word

            told = waiting_word(seen.waiting)
            self.shell.banner.tell("query", told, self.tr("打开单位"), partial(self.go, "firms"))

    def _opened(self, session: Session) -> None:
        context = Context(session, self._theme, self.tasks, self.saver)
        self._navigator = Navigator(self.shell, context, self.routes)
        self.look_around()

    def _settle_in(self, seen: Surroundings) -> None:
        if self._navigator is None:
            return
        self._seen, self._firm = seen, seen.firm
        if seen.firm != self._navigator.context.firm:
            self._turn_to(self._navigator, seen.firm)
        context = self._navigator.context
        context.firm_name = dict(seen.firms).get(seen.firm, "")
        context.settings = seen.settings
        self._wear(seen.settings)
        self._show_surroundings(seen)
        self._attendant.settings_changed(seen.settings)
        (goal, self._goal), (page, self._next) = (self._goal, None), (self._next, "desk")
        if goal is not None:
            self.open_return(*goal)
        else:
            self.go(page)
        self._keeper.tell_losses()
        if seen.unfinished is not None and not self._resumed:
            # A crash interrupted someone: they find themselves where they were, and what they typed is offered.
            self.open_return(*seen.unfinished)
        self._resumed = True

    def _show_surroundings(self, seen: Surroundings) -> None:
        self.shell.header.show_firms(seen.firms, seen.firm)
        self.shell.rail.show_group(several=len(seen.firms) > 1)
        self.shell.header.show_place("practice" if seen.practice else "production", seen.endpoint)

    def _session(self) -> Session | None:
        context = self.context
        return None if context is None else context.session

    # the look

    def _wear(self, settings: Mapping[str, Value]) -> None:
        """Put on what the settings say; not before long work is done, whose page tells how it ended."""
        self._to_wear = settings if self.tasks.long_under_way else None
        if self._to_wear is None:
            self._appearance.wear(settings)
        elif self._appearance.differs(settings):
            self.shell.banner.tell("hint", self.tr("等正在做的事做完，窗口就换成新的样子。"))

    def _wear_later(self) -> None:
        if self._to_wear is not None and not self.tasks.long_under_way:
            self._wear(self._to_wear)

    def rebuild(self) -> None:
        """Build the window anew in the language and letters now in force, and come back to the same place."""
        self._commit()
        at = self.shell.rail.page
        held = cast("QWidget | None", self.shell.focusWidget())
        name = held.objectName() if held is not None else ""
        self.shell.rebuild()
        self.trouble.forget()
        self.entrance.forget()
        self._connect_inside()
        if self._navigator is None or self._seen is None:
            self.entrance.show()
            return
        self._navigator.rebuild()
        self._show_surroundings(self._seen)
        self._navigator.come_back_to(at, name)

    # the enterprise

    def change_firm(self, firm: str) -> None:
        """Turn to another enterprise."""
        self._commit()
        self._firm = firm
        self.look_around()

    def _turn_to(self, navigator: Navigator, firm: str) -> None:
        """Pages hold what belongs to one enterprise: all but the one that adds them up are made anew.

        What some still do for the one before goes on.
        """
        before = navigator.context
        made, held = self._left.back(firm)
        navigator.context = msgspec.structs.replace(before, firm=firm)
        self._left.leave(before.firm, navigator.pages.turn_to(navigator.context, made, held, keep="rollup"))

    def _tell_left(self, firm: str, page: str, outcome: Word) -> None:
        """What came of something that was begun for another enterprise."""
        words, go = self.about(firm, outcome.text), partial(self._go_back, firm, page)
        self.meanwhile.tell(outcome.tone, words, self.tr("查看"), go)

    def _go_back(self, firm: str, page: str) -> None:
        self._next = page
        self.change_firm(firm)

    def add_firm(self, code: str, name: str) -> None:
        """Make an enterprise known."""
        if (session := self._session()) is not None:
            self.tasks.change(lambda _: add_firm(session, code, name), self.change_firm, self._firm_refused)

    def _firm_refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError) and self.pages is not None:
            self.pages.desk.ask_for_firm(said(error))
        else:
            self.trouble.tell(error)

    # from page to page

    def go(self, name: str) -> None:
        """Show a page of the rail, as fresh as the store."""
        if self._navigator is not None:
            self._navigator.go(name)

    def open_return(self, form: str, period: Period, address: str = "") -> None:
        """Go to a cell of a return."""
        if self._navigator is not None:
            self._navigator.open_return(form, period, address)

    def open_elsewhere(self, firm: str, form: str, period: Period, address: str) -> None:
        """Go to a cell of a return of any enterprise, which is turned to first."""
        if firm == self._firm:
            self.open_return(form, period, address)
        else:
            self._goal = (form, period, address)
            self.change_firm(firm)

    def import_book(self, path: Path) -> None:
        """Review what a workbook would change."""
        self.import_books([path])

    def import_books(self, paths: Sequence[Path]) -> None:
        """Review what one workbook would change, or several, a line each."""
        if self._navigator is not None:
            self._navigator.import_books(paths)

    def choose_book(self) -> None:
        """Ask for a workbook in a file dialog."""
        if self._navigator is not None:
            self._navigator.choose_book()

    def show_versions(self) -> None:
        """Where new definitions and a newer program are fetched."""
        if self._navigator is not None:
            self._navigator.show_versions()

    def diagnose(self) -> None:
        """Look for what stands in the way."""
        self.go("diagnosis")

    def _home(self) -> None:
        self.go("desk")

    def _due(self) -> Due | None:
        """What the desk says, for whoever reminds of it."""
        if (navigator := self._navigator) is None or (desk := navigator.pages.desk.desk) is None:
            return None
        context = navigator.context
        return desk, context.settings, context.session.clock.now().date(), navigator.pages.desk.others

    def _look_again(self) -> None:
        if self.pages is not None:
            self.pages.desk.refresh()

    def _remind_anew(self) -> None:
        self._attendant.look_again(self.shell.at)

    def show_answers(self) -> None:
        """What the authority said meanwhile stands where it is looked for, and the tray reminds no more of it."""
        if self._navigator is not None:
            self._navigator.show_answers()

    def about(self, firm: str, words: str) -> str:
        """Words about an enterprise; its name goes without saying while it is in hand."""
        return words if firm == self._firm else self.tr("{}：{}").format(self.name_of(firm), words)

    def name_of(self, firm: str) -> str:
        """What an enterprise of the home is called."""
        return dict(self._seen.firms).get(firm, "") or firm if self._seen is not None else firm

    def _come_forward(self) -> None:
        self.shell.show()
        self.shell.raise_()
        self.shell.activateWindow()
        self.go("desk")

    def _settings_changed(self, settings: dict[str, Value]) -> None:
        if self._seen is not None:
            self._seen = msgspec.structs.replace(self._seen, settings=settings)
        if (context := self.context) is not None:
            context.settings = settings
        self._attendant.settings_changed(settings)
        self._attendant.remind()

    def _renew(self) -> None:
        """Pages are drawn for one version of the definitions: all but the one that told are made anew."""
        if self.pages is not None:
            self.pages.renew(keep="settings")

    def _entry_shown(self) -> EntryPage | None:
        return self._navigator.entry_shown() if self._navigator is not None else None

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
        routes.settings_changed.connect(self._wear)
        self.tasks.idle.connect(self._wear_later)
        shell.dragging.connect(routes.dragging)
        routes.open_elsewhere.connect(self.open_elsewhere)
        self.trouble.diagnose.connect(self.diagnose)
        routes.firm_entered.connect(self.add_firm)
        routes.firm_chosen.connect(self.change_firm)
        routes.enrolled.connect(self._look_enrolled)
        routes.desk_shown.connect(self.ready)
        routes.desk_shown.connect(self._attendant.desk_shown)
        self._left.told.connect(self._tell_left)
        self._attendant.lock_due.connect(self.lock)
        self._attendant.desk_wanted.connect(self._look_again)
        self.tasks.changed.connect(self._attendant.grow_stale)
        self.saver.state.connect(self._attendant.grow_stale)
        self.tasks.idle.connect(self._remind_anew)
        self._attendant.opened.connect(self._come_forward)
        routes.settings_changed.connect(self._settings_changed)
        routes.versions_moved.connect(self._renew)
        self.trouble.back.connect(self._home)
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

    def _connect_inside(self) -> None:
        """What is within the shell is made anew with every look."""
        self.shell.rail.chosen.connect(self.go)
        self.shell.header.firm_chosen.connect(self.change_firm)
        self.tasks.began.connect(self.shell.status.watch)
