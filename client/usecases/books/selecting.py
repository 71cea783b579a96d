"""Taking some of a reviewed workbook; what is not chosen is named among what is not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from client.usecases.books.preview.lines import ImportLine
from client.workbook.finding.taken.extraction import NotTaken, note
from client.workbook.finding.taken.places import left_at
from forms.addresses import parse
from forms.periods import Period


@dataclass(frozen=True)
class Selection:
    """What is taken: whatever every given list names, an empty one names everything.

    ``doubtful`` says whether values with a doubt are taken too; ``without_codes`` and ``without_places`` (cells of
    the workbook, ``book › sheet › D7``) are left out. The key and the name of a new row always come along with its
    values.
    """

    forms: frozenset[str] = frozenset()
    periods: frozenset[Period] = frozenset()
    codes: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    doubtful: bool = True
    without_codes: frozenset[str] = frozenset()
    without_places: frozenset[str] = frozenset()

    def takes(self, line: ImportLine) -> bool:
        """Whether a value is chosen."""
        return (
            self.takes_field(line.form, line.period, line.code)
            and (self.doubtful or not line.doubts)
            and (not self.addresses or line.address in self.addresses)
            and line.found.place not in self.without_places
        )

    def takes_field(self, form: str, period: Period, field: str) -> bool:
        """Whether values of a field may be chosen at all."""
        if (self.forms and form not in self.forms) or (self.periods and period not in self.periods):
            return False
        if not (self.codes or self.without_codes):
            return True
        code = parse(f"{form}[row].{field}").code
        return (not self.codes or code in self.codes) and code not in self.without_codes

    @property
    def by_cell(self) -> bool:
        """Whether single cells are told apart, not only forms, periods and indicators."""
        return not self.doubtful or bool(self.addresses or self.without_places)


ALL = Selection()


def not_chosen(lines: Iterable[ImportLine]) -> Iterator[NotTaken]:
    """Values that were not chosen, as not taken."""
    for line in lines:
        yield left_at(line.found.place, line.name, note("left.not-chosen"))
