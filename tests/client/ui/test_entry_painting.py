"""What the delegate of the grid paints, cell by cell onto an image: grounds, corners, rings, frames, sides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect
from PySide6.QtGui import QFocusEvent, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.plugin import QtBot

from client.ui.entry.cells.grid_model import Index, runs_of
from client.ui.entry.cells.looks import Look
from client.ui.entry.cells.model import DraftModel
from client.ui.entry.grid.delegate import GridDelegate
from client.ui.entry.grid.editors import CellEdit
from client.ui.entry.grid.painting import CellPainter
from client.ui.entry.grid.sheet import Sheet
from client.ui.theme.theme import Theme
from client.usecases.returns.editing import Draft
from forms.pack import bundled_pack
from forms.pack.model import Spec
from forms.periods import Period
from forms.returns import Return
from tests.client.ui.canvas import HEIGHT, WIDTH, at, canvas, colours

PACK = bundled_pack()
ROOT = QModelIndex()
SELECTED = QStyle.StateFlag.State_Selected
LONG = "本年累计实现的营业收入合计数" * 12


class OneLine(DraftModel):
    """A line of given looks over a blank return."""

    def __init__(self, *looks: Look, code: str = "JY001") -> None:
        target = Return(firm="F", form=code[:2], period=Period.parse("2025"), pack=PACK.version)
        super().__init__(Draft(PACK, target, {}))
        self._looks, self._code = looks, code

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._looks)

    def look(self, row: int, column: int) -> Look:
        return self._looks[column]

    def address_at(self, row: int, column: int) -> str:
        return self._code

    def spec_at(self, row: int, column: int) -> Spec | None:
        return PACK.indicator(self._code)

    def name_at(self, row: int, column: int) -> str:
        return self._code


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def option(state: QStyle.StateFlag) -> QStyleOptionViewItem:
    made = QStyleOptionViewItem()
    made.rect = QRect(0, 0, WIDTH, HEIGHT)
    made.state = state
    return made


def paint(
    theme: Theme, view: QWidget, look: Look, state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled
) -> QImage:
    image, model = canvas(), OneLine(look)
    with QPainter(image) as painter:
        GridDelegate(theme, PACK, view).paint(painter, option(state), model.index(0, 0))
    return image


def ink(image: QImage) -> list[int]:
    """Columns in which something stands on the ground; the line below is left out."""
    ground = image.pixelColor(1, 1)
    ys = range(2, HEIGHT - 3)
    return [x for x in range(1, WIDTH - 2) if any(image.pixelColor(x, y) != ground for y in ys)]


# grounds and lines


@pytest.mark.parametrize(
    ("ground", "purpose"),
    [
        ("input", "surface"),
        ("readonly", "surface"),
        ("computed", "computed"),
        ("heading", "window"),
        ("subheading", "surface"),
        ("action", "surface"),
    ],
)
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_ground_tells_what_kind_of_cell_it_is(
    theme: Theme, view: QWidget, ground: str, purpose: str, choice: str
) -> None:
    theme.choose(choice)
    image = paint(theme, view, Look(ground=ground))
    assert at(image, 3, 3) == getattr(theme.colours, purpose)
    assert "#ff00ff" not in colours(image), "the whole cell is covered"


@pytest.mark.parametrize("mark", ["error", "query"])
def test_errors_and_queries_tint_the_ground(theme: Theme, view: QWidget, mark: str) -> None:
    image = paint(theme, view, Look("5", "input", mark=mark))
    assert at(image, 3, 3) == getattr(theme.colours, f"{mark}_soft")


@pytest.mark.parametrize("mark", ["hint", "missing"])
def test_hints_and_blanks_leave_the_ground_alone(theme: Theme, view: QWidget, mark: str) -> None:
    assert at(paint(theme, view, Look("", "input", mark=mark)), 3, 3) == theme.colours.surface


def test_a_selected_cell_is_tinted_whatever_its_level(theme: Theme, view: QWidget) -> None:
    for mark in ("", "error", "query", "missing"):
        assert at(paint(theme, view, Look("5", "input", mark=mark), SELECTED), 3, 3) == theme.colours.selection


def test_a_heading_is_never_tinted_by_a_selection(theme: Theme, view: QWidget) -> None:
    image = paint(theme, view, Look("一、收入", "heading", bold=True), SELECTED)
    assert at(image, 3, 3) == theme.colours.window


def test_every_line_is_ruled_below_and_only_an_edge_beside(theme: Theme, view: QWidget) -> None:
    plain, edged = paint(theme, view, Look()), paint(theme, view, Look(edge=True))
    for image in (plain, edged):
        assert {at(image, x, HEIGHT - 1) for x in range(WIDTH)} == {theme.colours.line}
    assert at(plain, WIDTH - 1, HEIGHT // 2) == theme.colours.surface
    assert at(edged, WIDTH - 1, HEIGHT // 2) == theme.colours.line


# level marks


@pytest.mark.parametrize("mark", ["error", "query", "hint"])
def test_a_finding_has_a_corner_in_its_colour(theme: Theme, view: QWidget, mark: str) -> None:
    image = paint(theme, view, Look("", "input", mark=mark))
    tone = getattr(theme.colours, mark)
    assert at(image, WIDTH - 2, 1) == tone
    assert tone not in colours(image, QRect(0, 0, WIDTH // 2, HEIGHT)), "a corner, nothing more"


def test_a_blank_that_is_required_has_a_ring_and_no_corner(theme: Theme, view: QWidget) -> None:
    plain, ringed = (
        paint(theme, view, Look(ground="input")),
        paint(theme, view, Look(ground="input", mark="missing")),
    )
    differing = [(x, y) for x in range(WIDTH) for y in range(HEIGHT) if at(plain, x, y) != at(ringed, x, y)]
    assert differing
    assert min(x for x, _ in differing) > WIDTH // 2
    assert (WIDTH - 2, 1) not in differing
    middle = sum(y for _, y in differing) / len(differing)
    assert abs(middle - HEIGHT / 2) < 2, "the ring stands halfway up"


def test_no_mark_paints_none(theme: Theme, view: QWidget) -> None:
    assert set(colours(paint(theme, view, Look(ground="input")))) == {theme.colours.surface, theme.colours.line}


# text


def test_figures_stand_to_the_right_and_words_to_the_left(theme: Theme, view: QWidget) -> None:
    right, left = ink(paint(theme, view, Look("12", right=True))), ink(paint(theme, view, Look("12")))
    assert min(right) > WIDTH // 2
    assert max(left) < WIDTH // 2


def test_what_cannot_be_read_stands_left_in_red_and_underlined(theme: Theme, view: QWidget) -> None:
    image = paint(theme, view, Look("约三万", "input", right=True, unreadable=True))
    assert max(ink(image)) < WIDTH // 2
    assert theme.colours.error in colours(image)
    assert theme.colours.error not in colours(paint(theme, view, Look("约三万", "input")))


def test_an_indented_line_begins_further_in(theme: Theme, view: QWidget) -> None:
    starts = [min(ink(paint(theme, view, Look("其中", indent=indent)))) for indent in (0.0, 1.0, 2.0)]
    assert starts[1] - starts[0] == pytest.approx(theme.space(1.0), abs=2)
    assert starts == sorted(set(starts))


def test_text_too_long_is_cut_inside_its_cell(theme: Theme, view: QWidget) -> None:
    columns = ink(paint(theme, view, Look(LONG)))
    assert max(columns) < WIDTH - 3
    assert max(columns) > WIDTH * 0.8, "as much as fits is shown"


def test_a_cell_of_a_workbook_is_told_whole_where_its_sheet_has_no_room(theme: Theme) -> None:
    place, sheet, tail = "利润表（月报，合并口径） › D21", "利润表（月报，合并口径）", " › D21"
    cells = CellPainter(theme)
    metrics, told = QFontMetrics(theme.font()), {}
    for room in range(0, metrics.horizontalAdvance(place) + 60, 3):
        text, width = cells._laid_out(place, tail, bold=False, room=room)
        told[room] = text.text()
        assert width <= room or not told[room].strip("…"), "nothing stands in the next cell"
    whole = {said for room, said in told.items() if room >= metrics.horizontalAdvance(tail + "…国")}
    assert len(whole) > 3
    assert [said for said in whole if not said.endswith(tail)] == []
    assert {said.removesuffix(tail).rstrip("…") for said in whole} <= {sheet[:n] for n in range(len(sheet) + 1)}
    assert told[max(told)] == place, "also after there was no room at all for it"


def test_the_note_of_a_heading_stands_at_its_far_end(theme: Theme, view: QWidget) -> None:
    bare = ink(paint(theme, view, Look("一、收入", "heading", bold=True)))
    noted = ink(paint(theme, view, Look("一、收入", "heading", bold=True, note="3 / 12")))
    assert max(bare) < max(noted)
    assert max(noted) > WIDTH * 0.8
    crowded = ink(paint(theme, view, Look(LONG, "heading", note="3 / 12")))
    assert max(crowded) >= max(noted) - 1, "a long title leaves the note its room"


def test_an_icon_stands_before_the_text_and_moves_it_on(theme: Theme, view: QWidget) -> None:
    bare, iconed = (
        paint(theme, view, Look("增加一项", "action")),
        paint(theme, view, Look("增加一项", "action", icon="plus")),
    )
    assert max(ink(iconed)) > max(ink(bare))
    only = ink(paint(theme, view, Look("", "action", icon="plus")))
    assert only
    assert max(only) < WIDTH // 3


def test_inks_differ_by_what_a_cell_is(theme: Theme, view: QWidget) -> None:
    looks = {
        "text": Look("国国国", "input"),
        "text_faint": Look("国国国", "input", faint=True),
        "text_soft": Look("国国国", "computed"),
        "accent": Look("国国国", "action"),
    }
    darkest = {
        purpose: min(colours(paint(theme, view, look)), key=lambda name: int(name[1:3], 16))
        for purpose, look in looks.items()
    }
    assert len(set(darkest.values())) == len(looks)


# the cell the cursor is on


def drawn(theme: Theme, look: Look, *, selected: bool, current: bool) -> QImage:
    image = canvas()
    with QPainter(image) as painter:
        CellPainter(theme).cell(painter, image.rect(), look, selected=selected, current=current)
    return image


def test_the_cursors_cell_is_framed_and_the_rest_of_the_block_is_not(theme: Theme) -> None:
    here = drawn(theme, Look("5", "input"), selected=True, current=True)
    beside = drawn(theme, Look("5", "input"), selected=True, current=False)
    for x, y in ((0, HEIGHT // 2), (WIDTH // 2, 0)):
        assert at(here, x, y) == theme.colours.focus
        assert at(beside, x, y) == theme.colours.selection


def test_a_cell_not_selected_has_no_frame(theme: Theme) -> None:
    assert theme.colours.focus not in colours(drawn(theme, Look(ground="input"), selected=False, current=True))


def test_a_view_paints_what_its_delegate_would(theme: Theme, qtbot: QtBot) -> None:
    """The loop over all cells and the cell by itself show the same."""
    looks = (Look("指标名称", bold=True), Look("1,234", "input", right=True, mark="error", edge=True), Look(LONG))
    sheet = Sheet(theme, PACK)
    qtbot.addWidget(sheet)
    sheet.setModel(OneLine(*looks))
    for column in range(len(looks)):
        sheet.setColumnWidth(column, WIDTH)
    sheet.verticalHeader().setDefaultSectionSize(HEIGHT)
    sheet.resize(WIDTH * 4, HEIGHT * 6)
    sheet.show()
    shot = sheet.viewport().grab().toImage()
    for column, look in enumerate(looks):
        alone, part = paint(theme, sheet, look), shot.copy(QRect(column * WIDTH, 0, WIDTH, HEIGHT))
        assert part.convertToFormat(alone.format()) == alone
    assert at(shot, WIDTH * 3 + 20, HEIGHT * 3) == theme.colours.surface, "beside and below is the ground"


class Paintings(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_keyboards_coming_and_going_paints_no_heading(theme: Theme, qtbot: QtBot) -> None:
    sheet = Sheet(theme, PACK)
    qtbot.addWidget(sheet)
    sheet.setModel(OneLine(Look("a"), Look("b")))
    sheet.show()
    QApplication.processEvents()
    seen = Paintings()
    sheet.horizontalHeader().viewport().installEventFilter(seen)
    for kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
        QApplication.sendEvent(sheet, QFocusEvent(kind))
        QApplication.processEvents()
    assert seen.count == 0
    sheet.horizontalHeader().viewport().update()
    QApplication.processEvents()
    assert seen.count == 1


# lines of one height, editors


def test_lines_are_as_high_as_each_other(theme: Theme, view: QWidget) -> None:
    model = OneLine(Look("a"), Look(LONG), Look("x\ny"))
    delegate = GridDelegate(theme, PACK, view)
    heights = {delegate.sizeHint(option(SELECTED), model.index(0, n)).height() for n in range(3)}
    assert len(heights) == 1
    assert heights.pop() > theme.em


@pytest.mark.parametrize(("value", "shown"), [("12", "12"), ("", ""), (None, "")])
def test_a_view_is_given_plain_text(theme: Theme, view: QWidget, value: object, shown: str) -> None:
    delegate = GridDelegate(theme, PACK, view)
    assert delegate.displayText(value, view.locale()) == shown


def test_the_editor_shows_the_cell_and_tells_the_model(theme: Theme, view: QWidget, qtbot: QtBot) -> None:
    model = OneLine(Look("1,234"))
    model.draft.type({"JY001": "1234"})
    delegate, index = GridDelegate(theme, PACK, view), model.index(0, 0)
    with qtbot.waitSignal(delegate.opened) as opened:
        made = delegate.createEditor(view, option(SELECTED), index)
    assert opened.args == [0]
    assert isinstance(made, CellEdit)
    delegate.setEditorData(made, index)
    assert (made.text(), made.selectedText()) == ("1234", "1234")
    made.setText("约三万")
    delegate.setEditorData(made, index)
    assert made.text() == "约三万", "a repaint beneath never takes away what is being typed"
    with qtbot.waitSignal(model.typed) as typed:
        delegate.setModelData(made, model, index)
    assert typed.args == [{"JY001": "约三万"}]
    delegate.updateEditorGeometry(made, option(SELECTED), index)
    assert made.geometry() == QRect(0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize(("code", "listed"), [("JY001", False), ("JB006", True), ("JB017", True), ("JB024", True)])
def test_only_coded_cells_get_a_list(theme: Theme, view: QWidget, code: str, listed: bool) -> None:
    model = OneLine(Look(), code=code)
    delegate = GridDelegate(theme, PACK, view)
    made = delegate.createEditor(view, option(SELECTED), model.index(0, 0))
    assert isinstance(made, CellEdit)
    assert (made._completer is not None) == listed


def test_committing_with_no_editor_open_does_nothing(theme: Theme, view: QWidget, qtbot: QtBot) -> None:
    delegate: QObject = GridDelegate(theme, PACK, view)
    assert isinstance(delegate, GridDelegate)
    with qtbot.assertNotEmitted(delegate.commitData), qtbot.assertNotEmitted(delegate.closeEditor):
        delegate.commit()


@given(st.sets(st.integers(0, 60)))
def test_runs_are_neighbours_and_nothing_else(numbers: set[int]) -> None:
    runs = list(runs_of(numbers))
    assert {n for first, end in runs for n in range(first, end + 1)} == numbers
    assert all(end + 1 < first for (_, end), (first, _) in pairwise(runs))
