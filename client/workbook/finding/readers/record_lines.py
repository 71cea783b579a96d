"""Which lines below the headings of a list are records, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from client.workbook.finding.names.labels import (
    any_may_end_list,
    counts_columns,
    is_note,
    is_total,
    may_end_list,
)
from client.workbook.finding.readers.month_records import Mapped
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.extraction import note

if TYPE_CHECKING:
    from client.workbook.model import Mask

_LEADING = 4
_SECTIONED = 3
"""So many columns has a list at least whose lines may be headed by a name alone."""
_SECTION = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．:：]|其中)|(?:项目|产品|类|部分)$")


class RecordLines:
    """The lines of one list, below its ``headings`` in the columns that were recognised."""

    def __init__(self, taking: Taking, headings: Sequence[int], mapped: Sequence[Mapped]) -> None:
        self._taking = taking
        self._sheet = taking.sheet
        self._headings = headings
        self._first = headings[-1] + 1
        self._mapped = mapped
        self.totals: list[int] = []
        """The lines that say they add others up, once the records were looked for."""

    def find(self) -> list[int]:
        """The lines that are records; totals and remarks are named, numbered headings and blanks passed over."""
        import numpy as np

        height, skipped = self._sheet.height, self._first - self._sheet.top
        if skipped >= height:
            return []
        columns = self._sheet.columns[:_LEADING]
        leading = [column.strings(height)[skipped:] for column in columns]
        heads = {self._sheet.text(row, at) for row in self._headings for at in self._sheet.across[:_LEADING]}
        filled = np.zeros(height - skipped, np.int32)
        for mapped in self._mapped:
            filled += self._sheet.columns[mapped.column - self._sheet.left].filled(height)[skipped:]
        holds = filled > 0
        taken = holds.copy()
        doubtful = filled <= (1 if len(self._mapped) >= _SECTIONED else 0)
        doubtful[0] = True
        for words in leading:
            doubtful |= _telling(words, heads)
        for place in np.flatnonzero(doubtful).tolist():
            texts = [text for words in leading if (text := words[place])]
            taken[place] = self._is_record(self._first + place, texts, holds=bool(holds[place]))
        rows: list[int] = (np.flatnonzero(taken) + self._first).tolist()
        return rows

    def _is_record(self, row: int, texts: list[str], *, holds: bool) -> bool:
        """Whether a line is a record; what else says something is named."""
        if texts and any(is_total(text) for text in texts[:2]):
            self._taking.leave(note("left.row-total"), row=row, label=texts[0])
            self.totals.append(row)
        elif texts and is_note(texts[0]):
            self._taking.leave(note("left.row-note"), row=row, label=texts[0])
        elif holds and self._is_section(row):
            self._taking.leave(note("left.row-section"), row=row, label=" ".join(texts))
        elif holds:
            return not self._is_numbering(row) and not self._repeats_heading(row)
        elif texts:
            self._taking.leave(note("left.row-unlabelled"), row=row, label=texts[0])
        return False

    def _is_section(self, row: int) -> bool:
        """Whether a line of a list only names the records below it: 二、新开工项目."""
        form = self._taking.pack.forms[self._taking.forms[0]]
        named = [m for m in self._mapped if self._sheet.value(row, m.column) is not None]
        alone = len(named) == 1 and len(self._mapped) >= _SECTIONED and form.shape != "single"
        text = self._sheet.text(row, named[0].column) if alone else ""
        return (
            alone
            and named[0].match.target.field in (form.row_key, form.row_name)
            and _SECTION.search(text) is not None
        )

    def _is_numbering(self, row: int) -> bool:
        """Whether a line below the headings only counts the columns: 甲 乙 1 2 3."""
        if row != self._first:
            return False
        texts = [text for column in self._sheet.across if (text := self._sheet.text(row, column))]
        return counts_columns(texts)

    def _repeats_heading(self, row: int) -> bool:
        """Whether a line says the headings once more, as on each page of a long list."""
        columns = [mapped.column for mapped in self._mapped]
        said = [self._sheet.text(row, column) for column in columns]
        return any(said == [self._sheet.text(head, column) for column in columns] for head in self._headings)


def _telling(words: Sequence[str | None], heads: Container[str]) -> Mask:
    """Where a text may be the label of a total or a remark, or is a heading."""
    import numpy as np

    distinct = set(words)
    again = any(word in heads for word in distinct if word)
    if not again and not any_may_end_list(filter(None, distinct)):
        return np.zeros(len(words), np.bool_)
    known = {word: word is not None and (word in heads or may_end_list(word)) for word in distinct}
    return np.fromiter(map(known.__getitem__, words), np.bool_, len(words))
