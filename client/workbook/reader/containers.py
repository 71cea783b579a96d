"""What a file really is, and whether it is safe to hand to the reader. Runs inside the child.

Every refusal is a ``Refused`` with a code of ``resources/messages/workbook.toml``; nothing here trusts a
file's name, its declared sizes or its table of contents.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Literal
from xml.etree import ElementTree

from client.workbook import endings
from client.workbook.reader.limits import Limits

Format = Literal["xlsx", "xlsb", "ods", "xls", "text", "page", "mail", "xml", "flat", "biff"]
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FIRST_RECORD = bytes.fromhex("0908100000060500")
_FILE_PASS, _SHEET_RECORD, _END_RECORD = 0x2F, 0x85, 0x0A
_BARE_STREAMS = (b"\x09\x00\x04\x00", b"\x09\x00\x06\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""How a workbook begins that is a stream by itself: Excel 2, 3, 4 and 5 without a compound file."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LOCAL_HEADER, _DIRECTORY_HEADER, _DIRECTORY_MARK = 30, 46, b"PK\x01\x02"
_CHUNK = 1024 * 1024
_ORDINARY_RATIO = 40
_LOOKED_AT = 65_536
_ENCRYPTED_FLAG = 0x1
STRUCTURE = ("/workbook.xml", ".rels", "/styles.xml")

_WIDE_DECLARATION = "!DOCTYPE".encode("utf-16-le")[:-1]
UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, EOFError, ValueError),
)
"""What the library raises for a part that is damaged, encrypted or packed in a way it does not know."""


class Refused(Exception):
    """The file is not read, for the named reason."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def identify(data: bytes, suffix: str) -> Format:
    """Tell the format from the content. Raises ``Refused`` for anything that is not a workbook."""
    if data.startswith(_ZIP):
        return _identify_zip(data)
    if data.startswith(_OLE):
        return _identify_ole(data)
    if data.startswith(_BARE_STREAMS):
        return "biff"
    if (markup := _identify_markup(data)) is not None:
        return markup
    if _is_text(data) and (suffix in endings.TEXT or _is_list(data)):
        return "text"
    raise Refused("workbook.not-a-workbook")


