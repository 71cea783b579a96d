"""``read(path)``: a workbook from outside as typed columns, or one named reason why not."""

from __future__ import annotations

import signal
from array import array
from contextlib import suppress
from pathlib import Path

import msgspec

from client.base.errors import OurFault, UserError
from client.base.stopping import NEVER, Stop
from client.workbook.model import Book, Coded, Column, Scalar, Sheet, exact
from client.workbook.reader import wire, worker
from client.workbook.reader.limits import Limits


def read(
    path: Path, limits: Limits | None = None, reader: worker.Worker | None = None, stop: Stop = NEVER
) -> Book:
    """Read any workbook, CSV or TSV file; ``stop`` ends the reading process at once (``Stopped``).

    Raises ``UserError`` ``workbook.missing|folder|empty|locked|not-a-workbook|saved-as-page|encrypted|bomb|
    unsafe|damaged|encoding|aligned|too-large|timeout|far-cell|reader-ended``, each with ``file``.
    """
    bounds = limits or Limits()
    _check_file(path, bounds)
    request = wire.Request(str(path.resolve()), path.suffix.lower(), bounds)
    reply = _ask(request, path.name, reader or worker.shared, stop)
    if reply.code:
        raise UserError(reply.code, file=path.name, **reply.params)
    return Book(path.name, tuple(_sheet(sheet) for sheet in reply.sheets))


def warm() -> None:
    """Start the reading process ahead of the first file; what keeps it from starting is told when one is read."""
    with suppress(OSError):
        worker.shared.warm()


def _check_file(path: Path, limits: Limits) -> None:
    try:
        if path.is_dir():
            raise UserError("workbook.folder", file=path.name)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise UserError("workbook.missing", file=str(path)) from error
    except (OSError, ValueError) as error:  # a name the system cannot hold, a folder we may not enter
        raise UserError("workbook.locked", file=str(path)) from error
    if not path.is_file():
        raise UserError("workbook.not-a-workbook", file=path.name)
    if size == 0:
        raise UserError("workbook.empty", file=path.name)
    if size > limits.file_bytes:
        raise UserError("workbook.too-large", file=path.name)


def _ask(request: wire.Request, name: str, reader: worker.Worker, stop: Stop) -> wire.Reply:
    try:
        answer = reader.ask(msgspec.msgpack.encode(request), request.limits.waiting, stop)
    except TimeoutError as error:
        raise UserError("workbook.timeout", file=name, seconds=f"{request.limits.waiting:g}") from error
    except worker.Gone as gone:
        if gone.status == -getattr(signal, "SIGXCPU", 0):
            raise UserError("workbook.timeout", file=name, seconds=f"{request.limits.seconds:g}") from gone
        if not request.ended:
            return _ask(msgspec.structs.replace(request, ended=True), name, reader, stop)
        raise UserError("workbook.reader-ended", file=name) from gone
    except OSError as error:
        raise OurFault("workbook.no-reader") from error
    return msgspec.msgpack.Decoder(wire.Reply).decode(answer)


def _sheet(sheet: wire.WireSheet) -> Sheet:
    return Sheet(
        name=sheet.name,
        hidden=sheet.hidden,
        top=sheet.top,
        left=sheet.left,
        height=sheet.height,
        columns=tuple(_column(column) for column in sheet.columns),
        merged=tuple(sheet.merged),
        errors=frozenset(sheet.errors),
        uncached=frozenset(sheet.uncached),
        percents=frozenset(sheet.percents),
        scaled={(row, column): (power, named) for row, column, power, named in sheet.scaled if named != "()"},
        bracketed=frozenset((row, column) for row, column, _, named in sheet.scaled if named == "()"),
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
    )


def _column(column: wire.WireColumn) -> Column:
    head = [_scalar(value) for value in column.head]
    if column.kind == "number":
        numbers = array("d")
        numbers.frombytes(column.numbers)
        return Column(head, "number", numbers)
    if column.kind == "text":
        return Column(head, "text", values=column.texts)
    if column.kind == "coded":
        codes = array("i")
        codes.frombytes(column.codes)
        return Column(head, "text", values=Coded(column.texts, codes))
    return Column(head, column.kind, values=[_undated(value) for value in column.mixed])


def _undated(value: wire.Plain) -> Scalar | float:
    return wire.unpack_date(value) if isinstance(value, msgspec.msgpack.Ext) else value


def _scalar(value: wire.Plain) -> Scalar:
    if isinstance(value, float):
        return exact(value)
    return wire.unpack_date(value) if isinstance(value, msgspec.msgpack.Ext) else (None if value == "" else value)
