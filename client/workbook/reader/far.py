"""Cells far below or right of all others, for which no reader has the room. Runs inside the child."""

from __future__ import annotations

import re
from collections.abc import Callable

from client.workbook.model import reference
from client.workbook.reader import containers, marks
from client.workbook.reader.limits import Limits

_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\sr="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>')


class _Reach:
    """The lowest and the rightmost cell of one sheet, fed chunk by chunk."""

    def __init__(self) -> None:
        self.lowest = self.rightmost = (1, 1)
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        text = self._rest + chunk
        end = text.rfind(b"<") if chunk else len(text)
        self._rest = text[end:]
        for place in map(marks.place_of, _CELL.findall(text[:end])):
            self.lowest = max(self.lowest, place)
            self.rightmost = max(self.rightmost, place, key=lambda each: each[1])

    @property
    def area(self) -> int:
        """How many cells there are from the first to the last."""
        return self.lowest[0] * self.rightmost[1]


def refuse(data: bytes, bounds: Limits) -> None:
    """Refuse an xlsx file with a cell so far out that its sheet cannot be held, naming it. Raises ``Refused``."""
    names = containers.sheet_parts(data)
    found: dict[str, _Reach] = {}

    def reader_of(part: str) -> Callable[[bytes], None] | None:
        name = names.get(part.lower())
        return found.setdefault(name, _Reach()).feed if name is not None else None

    containers.inspect(data, bounds, reader_of)
    for name, reach in found.items():
        if reach.area > bounds.cells:
            raise containers.Refused("workbook.far-cell", sheet=name, cell=reference(*reach.lowest))
