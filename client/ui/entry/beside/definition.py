"""Beside the grid: what an indicator means, where its value came from, what was remarked on the cell."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from client.ui.entry.beside.curve import Curve, points_of
from client.ui.entry.beside.past import Past, event_words
from client.ui.entry.cells.model import LONG
from client.ui.ground.language import spoken, told
from client.ui.ground.words import Word, figure_word, kind_word, said, source_word, unit_word
from client.ui.parts.basics import Chip, column, label, plain, rule, set_shown
from client.ui.parts.flow import FlowLayout
from client.ui.parts.in_sight import scrolls_to_keyboard
from client.ui.theme.theme import SMALL, Theme
from client.usecases.returns.editing import Draft
from forms.addresses import parse
from forms.completeness import why_unread
from forms.pack import Indicator
from forms.problems import FormsError
from forms.returns import FINER, Cell
from forms.rules.parser import parse as parse_expression
from forms.rules.wording.saying import speaker_of


class DefinitionPanel(QScrollArea):
    """Follows the cursor; shows the first indicator's words until there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("definition")
        scrolls_to_keyboard(self)
        self.setAccessibleName(self.tr("指标解释"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._name = label(theme, scale=1.12, bold=True, wrap=True, selectable=True)
        self._code = label(theme, role="faint", selectable=True)
        self._chips = [Chip(theme), Chip(theme), Chip(theme)]
        chips = FlowLayout(theme.space(0.3))
        for chip in self._chips:
            chips.addWidget(chip)
        self._remarks = label(theme, wrap=True, selectable=True)
        self._remarks.setObjectName("remarks")
        self._remarks.setProperty("tone", "error")
        set_shown(self._remarks, False)
        self._text = label(theme, wrap=True, selectable=True)
        self._curve = Curve(theme)
        self._address = ""
        self._line = rule(theme)
        self._facts = [self._fact(title) for title in self._titles()]
        for each in (self._line, *(part for fact in self._facts for part in fact)):
            set_shown(each, False)  # a heading without its words says nothing
        inside = column(
            theme,
            self._code,
            self._name,
            plain(chips),
            self._remarks,
            self._text,
            self._curve,
            self._line,
            *(plain(column(theme, title, text, gap=0.1)) for title, text in self._facts),
            None,
            gap=0.5,
        )
        holder = plain(inside)
        inside.setContentsMargins(theme.space(0.9), theme.space(0.7), theme.space(0.9), theme.space(0.7))
        self.setWidget(holder)

    def show_address(self, draft: Draft, address: str) -> None:
        """Show the definition behind an address and the origin of what it holds."""
        if not address:
            return
        fresh = "[new]" in address  # a line that is not there yet: its definition, and nothing of a cell
        try:
            place = parse(address)
        except FormsError:
            return
        if address != self._address:
            self.show_past(address, Past())
        self._address = address
        indicator = draft.form.indicators.get(place.code)
        if indicator is None:
            return
        part = (indicator.parts | indicator.table).get(place.part or "")
        spec = part or indicator
        name = told(indicator.name, indicator.name_en)
        title = f"{name} · {told(part.label, part.label_en)}" if part else name
        if place.column == "ly":
            title = self.tr("{}（上年同期）").format(title)
        self._name.setText(title)
        self._code.setText(
            address if place.row is None else f"{place.code}{'.' + place.part if place.part else ''}"
        )
        self._show_chips(indicator, spec.unit, kind_word(spec.kind), spec.required)
        definition = told(spec.definition, spec.definition_en) or told(
            indicator.definition, indicator.definition_en
        )
        self._text.setText(definition)
        set_shown(self._text, bool(definition))
        points = points_of(draft, place) if place.column is None and spec.numeric and not fresh else ()
        self._curve.show_points(points, spec.scale)
        cell = None if fresh else draft.cell(address)
        self._show_facts(indicator, cell, draft, long_words(cell) if spec.type == "text" else "", spec.unit)

    def show_past(self, address: str, past: Past) -> None:
        """Show what happened to a cell and why it was sent back, if it is still the one shown."""
        title, value = self._facts[-1]
        if address == self._address or past == Past():
            value.setText("\n".join(event_words(event) for event in past.events))
            set_shown(title, bool(past.events))
            set_shown(value, bool(past.events))
            said = self.tr("退回意见：{}")
            self._remarks.setText("\n".join(said.format(each.message or each.rule) for each in past.remarks))
            set_shown(self._remarks, bool(past.remarks))

    def _titles(self) -> list[str]:
        return [
            self.tr("本格全文"),
            self.tr("取数来源"),
            self.tr("本格数据来自"),
            self.tr("原始数字"),
            self.tr("计算方法"),
            self.tr("读不懂的内容"),
            self.tr("修改记录"),
        ]

    def _fact(self, title: str) -> tuple[QLabel, QLabel]:
        return label(self._theme, title, role="faint", scale=SMALL), label(self._theme, wrap=True, selectable=True)

    def _show_chips(self, indicator: Indicator, unit: str, kind: str, required: str) -> None:
        must = {
            "always": Word(self.tr("必填"), "accent"),
            "computed": Word(self.tr("自动计算"), "plain"),
            "no": Word(self.tr("选填"), "plain"),
            "annual": Word(self.tr("年报必填"), "plain"),
        }.get(required, Word(self.tr("符合条件时必填"), "plain"))
        if indicator.preset:
            must = Word(self.tr("主管部门预置"), "plain")
        for chip, word in zip(
            self._chips, (must, Word(unit_word(unit), "plain"), Word(kind, "plain")), strict=True
        ):
            chip.show_word(word)

    def _show_facts(self, indicator: Indicator, cell: Cell | None, draft: Draft, words: str, unit: str) -> None:
        origin = cell.origin if cell else None
        came = ""
        if origin is not None:
            came = origin.place if origin.place else source_word(origin.source)
        figure = cell is not None and isinstance(cell.value, Decimal)
        brought = origin.unit if origin and origin.unit != FINER else ""
        raw = figure_word(origin.raw, brought) if origin and origin.raw and figure else ""
        problem = _problem(cell, unit)
        facts = [words, indicator.source, came, raw, _in_words(indicator.computed, draft), problem]
        for (title, value), fact in zip(self._facts[:-1], facts, strict=True):
            value.setText(fact)
            set_shown(title, bool(fact))
            set_shown(value, bool(fact))
        set_shown(self._line, any(facts))


def long_words(cell: Cell | None) -> str:
    """What a cell of words says, if it may be cut off in the grid."""
    text = cell.text if cell is not None else ""
    return text if len(text) > LONG or "\n" in text else ""


def _problem(cell: Cell | None, unit: str) -> str:
    if cell is None or cell.problem is None:
        return ""
    return said(why_unread(cell.problem, cell.text, unit))


def _in_words(expression: str, draft: Draft) -> str:
    """An expression in words, as the rules are told in."""
    return speaker_of(draft.pack, spoken()).noun(parse_expression(expression)) if expression else ""
