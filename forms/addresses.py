"""One spelling for every place in a return: ``JY001``, ``JY001@ly``, ``JB022.valid``, ``XM[r1].XM014``,
``JB023[r1].valid``, ``PT[r1].PT010[r2].name``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from forms.problems import FormsError

_CODE = r"[A-Z][A-Z0-9_]{0,31}"
_NAME = r"[a-z][a-z0-9_]{0,31}"
_ROW = r"[A-Za-z0-9_-]{1,64}"
_SPELLING = re.compile(
    rf"(?:(?P<form>{_CODE})\[(?P<outer>{_ROW})\]\.)?"
    rf"(?P<code>{_CODE})(?:\[(?P<row>{_ROW})\])?"
    rf"(?:\.(?P<part>{_NAME}))?(?:@(?P<column>{_NAME}))?"
)
_RECORD = re.compile(rf"(?:{_CODE}\[{_ROW}\]\.)?{_CODE}\[{_ROW}|")
_LONGEST = 240


class Address(msgspec.Struct, frozen=True):
    """A place within one return.

    ``table`` is the key of ``Return.rows`` that lists ``row`` (``XM``, ``JB023``, ``PT[r1].PT010``).
    """

    code: str
    row: str | None = None
    table: str | None = None
    part: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        ending = f".{self.part}" if self.part else ""
        ending += f"@{self.column}" if self.column else ""
        if self.row is None:
            return self.code + ending
        if self.in_child_table:
            return f"{self.table}[{self.row}]{ending}"
        return f"{self.table}[{self.row}].{self.code}{ending}"

    @property
    def in_child_table(self) -> bool:
        """Whether the place is a column of a child table such as ``JB023``."""
        return self.table is not None and self.table.rpartition(".")[2] == self.code

    @property
    def form_row(self) -> str | None:
        """The row of the form itself that the place belongs to; None in a single-record form."""
        if self.table is None or not self.in_child_table:
            return self.row
        outer = self.table.partition("[")[2]
        return outer.partition("]")[0] or None

    @property
    def line(self) -> str:
        """The place without its row and part: ``XM014``, ``JY001@ly``, ``JB023``."""
        return f"{self.code}@{self.column}" if self.column else self.code

    @property
    def field(self) -> str:
        """The place without its row: ``XM014``, ``JY001@ly``, ``JB023.valid``."""
        return str(Address(self.code, part=self.part, column=self.column))


@lru_cache(maxsize=65536)
def parse(text: str) -> Address:
    """Read one address; raises ``FormsError('address.malformed')``."""
    match = _SPELLING.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise FormsError("address.malformed", text=text[:_LONGEST])
    code, part, column = match["code"], match["part"], match["column"]
    outer = f"{match['form']}[{match['outer']}]" if match["form"] else None
    if match["row"] is not None:
        table = f"{outer}.{code}" if outer else code
        return Address(code, match["row"], table, part, column)
    if outer is not None:
        return Address(code, match["outer"], match["form"], part, column)
    return Address(code, part=part, column=column)


def surveyed(addresses: Iterable[str]) -> tuple[list[str], set[str]]:
    """The samples of addresses, and the rows they are in as far as the last bracket (``XM[r1``), in one go."""
    found: dict[tuple[str, str], str] = {}
    known: set[str] = set()
    records: set[str] = set()
    last = None
    for address in addresses:
        record, _, field = address.rpartition("].")
        if record != last:
            records.add(record)
            last = record
        if field not in known:
            found.setdefault((record.rpartition("[")[0], field), address)
            if field[:1].isupper():  # the columns of several child tables may be called alike
                known.add(field)
    return list(found.values()), records


def samples(addresses: Iterable[str]) -> list[str]:
    """One address for each field of each table among them: what a block of many rows speaks of."""
    return surveyed(addresses)[0]


def well_spelled(record: str) -> bool:
    """Whether a row of a form or child table (``XM[r1``, as far as the last bracket) is spelled as rows are."""
    return _RECORD.fullmatch(record) is not None


def row_of(address: str) -> str:
    """The row of the form itself that an address in a form of rows belongs to; the rest is not looked at."""
    return address.partition("[")[2].partition("]")[0]
