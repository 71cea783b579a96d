"""The definition beside the grid: what an indicator means, where its figure came from, why a text is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.plugin import QtBot

from client.ui.entry.beside.definition import DefinitionPanel
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from forms.returns import Cell, Origin
from tests.client.ui.drafts import MONTH, PACK, blank, earlier
from tests.client.ui.reading import said


@pytest.fixture
def definition(theme: Theme, qtbot: QtBot) -> DefinitionPanel:
    made = DefinitionPanel(theme)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("code", ["JY001", "JY043", "JY002"])
def test_the_definition_says_name_code_and_meaning(definition: DefinitionPanel, code: str) -> None:
    draft = Draft(PACK, earlier(MONTH, JY001=5), {})
    definition.show_address(draft, code)
    indicator = PACK.forms["JY"].indicators[code]
    for part in (indicator.name, code, indicator.definition, indicator.unit):
        assert part in said(definition)


def test_the_definition_tells_where_a_figure_came_from(definition: DefinitionPanel) -> None:
    target = blank("JY", MONTH)
    origin = Origin("workbook", "九月.xlsx › 利润表 › D5", "1,123,456.78", "元")
    target.cells["JY001"] = Cell("1123", Decimal(1123), origin=origin)
    target.cells["JY002"] = Cell("约三万", None, "value.not-a-number")
    draft = Draft(PACK, target, {})
    definition.show_address(draft, "JY001")
    assert "九月.xlsx › 利润表 › D5" in said(definition)
    assert "1,123,456.78 元" in said(definition)
    definition.show_address(draft, "JY002")
    assert "读不懂的内容" in said(definition)
    assert "1,123,456.78" not in said(definition)


@pytest.mark.parametrize(
    ("text", "problem", "why"),
    [
        ("12%", "value.wrong-unit", "“12%”的单位不能换算成千元"),
        ("1.2345", "value.too-many-decimals", "可直接写明，如 12,345元"),
    ],
)
def test_the_definition_says_in_full_why_a_text_is_no_figure(
    definition: DefinitionPanel, text: str, problem: str, why: str
) -> None:
    target = blank("JY", MONTH)
    target.cells["JY001"] = Cell(text, None, problem)
    definition.show_address(Draft(PACK, target, {}), "JY001")
    assert why in said(definition)
    assert "{" not in said(definition)


@pytest.mark.parametrize("address", ["", "XM[new].XM002", "??", "JY001["])
def test_a_place_without_meaning_leaves_the_definition_as_it_was(
    definition: DefinitionPanel, address: str
) -> None:
    draft = Draft(PACK, earlier(MONTH, JY001=5), {})
    definition.show_address(draft, "JY001")
    before = said(definition)
    definition.show_address(draft, address)
    assert said(definition) == before


def test_last_years_cell_says_so(definition: DefinitionPanel) -> None:
    definition.show_address(Draft(PACK, blank("JY", MONTH), {}), "JY001@ly")
    assert "营业收入（上年同期）" in said(definition)
