"""Files of the corpus written byte by byte: other dialects, damage, and attacks."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from html import escape

from client.workbook.model import letters
from tests.client.workbook import old_formats
from tests.workbook.making.contents import CORPUS, Rows, expect, profit, values

HAND = "by hand"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def make() -> None:
    """Write them."""
    dialects()
    beside_data()
    texts()
    pages()
    old()
    damaged()
    attacks()


def keep(
    name: str, data: bytes, about: str, refused: str | Sequence[str] = (), found: dict[str, str] | None = None
) -> None:
    (CORPUS / name).write_bytes(data)
    expect(name, HAND, about, found, refused=refused)


def cells(rows: Rows, prefix: str = "", places: bool = True) -> str:
    """The rows as sheet XML with inline strings."""
    lines = []
    for r, row in enumerate(rows, 1):
        made = []
        for c, value in enumerate(row, 1):
            place = f' r="{letters(c)}{r}"' if places else ""
            if value is None:
                made.append("" if places else f"<{prefix}c/>")
            elif isinstance(value, str):
                text = f"<{prefix}is><{prefix}t>{escape(value)}</{prefix}t></{prefix}is>"
                made.append(f'<{prefix}c{place} t="inlineStr">{text}</{prefix}c>')
            else:
                made.append(f"<{prefix}c{place}><{prefix}v>{value}</{prefix}v></{prefix}c>")
        number = f' r="{r}"' if places else ""
        lines.append(f"<{prefix}row{number}>{''.join(made)}</{prefix}row>")
    return f"<{prefix}sheetData>{''.join(lines)}</{prefix}sheetData>"


def parts(
    sheet: str, main: str = MAIN, office: str = OFFICE, prefix: str = "", target: str = "worksheets/sheet1.xml"
) -> dict[str, str]:
    """A whole package around one sheet."""
    space = f'xmlns:{prefix[:-1]}="{main}"' if prefix else f'xmlns="{main}"'
    relation = f"{PACKAGE}/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="r1" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{prefix}workbook {space} xmlns:r="{office}"><{prefix}sheets>'
        f'<{prefix}sheet name="利润表" sheetId="1" r:id="rId1"/></{prefix}sheets></{prefix}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relation}"><Relationship Id="rId1"'
        f' Type="{office}/worksheet" Target="{target}"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<{prefix}worksheet {space}>{sheet}</{prefix}worksheet>",
    }


def zipped(contents: dict[str, str] | dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def dialects() -> None:
    """Packages no program of ours writes."""
    rows = profit()
    keep("hand.xlsx", zipped(parts(cells(rows))), "inline strings, no styles, no shared strings", found=values())
    strict = parts(cells(rows), STRICT_MAIN, STRICT_OFFICE)
    keep("strict.xlsx", zipped(strict), "strict Open XML", found=values())
    prefixed = parts(cells(rows, "x:"), prefix="x:")
    keep(
        "prefixed.xlsx",
        zipped(prefixed),
        "every element with a prefix, as the Open XML SDK writes",
        found=values(),
    )
    bare = parts(cells(rows, places=False))
    keep("no-places.xlsx", zipped(bare), "cells that do not say where they stand", found=values())
    absolute = parts(cells(rows), target="/xl/worksheets/sheet1.xml")
    keep("absolute.xlsx", zipped(absolute), "an absolute relation", found=values())
    lying = parts('<dimension ref="A1:XFD1048576"/>' + cells(rows))
    keep("lying-size.xlsx", zipped(lying), "a declared size of 17 thousand million cells", found=values())
    wps = parts(cells(rows))
    wps["docProps/app.xml"] = "<Properties><Application>WPS 表格</Application></Properties>"
    wps["xl/workbook.xml"] = wps["xl/workbook.xml"].replace(
        "<sheets>", '<fileVersion appName="xl"/><workbookPr/><bookViews><workbookView/></bookViews><sheets>'
    )
    wps["customXml/item1.xml"] = '<s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>'
    keep("wps.xlsx", zipped(wps), "as WPS writes, with its own parts", found=values())
    keep(
        "stored.xlsx", zipped(parts(cells(rows)), zipfile.ZIP_STORED), "parts that are not packed", found=values()
    )
    backslashes = {name.replace("/", "\\"): part for name, part in parts(cells(rows)).items()}
    keep("backslashes.xlsx", zipped(backslashes), "parts named with backslashes", found=values())
    keep("wrong-ending.xls", zipped(parts(cells(rows))), "xlsx under the ending xls", found=values())
    keep("wrong-ending.csv", zipped(parts(cells(rows))), "xlsx under the ending csv", found=values())


def beside_data() -> None:
    """A statement in a workbook that was made for something else: 300,000 cells of it, formulas among them."""
    whole = parts(cells(profit()))
    names = whole["xl/workbook.xml"]
    whole["xl/workbook.xml"] = names.replace(
        "</sheets>", '<sheet name="门店逐日" sheetId="2" r:id="rId2"/></sheets>'
    )
    relation = f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    related = "xl/_rels/workbook.xml.rels"
    whole[related] = whole[related].replace("</Relationships>", f"{relation}</Relationships>")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    part = f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{kind}"/>'
    whole["[Content_Types].xml"] = whole["[Content_Types].xml"].replace("</Types>", f"{part}</Types>")
    line = f"<row>{'<c><v>9</v></c>' * 5}<c><f>9*1.5</f><v>13.5</v></c></row>"
    rows = f"<sheetData>{line * 50_000}</sheetData>"
    dimension = '<dimension ref="A1:F1048576"/>'
    whole["xl/worksheets/sheet2.xml"] = f'<worksheet xmlns="{MAIN}">{dimension}{rows}</worksheet>'
    about = "a statement beside 300,000 cells of something else"
    (CORPUS / "beside-data.xlsx").write_bytes(zipped(whole))
    expect("beside-data.xlsx", HAND, about, values(), left=["left.sheet-unknown@门店逐日"])


def lines(mark: str = ",") -> str:
    rows = (mark.join("" if value is None else str(value) for value in row) for row in profit())
    return "\r\n".join(rows) + "\r\n"


def texts() -> None:
    """Text files, as ledgers export them."""
    keep("utf8.csv", lines().encode(), "UTF-8", found=values())
    keep("utf8-mark.csv", lines().encode("utf-8-sig"), "UTF-8 with a mark", found=values())
    keep("gb18030.csv", lines().encode("gb18030"), "GB18030", found=values())
    keep("utf16.csv", lines("\t").encode("utf-16"), "UTF-16 with a mark, as Excel's Unicode text", found=values())
    keep("semicolons.csv", lines(";").encode(), "semicolons", found=values())
    keep("tabs.tsv", lines("\t").encode("gb18030"), "tabs, GB18030", found=values())
    keep("tabs.xls", lines("\t").encode("gb18030"), "lines with tabs under the ending xls", found=values())
    keep("commas.xlsx", lines().encode("gb18030"), "commas under the ending xlsx", found=values())
    big5 = b"\x80\xff\xfe\xfd" * 40
    keep("no-encoding.csv", big5, "bytes of no encoding", refused="workbook.encoding")


def pages() -> None:
    """Web pages under the ending xls."""
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if value is None else escape(str(value))}</td>" for value in row) + "</tr>"
        for row in profit()
    )
    head = '<meta charset="gb2312"><style>td {mso-number-format:"@"}</style>'
    page = f"<html><head>{head}</head><body><table>{body}</table>"
    keep("page.xls", page.encode("gb18030"), "a page with a table, as ERP systems export", found=values())
    spanned = body.replace(
        "<tr><td>利润表</td><td></td><td></td><td></td></tr>", "<tr><th colspan=4>利润表</th></tr>"
    )
    keep(
        "page-spans.xls",
        f"<table border=1>{spanned}</table>".encode(),
        "no head, a spanning title",
        found=values(),
    )
    keep(
        "page-empty.xls",
        b"<html><body><p>404 Not Found</p></body></html>",
        "an error page",
        refused=["workbook.saved-as-page", "workbook.not-a-workbook"],
    )


def old() -> None:
    """Binary formats."""
    rows = [[None if value is None else value for value in row] for row in profit()]
    keep("hand.xls", old_formats.xls("利润表", rows), "BIFF8", found=values())
    keep("hand.xlsb", old_formats.xlsb("利润表", rows), "BIFF12", found=values())
    keep("hand.ods", old_formats.ods("利润表", rows), "OpenDocument", found=values())
    keep("hand-95.xls", biff5("利润表", rows), "BIFF5 in code page 936", found=values())
    keep("hand-2.xls", biff2(rows), "BIFF2, a bare stream as old Delphi programs write", found=values())
    locked = old_formats.xls("利润表", rows, encrypted=True)
    keep("password.xls", locked, "an old workbook with a password", refused="workbook.encrypted")


def biff2(rows: Rows) -> bytes:
    """A workbook of Excel 2, its texts in GBK."""
    stream = struct.pack("<HHHH", 0x09, 4, 2, 0x10) + struct.pack("<HHH", 0x42, 2, 936)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HH3x", r, c)
            if isinstance(value, str):
                text = value.encode("gbk")
                body = place + bytes([len(text)]) + text
                stream += struct.pack("<HH", 0x04, len(body)) + body
            elif isinstance(value, int):
                stream += struct.pack("<HH", 0x02, 9) + place + struct.pack("<H", value)
            elif isinstance(value, float):
                stream += struct.pack("<HH", 0x03, 15) + place + struct.pack("<d", value)
    return stream + struct.pack("<HH", 0x0A, 0)


def biff5(name: str, rows: Rows) -> bytes:
    """A workbook of Excel 95, its texts in GBK."""

    def record(number: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(value, str):
                text = value.encode("gbk")
                sheet += record(0x204, place + struct.pack("<H", len(text)) + text)
            elif isinstance(value, int | float):
                sheet += record(0x203, place + struct.pack("<d", value))
    sheet += record(0x0A)
    title = name.encode("gbk")
    begin = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x42, struct.pack("<H", 936))
    offset = len(begin) + 4 + 7 + len(title) + 4
    begin += record(0x85, struct.pack("<IBBB", offset, 0, 0, len(title)) + title) + record(0x0A)
    return old_formats.compound({"Book": begin + sheet})


def damaged() -> None:
    """What a bad line, a full disk or a wrong click leaves behind."""
    whole = zipped(parts(cells(profit())))
    keep("truncated.xlsx", whole[: len(whole) * 3 // 4], "cut off", refused="workbook.damaged")
    hurt = bytearray(whole)
    hurt[len(whole) // 3] ^= 0xFF
    keep("bit-flip.xlsx", bytes(hurt), "one byte turned over", refused="workbook.damaged")
    broken = parts(cells(profit())[:-120])
    keep("broken-xml.xlsx", zipped(broken), "XML that ends in the middle", refused="workbook.damaged")
    lost = parts(cells(profit()))
    del lost["xl/worksheets/sheet1.xml"]
    keep(
        "lost-sheet.xlsx",
        zipped(lost),
        "a sheet that is not there",
        refused=["workbook.damaged", "workbook.no-indicator"],
    )
    keep("empty-file.xlsx", b"", "no bytes at all", refused="workbook.empty")
    keep("zeros.xlsx", bytes(4096), "only zeros", refused="workbook.not-a-workbook")
    keep("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture", refused="workbook.not-a-workbook")
    keep(
        "document.xlsx",
        zipped({"word/document.xml": "<w/>"}),
        "a text document",
        refused="workbook.not-a-workbook",
    )
    keep("report.xls", b"%PDF-1.7\n" + b"0 obj\n" * 50, "a PDF", refused="workbook.not-a-workbook")
    short = old_formats.xls("利润表", profit())
    keep(
        "truncated.xls",
        short[:700],
        "an old workbook cut off",
        refused=["workbook.damaged", "workbook.not-a-workbook"],
    )


def attacks() -> None:
    """Files that mean harm."""
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    external = parts(cells(profit()))
    external["xl/worksheets/sheet1.xml"] = entity + external["xl/worksheets/sheet1.xml"]
    keep("external-entity.xlsx", zipped(external), "an external entity", refused="workbook.unsafe")
    billion = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    sheet2003 = billion + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    keep("entities-2003.xls", sheet2003.encode(), "entities in an XML spreadsheet", refused="workbook.unsafe")
    bomb = {**parts(cells(profit())), "xl/media/big.xml": "<a>" + " " * 40_000_000 + "</a>"}
    keep("bomb.xlsx", zipped(bomb), "40 MB of blanks in a few kilobytes", refused="workbook.bomb")
    far = parts(f'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>{cells(profit())[11:]}')
    keep(
        "far-cell.xlsx",
        zipped(far),
        "one cell in the last corner",
        refused=["workbook.too-large", "workbook.far-cell", "workbook.damaged"],
    )
    repeated = old_formats.ods("利润表", profit())
    with zipfile.ZipFile(io.BytesIO(repeated)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["content.xml"] = contents["content.xml"].replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="90000">', 3
    )
    keep(
        "repeated-rows.ods",
        zipped(contents),
        "rows said to repeat many times",
        refused=[
            "workbook.too-large",
            "workbook.reader-ended",
            "workbook.timeout",
            "workbook.no-indicator",
            "workbook.damaged",
        ],
    )
