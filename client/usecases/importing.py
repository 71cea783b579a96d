"""A workbook as a reviewed and reversible change: planned, looked at, applied in one transaction, taken back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from client.base.errors import UserError
from client.store import Books, ChangeSet
from client.usecases.checking import ReturnCheck, check_draft
from client.usecases.editing import Draft, open_draft
from client.usecases.enterprises import add, checked_code
from client.usecases.lines import ImportLine, Joined, line_of
from client.usecases.long_lists import ListPlan, plan_list
from client.usecases.rows import RowFinder
from client.usecases.session import Session
from client.workbook import (
    NONE,
    Book,
    Choices,
    Extraction,
    Found,
    Note,
    NotTaken,
    Profile,
    SheetPlan,
    map_book,
    read,
)
from client.workbook.extraction import Values
from client.workbook.profiles import best
from client.workbook.vocabulary import of_pack
from forms.blocks import Block
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Change, Edit
from forms.returns import apply as carry_out


@dataclass(frozen=True)
class ImportPlan:
    """What a workbook holds and what applying it would change; nothing is stored yet."""

    file: str
    firm: str
    firm_name: str
    period: Period
    sheets: tuple[SheetPlan, ...]
    lines: Sequence[ImportLine]
    left: tuple[NotTaken, ...]
    warnings: tuple[Note, ...]
    sha256: str
    changes: tuple[Change, ...]
    checks: tuple[ReturnCheck, ...]
    """The returns as they would be, with their findings."""
    profile: str = ""
    """The profile whose earlier choices were followed."""
    fresh: int = 0
    """How many cells would be filled that are blank now."""
    replaced: int = 0
    """How many would hold something else than now."""

    @property
    def changed(self) -> int:
        """How many cells would be written."""
        return self.fresh + self.replaced


@dataclass(frozen=True)
class Extracted:
    """A workbook read and mapped; nothing of a home was needed for it."""

    firm: str
    period: Period
    sha256: str
    extraction: Extraction
    book: Book
    profile: str = ""
    choices: Choices = NONE
    """What the person chose, over what the profile says."""


def extract(
    path: Path,
    firm: str,
    period: Period,
    forms: Sequence[str] | None = None,
    choices: Choices = NONE,
    profiles: Sequence[Profile] = (),
) -> Extracted:
    """Read and map a workbook, by what is chosen for it now, else by the profile that fits it best.

    Raises ``UserError`` with a ``workbook.…`` code for a file that cannot be read or holds no known
    indicator, and ``enterprise.…`` for a credit code that is not one.
    """
    firm = checked_code(firm)
    book, pack = read(path), bundled_pack()
    matched = best(profiles, book, of_pack(pack, tuple(pack.forms))) if profiles else None
    if matched is not None:
        choices = choices.over(matched.choices)
    extraction = map_book(book, pack, period, firm, forms=forms, choices=choices)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Extracted(firm, period, sha256, extraction, book, matched.profile.name if matched else "", choices)


def plan(
    session: Session, path: Path, firm: str, period: Period, forms: Sequence[str] | None = None
) -> ImportPlan:
    """``extract`` a workbook and hold it against what is stored."""
    return plan_extracted(session, extract(path, firm, period, forms))


def plan_extracted(session: Session, extracted: Extracted) -> ImportPlan:
    """What the workbook would change in the returns of its firm."""
    extraction = extracted.extraction
    lists, rest = _lists(session, extracted)
    lines: list[Sequence[ImportLine]] = [each.lines for each in lists]
    changes: list[Change] = [each.change for each in lists]
    drafts: list[Draft] = []
    tally = Counter[bool]()
    for (form, of_period), found in _by_return(rest).items():
        draft = open_draft(session, extracted.firm, form, of_period)
        change, described = _change(draft, found)
        lines.append(described)
        tally.update(line.old is None for line in described if line.old != line.new)
        if change.edits or change.rows:
            changes.append(change)
            carry_out(draft.current, change)  # checked below, once, beside the others of the workbook
        drafts.append(draft)
    return ImportPlan(
        file=extraction.file,
        firm=extracted.firm,
        firm_name=extraction.firm_name,
        period=extracted.period,
        sheets=extraction.sheets,
        lines=Joined(lines),
        left=extraction.left,
        warnings=extraction.warnings,
        sha256=extracted.sha256,
        changes=tuple(changes),
        checks=_checks_together(drafts, lists),
        profile=extracted.profile,
        fresh=tally[True] + sum(len(each.block) for each in lists),
        replaced=tally[False],
    )


def _lists(session: Session, extracted: Extracted) -> tuple[list[ListPlan], Iterable[Found]]:
    """The long lists that can be planned as they are, and the values of everything else."""
    values = extracted.extraction.values
    counts = Counter((block.form, block.period) for block in values.blocks)
    counts.update({(found.form, found.period) for found in values.singles})
    alone = [block for block in values.blocks if counts[block.form, block.period] == 1]
    plans = {id(block): plan for block in alone if (plan := plan_list(session, extracted.firm, block)) is not None}
    others = [block for block in values.blocks if id(block) not in plans]
    return list(plans.values()), Values(values.singles, others)


def _checks_together(drafts: list[Draft], lists: list[ListPlan]) -> tuple[ReturnCheck, ...]:
    """Each return checked beside the others of the same workbook, as they will lie in the store."""
    returns = {(draft.form.code, str(draft.period)): draft.current for draft in drafts}
    if drafts or len(lists) > 1:
        for each in lists:  # the other forms may look at any of its cells
            carry_out(each.target, each.change)
            returns[each.target.form, str(each.target.period)] = each.target
    again = (Draft(draft.pack, draft.current, {**draft.others, **returns}) for draft in drafts)
    checks = [check_draft(draft, head=None, edited=True) for draft in again]
    return (*(each.check(returns) for each in lists), *checks)


def apply(session: Session, planned: ImportPlan) -> int:
    """Store a plan in one transaction; answers the number it can be taken back by.

    Raises ``UserError('import.stale')`` when a cell was changed since the plan was made.
    """
    add(session, planned.firm, planned.firm_name)
    changes = ChangeSet(planned.file, planned.changes, planned.sha256)

    def store(books: Books) -> int:
        _same_as_planned(books, planned.changes)
        for change in planned.changes:
            books.returns.ensure(change.firm, change.form, change.period, session.pack_for(change.period).version)
        return books.imports.record(changes).set_id

    return session.store_of(planned.firm).run(store)


def undo(session: Session, firm: str, import_id: int) -> tuple[Change, ...]:
    """Take an import back as one; raises ``UserError('store.undo-blocked')`` when a return was changed after."""
    return tuple(session.store_of(firm).run(lambda books: books.imports.undo(import_id)))


def _by_return(values: Iterable[Found]) -> dict[tuple[str, Period], list[Found]]:
    grouped: dict[tuple[str, Period], list[Found]] = {}
    for found in values:
        grouped.setdefault((found.form, found.period), []).append(found)
    return grouped


def _change(draft: Draft, values: list[Found]) -> tuple[Change, list[ImportLine]]:
    """The change these values make to one return, and each value as a line of the preview."""
    rows = RowFinder(draft)
    edits: list[Edit] = []
    lines: list[ImportLine] = []
    for found in values:
        address = rows.address(found)
        indicator, spec = draft.place(address)
        old = draft.cell(address)
        lines.append(line_of(found, address, indicator, spec, old))
        if old != found.cell:
            edits.append(Edit(address, old, found.cell))
    target = draft.current
    change = Change(target.firm, target.form, target.period, tuple(edits), rows.edits(), source="workbook")
    return change, lines


def _same_as_planned(books: Books, changes: Iterable[Change]) -> None:
    """Refuse when a cell is no longer what the change starts from."""
    for change in changes:
        if isinstance(change.edits, Block):
            listed = books.returns.rows(change.firm, change.form, change.period)
            if any(listed.values()):
                raise UserError("import.stale", address=change.edits[0].address)
            continue
        target = books.returns.get(change.firm, change.form, change.period)
        cells = target.cells if target else {}
        for edit in change.edits:
            if cells.get(edit.address) != edit.old:
                raise UserError("import.stale", address=edit.address)
