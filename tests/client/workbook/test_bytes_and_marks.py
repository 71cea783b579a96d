"""Bytes of files before a reader sees them: what they are, whether they are safe, which cells are marked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from client.workbook.reader import containers
from client.workbook.reader.containers import Refused
from client.workbook.reader.formats import textual
from client.workbook.reader.limits import MIB, Limits
from client.workbook.reader.marks import BookMarks, SheetMarks, shown_styles
from client.workbook.reader.shown import PERCENT

SHEET = "xl/worksheets/sheet1.xml"


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def unread(_name: str) -> Callable[[bytes], None] | None:
    return None


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


ODS_MANIFEST = b"<manifest:manifest/>"
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"xl/workbook.xml": b"<workbook/>"}, "xlsx"),
        ({"XL/Workbook.XML": b"<workbook/>"}, "xlsx"),
        ({"other/workbook.xml": b"<workbook/>"}, "xlsx"),
        ({"xl/workbook.bin": b"\0"}, "xlsb"),
        ({"content.xml": b"<x/>", "mimetype": ODS_KIND, "META-INF/manifest.xml": ODS_MANIFEST}, "ods"),
        ({"content.xml": b"<x/>"}, "ods"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".xls", ""])
def test_the_content_and_not_the_ending_tells_the_format(parts: dict[str, bytes], kind: str, suffix: str) -> None:
    assert containers.identify(archive(parts), suffix) == kind


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<w/>"}, "workbook.not-a-workbook"),
        ({}, "workbook.not-a-workbook"),
        (
            {"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"},
            "workbook.not-a-workbook",
        ),
        ({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}, "workbook.encrypted"),
    ],
)
def test_archives_that_are_no_workbook(parts: dict[str, bytes], code: str) -> None:
    assert refusal(lambda: containers.identify(archive(parts), ".xlsx")) == code


@pytest.mark.parametrize(
    ("data", "suffix", "code"),
    [
        (b"PK\x03\x04 and no more", ".xlsx", "workbook.damaged"),
        (b"", ".xlsx", "workbook.not-a-workbook"),
        (b"plain words", ".xlsx", "workbook.not-a-workbook"),
        (b"a,b\0c", ".csv", "workbook.not-a-workbook"),
        (b"%PDF-1.7", ".pdf", "workbook.not-a-workbook"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", ".xls", "workbook.unsafe"),
        (b"<svg/>", ".xls", "workbook.not-a-workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(64), ".xls", "workbook.not-a-workbook"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0\0",
            ".xlsx",
            "workbook.encrypted",
        ),
    ],
)
def test_files_that_are_refused_by_what_they_hold(data: bytes, suffix: str, code: str) -> None:
    assert refusal(lambda: containers.identify(data, suffix)) == code


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt"])
@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"", "甲,乙".encode("utf-16"), "甲,乙".encode("gb18030")])
def test_texts_are_texts_by_their_ending(data: bytes, suffix: str) -> None:
    assert containers.identify(data, suffix) == "text"


@given(st.binary(max_size=300), st.sampled_from([".xlsx", ".xls", ".csv", ".ods"]))
@example(b"\x09\x00\x04\x00", ".xlsx")
@settings(max_examples=40)
def test_any_bytes_have_a_format_or_a_named_reason(data: bytes, suffix: str) -> None:
    try:
        assert containers.identify(data, suffix) in get_args(containers.Format)
    except Refused as refused:
        assert refused.code.startswith("workbook.")  # noqa: PT017


def test_every_part_is_fed_once_and_the_structure_first() -> None:
    fed: dict[str, list[bytes]] = {}
    data = archive(
        {SHEET: b"<s/>", "xl/styles.xml": b"<t/>", "xl/workbook.xml": b"<w/>", "xl/media/a.png": b"\x89"}
    )
    containers.inspect(data, Limits(), lambda name: fed.setdefault(name, []).append)
    assert list(fed) == ["xl/styles.xml", "xl/workbook.xml", SHEET]
    assert fed[SHEET] == [b"<s/>", b""]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(parts=2), "workbook.bomb"),
        (Limits(unpacked_bytes=1000), "workbook.bomb"),
        (Limits(ratio=10, ratio_from=1000), "workbook.bomb"),
    ],
)
def test_archives_beyond_the_limits(limits: Limits, code: str) -> None:
    data = archive({"xl/workbook.xml": b"<w/>", SHEET: b" " * 50_000, "xl/styles.xml": b"<t/>"})
    assert refusal(lambda: containers.inspect(data, limits, unread)) == code
    containers.inspect(data, Limits(), unread)


def test_a_declared_size_that_lies_is_found_when_unpacking() -> None:
    data = bytearray(archive({"xl/workbook.xml": b" " * 40_000}))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    code = refusal(lambda: containers.inspect(bytes(data), Limits(unpacked_bytes=1000, ratio_from=MIB), unread))
    assert code in ("workbook.bomb", "workbook.damaged")


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
        "<?xml version='1.0'?><!DOCTYPE x><x/>".encode("utf-16-le"),
        b" " * (MIB - 4) + b"<!DOCTYPE x>",
    ],
)
def test_declared_document_types_are_unsafe_wherever_they_stand(content: bytes) -> None:
    data = archive({"xl/workbook.xml": b"<w/>", SHEET: content})
    assert refusal(lambda: containers.inspect(data, Limits(), unread)) == "workbook.unsafe"


def test_two_parts_that_differ_only_in_case() -> None:
    data = archive({SHEET: b"<a/>", SHEET.upper(): b"<b/>"})
    assert refusal(lambda: containers.inspect(data, Limits(), unread)) == "workbook.damaged"


def test_a_spoilt_part_is_damage() -> None:
    data = archive({SHEET: bytes(range(256)) * 20}, zipfile.ZIP_STORED)
    at = data.find(bytes(range(256)))
    spoilt = data[:at] + b"\xff\xff" + data[at + 2 :]
    assert zlib.crc32(spoilt) != zlib.crc32(data)
    assert refusal(lambda: containers.inspect(spoilt, Limits(), unread)) == "workbook.damaged"


def test_a_spoilt_part_is_damage_however_it_is_packed() -> None:
    data = bytearray(archive({SHEET: bytes(range(256)) * 20}, zipfile.ZIP_LZMA))
    data[data.find(SHEET.encode()) + len(SHEET) + 30] ^= 0xFF
    assert refusal(lambda: containers.inspect(bytes(data), Limits(), unread)) == "workbook.damaged"


BOOK = """<workbook xmlns="m" xmlns:r="o"><sheets>{}</sheets></workbook>"""
RELATIONS = """<Relationships xmlns="p">{}</Relationships>"""


def book(sheets: str, relations: str) -> bytes:
    return archive(
        {
            "xl/workbook.xml": BOOK.format(sheets).encode(),
            "xl/_rels/workbook.xml.rels": RELATIONS.format(relations).encode(),
        }
    )


def test_which_part_is_which_sheet() -> None:
    data = book(
        '<sheet name="利润表" sheetId="1" r:id="rId7"/><sheet name="资产 &amp; 负债" sheetId="2" r:id="rId2"/>',
        '<Relationship Id="rId2" Target="/xl/worksheets/b.xml"/>'
        '<Relationship Id="rId7" Target="worksheets/a.xml"/>',
    )
    assert containers.sheet_parts(data) == {"xl/worksheets/a.xml": "利润表", "xl/worksheets/b.xml": "资产 & 负债"}


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": b"<workbook/>"},
        {"xl/workbook.xml": b"<workbook", "xl/_rels/workbook.xml.rels": b"<r/>"},
        {"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"no xml"},
    ],
)
def test_a_book_without_its_structure_is_damaged(parts: dict[str, bytes]) -> None:
    assert refusal(lambda: containers.sheet_parts(archive(parts))) == "workbook.damaged"


STYLES = b"""<styleSheet xmlns="m"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>
<numFmt numFmtId="165" formatCode="#,##0"/></numFmts>
<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
</styleSheet>"""


def test_styles_that_show_a_percentage() -> None:
    assert shown_styles(STYLES) == dict.fromkeys((b"1", b"2", b"3"), PERCENT)


@pytest.mark.parametrize("xml", [b"", b"<styleSheet", b'<styleSheet xmlns="m"/>'])
def test_unreadable_styles_mark_nothing(xml: bytes) -> None:
    assert shown_styles(xml) == {}


CELLS = b"""<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="e"><v>#REF!</v></c></row>
<row r="2"><c r="A2"><f>SUM(B1)</f><v>3</v></c><c r="B2"><f>SUM(A1)</f></c><c r="C2"><f>1</f><v/></c></row>
<row r="3"><c r="A3" s="1"><v>0.5</v></c><c r="B3" s="1"/><c r="AA3" s="11"><v>1</v></c>
<c t="e" r="C3" s="1"><v>#N/A</v></c></row>
<row r="4"><c r="D4"><f t="shared" si="0"/><v></v></c><c r="E4" t="str"><f>""</f><v></v></c></row></sheetData>"""


def marks(chunks: list[bytes]) -> tuple[set[tuple[int, int]], ...]:
    scanner = SheetMarks({b"1": PERCENT})
    for chunk in [*chunks, b""]:
        scanner.feed(chunk)
    return set(scanner.errors), set(scanner.uncached), set(scanner.percents)


ALL_MARKS = ({(1, 2), (3, 3)}, {(2, 2), (2, 3), (4, 4)}, {(3, 1), (3, 3)})


def test_errors_uncalculated_formulas_and_percentages() -> None:
    assert marks([CELLS]) == ALL_MARKS


def test_tens_of_thousands_of_styles_are_told_apart() -> None:
    scanner = SheetMarks({str(number).encode(): (3, "") for number in range(11, 60_000)} | {b"1": PERCENT})
    scanner.feed(CELLS)
    scanner.feed(b"")
    assert (scanner.percents, scanner.scaled) == ([(3, 1), (3, 3)], [(3, 27, 3, "")])


@given(st.lists(st.integers(1, len(CELLS) - 1), max_size=12, unique=True))
@settings(max_examples=40)
def test_marks_do_not_depend_on_where_the_chunks_are_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(CELLS)]
    assert marks([CELLS[a:b] for a, b in pairwise(places)]) == ALL_MARKS


def test_prefixed_names_are_marked_alike() -> None:
    prefixed = CELLS.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>").replace(b"<row", b"<x:row")
    prefixed = prefixed.replace(b"</row>", b"</x:row>").replace(b"<f", b"<x:f").replace(b"</f>", b"</x:f>")
    prefixed = prefixed.replace(b"<v", b"<x:v").replace(b"</v>", b"</x:v>")
    assert marks([prefixed]) == ALL_MARKS


def test_marks_are_kept_by_the_name_of_the_sheet() -> None:
    asked: list[int] = []

    def names() -> dict[str, str]:
        asked.append(1)
        return {SHEET: "利润表"}

    held = BookMarks(names)
    styles = held.reader_of("xl/styles.xml")
    assert styles is not None
    styles(STYLES)
    assert held.reader_of("xl/_rels/workbook.xml.rels") is None
    assert held.reader_of("xl/comments1.xml") is None
    feed = held.reader_of(SHEET.replace("sheet", "Sheet"))  # names of parts do not tell large from small
    assert feed is not None
    feed(CELLS)
    feed(b"")
    assert set(held.by_sheet) == {"利润表"}
    assert set(held.by_sheet["利润表"].percents) == {(3, 1), (3, 3)}
    assert asked == [1]


def test_backslashes_in_names_are_put_right_and_nothing_else() -> None:
    plain = book(
        '<sheet name="a\\b" sheetId="1" r:id="rId1"/>', '<Relationship Id="rId1" Target="worksheets/a.xml"/>'
    )
    turned = plain.replace(b"xl/_rels/workbook", b"xl\\_rels\\workbook").replace(b"xl/workbook", b"xl\\workbook")
    assert turned != plain
    assert containers.slashed(turned) == plain == containers.slashed(plain)
    assert containers.slashed(b"a\\b,1\n") == b"a\\b,1\n"


WORDS = "项目,金额\n营业收入,100\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_of_chinese_ledgers(encoding: str) -> None:
    assert textual.rows(WORDS.encode(encoding), ".csv") == [["项目", "金额"], ["营业收入", "100"]]


TRADITIONAL = "項目,金額\n營業收入,100\n營業成本,80\n稅金及附加,1\n銷售費用,2\n"
SIMPLIFIED = "项目,金额\n一、营业收入,100\n营业成本,80\n税金及附加,1\n销售费用,2\n"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gbk"),
        (TRADITIONAL, "utf-16-be"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "utf-16-le"),
    ],
)
def test_encodings_that_say_nothing_of_themselves(words: str, encoding: str) -> None:
    data = words.encode(encoding)
    assert containers.identify(data, ".csv") == "text"
    assert textual.rows(data, ".csv") == [line.split(",") for line in words.splitlines()]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"\xff\xff\xff"])
def test_other_encodings_are_named(data: bytes) -> None:
    assert refusal(lambda: textual.decode(data)) == "workbook.encoding"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b\n1,2\n", ","),
        ("a\tb\n1\t2\n", "\t"),
        ("a;b\n1;2\n", ";"),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("项目|金额\n营业收入|1,200,300\n营业成本|1,100,200\n", "|"),
        ('名称\t备注\n甲\t"一,二,三,四,五,六"\n', "\t"),
        ("", ","),
        ("one column\nonly\n", ","),
    ],
)
def test_the_separator_that_splits_most_lines(text: str, mark: str) -> None:
    assert textual.separator(text) == mark


def test_rows_are_padded_and_quotes_are_undone() -> None:
    read = textual.rows('项目,金额,备注\n"营业收入","1,200"\n\n"两\n行",3,"说""好"""\n'.encode(), ".csv")
    assert read == [["项目", "金额", "备注"], ["营业收入", "1,200", ""], ["", "", ""], ["两\n行", "3", '说"好"']]


def test_a_first_line_may_name_the_separator() -> None:
    assert textual.rows(b"sep=;\r\na;b,c\r\n1;2,3\r\n", ".csv") == [["a", "b,c"], ["1", "2,3"]]


def test_a_tsv_is_split_at_tabs_whatever_else_it_holds() -> None:
    assert textual.rows(b"a,b,c\td\n1,2,3\t4\n", ".tsv") == [["a,b,c", "d"], ["1,2,3", "4"]]


def test_an_empty_file_has_no_rows() -> None:
    assert textual.rows(b"", ".csv") == []


def test_a_field_without_end_is_damage() -> None:
    assert refusal(lambda: textual.rows(b'"' + b"a" * 200_000, ".csv")) == "workbook.damaged"


@given(
    st.lists(st.lists(st.text("甲乙ab12", min_size=1, max_size=4), min_size=2, max_size=4), min_size=1, max_size=6)
)
@settings(max_examples=40)
def test_what_was_joined_is_split_again(table: list[list[str]]) -> None:
    width = max(map(len, table))
    data = "\n".join(",".join(row) for row in table).encode()
    assert textual.rows(data, ".csv") == [row + [""] * (width - len(row)) for row in table]
