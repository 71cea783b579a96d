"""The printing page: what is chosen is what is seen, kept and printed; nothing entered is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QFileDialog, QGraphicsView
from pytestqt.qtbot import QtBot

from client.printing.model import FormPaper
from client.tour.script import Sample
from client.ui.frame.context import Context
from client.ui.ground.periods import periods_back
from client.ui.ground.saver import Saver
from client.ui.ground.tasks import LongWork, Tasks
from client.ui.paper.page import PaperPage
from client.ui.theme.theme import Theme
from client.usecases.home.session import Session
from forms.pack import bundled_pack
from forms.periods import Period
from tests.client.ui.conftest import words


@pytest.fixture
def page(qtbot: QtBot, imported: Session, theme: Theme, story: Sample) -> Iterator[PaperPage]:
    tasks = Tasks()
    made = PaperPage(Context(imported, theme, tasks, Saver(), story.firm, story.name))
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    yield made
    tasks.close()


def turn_to(qtbot: QtBot, page: PaperPage, form: str, period: str, kind: str = "filled") -> None:
    with qtbot.waitSignal(page.shown):
        page.choose(form, Period.parse(period))
    if kind != "filled":
        with qtbot.waitSignal(page.shown):
            page.kind.choose(kind)


def sheet(page: PaperPage) -> FormPaper:
    assert isinstance(page.sheet, FormPaper)
    return page.sheet


def test_a_filled_form_is_seen_before_it_is_printed(page: PaperPage, qtbot: QtBot) -> None:
    turn_to(qtbot, page, "JY", "2025-09")
    assert page.preview.isVisible()
    assert page.preview.pageCount() == 2
    assert sheet(page).mark.startswith("草稿")


def test_a_list_is_laid_across(page: PaperPage, qtbot: QtBot) -> None:
    turn_to(qtbot, page, "XM", "2025-09")
    assert page.preview.orientation().name == "Landscape"
    turn_to(qtbot, page, "JY", "2025-09")
    assert page.preview.orientation().name == "Portrait"


def test_a_blank_form_of_the_same_period(page: PaperPage, qtbot: QtBot) -> None:
    turn_to(qtbot, page, "JY", "2025-09", "blank")
    assert sheet(page).mark == "空白表"


def test_ink_is_black_on_white_in_the_dark_too(page: PaperPage, qtbot: QtBot, theme: Theme) -> None:
    theme.choose("dark")
    turn_to(qtbot, page, "JY", "2025-09")
    view = page.preview.findChild(QGraphicsView)
    assert view is not None
    image = view.viewport().grab().toImage()
    theme.choose("light")
    middle = image.width() // 2
    column = [image.pixelColor(middle, y).lightness() for y in range(image.height())]
    top = next(y for y, lightness in enumerate(column) if lightness > 240)
    title = range(top + image.height() // 30, top + image.height() // 4)
    across = range(middle - image.width() // 50, middle + image.width() // 50)
    assert min(image.pixelColor(x, y).lightness() for x in across for y in title) < 140, "the title can be read"


def test_sheets_lie_on_the_ground_without_a_black_shadow(page: PaperPage, qtbot: QtBot, theme: Theme) -> None:
    turn_to(qtbot, page, "XM", "2025-09")
    turn_to(qtbot, page, "JY", "2025-09")
    image = page.preview.grab().toImage()
    edge = [image.pixelColor(x, image.height() // 2) for x in range(image.width() // 2, image.width() - 20)]
    off = next(n for n, colour in enumerate(edge) if colour == theme.colour("sunken"))
    assert all(colour.lightness() > 100 for colour in edge[off - 4 :])


def test_what_is_not_there_is_said_with_what_to_do(page: PaperPage, qtbot: QtBot) -> None:
    turn_to(qtbot, page, "JY", "2025-09", "receipt")
    assert page.nothing.isVisible()
    assert "还没有回执" in page.nothing.title.text()
    assert page._form().name in page.nothing.title.text(), "by its name, not by its code"
    assert "请先报送" in page.nothing.text.text()
    assert not page.save.isEnabled()
    assert not page.print.isEnabled()


def test_it_is_kept_as_pdf_and_a_failure_is_named(page: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    turn_to(qtbot, page, "JY", "2025-09")
    page.save.click()
    dialog = page.findChild(QFileDialog, "paperDialog")
    assert dialog is not None
    dialog.reject()
    keep(qtbot, page, tmp_path / "表.pdf")
    assert (tmp_path / "表.pdf").read_bytes().startswith(b"%PDF-")
    assert "表.pdf" in page.banner.text
    (tmp_path / "文件").write_text("", "utf-8")
    keep(qtbot, page, tmp_path / "文件" / "表.pdf")
    assert "没有写成" in page.banner.text


def keep(qtbot: QtBot, page: PaperPage, path: Path) -> None:
    """Keep it as PDF, and wait until that has ended."""
    page.write(str(path))
    assert not page.save.isEnabled(), "one at a time"
    qtbot.waitUntil(page.save.isEnabled)


def sheets_of(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", path.read_bytes()))


@pytest.fixture
def long_list(page: PaperPage, qtbot: QtBot) -> PaperPage:
    """A list so long that it is not seen whole."""
    turn_to(qtbot, page, "XM", "2025-09")
    seen = sheet(page)
    page._show(replace(seen, tables=seen.tables * 15))
    return page


def test_of_a_long_list_the_beginning_is_seen_and_all_of_it_kept(
    long_list: PaperPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "预览只有开头" in words(long_list)
    keep(qtbot, long_list, tmp_path / "表.pdf")
    assert sheets_of(tmp_path / "表.pdf") > long_list.preview.pageCount() > 5


def test_keeping_a_long_list_is_stopped_and_leaves_nothing(
    long_list: PaperPage, qtbot: QtBot, tmp_path: Path
) -> None:
    ended: list[str] = []

    def stop(work: LongWork) -> None:
        work.ended.connect(ended.append)
        work.stop.ask()

    long_list._context.tasks.began.connect(stop)
    long_list.write(str(tmp_path / "表.pdf"))
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["stopped"]
    assert long_list.save.isEnabled()
    assert not list(tmp_path.glob("*.p*"))
    assert not long_list.banner.isVisible()


def test_a_long_list_goes_to_the_printer_whole(long_list: PaperPage, qtbot: QtBot, tmp_path: Path) -> None:
    long_list._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    long_list._printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    long_list._to_printer()
    qtbot.waitUntil(lambda: "已交给打印机" in long_list.banner.text)
    assert sheets_of(tmp_path / "纸.pdf") > long_list.preview.pageCount()


def test_another_form_offers_its_own_periods(page: PaperPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown):
        page.form.choose("YF")
    assert {page.period.itemData(n).kind for n in range(page.period.count())} >= {"year"}
    assert isinstance(page.preview, QPrintPreviewWidget)


def test_periods_go_back_two_years_without_january() -> None:
    forms = bundled_pack().forms
    months = periods_back(forms["JY"], date(2025, 10, 8))
    assert [str(period) for period in months[:3]] == ["2025-10", "2025-09", "2025-08"]
    assert Period.parse("2025-01") not in months
    assert [str(period) for period in periods_back(forms["JB"], date(2025, 10, 8))] == ["2025", "2024", "2023"]
