"""One finding in full: words, numbers, every cell involved, the probable cause, the explanation of a query."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from client.ui.entry.cells.looks import shown
from client.ui.entry.findings.explanation import ExplanationField, Unsaved
from client.ui.entry.findings.model import Item, cell_name, numbers, unnamed
from client.ui.entry.findings.repair_card import RepairCard, figure
from client.ui.entry.findings.repairs import MOST_OFFERED
from client.ui.ground.language import told
from client.ui.ground.words import Word, indicator_at, level_word, period_word
from client.ui.parts.basics import Chip, button, column, label, laid_out_once, literal, plain, row, set_shown
from client.ui.parts.flow import FlowLayout
from client.ui.parts.in_sight import scrolls_to_keyboard
from client.ui.theme.theme import Theme
from client.usecases.returns.explaining import Carried
from client.usecases.returns.rounding import Rounding
from forms.explanations import given, wants_explanation
from forms.findings import CellRef, Finding
from forms.locating import Proposal
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return
from forms.values.reading import read

_MOST_CELLS = 60


class FindingDetail(QScrollArea):
    """``visit`` carries a ``CellRef``, ``explained`` ``(Finding, code, text)``, ``repair`` a ``Proposal``."""

    visit = Signal(object)
    explained = Signal(object)
    repair = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._finding: Finding | None = None
        self._form, self._period = "", ""
        self._target: Return | None = None
        self._shown: object = None
        """The key of the line shown."""
        self.setObjectName("findingDetail")
        scrolls_to_keyboard(self)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chip = Chip(theme)
        self._title = label(theme, bold=True, wrap=True, selectable=True)
        self._actual = label(theme, wrap=True, selectable=True)
        self._rule = label(theme, role="soft", wrap=True, selectable=True)
        self._remedy = label(theme, role="soft", wrap=True, selectable=True)
        self._cells = FlowLayout(theme.space(0.3))
        self._links: list[QPushButton] = []
        """Kept from one finding to the next: live checking exchanges their words at every key."""
        self._repairs = [RepairCard(theme) for _ in range(MOST_OFFERED)]
        for card in self._repairs:
            card.taken.connect(self.repair)
        self._explanation = ExplanationField(theme, pack)
        self._explanation.kept.connect(self._explain)
        self._lay_out()
        self.show_item(None, None)

    def show_item(self, item: Item | None, target: Return | None, earlier: Carried | None = None) -> None:
        """Show one line of the list, with what was said of it last time; None clears the pane."""
        key = item.key if item else ""
        if key != self._shown:
            self._shown = key
            self.verticalScrollBar().setValue(0)
        self._finding = item.finding if item else None
        self._target = target
        if target is not None:
            self._form, self._period = target.form, str(target.period)
        with laid_out_once(self._inside, self._cells):
            self._fill_words(item)
            self._fill_cells(item.cells if item else ())
            self._fill_explanation(target, earlier)

    def show_repairs(self, proposals: Sequence[Proposal | Rounding]) -> None:
        """Show what was probably meant, likeliest first."""
        for number, card in enumerate(self._repairs):
            card.show_proposal(proposals[number] if number < len(proposals) else None)

    def take_keyboard(self) -> None:
        """Give the keyboard to what can be done about it: its explanation, else the repair, else its cells."""
        ways = (self._explanation.reason, *(card.take for card in self._repairs), *self._links)
        found = next((way for way in ways if way.isVisible()), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def complain(self, text: str) -> None:
        """Say beside the field why an explanation was not taken."""
        self._explanation.complain(text)

    @property
    def unsaved(self) -> Unsaved:
        """Explanations that were begun and not saved."""
        return self._explanation.unsaved

    @property
    def complaint(self) -> str:
        """What was said of the explanation last."""
        return self._explanation.complaint

    def _lay_out(self) -> None:
        theme = self._theme
        heading = row(theme, self._chip, self._title, gap=0.5)
        heading.setStretch(1, 1)
        heading.setAlignment(self._chip, Qt.AlignmentFlag.AlignTop)
        self._inside = inside = column(
            theme,
            heading,
            self._actual,
            self._explanation,
            plain(self._cells),
            *self._repairs,
            self._remedy,
            self._rule,
            None,
            gap=0.35,
        )
        holder = plain(inside)
        inside.setContentsMargins(theme.space(0.9), theme.space(0.6), theme.space(0.9), theme.space(0.6))
        self.setWidget(holder)
        self.viewport().setAutoFillBackground(False)

    def _fill_words(self, item: Item | None) -> None:
        finding = self._finding
        level = item.level if item else "missing"
        self._chip.show_word(Word("", "plain") if level == "missing" else level_word(level))
        self._title.setText(item.title if item else "")
        text = item.text if item else ""
        self._set(self._actual, unnamed(numbers(finding), item.title) if finding and item else text)
        title = told(finding.title_zh, finding.title_en) if finding else ""
        expected = told(finding.expected_zh, finding.expected_en) if finding else ""
        known = finding is not None and (level != "remark" or finding.rule in self._pack.rules)
        number = self.tr("规则 {}").format(finding.rule) if finding and known else ""
        self._set(self._rule, "　".join(part for part in (number, expected if expected != title else "") if part))
        self._set(self._remedy, told(finding.remedy_zh, finding.remedy_en) if finding else "")

    def _set(self, target: QWidget, text: str) -> None:
        target.setProperty("text", text)
        set_shown(target, bool(text))

    def _fill_cells(self, refs: tuple[CellRef, ...]) -> None:
        offered = refs[:_MOST_CELLS]
        while len(self._links) < len(offered):
            self._links.append(button("", self._visit, role="cell"))
            self._cells.addWidget(self._links[-1])
        for number, link in enumerate(self._links):
            set_shown(link, number < len(offered))
            if number < len(offered) and link.property("ref") != offered[number]:
                link.setProperty("ref", offered[number])
                text = self._ref_text(offered[number])
                link.setText(literal(text))
                link.setToolTip(self.tr("转到 {}").format(text))

    def _visit(self) -> None:
        self.visit.emit(self.sender().property("ref"))

    def _ref_text(self, ref: CellRef) -> str:
        where = ""
        if self._elsewhere(ref):
            form = self._pack.forms.get(ref.form)  # one that is asked no more goes by its code
            called = told(form.name, form.name_en) if form is not None else ref.form
            where = f"{called} {period_word(Period.parse(ref.period))} · "
        text = f"  {self._value(ref)}" if ref.text else ""
        return f"{where}{cell_name(ref, self._pack) or ref.address}{text}"

    def _value(self, ref: CellRef) -> str:
        """What the cell holds: a figure with its separators, a code with its name, as the grid shows it."""
        indicator = indicator_at(ref.address, self._pack)
        if indicator is None or indicator.numeric or indicator.parts:
            return figure(ref.text)
        if indicator.type not in ("code", "codes"):
            return ref.text
        held = self._target.cells if self._target is not None and not self._elsewhere(ref) else {}
        cell = held.get(ref.address) or read(ref.text, indicator, self._pack)
        return shown(cell, indicator, self._pack)

    def _elsewhere(self, ref: CellRef) -> bool:
        return (ref.form, ref.period) != (self._form, self._period)

    def _fill_explanation(self, target: Return | None, earlier: Carried | None) -> None:
        finding = self._finding
        wanted = finding is not None and wants_explanation(finding)
        set_shown(self._explanation, wanted)
        if finding is None or target is None or not wanted:
            self.complain("")
            return
        about = f"{target.key} {self._shown}"
        self._explanation.show_words(about, given(finding, target), earlier)

    def _explain(self, code: str, text: str) -> None:
        if self._finding is not None:
            self.explained.emit((self._finding, code, text))
