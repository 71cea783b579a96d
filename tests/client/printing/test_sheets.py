"""Sheets as they come out of the printer: pages, headings, and everything that must not be cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.printing.forms import paint_form
from client.printing.ink import Ink
from client.printing.nouns import Column, FormPaper, Line, ReceiptPaper, Table
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


def test_the_signatures_get_a_sheet_of_their_own_rather_than_run_off_the_page(tmp_path: Path) -> None:
    full = next(n for n in range(30, 60) if _sheets(tmp_path, paper(n)) == 2)
    assert _sheets(tmp_path, paper(full - 1)) == 1
    assert _sheets(tmp_path, paper(full - 1, notes=("说明：" + "很长的说明" * 60,))) == 2


def _sheets(folder: Path, shown: FormPaper) -> int:
    return write_pdf(folder / "n.pdf", shown.title, lambda device: paint_form(device, shown))


def test_a_long_text_makes_its_line_higher_and_is_never_cut(tmp_path: Path) -> None:
    heights: list[list[float]] = []

    def measure(device: object) -> int:
        ink = Ink(device)  # type: ignore[arg-type]
        table = Table(
            COLUMNS,
            (
                Line(("短", "JY001", "1")),
                Line(("很长的中文名称" * 12, "JY002", "2")),
                Line(("x" * 300, "JY003", "3")),
            ),
        )
        heights.append(TableSetter(ink, table, ink.width).heights())
        ink.end()
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


def test_a_failure_while_painting_leaves_no_half_file(tmp_path: Path) -> None:
    def fail(_device: object) -> int:
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError):
        write_pdf(tmp_path / "表.pdf", "表", fail)
    assert list(tmp_path.iterdir()) == []


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
