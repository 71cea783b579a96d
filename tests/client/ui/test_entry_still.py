"""What a key may not do: lay the page out anew, paint what did not change, hide what the keyboard is in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel, QScrollBar, QWidget

from client.ui.entry.bar import EntryBar
from client.ui.entry.findings import listing
from client.ui.entry.findings.panel import FindingsPanel
from client.ui.entry.grid import painting
from client.ui.entry.page import EntryPage
from client.ui.ground.words import Word
from client.ui.parts.cover import Cover
from client.ui.parts.still import StillWords
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.pack.shelf import shelf_of
from forms.periods import Period
from tests.client.ui.drafts import drafted

PACK = bundled_pack()
BESIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Seen(QObject):
    """Notes who was laid out, and what of whom was painted."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.laid_out: list[type] = []
        self.came_and_went: list[type] = []
        self.painted: dict[str, QRegion] = {}
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.append(type(watched))
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self.came_and_went.append(type(watched))
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            name = (watched.parentWidget() or watched).objectName()
            self.painted[name] = self.painted.get(name, QRegion()) + event.region()
        return False


@pytest.fixture
def seen(qapp: QApplication) -> Iterator[Seen]:
    made = Seen(qapp)
    yield made
    qapp.removeEventFilter(made)


def paint() -> None:
    """Whatever was asked for, and what that asked for in turn."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def entered(pilot, seen: Seen, address: str, text: str) -> None:
    """Type a figure, and note what Enter brings about until it is painted."""
    pilot.sheet.go_to(address)
    pilot.keys(text)
    pilot.settle()
    paint()
    seen.laid_out.clear()
    seen.painted.clear()
    editor = pilot.sheet.painter_of_cells.editor
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents()


@pytest.mark.parametrize("form", ["JY", "XM"])
def test_enter_lays_neither_page_nor_bar_out_anew(pilot, seen: Seen, form: str) -> None:
    pilot.open(form, "2025-09")
    if form == "XM":
        pilot.entry.acts.add_row(form)
    prefix = f"XM[{pilot.entry.grid.model.rows[0]}]." if form == "XM" else ""
    figure = f"{prefix}XM014" if form == "XM" else "JY002"
    entered(pilot, seen, figure, "1200")  # the first words in the status line may ask for room
    entered(pilot, seen, figure, "1300")
    assert pilot.text(figure)
    assert not {EntryPage, EntryBar} & {*seen.laid_out}


def test_enter_paints_lines_that_changed_and_no_heading(pilot, seen: Seen) -> None:
    pilot.shell.resize(1360, 900)
    pilot.open("JY", "2025-09")
    entered(pilot, seen, "JY034", "100")
    entered(pilot, seen, "JY034", "120")
    sheet, painted = pilot.sheet, seen.painted["sheet"]
    changed = sheet.visualRect(pilot.entry.grid.model.index_of("JY034"))
    assert painted.contains(changed)
    far = sheet.visualRect(pilot.entry.grid.model.index_of("JY032"))
    assert not painted.intersects(far), "neither its neighbours"
    assert not painted.intersects(QRect(far.left(), changed.top() - 1, far.width(), 1)), "not by a dot"
    assert "headings" not in seen.painted
    assert not painted.intersects(sheet.visualRect(pilot.entry.grid.model.index(changed_row(pilot), 4))), (
        "as before"
    )


def changed_row(pilot) -> int:
    return pilot.entry.grid.model.index_of("JY034").row()


def test_nothing_behind_verdict_and_findings_is_painted_for_a_key(pilot, seen: Seen) -> None:
    pilot.shell.resize(1360, 900)
    pilot.open("JY", "2025-09")
    entered(pilot, seen, "JY001", "100")
    entered(pilot, seen, "JY002", "120")
    whole = pilot.entry.rect()
    grounds = [seen.painted.get(each.objectName(), QRegion()) for each in (pilot.shell, pilot.entry)]
    assert all(ground.boundingRect().height() < whole.height() // 4 for ground in grounds if not ground.isEmpty())


def test_no_scroll_bar_is_painted_because_an_editor_closed(pilot, seen: Seen) -> None:
    pilot.shell.resize(1360, 900)
    pilot.open("XM", "2025-09")
    pilot.entry.work.add_row("XM", count=40)
    field = f"XM[{pilot.entry.grid.model.rows[0]}].XM014"
    entered(pilot, seen, field, "1200")
    entered(pilot, seen, field, "1300")
    assert pilot.sheet.horizontalScrollBar().isVisible()
    assert pilot.sheet.verticalScrollBar().isVisible(), "Qt raises each above the other"
    assert "qt_scrollarea_hcontainer" not in seen.painted


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_a_key_that_leads_on_from_an_editor_is_nobodys_shortcut(pilot, key: Qt.Key) -> None:
    pilot.open("JY", "2025-09")
    pilot.sheet.go_to("JY001")
    pilot.keys("7")
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QCoreApplication.sendEvent(pilot.sheet.painter_of_cells.editor, asked)
    assert asked.isAccepted()


def test_the_pane_is_covered_until_the_first_finding_is_shown_in_it(panel: FindingsPanel) -> None:
    panel.show_draft(drafted("JY", "2025-09"))
    panel.model.show_findings((), drafted("JY", "2025-09").current)
    panel._cover_if_empty()
    paint()
    panel.show_draft(drafted("JY", "2025-09", JY001="1000", JY002="1200"))
    shown = panel.list.visibleRegion().boundingRect()
    assert shown == panel.list.rect(), "all of it"
    assert panel.detail.visibleRegion().isEmpty(), "it still shows what was before"
    paint()
    assert not panel.detail.visibleRegion().isEmpty()


def test_a_return_in_which_nothing_is_entered_is_not_praised(panel) -> None:
    panel.show_draft(drafted("JB", "2025"))
    panel.model.show_findings((), panel._draft.current)
    panel._cover_if_empty()
    assert panel._cover.words == "填写后，发现的问题列在这里"
    entered = drafted("JB", "2025", JB001="1")
    panel._draft = entered
    panel._cover_if_empty()
    assert panel._cover.words == "没有发现问题"


def test_findings_come_and_go_without_anything_else_doing_so(panel, seen: Seen) -> None:
    some = drafted("JY", "2025-09", JY001="1000", JY002="1200")
    panel.show_draft(some)
    paint()
    seen.came_and_went.clear()
    panel.model.show_findings((), drafted("JY", "2025-09").current)
    panel._cover_if_empty()
    QCoreApplication.sendPostedEvents()
    assert panel.list.isVisible()
    assert "没有发现问题" in [each.accessibleName() for each in panel.children() if isinstance(each, QWidget)]
    assert panel.list.visibleRegion().isEmpty(), "covered"
    assert panel.list.focusPolicy() == Qt.FocusPolicy.NoFocus, "nobody tabs into what is not seen"
    panel.model.show_findings(some.findings, some.current)
    panel._cover_if_empty()
    assert {*seen.came_and_went} <= {Cover, QScrollBar, QWidget}, "the list's scroll bar, and the list beside it"
    paint()
    assert not panel.list.visibleRegion().isEmpty()
    assert panel.list.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.fixture
def panel(shown) -> FindingsPanel:
    made = shown(lambda theme: FindingsPanel(theme, PACK))
    made.resize(900, 200)
    return made


@pytest.fixture
def bar(shown) -> EntryBar:
    made = shown(lambda theme: EntryBar(theme, shelf_of([PACK])))
    made.show_choice("JY", Period.parse("2025-09"))
    made.resize(1400, made.sizeHint().height())
    paint()
    return made


def test_other_words_in_the_verdict_lay_nothing_else_out(bar: EntryBar, seen: Seen) -> None:
    bar.show_verdict(Word("可报送", "good"))
    paint()
    seen.laid_out.clear()
    bar.show_verdict(Word("还差：3 处错误 · 12 项未填", "error"))
    QCoreApplication.sendPostedEvents()
    assert EntryBar not in seen.laid_out
    chip = bar.findChild(QLabel, "verdict")
    assert chip.width() >= chip.fontMetrics().horizontalAdvance(chip.text())
    assert bar.next.isVisible()
    assert bar.next.geometry().left() > chip.geometry().right()
    bar.show_verdict(Word("可报送", "good"))
    assert not bar.next.isVisible()


def test_words_that_find_no_room_take_a_second_line_and_keep_it(bar: EntryBar) -> None:
    bar.show_verdict(Word("可报送", "good"))
    assert bar._lower.direction() == BESIDE
    bar.show_verdict(Word("还差：" + "3 处错误 · 12 项未填 " * 12, "error"))
    assert bar._lower.direction() == BELOW
    bar.show_verdict(Word("可报送", "good"))
    assert bar._lower.direction() == BELOW, "the grid does not hop at every key"
    bar.resize(bar.width() + 1, bar.height())
    assert bar._lower.direction() == BESIDE


def test_words_in_a_row_ask_only_for_more_room_never_for_less(shown, seen: Seen) -> None:
    label = QLabel("短")
    kept = shown(lambda _: StillWords(label, "够用的长度"))
    room = kept.sizeHint().width()
    assert room >= label.fontMetrics().horizontalAdvance("够用的长度")
    label.setText("已保存")
    assert kept.sizeHint().width() == room
    label.setText("比先前所有的话都要长得多的一句话")
    paint()
    wide = kept.sizeHint().width()
    assert wide >= label.sizeHint().width() > room
    label.setText("短")
    assert kept.sizeHint().width() == wide


# what is found out while a figure is typed


def test_by_enter_what_was_typed_has_been_looked_at(pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1000")
    pilot.sheet.go_to("JY002")
    pilot.keys("1200")
    paint()
    assert pilot.entry.grid.model.text_at(*pilot.entry.grid.model.place_of("JY002")) == ""
    assert "C017" not in pilot.rules(), "nothing shows of it"
    monkeypatch.setattr(LiveCheck, "update", None)
    QTest.keyClick(pilot.sheet.painter_of_cells.editor, Qt.Key.Key_Return)
    assert "C017" in pilot.rules()


@pytest.mark.parametrize(("first", "figure"), [("JY001", "JY002"), ("JY001@ly", "JY001")])
def test_by_enter_the_words_it_brings_are_drawn(pilot, monkeypatch, first: str, figure: str) -> None:
    pilot.open("JY", "2025-09")
    pilot.type(first, "1000")
    pilot.sheet.go_to(figure)
    pilot.keys("9200000")
    pilot.settle()
    paint()
    made: list[str] = []
    static, draw = painting.QStaticText, listing.FindingLines.draw
    monkeypatch.setattr(painting, "QStaticText", lambda text: (made.append(text), static(text))[1])
    monkeypatch.setattr(
        listing.FindingLines, "draw", lambda *of, **how: (made.append(of[-1].title), draw(*of, **how))[1]
    )
    rules = pilot.rules()
    QTest.keyClick(pilot.sheet.painter_of_cells.editor, Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents()
    assert pilot.rules() != rules
    assert not [text for text in made if " / " not in text], "but the heading, which counts"


def test_what_was_looked_at_and_given_up_leaves_nothing(pilot) -> None:
    pilot.open("JY", "2025-09")
    pilot.type("JY001", "1000")
    pilot.sheet.go_to("JY002")
    pilot.keys("1200")
    paint()
    QTest.keyClick(pilot.sheet.painter_of_cells.editor, Qt.Key.Key_Escape)
    pilot.type("JY003", "1")
    assert "C017" not in pilot.rules()
    assert pilot.text("JY002") == ""


def test_what_is_said_above_the_grid_begins_where_the_page_does(pilot) -> None:
    page, margin = pilot.entry, pilot.window.theme.margin
    for line in (page.notice, page.carry_over, page.unfinished):
        sides = line.layout().contentsMargins()
        assert (sides.left(), sides.right()) == (margin, margin), line.objectName()
