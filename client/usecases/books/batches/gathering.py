"""What several workbooks bring to one enterprise: the first that has a figure for a cell counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from client.store import ChangeSet
from client.usecases.books.batches.firm_plan import Place
from client.usecases.books.importing import ImportPlan
from client.usecases.books.preview.lines import ImportLine, Joined
from client.usecases.books.preview.long_lists import ListLines
from client.workbook import NotTaken
from client.workbook.finding.taken.extraction import note
from client.workbook.finding.taken.places import doubled
from forms.periods import Period
from forms.returns import Change, Edit, ManyEdits, Return


@dataclass
class Gathered:
    """The changes of one enterprise so far; which workbook had figures for a return and for a cell first."""

    changes: list[Change] = field(default_factory=list)
    returns: dict[tuple[str, str], Return] = field(default_factory=dict)
    """As they will be: the records of a later month keep the ids they get now."""
    _files: list[str] = field(default_factory=list)
    _digests: list[str] = field(default_factory=list)
    _begun: dict[Place, str] = field(default_factory=dict)
    """Which workbook spoke of a return first."""
    _listed: set[Place] = field(default_factory=set)
    """Returns that an earlier workbook puts records into."""
    _cells: dict[tuple[str, Period, str], ImportLine] = field(default_factory=dict)

    def add(self, planned: ImportPlan) -> tuple[list[Change], list[NotTaken]]:
        """Take what a further workbook adds: single cells that no earlier one has; a list of records is one
        workbook's alone. Answers the changes, and what is left out."""
        kept: list[Change] = []
        left: list[NotTaken] = []
        for change in planned.changes:
            rest, out = self._without(change) if place_of(change) in self._begun else (change, [])
            left += out
            if rest.edits or rest.rows:
                kept.append(rest)
        for check in planned.checks:
            self._begun.setdefault(place_of(check.target), planned.file)
        self._listed |= {place_of(change) for change in kept if _lists(change)}
        for line in _single_lines(planned):
            self._cells.setdefault((line.form, line.period, line.address), line)
        if kept:
            self.changes += kept
            self._files.append(planned.file)
            self._digests.append(planned.sha256)
        return kept, left

    @property
    def change_set(self) -> ChangeSet:
        """All of it, to be stored and taken back as one."""
        return ChangeSet("、".join(self._files), tuple(self.changes), " ".join(self._digests))

    def _without(self, change: Change) -> tuple[Change, list[NotTaken]]:
        """A change without what earlier workbooks have, and what that is."""
        place = place_of(change)
        if _lists(change) or place in self._listed:
            why = note("left.return-of-other-file", form=change.form, other=self._begun[place])
            left = NotTaken(sheet="", label=change.form, why=why)
            return msgspec.structs.replace(change, edits=(), rows=()), [left]
        new: list[Edit] = []
        out: list[NotTaken] = []
        for edit in change.edits:
            first = self._cells.get((*place, edit.address))
            if first is None or edit.new is None:
                new.append(edit)
            else:
                same = edit.new.text == first.new
                out.append(doubled(edit.new.origin.place, edit.address, first.found.place, same=same))
        return msgspec.structs.replace(change, edits=tuple(new)), out


def place_of(about: Change | Return) -> Place:
    """The return it is about."""
    return about.form, about.period


def _lists(change: Change) -> bool:
    return bool(change.rows) or isinstance(change.edits, ManyEdits)


def _single_lines(planned: ImportPlan) -> Iterator[ImportLine]:
    """The values that are told one by one; a long list is one workbook's alone anyway."""
    parts = planned.lines.parts if isinstance(planned.lines, Joined) else [planned.lines]
    for part in parts:
        if not isinstance(part, ListLines):
            yield from part
