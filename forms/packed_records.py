"""The records of a long list as they were stored: each is unpacked when somebody looks at it, or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, TypeVar

Cell = TypeVar("Cell")


def _no_pause() -> None:
    """Nobody asks in between."""


class PackedRecords(MutableMapping[str, dict[str, Cell]]):
    """Cells by record, then by field, as ``forms.by_record`` keeps them; only ``unpack`` knows what is packed.

    May be read in several threads; changed in one that has it for itself.
    """

    __slots__ = ("_between", "_held", "_unpack")

    def __init__(
        self,
        held: Mapping[str, Any],
        unpack: Callable[[Any], dict[str, Cell]],
        between: Callable[[], None] = _no_pause,
    ) -> None:
        """``between`` is called before each record while all are gone through; what it raises ends that."""
        self._held = dict(held)
        self._unpack = unpack
        self._between = between

    def fresh(self, between: Callable[[], None] = _no_pause) -> PackedRecords[Cell]:
        """A copy for somebody else: changes to one do not reach the other."""
        copied = {record: dict(held) if type(held) is dict else held for record, held in self._held.items()}
        return PackedRecords(copied, self._unpack, between)

    def __getitem__(self, record: str) -> dict[str, Cell]:
        held = self._held[record]
        if type(held) is dict:
            return held
        made = self._held[record] = self._unpack(held)
        return made

    def get(self, record: str, default: Any = None) -> Any:
        """The cells of a record, or ``default``; looked up once, without an error that is raised and caught."""
        return self[record] if record in self._held else default

    def __setitem__(self, record: str, cells: dict[str, Cell]) -> None:
        self._held[record] = cells

    def __delitem__(self, record: str) -> None:
        del self._held[record]

    def __contains__(self, record: object) -> bool:
        return record in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def unpacked(self) -> Iterator[tuple[str, dict[str, Cell]]]:
        """All of them, in order. What was unpacked already is handed out as it is."""
        unpack, between = self._unpack, self._between
        for record, held in self._held.items():
            between()
            yield record, held if type(held) is dict else unpack(held)