def _identify_markup(data: bytes) -> Format | None:
    """Pages and XML under whatever ending; None for anything else."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not head.startswith((b"<", b"mime-version:")):
        return None
    if head.startswith(b"mime"):
        return "mail"
    if head.startswith((b"<?xml", b"<workbook", b"<ss:workbook")):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head:
            return "xml"
        if b"opendocument:xmlns:office" in head:
            return "flat"
    if b"<html" in head or b"<table" in data[:_CHUNK].replace(b"\0", b"").lower():
        return "page"
    if b"<!doctype" in head and b"<!doctype html" not in head:
        raise Refused("workbook.unsafe")
    raise Refused("workbook.not-a-workbook")


def _is_list(data: bytes) -> bool:
    """Whether a text that calls itself a workbook is one: ledgers write lines with tabs and name them .xls."""
    lines = data[:4096].replace(b"\0", b"").splitlines()[:20]
    return sum(1 for line in lines if b"\t" in line or b"," in line) > 1


def _is_text(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" not in data[:4096] or bool(unmarked_utf16(data))


def unmarked_utf16(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` of a text that does not say so itself; ``""`` for anything else.

    Digits, separators and ends of lines leave a zero byte on one side of their pairs, hardly ever on the other.
    """
    head = data[:_LOOKED_AT]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 20 <= len(head) or max(even, odd) < 8 * min(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _identify_zip(data: bytes) -> Format:
    names = {entry.filename for entry in _open_zip(data).infolist()}
    if "xl/workbook.xml" in names or any(name.lower().endswith("/workbook.xml") for name in names):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return _identify_ods(data)
    raise Refused("workbook.not-a-workbook")


def _identify_ods(data: bytes) -> Format:
    with _open_zip(data) as archive:
        kind = _head_of(archive, "mimetype")
        manifest = _head_of(archive, "META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise Refused("workbook.encrypted")
    if kind and b"spreadsheet" not in kind:
        raise Refused("workbook.not-a-workbook")
    return "ods"


def _head_of(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(_CHUNK)
    except KeyError:
        return b""
    except UNPACKING as error:
        raise Refused("workbook.damaged") from error


def _identify_ole(data: bytes) -> Format:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if has("EncryptedPackage"):
        raise Refused("workbook.encrypted")
    if not has("Workbook") and not has("Book"):
        raise Refused("workbook.not-a-workbook")
    if _asks_password(data):
        raise Refused("workbook.encrypted")
    return "xls" if has("Workbook") else "biff"


def _asks_password(data: bytes) -> bool:
    """Whether the first records of an xls workbook, all in one sector, name an encryption."""
    at = data.find(_FIRST_RECORD)
    while 0 <= at < len(data) - 4:
        number, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if number == _FILE_PASS:
            return True
        if number in (_SHEET_RECORD, _END_RECORD):
            return False
        at += 4 + size
    return False


def _open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*UNPACKING, OverflowError, OSError, struct.error) as error:
        raise Refused("workbook.damaged") from error


def slashed(data: bytes) -> bytes:
    """The data; a zip whose parts are named ``xl\\workbook.xml`` with the slashes that readers look for.

    Some programs name them so, and Excel takes it. Names keep their length: they are put right where they stand.
    """
    if not data.startswith(_ZIP):
        return data
    with _open_zip(data) as archive:
        starts = [entry.header_offset for entry in archive.infolist() if "\\" in entry.orig_filename]
        at = archive.start_dir
    if not starts:
        return data
    mended = bytearray(data)
    for start in starts:
        _slash(mended, start + _LOCAL_HEADER, *struct.unpack_from("<H", mended, start + _LOCAL_HEADER - 4))
    while mended[at : at + 4] == _DIRECTORY_MARK:
        name, extra, comment = struct.unpack_from("<HHH", mended, at + 28)
        _slash(mended, at + _DIRECTORY_HEADER, name)
        at += _DIRECTORY_HEADER + name + extra + comment
    return bytes(mended)


def _slash(data: bytearray, at: int, length: int) -> None:
    data[at : at + length] = data[at : at + length].replace(b"\\", b"/")


def inspect(data: bytes, limits: Limits, reader_of: Callable[[str], Callable[[bytes], None] | None]) -> None:
    """Unpack every part once, within the limits, before the reader does.

    ``reader_of(name)`` may give a function that is fed the part's bytes chunk by chunk (and ``b""`` at its
    end); the book's structure and styles come before its sheets. Raises ``Refused`` for bombs, too many parts,
    passwords, document type declarations and damage.
    """
    with _open_zip(data) as archive:
        entries = archive.infolist()
        _check_contents(entries, limits)
        unpacked = 0
        for entry in sorted(entries, key=lambda entry: not entry.filename.lower().endswith(STRUCTURE)):
            if entry.filename.lower().endswith((".xml", ".rels", ".bin", ".vml")):
                unpacked += _inspect_part(archive, entry, limits, unpacked, reader_of(entry.filename))


def unremarkable(data: bytes, limits: Limits) -> bool:
    """Whether the file's own table of contents promises nothing out of the ordinary: such a file is inspected
    while the reader is at it already. A part that holds more than is promised is damaged for the inspection, which
    sees it long before the reader could have filled the memory it may take."""
    with _open_zip(data) as archive:
        entries = archive.infolist()
    _check_contents(entries, limits)
    ratio = max((entry.file_size / max(entry.compress_size, 1) for entry in entries), default=0)
    return ratio < _ORDINARY_RATIO and sum(entry.file_size for entry in entries) < limits.unpacked_bytes // 2


def _check_contents(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise Refused("workbook.bomb")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("workbook.damaged")  # two parts of one name: readers disagree on which counts
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Refused("workbook.encrypted")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Refused("workbook.bomb")


def _inspect_part(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    limits: Limits,
    before: int,
    feed: Callable[[bytes], None] | None,
) -> int:
    size = 0
    tail = b""
    for chunk in _chunks(archive, entry):
        size += len(chunk)
        ratio = size // max(entry.compress_size, 1)
        if before + size > limits.unpacked_bytes or (size > limits.ratio_from and ratio > limits.ratio):
            raise Refused("workbook.bomb")
        _refuse_declarations(tail + chunk)
        tail = chunk[-32:]
        if feed is not None:
            feed(chunk)
    if feed is not None:
        feed(b"")
    return size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except UNPACKING as error:
        raise Refused("workbook.damaged") from error


def _refuse_declarations(chunk: bytes) -> None:
    """Office files never declare a document type; an attack with entities always does."""
    wide = b"\0" in chunk[:64] and _WIDE_DECLARATION in chunk
    if wide or b"<!DOCTYPE" in chunk:
        raise Refused("workbook.unsafe")


def sheet_parts(data: bytes) -> dict[str, str]:
    """Of an xlsx file: the part name of each sheet in lower case, mapped to the sheet's name.

    Raises ``Refused('workbook.damaged')``.
    """
    with _open_zip(data) as archive:
        names = archive.namelist()
        book = next(name for name in names if name.lower().endswith("/workbook.xml"))
        folder, _, file = book.rpartition("/")
        try:
            targets = _relations(archive.read(f"{folder}/_rels/{file}.rels"))
            root = ElementTree.fromstring(archive.read(book))  # noqa: S314 - declarations were refused
        except (*UNPACKING, KeyError, ElementTree.ParseError) as error:
            raise Refused("workbook.damaged") from error
    parts: dict[str, str] = {}
    for sheet in (node for node in root.iter() if _local(node.tag) == "sheet"):
        target = targets.get(_attribute(sheet, "id"), "")
        part = target[1:] if target.startswith("/") else f"{folder}/{target}"
        parts[part.lower()] = _attribute(sheet, "name")
    return parts


def _relations(xml: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(xml)  # noqa: S314 - declarations were refused
    return {_attribute(node, "Id"): _attribute(node, "Target") for node in root}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(node: ElementTree.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if _local(key) == name), "")
