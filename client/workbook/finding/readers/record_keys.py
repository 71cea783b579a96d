"""What tells the records of a list apart: the text of their key, and the lines that lack one or say it again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from client.workbook.finding.readers.listed_names import codes
from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.own_record import without_parts
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.converting import digits_lost
from client.workbook.finding.taken.extraction import note
from client.workbook.model import Sheet, as_shown, as_text
from forms.words import Listed

_NAMED = 5


def keyed(
    taking: Taking, records: list[int], identity: int | None, serial: int | None, by_name: Mapped | None
) -> tuple[list[int], list[str | None]]:
    """The rows of the records, and their keys; lines without a key, or with one already seen, are named.

    ``identity`` is the column of keys, ``serial`` that of running numbers, ``by_name`` that of names which stand
    for the codes that are the keys.
    """
    if identity is None:
        return records, [None] * len(records)
    records = _with_whole_keys(taking, records, identity)
    texts = written_in(taking.sheet, records, identity)
    if (own := without_parts(taking, records, texts, serial)) != records:
        records, texts = own, written_in(taking.sheet, own, identity)
    if by_name is not None:
        coded = codes(taking, by_name, records)
        records = [row for row in records if row in coded or not taking.sheet.text(row, identity)]
        texts = [coded.get(row, "") for row in records]
    if all(texts) and len(set(texts)) == len(texts):
        return records, [*texts]
    seen: dict[str, int] = {}
    lost: list[int] = []
    for row, key in zip(records, texts, strict=True):
        if not key:
            taking.leave(note("left.row-no-key"), row=row)
            lost += [row] if _holds_figures(taking.sheet, row, (identity, serial)) else []
        elif key in seen:
            taking.leave(note("left.row-same-key", key=key, row=seen[key]), row=row, label=key)
            lost += [row] if _differ(taking.sheet, row, seen[key], serial) else []
        else:
            seen[key] = row
    if lost:
        rows = Listed([str(row) for row in lost[:_NAMED]])
        taking.doubt(note("warn.rows-lost", sheet=taking.sheet.name, count=len(lost), rows=rows))
    return list(seen.values()), list(seen)


def _holds_figures(sheet: Sheet, row: int, aside: tuple[int | None, ...]) -> bool:
    return any(isinstance(sheet.value(row, column), Decimal) for column in sheet.across if column not in aside)


def _differ(sheet: Sheet, row: int, other: int, serial: int | None) -> bool:
    """Whether two lines say different things, but for their running numbers."""
    return any(sheet.text(row, column) != sheet.text(other, column) for column in sheet.across if column != serial)


def written_in(sheet: Sheet, rows: Sequence[int], column: int) -> list[str]:
    """What is written in some rows of a column."""
    strings = sheet.columns[column - sheet.left].strings(sheet.height)
    chosen = [strings[row - sheet.top] for row in rows]
    plain = [string for string in chosen if string is not None]
    if len(plain) == len(chosen) and as_shown(plain):
        return plain
    return [
        sheet.text(row, column) if string is None else as_text(string)
        for row, string in zip(rows, chosen, strict=True)
    ]


def _with_whole_keys(taking: Taking, records: list[int], identity: int) -> list[int]:
    """The records but those whose key was kept as a number and has lost its last digits."""
    column = taking.sheet.columns[identity - taking.sheet.left]
    texts = column.kind == "text" and not any(isinstance(value, Decimal) for value in column.head)
    if texts and "+" not in "".join(written_in(taking.sheet, records, identity)):
        return records
    lost = {row for row in records if digits_lost(taking.sheet.value(row, identity))}
    for row in sorted(lost):
        taking.leave(note("left.row-digits-lost"), row=row, label=taking.sheet.text(row, identity))
    return [row for row in records if row not in lost] if lost else records
