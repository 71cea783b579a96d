"""The reading process: takes a path, answers with typed columns or a reason. It may be killed at any time.

Everything that touches a file from outside happens here, under the limits of ``limits.confine_self``.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
import python_calamine

from client.workbook import columns, containers, legacy, limits, marks, textual, wire

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata


def main() -> int:
    """Answer requests on standard input until it ends, or until something abnormal happened."""
    # Not sys.stdin: a packed program without a console has none, the pipes are there all the same.
    with open(0, "rb", closefd=False) as requests, open(1, "wb", closefd=False) as answers:
        while (body := wire.read_frame(requests)) is not None:
            request = msgspec.msgpack.decode(body, type=wire.Request)
            limits.confine_self(request.limits)
            reply, sound = answer(request)
            wire.write_frame(answers, msgspec.msgpack.encode(reply))
            if not sound:
                return 1
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
        return wire.Reply(code="workbook.damaged"), False


def read(request: wire.Request) -> list[wire.WireSheet]:
    """All sheets of the file. Raises ``Refused``."""
    data = _load(request)
    form = containers.identify(data, request.suffix)
    if form == "text":
        return [_text_sheet(data, request)]
    if form == "xls":
        found = {name: marks.SheetMarks(errors=places) for name, places in legacy.error_cells(data).items()}
        return _marked(_sheets(data, request.limits), found)
    book_marks = marks.BookMarks(lambda: containers.sheet_parts(data) if form == "xlsx" else {})
    if not containers.unremarkable(data, request.limits):
        containers.inspect(data, request.limits, book_marks.reader_of)
        return _marked(_sheets(data, request.limits), book_marks.by_sheet)
    ahead = _Ahead(data, request.limits)
    try:
        containers.inspect(data, request.limits, book_marks.reader_of)
    except containers.Refused as refused:
        raise _Abandoned(refused) from refused
    return _marked(ahead.result(), book_marks.by_sheet)


class _Abandoned(Exception):
    """The file is refused while the reader is still at it: the process has to end."""

    def __init__(self, refused: containers.Refused) -> None:
        super().__init__()
        self.refused = refused


class _Ahead:
    """The reader at work beside the inspection: it holds no lock of the interpreter while it parses."""

    def __init__(self, data: bytes, bounds: limits.Limits) -> None:
        self._done: Future[list[wire.WireSheet]] = Future()
        threading.Thread(target=self._run, args=(data, bounds), daemon=True).start()

    def _run(self, data: bytes, bounds: limits.Limits) -> None:
        try:
            self._done.set_result(_sheets(data, bounds))
        except BaseException as error:  # noqa: BLE001 - calamine panics with one
            self._done.set_exception(error)

    def result(self) -> list[wire.WireSheet]:
        """The sheets; raises what the reader raised."""
        return self._done.result()


def _load(request: wire.Request) -> bytes:
    try:
        data = Path(request.path).read_bytes()
    except OSError as error:
        raise containers.Refused("workbook.locked") from error
    if len(data) > request.limits.file_bytes:
        raise containers.Refused("workbook.too-large")
    return data


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
    return sheets


def _sheets(data: bytes, bounds: limits.Limits) -> list[wire.WireSheet]:
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            return list(_read_sheets(book, bounds))
    except python_calamine.PasswordError as error:
        raise containers.Refused("workbook.encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise containers.Refused("workbook.damaged") from error


def _read_sheets(book: CalamineWorkbook, bounds: limits.Limits) -> list[wire.WireSheet]:
    read = []
    cells = 0
    for position, about in enumerate(book.sheets_metadata):
        if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue  # a chart or macro sheet holds no cells
        sheet = book.get_sheet_by_index(position)
        cells += sheet.height * sheet.width
        if cells > bounds.cells:
            raise containers.Refused("workbook.too-large")
        read.append(_wire_sheet(sheet, about))
    return read


def _wire_sheet(sheet: CalamineSheet, about: SheetMetadata) -> wire.WireSheet:
    rows = cast("Sequence[Sequence[columns.Raw]]", sheet.to_python(skip_empty_area=True))
    top, left = sheet.start or (0, 0)
    merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    return wire.WireSheet(
        name=about.name,
        hidden=about.visible is not python_calamine.SheetVisibleEnum.Visible,
        top=top + 1,
        left=left + 1,
        height=len(rows),
        columns=columns.transposed(rows),
        merged=merged,
    )


if __name__ == "__main__":
    sys.exit(main())
