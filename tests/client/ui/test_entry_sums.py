"""What the selected figures come to stands at the foot, as in a spreadsheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QGuiApplication

from client.ui.entry.blocks import sums
from tests.client.ui.conftest import Pilot

FILLED = {"JY001": "1000", "JY002": "600", "JY003": "待定", "JY005": "200.5"}


@pytest.fixture
def filled(pilot: Pilot) -> Pilot:
    pilot.open("JY", "2025-09")
    pilot.entry.work.type(FILLED)
    return pilot


def chosen(pilot: Pilot, first: str, last: str) -> str:
    """What is said once all between these two is selected."""
    model = pilot.entry.grid.model
    pilot.sheet.go_to(first)
    pilot.sheet._stretch_to(model.index_of(last))
    return told(pilot)


def told(pilot: Pilot) -> str:
    """What stands at the foot once the selection has rested."""
    pilot.settle()
    pilot.until(lambda: not pilot.entry.sums._rest.isActive())
    return pilot.window.shell.status.sums.text()


def test_the_sum_the_mean_and_the_number_of_what_is_selected(filled: Pilot) -> None:
    assert chosen(filled, "JY001", "JY005") == "合计 1,600 千元　平均 800 千元　2 个数", (
        "what cannot be read is no figure"
    )
    assert chosen(filled, "JY001", "JY001") == ""
    assert chosen(filled, "JY001", "JY002") == "合计 1,600 千元　平均 800 千元　2 个数"
    filled.entry.work.type({"JY002": "601"})
    assert told(filled) == "合计 1,601 千元　平均 800.5 千元　2 个数", "it follows an edit"


def test_while_the_selection_grows_nothing_is_added(filled: Pilot) -> None:
    heard: list[str] = []
    filled.sheet.go_to("JY001")
    told(filled)
    filled.entry.sums.told.connect(heard.append)
    filled.entry.sums._rest.setInterval(600_000)  # a slow machine is no rest
    for last in ("JY002", "JY003", "JY004", "JY005"):
        filled.sheet._stretch_to(filled.entry.grid.model.index_of(last))
        filled.settle()
    assert heard == []
    filled.entry.sums._rest.start(0)
    told(filled)
    assert heard == ["合计 1,600 千元　平均 800 千元　2 个数"]


def test_in_the_unit_that_is_shown(filled: Pilot) -> None:
    filled.entry.bar.unit.choose("万元")
    filled.entry.grid.model.show_unit("万元")
    assert chosen(filled, "JY001", "JY002") == "合计 160 万元　平均 80 万元　2 个数"


def test_different_units_are_counted_and_not_added(filled: Pilot) -> None:
    filled.entry.work.type({"JY041": "5", "JY042": "7"})
    assert chosen(filled, "JY041", "JY042") == "2 个数，单位不同"


def test_nothing_is_said_on_another_page_or_of_more_than_can_be_added_at_once(
    filled: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen(filled, "JY001", "JY002")
    filled.click("goDesk")
    assert filled.window.shell.status.sums.text() == ""
    assert told(filled) == "", "nor later"
    filled.open("JY", "2025-09")
    monkeypatch.setattr(sums, "MOST", 1)
    assert chosen(filled, "JY001", "JY002") == ""


def test_everything_selected_by_key_is_added_up_too(pilot: Pilot) -> None:
    pilot.open("XM", "2025-09")
    QGuiApplication.clipboard().setText("项目一\n项目二")
    pilot.sheet.paste()
    assert "2 行 × 1 列，共 2 格，增加了 2 项" in pilot.entry.notice.text
    model = pilot.entry.grid.model
    column = next(n for n in range(model.columnCount()) if model.spec_at(0, n).name == "本年计划投资")
    pilot.entry.work.type({model.address_at(0, column): "9000", model.address_at(1, column): "2400"})
    both = QItemSelection(model.index(0, column), model.index(1, column))
    pilot.sheet.selectionModel().select(both, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert told(pilot) == f"合计 {Decimal(11400):,} 万元　平均 5,700 万元　2 个数"
