"""A line of the preview: one value the workbook would put into a return, and what is worth a second look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from client.workbook import Found, Note
from forms.pack import Indicator, Spec
from forms.periods import Period
from forms.returns import Cell

T = TypeVar("T")


@dataclass(frozen=True)
class ImportLine:
    """One value the workbook would put into a return."""

    form: str
    period: Period
    address: str
    code: str
    name: str
    row_label: str
    old: str | None
    new: str
    unit: str
    found: Found
    doubts: tuple[Note, ...] = ()
    """What is worth a second look before the value is taken."""
    name_en: str = ""


def line_of(
    found: Found,
    address: str,
    indicator: Indicator,
    spec: Spec,
    old: Cell | None,
    doubts: tuple[Note, ...] = (),
) -> ImportLine:
    """The line of a value found; ``spec`` is the part of the indicator it is for."""
    whole = spec is indicator
    return ImportLine(
        form=found.form,
        period=found.period,
        address=address,
        code=indicator.code,
        name=indicator.name if whole else f"{indicator.name}：{spec.label}",
        name_en=indicator.name_en if whole else f"{indicator.name_en}: {spec.label_en or spec.label}",
        row_label=found.row_label,
        old=old.text if old else None,
        new=found.text,
        unit=spec.unit,
        found=found,
        doubts=doubts,
    )


class Joined(Sequence[T], Generic[T]):
    """Several sequences as one; nothing is copied."""

    def __init__(self, parts: Sequence[Sequence[T]]) -> None:
        self.parts = [part for part in parts if len(part)]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[T]:
        for part in self.parts:
            yield from part

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        for part in self.parts:
            if number < len(part):
                return part[number]
            number -= len(part)
        raise IndexError(index)
