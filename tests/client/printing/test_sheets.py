"""Sheets as they come out of the printer: pages, headings, and everything that must not be cut off."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPagedPaintDevice, QPdfWriter

from client.base.errors import UserError
from client.base.stopping import Stopped
from client.printing.forms import FormPainter, paint_form
from client.printing.ink import Ink
from client.printing.model import Column, FormPaper, Line, ReceiptPaper, Table
from client.printing.output import write_pdf
from client.printing.receipts import paint_receipt
from client.printing.tables import TableSetter

pytestmark = pytest.mark.usefixtures("qapp")

COLUMNS = (Column("指标名称", 3), Column("代码", 1, "center"), Column("本期", 2, "value"))


def paper(lines: int, *, landscape: bool = False, notes: tuple[str, ...] = ()) -> FormPaper:
    body = tuple(Line((f"指标 {n}", f"JY{n:03}", f"{n:,}"), figures=True) for n in range(lines))
    return FormPaper(
        title="营业收入与生产经营",
        left=("统一社会信用代码：", "单位详细名称：", "报告期：2025年9月"),
        right=("表　　号：粤电信 2 表", "有效期至：2027年12月"),
        tables=(Table(COLUMNS, body),),
        people=(("单位负责人", "陈志远"), ("统计负责人", ""), ("填表人", "李晓彤")),
        notes=notes,
        mark="草稿",
        landscape=landscape,
    )


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", path.read_bytes()))


@pytest.mark.parametrize(("lines", "sheets"), [(1, 1), (30, 1), (60, 2), (400, 9)])
def test_a_long_form_goes_on_over_further_sheets(tmp_path: Path, lines: int, sheets: int) -> None:
    shown, target = paper(lines), tmp_path / "表.pdf"
    assert write_pdf(target, shown.title, lambda device: paint_form(device, shown)) == pages(target)
    assert abs(pages(target) - sheets) <= 1


def test_a_form_without_a_line_is_still_one_sheet(tmp_path: Path) -> None:
    shown, target = paper(0, landscape=True), tmp_path / "空.pdf"
    assert write_pdf(target, shown.title, lambda device: paint_form(device, shown), landscape=True) == 1


def test_the_signatures_go_to_another_sheet_rather_than_run_off_the_page(tmp_path: Path) -> None:
    full = next(n for n in range(30, 60) if _sheets(tmp_path, paper(n)) == 2)
    assert _sheets(tmp_path, paper(full - 1)) == 1
    assert _sheets(tmp_path, paper(full - 1, notes=("说明：" + "很长的说明" * 60,))) == 2


def _sheets(folder: Path, shown: FormPaper) -> int:
    return write_pdf(folder / "n.pdf", shown.title, lambda device: paint_form(device, shown))


def test_a_long_text_makes_its_line_higher_and_is_never_cut(tmp_path: Path) -> None:
    heights: list[list[float]] = []

    def measure(device: QPagedPaintDevice) -> int:
        table = Table(
            COLUMNS,
            (
                Line(("短", "JY001", "1")),
                Line(("很长的中文名称" * 12, "JY002", "2")),
                Line(("x" * 300, "JY003", "3")),
            ),
        )
        with Ink(device) as ink:
            heights.append(TableSetter(ink, table, ink.width).heights)
        return 1

    write_pdf(tmp_path / "高.pdf", "高", measure)
    short, chinese, latin = heights[0]
    assert chinese > 2 * short
    assert latin > 2 * short, "a word longer than its column is broken within"


def test_a_folder_that_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("", "utf-8")
    with pytest.raises(UserError) as caught:
        write_pdf(blocked / "表.pdf", "表", lambda device: paint_form(device, paper(1)))
    assert caught.value.code == "print.not-written"
    assert [path.name for path in tmp_path.iterdir()] == ["文件"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_disk_without_room_is_said_and_leaves_no_half_file(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(UserError) as caught:
            write_pdf(tmp_path / "表.pdf", "表", lambda device: paint_form(device, paper(1)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.code == "print.not-written"
    assert list(tmp_path.iterdir()) == []


class Inked(Ink):
    """Notes where every text is put."""

    def __init__(self, device: QPagedPaintDevice) -> None:
        super().__init__(device)
        self.put: list[tuple[int, float, float, float, float, str]] = []
        self.sheet = 1

    def new_page(self) -> None:
        super().new_page()
        self.sheet += 1

    def text(self, area, text, font, align="left", **how) -> None:
        x, y, width, height = area
        needed = self.text_height(text, font, width)
        assert needed <= height + 0.6, f"{text[:20]} needs {needed}, has {height}"
        assert y + height <= self.height + 0.01, f"{text[:20]} runs off the sheet"
        self.put.append((self.sheet, x, y, width, height, text))
        super().text(area, text, font, align, **how)


def painted(tmp_path: Path, shown: FormPaper) -> Inked:
    """The sheets, every text of them found to fit."""
    found: list[Inked] = []

    def paint(device: QPagedPaintDevice) -> int:
        with Inked(device) as ink:
            found.append(ink)
            return FormPainter(ink, shown).paint()

    write_pdf(tmp_path / "p.pdf", shown.title, paint, landscape=shown.landscape)
    return found[0]


LONG = "粤港澳大湾区新一代电子信息产业集群智能终端与新型显示器件研究开发及智能制造示范基地建设有限责任公司"


@pytest.mark.parametrize("part", ["lines are measured", "sheets are painted"])
def test_stopped_in_the_middle_nothing_is_left(tmp_path: Path, part: str) -> None:
    heard: list[tuple[int, int]] = []

    def listen(at: int, of: int) -> None:
        heard.append((at, of))
        if len(heard) == 2 if part == "lines are measured" else at > of / 2 + 2:
            raise Stopped

    with pytest.raises(Stopped):
        write_pdf(tmp_path / "表.pdf", "表", lambda device: paint_form(device, paper(400), listen))
    at, of = heard[-1]
    assert (at, of) == (0, 2) if part == "lines are measured" else of / 2 + 3 == at < of
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("landscape", [False, True])
def test_long_names_are_cut_off_nowhere_and_lie_over_nothing(tmp_path: Path, landscape: bool) -> None:
    shown = replace(
        paper(70, landscape=landscape),
        left=("统一社会信用代码：", f"单位详细名称：{LONG}{LONG}", "报告期：2025年9月"),
        people=(("单位负责人", LONG), ("统计负责人", "阿卜杜热西提·买买提"), ("填表人", "")),
    )
    put = painted(tmp_path, shown).put
    texts = [each[-1] for each in put]
    assert f"单位详细名称：{LONG}{LONG}" in texts, "the legal name stands in full on the first sheet"
    assert "统计负责人：阿卜杜热西提·买买提" in texts
    for number, (sheet, x, y, width, height, text) in enumerate(put):
        for other, left, top, wide, high, beside in put[number + 1 :]:
            apart = (
                sheet != other
                or x + width <= left
                or left + wide <= x
                or y + height <= top + 0.01
                or top + high <= y
            )
            assert apart or "第" in beside, (text, beside)


def test_a_text_longer_than_a_sheet_goes_on_over_the_next(tmp_path: Path) -> None:
    said = "".join(f"第{n}句话说明增减的原因。" for n in range(900))
    shown = replace(paper(0), tables=(Table(COLUMNS, (Line(("说明", "JY044", said), wide=True),)),))
    inked = painted(tmp_path, shown)
    parts = [text for *_, text in inked.put if "句话" in text]
    assert inked.sheet > 1
    assert "".join(parts).replace("\n", "") == said, "not a word is lost"


def test_before_a_long_text_no_sheet_is_left_half_empty(tmp_path: Path) -> None:
    said = "".join(f"第{n}句话说明增减的原因。" for n in range(60))
    shown = paper(20)
    lines = (*shown.tables[0].lines, Line(("增减说明", "JY044", said), wide=True))
    inked = painted(tmp_path, replace(shown, tables=(Table(COLUMNS, lines),)))
    assert inked.sheet == 2
    lowest = max(y + height for sheet, _, y, _, height, text in inked.put if sheet == 1 and "句话" in text)
    assert lowest > inked.height - 6 - 20, "but for the room of three lines"
    names = [(sheet, y) for sheet, _, y, _, _, text in inked.put if text == "增减说明"]
    assert [sheet for sheet, _ in names] == [1, 2], "named again where it goes on"


def test_the_sheet_that_is_signed_has_lines_of_the_table_on_it(tmp_path: Path) -> None:
    full = next(n for n in range(30, 60) if _sheets(tmp_path, paper(n)) == 2)
    put = painted(tmp_path, paper(full)).put
    assert [text for sheet, *_, text in put if sheet == 2 and text.startswith("指标 ")]


@pytest.mark.parametrize("lines", range(25, 45))
def test_a_heading_never_stands_alone_at_the_foot_of_a_sheet(tmp_path: Path, lines: int) -> None:
    second = Table(COLUMNS, (Line(("二、第二段",), "section"), Line(("最后一项", "JY999", "1"))))
    shown = replace(paper(lines), tables=(*paper(lines).tables, second))
    put = painted(tmp_path, shown).put
    where = {text: sheet for sheet, *_, text in put if text in ("二、第二段", "最后一项")}
    assert where["二、第二段"] == where["最后一项"]


def test_a_receipt_is_one_sheet(tmp_path: Path) -> None:
    shown = ReceiptPaper(
        title="统计报表报送回执",
        facts=(("回执号", "LX-2025-00000001"), ("单位名称", "粤华" * 30)),
        proof=(("清单摘要", "0d2b" * 16),),
        code="JIBAO1 LX-2025-00000001",
        note="说明",
    )
    assert write_pdf(tmp_path / "r.pdf", shown.title, lambda device: paint_receipt(device, shown)) == 1
    assert pages(tmp_path / "r.pdf") == 1


def _sheets_of(tmp_path: Path, lines: list[Line], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What stands in the first column, sheet by sheet."""
    seen: list[list[str]] = []
    paint = TableSetter.paint

    def watched(setter: TableSetter, y: float, numbers: tuple[int, ...]) -> float:
        seen.append([setter.lines[number].cells[0] for number in numbers])
        return paint(setter, y, numbers)

    monkeypatch.setattr(TableSetter, "paint", watched)
    shown = replace(paper(0), tables=(Table(COLUMNS, tuple(lines)),))
    write_pdf(tmp_path / "n.pdf", "n", lambda device: paint_form(device, shown))
    return seen


