"""One finding in full: words, numbers, what to do, every cell involved, and the explanation of a query."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget

from client.ui.entry.findings_model import Item
from client.ui.parts.basics import Chip, button, column, label, plain, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import FlowLayout
from client.ui.theme.theme import Theme
from client.ui.words import Word, level_word, number_word
from forms.findings import CellRef, Finding
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return, explanation_key

_MOST_CELLS = 60


class FindingDetail(QScrollArea):
    """``visit`` carries a ``CellRef``; ``explained`` carries ``(Finding, code, text)``."""

    visit = Signal(object)
    explained = Signal(object)

    def __init__(self, theme: Theme, pack: Pack) -> None:
        super().__init__()
        self._theme = theme
        self._pack = pack
        self._finding: Finding | None = None
        self._form, self._period = "", ""
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
        self._build_explanation()
        heading = row(theme, self._chip, self._title, gap=0.5)
        heading.setStretch(1, 1)
        inside = column(
            theme,
            heading,
            self._actual,
            plain(self._cells),
            self._explanation,
            self._remedy,
            self._rule,
            None,
            gap=0.35,
        )
        holder = plain(inside)
        inside.setContentsMargins(theme.space(0.9), theme.space(0.6), theme.space(0.9), theme.space(0.6))
        self.setWidget(holder)
        self.viewport().setAutoFillBackground(False)
        self.show_item(None, None)

    def show_item(self, item: Item | None, target: Return | None) -> None:
        """Show one line of the list; None clears the pane."""
        self._finding = item.finding if item else None
        if target is not None:
            self._form, self._period = target.form, str(target.period)
        self._fill_words(item)
        self._fill_cells(item.cells if item else ())
        self._fill_explanation(target)

    def complain(self, text: str) -> None:
        """Say beside the field why an explanation was not taken."""
        self._complaint.setText(text)
        set_shown(self._complaint, bool(text))

    def _build_explanation(self) -> None:
        theme = self._theme
        self._reason = Choice(theme, "explanationCode", self.tr("原因类别"))
        self._reason.offer([(text, code) for code, text in self._reasons()])
        self._words = QLineEdit()
        self._words.setObjectName("explanationText")
        self._words.setAccessibleName(self.tr("情况说明"))
        self._words.setPlaceholderText(self.tr("写明具体原因，例如：9 月新增两条产线投产，订单增加"))
        self._words.returnPressed.connect(self._explain)
        self._keep = button(self.tr("保存说明"), self._explain, name="explain")
        self._complaint = label(theme, wrap=True)
        self._complaint.setProperty("tone", "error")
        self._complaint.hide()
        line = row(theme, self._reason, self._words, self._keep, gap=0.4)
        line.setStretch(1, 1)
        self._explanation: QWidget = plain(column(theme, line, self._complaint, gap=0.2))

    def _reasons(self) -> list[tuple[str, str]]:
        listed = self._pack.lists.get("reason")
        if listed is not None:
            return [(code.code, code.name) for code in listed.codes.values()]
        return [
            ("1", self.tr("市场与订单")),
            ("2", self.tr("产能变化")),
            ("3", self.tr("季节因素")),
            ("4", self.tr("价格变动")),
            ("5", self.tr("并购或口径")),
            ("6", self.tr("政策影响")),
            ("9", self.tr("其他")),
        ]

    def _fill_words(self, item: Item | None) -> None:
        finding = self._finding
        word = level_word(finding.level) if finding else Word("", "plain")
        self._chip.show_word(word)
        self._title.setText(item.title if item else "")
        self._set(self._actual, _numbers(finding) if finding else (item.text if item else ""))
        same = finding is not None and finding.expected_zh == finding.title_zh
        expected = finding.expected_zh if finding and not same else ""
        number = self.tr("规则 {}").format(finding.rule) if finding else ""
        self._set(self._rule, "　".join(part for part in (number, expected) if part))
        self._set(self._remedy, finding.remedy_zh if finding else "")

    def _set(self, target: QWidget, text: str) -> None:
        target.setProperty("text", text)
        set_shown(target, bool(text))

    def _fill_cells(self, refs: tuple[CellRef, ...]) -> None:
        shown = refs[:_MOST_CELLS]
        while len(self._links) < len(shown):
            self._links.append(button("", self._visit, role="cell"))
            self._cells.addWidget(self._links[-1])
        for number, link in enumerate(self._links):
            link.setVisible(number < len(shown))
            if number < len(shown) and link.property("ref") != shown[number]:
                link.setProperty("ref", shown[number])
                link.setText(self._ref_text(shown[number]))
                link.setToolTip(self.tr("转到 {}").format(shown[number].address))

    def _visit(self) -> None:
        self.visit.emit(self.sender().property("ref"))

    def _ref_text(self, ref: CellRef) -> str:
        where = ""
        if (ref.form, ref.period) != (self._form, self._period):
            where = f"{self._pack.forms[ref.form].name} {Period.parse(ref.period).label()} · "
        text = f"  {_figure(ref.text)}" if ref.text else ""
        return f"{where}{ref.name or ref.address}{text}"

    def _fill_explanation(self, target: Return | None) -> None:
        finding = self._finding
        wanted = finding is not None and finding.level == "query" and finding.outcome == "fail"
        set_shown(self._explanation, wanted)
        self.complain("")
        if finding is None or target is None or not wanted:
            return
        key = explanation_key(finding.rule, tuple(ref.address for ref in finding.cells))
        told = target.explanations.get(key)
        if not self._words.hasFocus():
            self._words.setText(told.text if told else "")
            if told:
                self._reason.choose(told.code)

    def _explain(self) -> None:
        if self._finding is not None:
            self.explained.emit((self._finding, str(self._reason.currentData()), self._words.text()))


def _numbers(finding: Finding) -> str:
    """The rule with the numbers put in, or why it could not be decided."""
    return finding.reason_zh if finding.outcome == "undecided" else finding.actual_zh


def _figure(text: str) -> str:
    """A figure with thousands separators; a code of digits stays as it is."""
    try:
        return number_word(Decimal(text)) if len(text) <= LONGEST_FIGURE else text
    except InvalidOperation:
        return text


LONGEST_FIGURE = 15
