"""Reading real, broken and hostile files: the values are right, or there is one named reason."""

from __future__ import annotations

import io
import os
import signal
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.workbook.model import Book
from client.workbook.reader import worker
from client.workbook.reader.limits import MIB, Limits
from client.workbook.reader.reading import read

Fill = Callable[[openpyxl.Workbook], object]


@pytest.fixture(scope="module")
def reader() -> Iterator[worker.Worker]:
    child = worker.Worker()
    child.warm()
    yield child
    child.close()


def made(folder: Path, fill: Fill, name: str = "book.xlsx") -> Path:
    book = openpyxl.Workbook()
    fill(book)
    path = folder / name
    book.save(path)
    return path


def first(book: openpyxl.Workbook) -> openpyxl.worksheet.worksheet.Worksheet:
    sheet = book.active
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    return sheet


def code_of(path: Path, reader: worker.Worker, limits: Limits | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read(path, limits, reader)
    assert path.name in caught.value.what("zh")
    assert caught.value.remedy("zh")
    assert caught.value.what("en") != caught.value.code
    return caught.value.code


def ole(*streams: str) -> bytes:
    """The head of an OLE2 file whose directory names these streams."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + directory


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet_parts(sheet_xml: bytes) -> dict[str, bytes]:
    """A bare xlsx with one sheet called 表."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>".encode(),
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="' + main.encode() + b'">' + sheet_xml + b"</worksheet>",
    }


def test_cells_of_every_kind(tmp_path: Path, reader: worker.Worker) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = first(book)
        sheet.title = "利润表"
        sheet["B2"] = " 利润表 "
        sheet.merge_cells("B2:D2")
        sheet["B4"], sheet["C4"], sheet["D4"] = "营业收入", 1234567.1, "１，２３４"
        sheet["B5"], sheet["C5"], sheet["D5"] = date(2025, 9, 30), True, 0.685
        sheet["D5"].number_format = "0.0%"
        sheet["B6"], sheet["C6"] = "=C4*2", "#REF!"
        book.create_sheet("旧").sheet_state = "hidden"
        book.create_chartsheet("图")

    book = read(made(tmp_path, fill), reader=reader)
    profit, old = book.sheets
    assert (book.name, profit.name, profit.hidden, old.name, old.hidden) == (
        "book.xlsx",
        "利润表",
        False,
        "旧",
        True,
    )
    assert profit.text(2, 2) == "利润表"
    assert profit.spread(2, 4) == "利润表"
    assert profit.value(2, 4) is None
    assert profit.value(4, 3) == Decimal("1234567.1")
    assert profit.value(4, 4) == "１，２３４"
    assert profit.value(5, 2) == date(2025, 9, 30)
    assert profit.value(5, 3) is True
    assert profit.value(5, 4) == Decimal("0.685")
    assert profit.percents == {(5, 4)}
    assert profit.uncached == {(6, 2)}
    assert profit.errors == {(6, 3)}
    assert profit.value(99, 99) is None
    assert old.is_blank()
    assert not profit.is_blank()


def test_doubles_are_read_as_excel_shows_them(tmp_path: Path, reader: worker.Worker) -> None:
    cells = b'<row r="1"><c r="A1"><v>0.30000000000000004</v></c><c r="B1"><v>1.1E-3</v></c>'
    cells += b'<c r="C1"><v>123456789012345678</v></c><c r="D1"><v>-0</v></c></row>'
    path = tmp_path / "doubles.xlsx"
    path.write_bytes(zipped(sheet_parts(b"<sheetData>" + cells + b"</sheetData>")))
    sheet = read(path, reader=reader).sheets[0]
    assert [sheet.text(1, column) for column in range(1, 5)] == ["0.3", "0.0011", "123456789012346000", "0"]


