"""A large sheet read in pieces holds what it holds when it is read whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from client.workbook.model import Scalar, Sheet
from client.workbook.reader import ahead, child, containers, fast, pieces, wire
from client.workbook.reader.limits import Limits
from client.workbook.reader.reading import _sheet

PART = "xl/worksheets/sheet1.xml"
Cells = Sequence[Sequence[object]]

contents = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.booleans(),
    st.sampled_from(["", "项目", "否", '<row r="7">', "1,234.5", "=1", "&amp;"]),
    st.text("abcx零 ", max_size=5),
)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut every few lines, as a sheet of hundreds of megabytes is cut."""
    monkeypatch.setattr(pieces, "SMALL", 0)
    monkeypatch.setattr(pieces, "_LEAST", 200)
    monkeypatch.setattr(pieces, "_MOST", 200)
    monkeypatch.setattr(pieces, "hands", lambda: 3)
    monkeypatch.setattr(containers, "_CHUNK", 1500)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets of which pieces were read, one entry a piece."""
    seen: list[str] = []
    read = fast.piece

    def noted(data: io.BytesIO, name: str) -> object:
        seen.append(name)
        return read(data, name)

    monkeypatch.setattr(fast, "piece", noted)
    return seen


def book(*sheets: Cells, left: int = 1, top: int = 1) -> bytes:
    made = Workbook()
    for number, rows in enumerate(sheets):
        sheet = made.active if number == 0 else made.create_sheet()
        assert sheet is not None
        for row, cells in enumerate(rows, top):
            for column, value in enumerate(cells, left):
                sheet.cell(row, column).value = value
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def rewritten(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with its first sheet written otherwise."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as made:
        for name in archive.namelist():
            body = archive.read(name)
            made.writestr(name, change(body) if name == PART else body)
    return target.getvalue()


def told(sheets: Sequence[wire.WireSheet]) -> list[tuple[object, ...]]:
    """Everything the program learns of sheets."""
    read = map(_sheet, sheets)
    return [(each.name, each.hidden, each.rows, each.across, each.merged, values(each)) for each in read]


def values(sheet: Sheet) -> list[list[Scalar]]:
    return [[sheet.value(row, column) for column in sheet.across] for row in sheet.rows]


def in_pieces(data: bytes, bounds: Limits | None = None) -> list[wire.WireSheet]:
    reading = ahead.Ahead(data, bounds or Limits())
    containers.inspect(data, bounds or Limits(), reading.feeding(lambda _part: lambda _chunk: None))
    return reading.sheets()


LIST: Cells = [["编号", "名称", "金额"], *([f"XM-{number:04d}", "同名", number / 8] for number in range(90))]


@given(st.lists(st.lists(contents, max_size=5), max_size=60), st.integers(1, 4), st.integers(1, 30))
@example([[], *[[None, 1.5]] * 60], 2, 1)
@example([*[["名称"]] * 40, *[[None, None, None, 3]] * 20], 1, 1)
@example([*[[1]] * 30, *[["甲"]] * 30, *[[True]] * 30], 1, 1)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_hold_what_the_whole_holds(cells: Cells, left: int, top: int) -> None:
    data = book(cells, LIST, left=left, top=top)
    assert told(in_pieces(data)) == told(fast.sheets(data, Limits()))


def test_a_long_list_is_really_cut_and_its_texts_are_shared(cut: list[str]) -> None:
    data = book(LIST)
    (sheet,) = in_pieces(data)
    assert len(cut) > 3
    assert sheet.columns[1].kind == "coded"
    assert values(_sheet(sheet))[-1][:2] == ["XM-0089", "同名"]


def test_merged_ranges_stand_in_the_last_piece() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in LIST:
        sheet.append(row)
    sheet.merge_cells("A95:C96")
    target = io.BytesIO()
    made.save(target)
    assert in_pieces(target.getvalue())[0].merged == [(95, 1, 96, 3)]


def _swapped(xml: bytes) -> bytes:
    head, first, rest = xml.partition(b'<row r="30"')
    middle, second, end = rest.partition(b'<row r="60"')
    lines, tail, after = end.partition(b"</sheetData>")
    return head + second + lines + first + middle + tail + after


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        lambda xml: xml.replace(b"</row>", b'</row><!-- <row r="5"><c r="A5"><v>1</v></c></row> -->'),
        lambda xml: xml.replace(b"</row>", b'</row><?hint <row r="5"/> ?>'),
        lambda xml: xml.replace(b"<v>0.25</v>", b"<v><![CDATA[0.25]]></v>"),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData >"),
        lambda xml: xml.replace(b' r="', b' n="'),
        lambda xml: xml.replace(b"<row ", b"<row\t"),
        lambda xml: xml.replace(b"<sheetData>", b'<sheetData><row r="1"/>'),
    ],
    ids=["order", "comment", "instruction", "cdata", "spelling", "unnumbered", "tabs", "empty-row"],
)
def test_what_is_written_otherwise_reads_the_same(change: Callable[[bytes], bytes]) -> None:
    data = rewritten(book(LIST), change)
    assert told(in_pieces(data)) == told(fast.sheets(data, Limits()))


def test_a_sheet_that_breaks_off_is_as_damaged_as_when_read_whole() -> None:
    data = rewritten(book(LIST), lambda xml: xml[: len(xml) * 3 // 4])
    with pytest.raises(containers.Refused) as whole:
        fast.sheets(data, Limits())
    with pytest.raises(containers.Refused) as cut:
        in_pieces(data)
    assert cut.value.code == whole.value.code == "workbook.damaged"


def test_too_many_cells_are_refused_before_they_are_taken() -> None:
    with pytest.raises(containers.Refused) as refused:
        in_pieces(book(LIST), Limits(cells=200))
    assert refused.value.code == "workbook.too-large"


def test_cells_far_apart_are_counted_together(cut: list[str]) -> None:
    far = [*LIST, *[[]] * 2000, [*[None] * 60, 1]]
    with pytest.raises(containers.Refused) as refused:
        in_pieces(book(far), Limits(cells=20_000))
    assert refused.value.code == "workbook.too-large"
    assert cut


def test_one_processor_reads_whole(cut: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "hands", lambda: 1)
    assert len(values(_sheet(in_pieces(book(LIST))[0]))) == len(LIST)
    assert not cut


def test_the_child_reads_marks_and_pieces_together(
    tmp_path_factory: pytest.TempPathFactory, cut: list[str]
) -> None:
    path = tmp_path_factory.mktemp("book") / "清单.xlsx"
    formulas = [*LIST, ["合计", "", "=SUM(C2:C91)"]]
    path.write_bytes(book(formulas))
    (sheet,) = child.read(wire.Request(str(path), ".xlsx", Limits()))
    assert sheet.uncached == [(92, 3)]
    assert cut
