"""Below the grid: all findings on the left, the chosen one in full on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from client.ui.entry.findings.detail import FindingDetail
from client.ui.entry.findings.finding_list import FindingList
from client.ui.entry.findings.model import FindingsModel, Item, first_of, row_of
from client.ui.entry.findings.repairs import fitting
from client.ui.parts.basics import rule, set_shown
from client.ui.parts.cover import Cover
from client.ui.parts.mishaps import as_fault
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from client.usecases.returns.explaining import Carried, offer
from client.usecases.returns.rounding import roundings
from forms.explanations import wants_explanation
from forms.findings import Finding
from forms.locating import Location
from forms.pack import Pack


class FindingsPanel(QWidget):
    """``visit`` carries a ``CellRef``, ``explained`` ``(Finding, code, text)``, ``repair`` a ``Proposal``."""

    visit = Signal(object)
    explained = Signal(object)
    repair = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        # Opaque and without a layout: what comes, goes or moves in here is nobody's business around it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._draft: Draft | None = None
        self._choosing = False
        self._later = QTimer(self)
        """The pane on the right follows once grid and list are painted: typing does not wait for it."""
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_current)
        self._location = Location()
        self.model = FindingsModel(self)
        self.list = FindingList(theme, self.model)
        self.list.setObjectName("findings")
        self.list.setAccessibleName(self.tr("审核结果"))
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(self._follow)
        self.detail = FindingDetail(theme, pack)
        self.detail.setAccessibleName(self.tr("选中的审核结果"))
        self.detail.visit.connect(self.visit)
        self.detail.explained.connect(self.explained)
        self.detail.repair.connect(self.repair)
        self._inside = QWidget(self)
        self._inside.setObjectName("plain")
        inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.list, 5)
        inside.addWidget(rule(theme, upright=True))
        inside.addWidget(self.detail, 6)
        self._cover = Cover(theme, self, "check", "good")
        """Over list and pane while there is no finding; from when the first one comes until it is shown on the
        right, over that alone."""

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inside.setGeometry(self.rect())
        layout = self._inside.layout()
        assert layout is not None
        layout.activate()
        self._lay_cover()

    def _lay_cover(self) -> None:
        """Over everything, or over the pane and the hairline that parts it from the list."""
        from_left = self.list.geometry().right() + 1 if self.model.items else 0
        self._cover.setGeometry(self.rect().adjusted(from_left, 0, 0, 0))

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._theme.colour("window"))

    def show_draft(self, draft: Draft) -> None:
        """Show the findings of a draft as they are now, staying at the chosen one while it lasts."""
        if draft is not self._draft:
            self._location = Location()
        self._draft = draft
        chosen = self.current()
        self.model.row_name = draft.form.row_name or ""
        self.model.pack = draft.pack
        self.model.show_findings(draft.findings, draft.current, draft.remarked)
        self._cover_if_empty()
        self._choose(_to_choose(self.model.items, chosen), later=True)

    def expect(self, findings: tuple[Finding, ...]) -> None:
        """These findings are likely shown next: they are drawn while nobody waits."""
        if self._draft is not None:
            items = self.model.arranged(findings, self._draft.current, self._draft.remarked)
            self.list.rehearse(items, _to_choose(items, self.current()))

    def _cover_if_empty(self) -> None:
        """Without findings list and pane lie under the words that say so, out of the keyboard's way."""
        empty = not self.model.items
        words = self._nothing_found() if empty else ""
        if words == self._cover.words:
            return
        looked = self._begun
        self._cover.say(words, "check" if looked else "hint", "good" if looked else "text_faint")
        self._lay_cover()
        set_shown(self._cover, True)
        for each in (self.list, self.detail):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus if empty else Qt.FocusPolicy.StrongFocus)

    @property
    def _begun(self) -> bool:
        return self._draft is None or bool(self._draft.current.cells)

    def _nothing_found(self) -> str:
        """Of a return in which nothing is entered nothing was found either, which is no praise."""
        return self.tr("没有发现问题") if self._begun else self.tr("填写后，发现的问题列在这里")

    def show_location(self, location: Location) -> None:
        """Show what is probably wrong, beside the findings it would settle."""
        self._location = location
        self._show_current()

    def forget_location(self) -> None:
        """What was probably wrong is out of date; the pane on the right follows."""
        self._location = Location()
        self.detail.show_repairs(())
        self._follow()

    def current(self) -> Item | None:
        """The chosen line."""
        row = self.list.currentIndex().row()
        return self.model.items[row] if 0 <= row < len(self.model.items) else None

    def show_for(self, address: str) -> None:
        """Choose the first finding about a cell, if there is one and the chosen one is not about it."""
        draft, chosen = self._draft, self.current()
        if draft is None or (chosen and any(ref.address == address for ref in chosen.cells)):
            return
        row = self.model.row_at(address, draft.form.code, str(draft.period))
        if row is not None:
            self._choose(row, later=True)

    def choose(self, item: Item) -> None:
        """Choose a line of the list."""
        row = row_of(self.model.items, item.key)
        if row is not None:
            self._choose(row)

    def _choose(self, row: int | None, *, later: bool = False) -> None:
        self._choosing = True
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))
            if row == first_of(self.model.items):
                self.list.scrollToTop()
        self._choosing = False
        if later:
            self._follow()
        else:
            self._show_current()

    def _follow(self) -> None:
        if not self._choosing:
            self._later.start()

    def _clicked(self) -> None:
        item = self.current()
        if item is not None and item.cells:
            self.visit.emit(item.cells[0])

    def _show_current(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._later.stop()
        item = self.current()
        self.detail.show_item(item, draft.current, self._earlier(draft, item))
        rounding = roundings(draft, item.finding) if item and item.finding else ()
        self.detail.show_repairs(rounding or (fitting(self._location, item, draft) if item else ()))
        if item is not None:
            set_shown(self._cover, False)

    def _earlier(self, draft: Draft, item: Item | None) -> Carried | None:
        """What was said of the same in an earlier report, where words are still wanted."""
        finding = item.finding if item and not item.done else None
        return offer(draft, finding) if finding is not None and wants_explanation(finding) else None


def _to_choose(items: Sequence[Item], chosen: Item | None) -> int | None:
    """The line that was chosen before, where it is still there, else the first that can be."""
    row = row_of(items, chosen.key) if chosen else None
    return row if row is not None else first_of(items)