def test_long_columns_keep_every_value(tmp_path: Path, reader: worker.Worker) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = first(book)
        sheet.append(["代码", "金额", "完成", "备注", "日期"])
        for n in range(1, 200):
            sheet.append([f"P{n}", n + 0.25, n if n % 3 else None, "有" if n == 150 else n, date(2025, 1, 1)])

    sheet = read(made(tmp_path, fill), reader=reader).sheets[0]
    assert [column.kind for column in sheet.columns] == ["text", "number", "number", "mixed", "mixed"]
    for n in range(1, 200):
        assert sheet.value(n + 1, 1) == f"P{n}"
        assert sheet.value(n + 1, 2) == Decimal(n) + Decimal("0.25")
        assert sheet.value(n + 1, 3) == (Decimal(n) if n % 3 else None)
        assert sheet.value(n + 1, 4) == ("有" if n == 150 else Decimal(n))
        assert sheet.value(n + 1, 5) == date(2025, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("suffix", "mark"), [(".csv", ","), (".csv", ";"), (".tsv", "\t"), (".csv", "\t")])
def test_text_files(tmp_path: Path, reader: worker.Worker, encoding: str, suffix: str, mark: str) -> None:
    path = tmp_path / f"产值{suffix}"
    quoted = '"1,234"' if mark == "," else "1,234"
    path.write_bytes(f"指标{mark}金额\n营业收入{mark}{quoted}\n短行\n".encode(encoding))
    sheet = read(path, reader=reader).sheets[0]
    assert (sheet.name, sheet.height) == ("产值", 3)
    assert (sheet.text(1, 1), sheet.text(2, 2), sheet.text(3, 2)) == ("指标", "1,234", "")


def test_missing_folder_and_empty(tmp_path: Path, reader: worker.Worker) -> None:
    (tmp_path / "空.xlsx").touch()
    (tmp_path / "夹.xlsx").mkdir()
    assert code_of(tmp_path / "无.xlsx", reader) == "workbook.missing"
    assert code_of(tmp_path / "夹.xlsx", reader) == "workbook.folder"
    assert code_of(tmp_path / "空.xlsx", reader) == "workbook.empty"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("text.xlsx", "营业收入,1\n".encode(), "workbook.not-a-workbook"),
        ("bytes.csv", b"a,b\0\0c", "workbook.not-a-workbook"),
        ("page.xls", b"<html><body><table></table>", "workbook.saved-as-page"),
        ("xml.xls", b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "workbook.damaged"),
        ("letter.docx", zipped({"word/document.xml": b"<w/>"}), "workbook.not-a-workbook"),
        ("letter.doc", ole("WordDocument"), "workbook.not-a-workbook"),
        ("locked.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "workbook.encrypted"),
        ("broken.xls", ole("Workbook"), "workbook.damaged"),
        ("cut.xlsx", zipped(sheet_parts(b""))[:300], "workbook.damaged"),
        ("bad.csv", b"\x81\xff\xff\xff", "workbook.encoding"),
        ("two.ods", zipped({"content.xml": b"<x/>", "mimetype": b"application/text"}), "workbook.not-a-workbook"),
        (
            "locked.ods",
            zipped(
                {"content.xml": b"?", "mimetype": b"spreadsheet", "META-INF/manifest.xml": b"<encryption-data/>"}
            ),
            "workbook.encrypted",
        ),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, reader: worker.Worker, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path, reader) == code


def test_declared_entities_are_refused(tmp_path: Path, reader: worker.Worker) -> None:
    parts = sheet_parts(b"<sheetData/>")
    parts["xl/sharedStrings.xml"] = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
    path = tmp_path / "xxe.xlsx"
    path.write_bytes(zipped(parts))
    assert code_of(path, reader) == "workbook.unsafe"


def test_a_bomb_is_refused_by_what_it_really_unpacks_to(tmp_path: Path, reader: worker.Worker) -> None:
    parts = sheet_parts(b"<sheetData/>")
    parts["xl/sharedStrings.xml"] = b" " * (40 * MIB)
    content = bytearray(zipped(parts))
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(content)
    assert code_of(path, reader) == "workbook.bomb"
    declared = struct.pack("<I", 40 * MIB)
    path.write_bytes(content.replace(declared, struct.pack("<I", 100)))
    assert code_of(path, reader) in {"workbook.bomb", "workbook.damaged"}


