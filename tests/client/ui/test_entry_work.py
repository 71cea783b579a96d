"""What the person does to an open return: typing, pasting, clearing, rows; each act reaches the store whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from pytestqt.plugin import QtBot

from client.ui.entry.blocks.clipboard import parse_block
from client.ui.entry.blocks.work import Work
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.single import SingleModel
from client.ui.ground.saver import Saver
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from forms.findings import Finding
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.conftest import Pilot

MONTH = "2025-09"


class Desk:
    """A return opened for work, its grid following it, and all the work said."""

    def __init__(self, session: Session, firm: str, saver: Saver, owner: QObject, form: str, period: str) -> None:
        self.draft = open_draft(session, ReturnKey(firm, form, Period.parse(period)))
        self.work = Work(session, self.draft, saver, owner)
        kind = RecordsModel if self.draft.form.shape == "rows" else SingleModel
        self.grid: DraftModel = kind(self.draft, owner)
        self.work.done.connect(self.grid.absorb)
        self.done = QSignalSpy(self.work.done)
        self.refused = QSignalSpy(self.work.refused)

    def text(self, address: str) -> str:
        cell = self.draft.cell(address)
        return cell.text if cell else ""

    def paste(self, address: str, text: str) -> tuple[int, int, int, int] | None:
        place = self.grid.place_of(address)
        assert place is not None, address
        return self.lay(text, *place)

    def lay(self, text: str, row: int, column: int) -> tuple[int, int, int, int] | None:
        """Paste at a place; answers the rectangle it covers."""
        made = self.work.paste(self.grid, [list(line) for line in parse_block(text)] if text else [], row, column)
        return (made.top, made.left, made.bottom, made.right) if made else None

    @property
    def rows(self) -> list[str]:
        return list(self.draft.current.rows.get(self.draft.form.code, ()))


@pytest.fixture
def saver(qtbot: QtBot) -> Iterator[Saver]:
    """At the end, waits until all is on disk."""
    owner = QObject()
    made = Saver(owner)
    yield made
    qtbot.waitUntil(lambda: made.pending == 0)
    owner.deleteLater()


@pytest.fixture
def seat(session: Session, firm: str, saver: Saver) -> Callable[..., Desk]:
    """Opens returns."""
    return lambda form, period=MONTH: Desk(session, firm, saver, saver.parent(), form, period)


@pytest.fixture
def stored(session: Session, firm: str, saver: Saver) -> Callable[[str], Draft]:
    """The return as the store has it. Its thread takes one thing after the other: what was handed in is there."""

    def look(form: str) -> Draft:
        saver.hand_over()
        return open_draft(session, ReturnKey(firm, form, Period.parse(MONTH)))

    return look


# typing


def test_what_is_typed_is_stored_and_told_once(seat, stored) -> None:
    desk = seat("JY")
    desk.work.type({"JY001": "1,200", "JY002": "约三万"})
    assert desk.done.count() == 1
    assert desk.refused.count() == 0
    kept = stored("JY")
    assert kept.cell("JY001") == desk.draft.cell("JY001")
    assert kept.cell("JY002").text == "约三万", "what cannot be read is kept all the same"
    assert kept.cell("JY002").problem


def test_the_same_text_again_is_no_act(seat) -> None:
    desk = seat("JY")
    desk.work.type({"JY001": "5"})
    desk.work.type({"JY001": "5"})
    desk.work.type({"JY002": ""})
    desk.work.type({"JY002": "   "})
    assert desk.done.count() == 1


@pytest.mark.parametrize("address", ["JY999", "JB006", "XM[a].XM002", "JY001.number", "?", "JY043"])
def test_what_cannot_be_typed_into_is_refused_and_nothing_is_changed(seat, stored, address: str) -> None:
    desk = seat("JY")
    desk.work.type({"JY001": "5", address: "7"})
    assert desk.refused.count() == 1
    assert desk.done.count() == 0
    assert desk.text("JY001") == "", "an act is done whole or not at all"
    assert not stored("JY").current.cells.keys() & {"JY001", address}


def test_a_refusal_does_not_spoil_what_follows(seat) -> None:
    desk = seat("JY")
    desk.work.type({"JY999": "7"})
    desk.work.type({"JY001": "5"})
    assert (desk.refused.count(), desk.done.count()) == (1, 1)
    assert desk.text("JY001") == "5"


def test_the_source_of_a_paste_is_remembered(seat, stored) -> None:
    desk = seat("JY")
    desk.paste("JY001", "5")
    desk.work.type({"JY002": "3"})
    assert stored("JY").cell("JY001").origin.source == "paste"
    assert stored("JY").cell("JY002").origin.source == "keyboard"


def test_clearing_blanks_only_what_is_filled(seat, stored) -> None:
    desk = seat("JY")
    desk.work.type({"JY001": "5", "JY002": "3"})
    desk.work.clear(["JY001", "JY002", "JY005"])
    assert desk.done.count() == 2
    assert {edit.address for edit in desk.done.at(1)[0].change.edits} == {"JY001", "JY002"}
    assert not stored("JY").current.cells.keys() & {"JY001", "JY002"}
    desk.work.clear(["JY001", "JY005"])
    assert desk.done.count() == 2, "blank cells are not cleared again"


def test_acts_are_taken_back_and_done_again_in_the_store_too(seat, stored) -> None:
    desk = seat("JY")
    assert not desk.work.undo(), "there is nothing yet"
    assert not desk.work.redo()
    desk.work.type({"JY001": "5"})
    desk.work.type({"JY001": "6"})
    assert desk.work.undo()
    assert stored("JY").cell("JY001").text == "5"
    assert desk.work.undo()
    assert stored("JY").cell("JY001") is None
    assert not desk.work.undo()
    assert desk.work.redo()
    assert stored("JY").cell("JY001").text == "5"
    desk.work.type({"JY002": "1"})
    assert not desk.work.redo(), "what follows a new act is gone"


# pasting into a single form


def test_a_column_of_figures_goes_down_the_column(seat) -> None:
    desk = seat("JY")
    top, column = desk.grid.place_of("JY001")
    below = [desk.grid.address_at(row, column) for row in range(top, top + 3)]
    covered = desk.paste("JY001", "10\n20\n30\n")
    assert [desk.text(address) for address in below] == ["10", "20", "30"]
    assert covered == (top, column, top + 2, column)
    assert desk.done.count() == 1, "one paste is one act"


def test_two_columns_fill_this_year_and_last(seat) -> None:
    desk = seat("JY")
    desk.paste("JY001", "10\t8\n")
    assert (desk.text("JY001"), desk.text("JY001@ly")) == ("10", "8")


def test_headings_are_stepped_over(seat) -> None:
    desk = seat("JY")
    section = next(n for n, line in enumerate(desk.grid.lines) if line.kind == "section" and n > 0)
    column = desk.grid.place_of("JY001")[1]
    before, after = section - 1, section + 1
    assert desk.grid.address_at(before, column)
    assert desk.grid.address_at(after, column)
    covered = desk.lay("1\n2\n", before, column)
    texts = {desk.grid.address_at(row, column): value for row, value in ((before, "1"), (after, "2"))}
    for address, value in texts.items():
        if desk.grid.editable_at(desk.grid.place_of(address)[0], column):
            assert desk.text(address) == value
    assert covered is not None
    assert covered[2] == after


def test_a_computed_cell_in_the_block_is_left_as_it_is(seat) -> None:
    desk = seat("JY")
    row, column = desk.grid.place_of("JY043")
    below = next(n for n in range(row + 1, desk.grid.rowCount()) if desk.grid.editable_at(n, column))
    lines = [str(n) for n in range(row, below + 1) if desk.grid.address_at(n, column)]
    desk.paste("JY043", "\n".join(lines))
    assert desk.draft.cell("JY043") is None, "there is nothing to compute it from"
    assert desk.text(desk.grid.address_at(below, column)) == str(below)
    assert desk.refused.count() == 0


@pytest.mark.parametrize("text", ["\n", "\r\n"])
def test_a_blank_cell_pasted_over_a_figure_blanks_it(seat, text: str) -> None:
    """A blank cell copied alone in Excel is a lone line break."""
    desk = seat("JY")
    desk.work.type({"JY001": "5"})
    assert desk.paste("JY001", text) is not None
    assert desk.text("JY001") == ""


def test_a_blank_at_the_end_of_a_column_blanks_too(seat) -> None:
    desk = seat("JY")
    top, column = desk.grid.place_of("JY001")
    second = desk.grid.address_at(top + 1, column)
    desk.work.type({"JY001": "5", second: "6"})
    desk.paste("JY001", "7\r\n\r\n")
    assert (desk.text("JY001"), desk.text(second)) == ("7", "")


def test_an_empty_clipboard_and_a_heading_take_nothing(seat) -> None:
    desk = seat("JY")
    assert desk.paste("JY001", "") is None
    assert desk.lay("5", 0, 0) is None, "a heading"
    name = desk.grid.place_of("JY001")[0], 0
    assert desk.lay("5", *name) is None, "a name"
    assert desk.done.count() == 0


def test_a_block_longer_than_a_single_form_is_cut_at_its_end(seat) -> None:
    desk = seat("JY")
    last = max(
        row for row in range(desk.grid.rowCount()) if desk.grid.editable_at(row, desk.grid.place_of("JY001")[1])
    )
    column = desk.grid.place_of("JY001")[1]
    covered = desk.lay("1\n" * 50, last, column)
    assert covered is not None
    assert covered[2] < desk.grid.rowCount()
    assert desk.text(desk.grid.address_at(last, column)) == "1"


def test_a_block_wider_than_the_form_is_cut_at_its_side(seat) -> None:
    desk = seat("JY")
    covered = desk.paste("JY001", "\t".join("123456789012345") + "\n")
    assert covered is not None
    assert covered[3] == desk.grid.columnCount() - 1
    assert (desk.text("JY001"), desk.text("JY001@ly")) == ("1", "2")
    assert desk.refused.count() == 0


def test_the_same_block_again_changes_nothing(seat) -> None:
    desk = seat("JY")
    desk.paste("JY001", "1\t2\n3\t4\n")
    desk.paste("JY001", "1\t2\n3\t4\n")
    assert desk.done.count() == 1


# records


def test_the_waiting_line_becomes_a_record_of_its_own(seat, stored) -> None:
    desk = seat("XM")
    desk.work.type({"XM[new].XM002": "二期工程"})
    (row,) = desk.rows
    assert row != "new"
    assert desk.text(f"XM[{row}].XM002") == "二期工程"
    assert stored("XM").current.rows["XM"] == [row]
    assert not any("[new]" in address for address in stored("XM").current.cells)
    desk.work.type({"XM[new].XM002": "三期工程"})
    assert len(set(desk.rows)) == 2


def test_a_block_pasted_into_the_waiting_line_makes_a_record_per_line(seat, stored) -> None:
    desk = seat("XM")
    covered = desk.lay("甲\t2024-1\n乙\t2024-2\n", 0, 0)
    assert covered == (0, 0, 1, 1)
    assert [desk.text(f"XM[{row}].XM002") for row in desk.rows] == ["甲", "乙"]
    assert stored("XM").current.rows["XM"] == desk.rows
    assert desk.done.count() == 1
    assert desk.work.undo()
    assert not stored("XM").current.rows.get("XM")
    assert not any(address.startswith("XM[") for address in stored("XM").current.cells)


def test_a_block_within_the_records_adds_none(seat) -> None:
    desk = seat("XM")
    desk.lay("甲\n乙\n", 0, 0)
    before = desk.rows
    desk.lay("丙\n丁\n", 0, 0)
    assert desk.rows == before
    assert [desk.text(f"XM[{row}].XM002") for row in before] == ["丙", "丁"]


def test_a_block_over_the_last_record_adds_what_is_over(seat) -> None:
    desk = seat("XM")
    desk.lay("甲\n", 0, 0)
    desk.lay("乙\n丙\n丁\n", 0, 0)
    assert [desk.text(f"XM[{row}].XM002") for row in desk.rows] == ["乙", "丙", "丁"]


def test_a_row_of_a_child_table_comes_and_goes_with_its_cells(seat) -> None:
    desk = seat("JB", "2025")
    row = desk.work.add_row("JB023")
    assert desk.draft.current.rows["JB023"] == [row]
    desk.work.type({f"JB023[{row}].valid": "2027-06"})
    desk.work.remove_rows("JB023", [row])
    assert desk.draft.current.rows["JB023"] == []
    assert desk.draft.cell(f"JB023[{row}].valid") is None
    assert desk.work.undo()
    assert desk.text(f"JB023[{row}].valid") == "2027-06"
    assert desk.grid.place_of(f"JB023[{row}].valid") is not None


def test_each_row_added_has_an_id_of_its_own(seat) -> None:
    desk = seat("JB", "2025")
    added = [desk.work.add_row("JB023") for _ in range(3)]
    assert desk.draft.current.rows["JB023"] == added
    assert len(set(added)) == 3


# explanations


@pytest.mark.parametrize("words", ["", "  ", "正常", "属实", "无", "情况属实", "好", "abcd"])
def test_words_that_explain_nothing_are_refused(seat, words: str) -> None:
    desk = seat("JY")
    query = Finding(rule="C1", level="query", outcome="fail", form="JY", period=MONTH)
    desk.work.explain(query, "9", words)
    assert desk.refused.count() == 1
    assert desk.refused.at(0)[0].code == "edit.empty-explanation"
    assert desk.draft.current.explanations == {}


def test_an_explanation_is_kept_with_the_return(seat, stored) -> None:
    desk = seat("JY")
    query = Finding(rule="C1", level="query", outcome="fail", form="JY", period=MONTH)
    desk.work.type({"JY001": "5"})
    desk.work.explain(query, "1", "  九月新增两条产线投产  ")
    (told,) = stored("JY").current.explanations.values()
    assert (told.rule, told.code, told.text) == ("C1", "1", "九月新增两条产线投产")
    desk.work.explain(query, "2", "订单增加所以多采购")
    (told,) = stored("JY").current.explanations.values()
    assert told.code == "2", "said anew, it takes the place of what was said"
    assert desk.work.undo()
    (told,) = stored("JY").current.explanations.values()
    assert told.code == "1"


def test_taking_an_import_back_from_one_return_says_that_others_go_with_it(
    imported: Session, pilot: Pilot
) -> None:
    pilot.open("JY", "2025-09")
    pilot.entry.undo()
    assert "再撤销一步就是整次导入" in pilot.entry.notice.text
    pilot.entry.undo()
    assert "它写入的其他报表也一起恢复原样" in pilot.entry.notice.text
    pilot.entry.redo()
    assert "其他报表也一起" in pilot.entry.notice.text
    pilot.settle()
