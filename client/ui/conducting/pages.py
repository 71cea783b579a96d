"""The pages, each made when it is first wanted and wired to the routes between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast, runtime_checkable

from PySide6.QtWidgets import QWidget

from client.ui.conducting.routes import Routes
from client.ui.frame.context import Context

if TYPE_CHECKING:
    from client.ui.desk.page import DeskPage
    from client.ui.entry.page import EntryPage
    from client.ui.importing.page import ImportPage
    from client.ui.sending.page import SendPage


_NO_STATES: Mapping[str, object] = MappingProxyType({})


@runtime_checkable
class Refreshable(Protocol):
    """A page that can be made as fresh as the store."""

    def refresh(self) -> None: ...


@runtime_checkable
class Stateful(Protocol):
    """A page whose state outlasts its widgets when the window is built anew, in other words or letters.

    Its parts with a state of their own have the same two methods, and none of them another way.
    """

    def save_state(self) -> object:
        """What a page made anew goes on from: nothing of it is a widget, or in the words of one language."""
        ...

    def restore_state(self, state: Any) -> None:
        """Go on from what ``save_state`` of a page of the same name gave."""
        ...


class Pages:
    """Holds the pages made so far; ``page`` makes one when it is first wanted."""

    def __init__(self, context: Context, routes: Routes, states: Mapping[str, object] = _NO_STATES) -> None:
        """``states`` are those of the pages before them, by name: each is restored when its page is made."""
        self._context = context
        self._routes = routes
        self._made: dict[str, QWidget] = {}
        self._states = dict(states)

    def page(self, name: str) -> QWidget:
        """The page of that name. Raises ``KeyError`` for one there is not."""
        if name not in self._made:
            page = self._made[name] = self._MAKERS[name](self)
            if name in self._states and isinstance(page, Stateful):
                page.restore_state(self._states.pop(name))
        return self._made[name]

    def save_states(self) -> dict[str, object]:
        """The pages' states by name, of those that were not made again too."""
        return self._states | {
            name: page.save_state() for name, page in self._made.items() if isinstance(page, Stateful)
        }

    def renew(self, *, keep: str) -> None:
        """Let every page go but one, with its state; each is made anew when it is next wanted."""
        for page in self._taken_out(keep).values():
            page.deleteLater()

    def turn_to(
        self, context: Context, made: Mapping[str, QWidget], states: Mapping[str, object], *, keep: str
    ) -> dict[str, QWidget]:
        """Pages for another enterprise from now on, some of which are made; answers those that were left."""
        left = self._taken_out(keep)
        self._context = context
        self._made |= made
        self._states = dict(states)
        return left

    def _taken_out(self, keep: str) -> dict[str, QWidget]:
        self._states.clear()
        return {name: self._made.pop(name) for name in [each for each in self._made if each != keep]}

    @property
    def desk(self) -> DeskPage:
        return cast("DeskPage", self.page("desk"))

    @property
    def entry(self) -> EntryPage:
        return cast("EntryPage", self.page("entry"))

    @property
    def importing(self) -> ImportPage:
        return cast("ImportPage", self.page("import"))

    @property
    def sending(self) -> SendPage:
        return cast("SendPage", self.page("send"))

    def refresh(self, name: str) -> None:
        """Make a page as fresh as the store."""
        page = self.page(name)
        if isinstance(page, Refreshable):
            page.refresh()

    def commit(self) -> None:
        """Finish what is being typed, if anything is."""
        if "entry" in self._made:
            self.entry.commit()

    def shown(self) -> list[QWidget]:
        """The pages made so far."""
        return list(self._made.values())

    def _make_desk(self) -> QWidget:
        from client.ui.desk.page import DeskPage

        page, routes = DeskPage(self._context), self._routes
        page.overview.open_return.connect(routes.open_return)
        page.overview.send.connect(routes.send)
        page.overview.tables.connect(routes.export)
        page.overview.choose_book.connect(routes.choose_book)
        page.overview.going_on.wanted.connect(routes.go_on_import)
        page.overview.definitions.connect(routes.definitions)
        page.firm_entered.connect(routes.firm_entered)
        page.settings_changed.connect(routes.settings_changed)
        page.import_book.connect(routes.import_book)
        page.enrolled.connect(routes.enrolled)
        page.backups.connect(routes.backups)
        page.questionnaire.connect(routes.questionnaire)
        page.shown.connect(routes.desk_shown)
        page.firm_chosen.connect(routes.firm_chosen)
        page.firms.connect(routes.firms)
        routes.dragging.connect(page.overview.invitation.light_up)
        return page

    def _make_entry(self) -> QWidget:
        from client.ui.entry.page import EntryPage

        page = EntryPage(self._context)
        page.export.connect(self._routes.export)
        page.left.connect(self._routes.home)
        page.sums.told.connect(self._routes.summed)
        self._routes.answered.connect(page.attend)
        unit = self._context.settings.get("display.unit", "own")
        if unit != "own":
            page.bar.unit.choose(unit)
        return page

    def _make_importing(self) -> QWidget:
        from client.ui.importing.page import ImportPage

        page, routes = ImportPage(self._context), self._routes
        page.choose_book.connect(routes.choose_book)
        page.open_return.connect(routes.open_return)
        page.export.connect(routes.export)
        routes.dragging.connect(page.light_up)
        return page

    def _make_sending(self) -> QWidget:
        from client.ui.sending.page import SendPage

        page = SendPage(self._context)
        page.diagnose.connect(self._routes.diagnose)
        page.open_return.connect(self._routes.open_return)
        page.print_receipt.connect(self._routes.print_receipt)
        page.filing.over.connect(self._routes.filed)
        return page

    def _make_charts(self) -> QWidget:
        from client.ui.charts.page import ChartsPage

        return ChartsPage(self._context)

    def _make_paper(self) -> QWidget:
        from client.ui.paper.page import PaperPage

        return PaperPage(self._context)

    def _make_rollup(self) -> QWidget:
        from client.ui.rollup.page import RollupPage

        page = RollupPage(self._context)
        self._routes.answered.connect(page.grow_stale)
        page.open_elsewhere.connect(self._routes.open_elsewhere)
        page.export.connect(self._routes.export)
        return page

    def _make_firms(self) -> QWidget:
        from client.ui.firms.page import FirmsPage

        page = FirmsPage(self._context)
        page.chosen.connect(self._routes.firm_chosen)
        page.diagnose.connect(self._routes.diagnose)
        page.enrolled.connect(self._routes.enrolled)
        return page

    def _make_notices(self) -> QWidget:
        from client.ui.notices.page import NoticesPage

        page = NoticesPage(self._context)
        page.open_return.connect(self._routes.open_return)
        return page

    def _make_help(self) -> QWidget:
        from client.ui.help.page import HelpPage

        page = HelpPage(self._context)
        page.support.connect(self._routes.support)
        page.diagnose.connect(self._routes.diagnose)
        return page

    def help_for(self, page: str) -> None:
        """Turn the help to what concerns a page, or the cell that has the keyboard in it."""
        from client.ui.help.page import HelpPage

        topic = "finding" if page == "entry" and self.entry.at_finding() else page
        cast("HelpPage", self.page("help")).open_for(topic)

    def _make_diagnosis(self) -> QWidget:
        from client.ui.diagnosis.page import DiagnosisPage

        page = DiagnosisPage(self._context)
        page.support.connect(self._routes.support)
        page.left.connect(self._routes.leave_aside)
        page.card.connect(self._routes.recovery_card)
        return page

    def _make_settings(self) -> QWidget:
        from client.ui.settings.page import SettingsPage

        page = SettingsPage(self._context)
        page.changed.connect(self._routes.settings_changed)
        page.moved.connect(self._routes.versions_moved)
        page.diagnose.connect(self._routes.diagnose)
        page.backups.connect(self._routes.backups)
        page.versions.questionnaire.connect(self._routes.questionnaire)
        return page

    def _make_definitions(self) -> QWidget:
        from client.ui.settings.definitions import DefinitionsPage

        page = DefinitionsPage(self._context)
        page.taken.connect(self._routes.definitions_taken)
        page.left.connect(self._routes.leave_aside)
        return page

    def _make_backups(self) -> QWidget:
        from client.ui.settings.backups import BackupsPage

        page = BackupsPage(self._context)
        page.restore.connect(self._routes.restore)
        page.left.connect(self._routes.leave_aside)
        return page

    _MAKERS: ClassVar[dict[str, Callable[[Pages], QWidget]]] = {
        "desk": _make_desk,
        "entry": _make_entry,
        "import": _make_importing,
        "send": _make_sending,
        "charts": _make_charts,
        "paper": _make_paper,
        "rollup": _make_rollup,
        "firms": _make_firms,
        "notices": _make_notices,
        "help": _make_help,
        "settings": _make_settings,
        "diagnosis": _make_diagnosis,
        "backups": _make_backups,
        "definitions": _make_definitions,
    }
    NAMES = tuple(_MAKERS)
    """Every page there is."""
