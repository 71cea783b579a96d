"""The reading process: takes a path, answers with typed columns or a reason. It may be killed at any time.

Everything that touches a file from outside happens here, under the limits of ``limits.confine_self``.
"""

from __future__ import annotations

import gc
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from client.workbook.reader import columns, containers, far, fast, limits, marks, second, wire
from client.workbook.reader.ahead import Ahead
from client.workbook.reader.formats import biff, binarysheets, legacy, ole, opendocument, pages, textual, xmlsheets


def main() -> int:
    """Answer requests on standard input until it ends, or until something abnormal happened."""
    gc.disable()  # what a file is read into is no rubbish; it is looked for once the answer is out
    # Not sys.stdin: a packed program without a console has none, the pipes are there all the same.
    with open(0, "rb", closefd=False) as requests, open(1, "wb", closefd=False) as answers:
        while (body := wire.read_frame(requests)) is not None:
            request = msgspec.msgpack.decode(body, type=wire.Request)
            limits.confine_self(request.limits)
            reply, sound = answer(request)
            wire.write_frame(answers, msgspec.msgpack.encode(reply))
            if not sound:
                return 1
            del reply
            gc.collect()
    return 0


def answer(request: wire.Request) -> tuple[wire.Reply, bool]:
    """The reply, and whether this process is still fit for another file."""
    try:
        return wire.Reply(sheets=read(request)), True
    except containers.Refused as refused:
        return wire.Reply(code=refused.code, params=refused.params), True
    except _Abandoned as abandoned:
        return wire.Reply(code=abandoned.refused.code, params=abandoned.refused.params), False
    except MemoryError:
        return wire.Reply(code="workbook.too-large"), False
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return _again(request), False


def read(request: wire.Request) -> list[wire.WireSheet]:
    """All sheets of the file. Raises ``Refused``."""
    data = _load(request)
    form = containers.identify(data, request.suffix)
    if request.ended:
        if form == "xlsx":
            far.refuse(data, request.limits)
        raise containers.Refused("workbook.reader-ended")
    if form == "text":
        return [_text_sheet(data, request)]
    if form in ("page", "mail", "xml", "biff"):
        return _own_readers(data, form, Path(request.path).stem, request.limits)
    return _open_xml(data, request.limits) if form == "xlsx" else _other(data, form, request.limits)


def _other(data: bytes, form: containers.Format, bounds: limits.Limits) -> list[wire.WireSheet]:
    """Formats of which the fast reader needs them put right first, or does not tell all."""
    if form == "xls":
        return _marked(fast.sheets(data, bounds), legacy.marks_of(data))
    if form == "flat":
        data = opendocument.packed(data)
    containers.inspect(data, bounds, lambda _part: None)
    if form == "xlsb":
        data, found = binarysheets.expanded(data)
        return _marked(fast.sheets(data, bounds), found)
    found, data = opendocument.marks_of(data), opendocument.told(data)
    try:
        return _marked(fast.sheets(data, bounds), found)
    except containers.Refused as refused:
        if refused.code != "workbook.damaged":
            raise
        return _marked(fast.sheets(opendocument.joined(data), bounds), found)


def _open_xml(data: bytes, bounds: limits.Limits) -> list[wire.WireSheet]:
    """An xlsx file, by the second reader where the first fails at it."""
    book_marks = marks.BookMarks(lambda: containers.sheet_parts(data))
    if not containers.unremarkable(data, bounds):
        containers.inspect(data, bounds, book_marks.reader_of)
        return _either(lambda: fast.sheets(data, bounds), data, bounds, book_marks.by_sheet)
    ahead = Ahead(data, bounds)
    try:
        containers.inspect(data, bounds, ahead.feeding(book_marks.reader_of))
    except containers.Refused as refused:
        raise _Abandoned(refused) from refused
    return _either(ahead.sheets, data, bounds, book_marks.by_sheet)


def _either(
    first: Callable[[], list[wire.WireSheet]],
    data: bytes,
    bounds: limits.Limits,
    found: dict[str, marks.SheetMarks],
) -> list[wire.WireSheet]:
    try:
        return _marked(first(), found)
    except containers.Refused as refused:
        if refused.code != "workbook.damaged":
            raise
        return second.read(data, bounds, found)


def _again(request: wire.Request) -> wire.Reply:
    """What the second reader makes of a file that upset the first."""
    try:
        data = _load(request)
        if containers.identify(data, request.suffix) != "xlsx":
            return wire.Reply(code="workbook.damaged")
        book_marks = marks.BookMarks(lambda: containers.sheet_parts(data))
        containers.inspect(data, request.limits, book_marks.reader_of)
        return wire.Reply(sheets=second.read(data, request.limits, book_marks.by_sheet))
    except containers.Refused as refused:
        return wire.Reply(code=refused.code, params=refused.params)


def _own_readers(data: bytes, form: containers.Format, name: str, bounds: limits.Limits) -> list[wire.WireSheet]:
    """Formats that the fast reader does not know, or gets wrong."""
    if form == "page":
        return pages.read(data, name, bounds)
    if form == "mail":
        from client.workbook.reader.formats import mail

        return mail.read(data, name, bounds)
    if form == "xml":
        return xmlsheets.read(data, bounds)
    try:
        stream = data if data[:1] == b"\x09" else ole.stream(data, ("Book",))
    except (struct.error, IndexError, ValueError) as error:
        raise containers.Refused("workbook.damaged") from error
    return biff.read(stream, name, bounds)


class _Abandoned(Exception):
    """The file is refused while the reader is still at it: the process has to end."""

    def __init__(self, refused: containers.Refused) -> None:
        super().__init__()
        self.refused = refused


def _load(request: wire.Request) -> bytes:
    try:
        data = Path(request.path).read_bytes()
    except OSError as error:
        raise containers.Refused("workbook.locked") from error
    if len(data) > request.limits.file_bytes:
        raise containers.Refused("workbook.too-large")
    return containers.slashed(data)


def _text_sheet(data: bytes, request: wire.Request) -> wire.WireSheet:
    rows = textual.rows(data, request.suffix)
    read = columns.transposed(rows)
    return wire.WireSheet(Path(request.path).stem, False, 1, 1, len(rows), read)


def _marked(sheets: list[wire.WireSheet], found: dict[str, marks.SheetMarks]) -> list[wire.WireSheet]:
    """The sheets with what the reader does not tell of their cells."""
    for sheet in sheets:
        seen = found.get(sheet.name)
        if seen is not None:
            sheet.errors, sheet.uncached, sheet.percents = seen.errors, seen.uncached, seen.percents
            sheet.scaled, sheet.hidden_rows = seen.scaled, seen.hidden_rows
            sheet.merged = sheet.merged or seen.merged
            last = sheet.left + len(sheet.columns) - 1
            sheet.hidden_columns = marks.within(seen.hidden_columns, sheet.left, last)
    return sheets


if __name__ == "__main__":
    sys.exit(main())
