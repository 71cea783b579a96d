"""Tables that a careful person reads rightly at once, and how they are to be read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from client.base.errors import UserError
from client.workbook.model import Range
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import mapped


class Odd(msgspec.Struct, frozen=True):
    """A sheet, what is taken of it or the code it is refused with, and what is said of it."""

    about: str
    rows: list[list[Any]]
    taken: dict[str, str] | str
    merged: tuple[Range, ...] = ()
    left: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


def read_as_meant(odd: Odd) -> None:
    """Fails where it is read otherwise."""
    sheet = grid(odd.rows, merged=odd.merged)
    if isinstance(odd.taken, str):
        with pytest.raises(UserError) as caught:
            mapped(sheet)
        assert caught.value.code == odd.taken
        return
    extraction = mapped(sheet)
    found = {".".join(filter(None, (each.row_key, each.address))): each.text for each in extraction.values}
    assert found == odd.taken
    assert set(odd.left) <= {entry.code for entry in extraction.left}
    assert tuple(note.code for note in extraction.warnings) == odd.warned