def test_what_is_of_another_line_stands_on_its_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the sheet ends, 其中 begins none, and its section's heading comes along."""

    def line(name: str, **known: bool) -> Line:
        return Line((name, "JY001", "1"), **known)

    for before in range(30, 50):
        lines = [line(f"指标 {n}") for n in range(before)]
        lines += [Line(("四、经费",), kind="section"), line("项目经费支出"), line("其中：政府资金", inset=True)]
        lines += [line(f"其他 {n}") for n in range(9)]
        for sheet in _sheets_of(tmp_path, lines, monkeypatch):
            assert sheet[0] not in ("其中：政府资金", "项目经费支出")
            assert sheet[-1] not in ("四、经费", "项目经费支出")
        monkeypatch.undo()


def test_a_long_run_of_parts_may_go_on_over_the_next_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Line(("资质", "JB023", ""))] + [Line((f"{n}. 级别", "", ""), kind="part") for n in range(60)]
    first, *_ = _sheets_of(tmp_path, lines, monkeypatch)
    assert len(first) > 30, "no sheet is left empty for the sake of it"


def test_a_blank_form_has_lines_to_write_the_unit_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled: list[float] = []
    line = Ink.line

    def watched(ink: Ink, x1: float, y1: float, x2: float, y2: float, weight: float = 0.12) -> None:
        if y2 < 24 and x1 > 5 and y1 == y2:
            ruled.append(x2 - x1)
        line(ink, x1, y1, x2, y2, weight)

    monkeypatch.setattr(Ink, "line", watched)
    write_pdf(tmp_path / "n.pdf", "n", lambda device: paint_form(device, paper(60)))
    assert len(ruled) == 3, "credit code and name on the first sheet, the name on the second"
    assert min(ruled) > 50
    ruled.clear()
    named = replace(
        paper(60), left=("统一社会信用代码：91441300MA58H0D25G", "单位详细名称：粤华光电", "报告期：2025年9月")
    )
    write_pdf(tmp_path / "n.pdf", "n", lambda device: paint_form(device, named))
    assert not ruled


def test_a_sheet_is_the_same_whatever_language_the_window_speaks(qapp: QGuiApplication, tmp_path: Path) -> None:
    usual, narrow = qapp.font(), QFont(qapp.font())
    narrow.setFeature(QFont.Tag.fromString("palt"), 1)
    narrow.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    widths = []
    for window in (usual, narrow):
        qapp.setFont(window)
        writer = QPdfWriter(str(tmp_path / "表.pdf"))
        with Ink(writer) as ink:
            ink.painter.setFont(ink.font(10.5))
            widths.append(QFontMetricsF(ink.painter.font()).horizontalAdvance("单位详细名称：惠州（虚构）、AVA"))
    qapp.setFont(usual)
    assert widths[0] == widths[1]