def test_too_many_parts_and_two_of_one_name(tmp_path: Path, reader: worker.Worker) -> None:
    parts = sheet_parts(b"<sheetData/>")
    path = tmp_path / "parts.xlsx"
    path.write_bytes(zipped(parts | {f"xl/media/{n}.png": b"" for n in range(50)}))
    assert code_of(path, reader, Limits(parts=20)) == "workbook.bomb"
    path.write_bytes(zipped(parts | {"xl/WORKBOOK.xml": b"<workbook/>"}))
    assert code_of(path, reader) == "workbook.damaged"


def test_limits_of_size(tmp_path: Path, reader: worker.Worker) -> None:
    path = made(tmp_path, lambda book: first(book).append([1] * 30))
    assert code_of(path, reader, Limits(file_bytes=10)) == "workbook.too-large"
    assert code_of(path, reader, Limits(cells=29)) == "workbook.too-large"
    assert read(path, Limits(cells=30), reader).sheets[0].height == 1


def test_a_cell_at_the_far_corner_costs_a_named_reason_and_the_next_file_is_read(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        first(book)["A1"] = 1
        first(book)["XFD1048576"] = 1

    child = worker.Worker()
    try:
        far = made(tmp_path, fill, "far.xlsx")
        with pytest.raises(UserError) as caught:
            read(far, Limits(memory_bytes=512 * MIB), child)
        assert caught.value.code in {"workbook.far-cell", "workbook.too-large"}
        assert caught.value.params.get("cell", "XFD1048576") == "XFD1048576"
        near = made(tmp_path, lambda book: first(book).append([7]))
        assert read(near, reader=child).sheets[0].value(1, 1) == 7
    finally:
        child.close()


def test_a_child_that_takes_too_long_is_killed_and_replaced(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book: first(book).append([7]))
    child = worker.Worker()
    try:
        child.warm()
        before = child.pid
        assert before is not None
        os.kill(before, signal.SIGSTOP)
        assert code_of(path, child, Limits(seconds=0.2)) == "workbook.timeout"
        assert child.pid is None
        assert read(path, reader=child).sheets[0].value(1, 1) == 7
        assert child.pid not in {None, before}
    finally:
        child.close()


class Noticed(Stop):
    """Tells when somebody waits and may be stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = threading.Event()

    @contextmanager
    def calling(self, act: Callable[[], None]) -> Iterator[None]:
        with super().calling(act):
            self.waited_for.set()
            yield


def test_whoever_waits_for_a_long_file_can_stop_it(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book: first(book).append([7]))
    child, stop = worker.Worker(), Noticed()
    try:
        child.warm()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGSTOP)  # a file that would be read for ever
        with ThreadPoolExecutor(1) as other:
            reading = other.submit(read, path, Limits(seconds=60), child, stop)
            assert stop.waited_for.wait(60)
            stop.ask()
            assert isinstance(reading.exception(timeout=20), Stopped)
        assert child.pid is None
        assert read(path, reader=child).sheets[0].value(1, 1) == 7
    finally:
        child.close()


def test_a_child_killed_while_idle_is_replaced_without_a_word(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book: first(book).append([7]))
    child = worker.Worker()
    try:
        child.warm()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        assert read(path, reader=child).sheets[0].value(1, 1) == 7
    finally:
        child.close()


def test_the_child_never_sees_the_passphrase(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "secret")
    path = made(tmp_path, lambda book: first(book).append([7]))
    child = worker.Worker()
    try:
        read(path, reader=child)
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        assert b"PATH=" in environment
        assert b"JIBAO" not in environment
    finally:
        child.close()


def test_the_packed_program_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert worker.launch_command()[1:] == [worker.CHILD_ARGUMENT]


def test_an_empty_workbook_is_a_book_of_blank_sheets(tmp_path: Path, reader: worker.Worker) -> None:
    book: Book = read(made(tmp_path, lambda book: None), reader=reader)
    assert [sheet.is_blank() for sheet in book.sheets] == [True]


def test_a_file_refused_while_it_is_being_read_costs_a_fresh_child(tmp_path: Path, reader: worker.Worker) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for number in range(3_000):
            first(book).append([number, "在建"])

    path = made(tmp_path, fill)
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] += b"<!DOCTYPE x>"
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    before = reader.pid
    assert code_of(hostile, reader) == "workbook.unsafe"
    assert read(path, reader=reader).sheets[0].value(3_000, 2) == "在建"
    assert reader.pid != before
