"""A workbook that promises nothing out of the ordinary: read while it is inspected. Runs inside the child."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from client.workbook.reader import columns, containers, fast, limits, pieces, wire
from client.workbook.reader.pieces import Beside, Cutter, Uncut

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Feed = Callable[[bytes], None]


class Ahead:
    """Reads an xlsx file beside ``containers.inspect``, which feeds it the parts: large sheets in pieces."""

    def __init__(self, data: bytes, bounds: limits.Limits) -> None:
        self._data = data
        self._bounds = bounds
        self._cut: dict[str, _InPieces] = {}
        self._rest: Beside[list[wire.WireSheet]] | None = None

    def feeding(self, reader_of: Callable[[str], Feed | None]) -> Callable[[str], Feed | None]:
        """``reader_of`` for the inspection: what reads a part here reads it with what ``reader_of`` gives."""

        def both(part: str) -> Feed | None:
            feed = reader_of(part)
            if part.lower().endswith(containers.STRUCTURE):
                return feed
            if self._rest is None:  # the structure is inspected, it can be looked at
                self._begin()
            sheet = next((each for each in self._cut.values() if each.part == part), None)
            if sheet is None or feed is None:
                return feed
            return lambda chunk: (sheet.feed(chunk), feed(chunk))[1]

        return both

    def sheets(self) -> list[wire.WireSheet]:
        """All sheets. Raises ``Refused``."""
        if self._rest is None:
            self._begin()
        assert self._rest is not None
        try:
            for each in self._cut.values():
                each.finish()
        except Uncut:
            return fast.sheets(self._data, self._bounds)
        finally:
            for each in self._cut.values():
                each.wait()
        read = self._rest.result()
        for sheet in read:
            if sheet.name in self._cut:
                self._cut[sheet.name].fill(sheet)
        if sum(sheet.height * len(sheet.columns) for sheet in read) > self._bounds.cells:
            raise containers.Refused("workbook.too-large")
        return read

    def _begin(self) -> None:
        data, bounds = self._data, self._bounds
        frames = pieces.frames(data, containers.sheet_parts(data))
        self._cut = {name: _InPieces(name, frame, bounds) for name, frame in frames.items()}
        self._rest = Beside(lambda: fast.sheets(data, bounds, frames))


class _InPieces:
    """One large sheet."""

    def __init__(self, name: str, frame: pieces.Frame, bounds: limits.Limits) -> None:
        self.part = frame.part
        self._bounds = bounds
        self._merged: list[tuple[int, int, int, int]] = []
        self._growing = columns.GrowingSheet()
        cutter = Cutter(frame, lambda data: fast.piece(data, name), self._take)
        self.feed, self.finish, self.wait = cutter.feed, cutter.finish, cutter.wait

    def fill(self, sheet: wire.WireSheet) -> None:
        """Put what was read where it belongs."""
        sheet.top, sheet.left = (self._growing.top or 0) + 1, self._growing.left + 1
        sheet.height, sheet.columns, sheet.merged = self._growing.height, self._growing.whole(), self._merged

    def _take(self, sheet: CalamineSheet) -> None:
        self._merged += fast.merged_of(sheet)
        if sheet.start is None or sheet.end is None:
            return
        (top, left), (bottom, right) = sheet.start, sheet.end
        if self._growing.area(bottom + 1, left, right + 1) > self._bounds.cells:
            raise containers.Refused("workbook.too-large")
        try:
            self._growing.add(top, left, fast.rows_of(sheet))
        except ValueError as error:  # lines out of their order
            raise Uncut from error
