"""Which records a filter leaves and what order they come in: by what cells mean, and by what a person reads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from client.ui.entry.cells.records import RecordsModel
from client.ui.entry.cells.viewing import ANY, Filter, Order, answers, chosen, ordered, woven
from tests.client.ui.drafted import drafted, records

DOWN = Qt.Orientation.Vertical
TEXTS = {
    "a": {"XM002": "白云二期", "XM014": "900", "XM003": "03", "XM009": "2024-11"},
    "b": {"XM002": "阿里项目10", "XM014": "1,000", "XM003": "01", "XM009": "2023-2"},
    "c": {"XM002": "阿里项目9", "XM014": "约三万", "XM003": "02"},
    "d": {"XM002": "重庆厂房", "XM014": "", "XM003": "02"},
}


@pytest.fixture
def model(qapp: QApplication) -> RecordsModel:
    made = records(*TEXTS)
    made.draft.type({f"XM[{row}].{name}": text for row, cells in TEXTS.items() for name, text in cells.items()})
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


@pytest.mark.parametrize(
    ("field", "up", "down"),
    [
        ("XM014", "abcd", "bacd"),  # numbers as numbers, then what cannot be read, then blanks, either way
        ("XM003", "bcda", "acdb"),  # codes as codes, those alike in their own order
        ("XM002", "cbad", "dabc"),  # words by pinyin, 重庆 under chong, numbers within them by size
        ("XM009", "bacd", "abcd"),
    ],
)
def test_records_come_in_the_order_of_what_cells_mean(model: RecordsModel, field: str, up: str, down: str) -> None:
    assert "".join(ordered(model.lens, TEXTS, Order(field))) == up
    assert "".join(ordered(model.lens, TEXTS, Order(field, down=True))) == down


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Filter(), "abcd"),
        (Filter("阿里"), "bc"),
        (Filter(" 1000 "), "b"),
        (Filter("1,000"), "b"),
        (Filter("三万"), "c"),
        (Filter("智能终端"), "a"),  # how the code 03 reads
        (Filter("3", "XM003"), "a"),
        (Filter("3", "XM002"), ""),
        (Filter(field="XM003", value="02"), "cd"),
        (Filter("厂房", "XM003", "02"), ""),
        (Filter(field="XM009", value=""), "cd"),
        (Filter(level=ANY), "abcd"),
        (Filter("没有的"), ""),
    ],
)
def test_a_filter_leaves_those_that_hold_it(model: RecordsModel, wanted: Filter, left: str) -> None:
    assert "".join(chosen(model.lens, [*TEXTS], wanted)) == left


def test_money_is_found_as_it_is_shown(model: RecordsModel) -> None:
    model.show_unit("亿元")
    assert chosen(model.lens, [*TEXTS], Filter("0.1")) == ["b"], "1,000 万元"


def test_only_records_with_a_finding_of_the_level_are_left(qapp: QApplication) -> None:
    draft = drafted("XM", "a", "b")
    draft.type({"XM[b].XM014": "不详"})
    model = RecordsModel(draft)
    for level in ("error", "query", "hint"):
        spoken_of = {f.row for f in draft.findings if f.level == level and f.rule != "REQ"}
        assert set(chosen(model.lens, model.stored, Filter(level=level))) == spoken_of
    draft.remove_rows("XM", ["a"])
    assert chosen(model.lens, ["a", "b"], Filter(level="missing")) == ["b"]


def test_the_answers_of_a_column_are_told_with_how_often_they_occur(model: RecordsModel) -> None:
    found = answers(model.lens, "XM009", TEXTS)
    assert found == [("", "", 2), ("2023-02", "2023-02", 1), ("2024-11", "2024-11", 1)]


ROWS = st.lists(st.sampled_from("abcdefgh"), unique=True).map(list)


@settings(max_examples=200)
@given(ROWS, ROWS, st.randoms())
def test_weaving_shows_what_is_new_and_nothing_that_was_left_out(
    before: list[str], after: list[str], chance: random.Random
) -> None:
    hidden = {row for row in before if chance.random() < 0.4}
    shown = [row for row in before if row not in hidden]
    chance.shuffle(shown)
    made = woven(shown, hidden, after)
    assert sorted(made) == sorted(set(after) - hidden)
    known = [row for row in made if row in shown]
    assert known == [row for row in shown if row in after], "those shown before stay in their order"


def test_the_view_changes_nothing_of_the_return(model: RecordsModel) -> None:
    before = dict(model.draft.current.cells), list(model.draft.current.rows["XM"])
    model.view(Filter(field="XM003", value="02"), Order("XM002", down=True))
    assert (model.rows, model.rowCount()) == (["d", "c"], 3)
    assert [model.headerData(n, DOWN) for n in range(3)] == ["4", "3", "＋"], "numbered as in the list"
    assert str(model.headerData(0, Qt.Orientation.Horizontal)).startswith("▼ 项目名称")
    assert model.place_of("XM[a].XM002") is None
    assert model.place_of("XM[d].XM002") == (0, 0)
    assert (model.draft.current.cells, model.draft.current.rows["XM"]) == before
    model.view(Filter(), Order())
    assert model.rows == [*TEXTS]


def test_a_record_that_comes_is_shown_and_one_left_out_stays_so(model: RecordsModel) -> None:
    model.view(Filter(field="XM003", value="02"), Order())
    reset = QSignalSpy(model.modelReset)
    model.absorb(model.draft.add_row("XM", "e"))
    model.absorb(model.draft.add_row("XM", "f", before="d"))
    assert model.rows == ["c", "f", "d", "e"]
    model.absorb(model.draft.remove_rows("XM", ["a"]))
    assert model.rows == ["c", "f", "d", "e"]
    assert [model.headerData(n, DOWN) for n in range(4)] == ["2", "3", "4", "5"], "b is before them"
    assert not reset.count()
    model.reveal(["b"])
    assert model.rows == ["b", "c", "f", "d", "e"]


def test_what_is_taken_back_does_not_happen_out_of_sight(model: RecordsModel) -> None:
    outcome = model.draft.type({"XM[a].XM014": "901"})
    assert outcome is not None
    model.absorb(outcome)
    model.absorb(model.draft.remove_rows("XM", ["b"]))
    model.view(Filter(field="XM003", value="02"), Order())
    for shown in (["b", "c", "d"], ["a", "b", "c", "d"]):
        back = model.draft.undo()
        assert back is not None
        model.absorb(back)
        assert model.rows == shown
