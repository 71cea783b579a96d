"""A workbook as a reviewed and reversible change: planned, looked at, applied in one transaction, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.store import Books, ChangeSet
from client.usecases.books.extracting import Extracted, Reading, extract
from client.usecases.books.preview.doubts import doubts
from client.usecases.books.preview.lines import ImportLine, Joined, line_of
from client.usecases.books.preview.long_lists import ListPlan, plan_list
from client.usecases.books.preview.rows import RowFinder
from client.usecases.books.selecting import ALL, Selection, not_chosen
from client.usecases.books.under_review import settle
from client.usecases.books.whose import another_name
from client.usecases.home.enterprises import add
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_draft
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.neighbours import Returns
from client.usecases.returns.versions import heads_of
from client.workbook import (
    Found,
    Note,
    NotTaken,
    SheetPlan,
    warm,
)
from client.workbook.finding.taken.extraction import Block as Listed
from client.workbook.finding.taken.extraction import Values, note
from client.workbook.model import letters
from forms.addresses import parse
from forms.pack import Form, Pack
from forms.periods import Period
from forms.returns import Change, Edit, ManyEdits, ReturnKey
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


def plan(
    session: Session,
    path: Path,
    firm: str,
    period: Period,
    forms: Sequence[str] | None = None,
    selection: Selection = ALL,
) -> ImportPlan:
    """``extract`` a workbook and hold it against what is stored."""
    warm()  # it starts while the definitions are loaded
    pack = pack_in_use(session, firm, period)
    return plan_extracted(session, extract(path, Reading(firm, period, forms, pack=pack)), selection)


def pack_in_use(session: Session, firm: str, period: Period) -> Pack:
    """The version a workbook of ``period`` is read by: that all its drafts are pinned to, else that in force."""
    pinned = {head.pack for head in session.look(firm, lambda books: books.returns.heads(firm, period))}
    return session.shelf.version(pinned.pop()) if len(pinned) == 1 else session.pack_for(period)


def plan_extracted(
    session: Session, extracted: Extracted, selection: Selection = ALL, beside: Returns | None = None
) -> ImportPlan:
    """What the workbook, or what is chosen of it, would change in the returns of its firm.

    ``beside`` are returns as they will be once what was planned before is stored: records keep their ids.
    """
    beside = beside or {}
    extraction = extracted.extraction
    filed = session.look(extracted.firm, lambda books: frozenset(heads_of(books, extracted.firm)))
    lists, rest, left = _lists(session, extracted, selection, beside)
    lines: list[Sequence[ImportLine]] = [each.lines for each in lists]
    changes: list[Change] = [each.change for each in lists]
    drafts: list[Draft] = []
    tally = Counter[bool]()
    for (form, of_period), found in _by_return(rest).items():
        draft = open_draft(session, ReturnKey(extracted.firm, form, of_period))
        if beside:
            draft = Draft(draft.pack, draft.current, {**draft.others, **beside})
        every = _described(draft, found, filed=draft.current.key in filed)
        change, described, out = _chosen(draft, every, selection)
        left += not_chosen(out)
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
        left=(*extraction.left, *left),
        warnings=(*extraction.warnings, *another_name(session, extracted.firm, extraction)),
        sha256=extracted.sha256,
        changes=tuple(changes),
        checks=_checks_together(drafts, lists),
        profile=extracted.profile,
        fresh=tally[True] + sum(len(each.block) for each in lists),
        replaced=tally[False],
    )


def _lists(
    session: Session, extracted: Extracted, selection: Selection, beside: Returns
) -> tuple[list[ListPlan], Iterable[Found], list[NotTaken]]:
    """The long lists that can be planned as they are, the values of everything else, and columns not chosen."""
    values = extracted.extraction.values
    counts = Counter((block.form, block.period) for block in values.blocks)
    counts.update({(found.form, found.period) for found in values.singles})
    plans: list[ListPlan] = []
    others: list[Listed] = []
    left: list[NotTaken] = []
    for block in values.blocks:
        alone = counts[block.form, block.period] == 1 and not selection.by_cell
        kept, out = _chosen_columns(block, session.pack_for(block.period).forms[block.form], selection)
        plan = plan_list(session, extracted.firm, kept, beside) if alone and kept.columns else None
        if plan is None:
            others.append(block)
        else:
            plans.append(plan)
            left += out
    return plans, Values(values.singles, others), left


def _chosen_columns(block: Listed, form: Form, selection: Selection) -> tuple[Listed, list[NotTaken]]:
    """A list with the chosen columns only, its key and its names among them; and the others, named."""
    named = (form.row_key, form.row_name)
    chosen = {
        each.address for each in block.columns if selection.takes_field(block.form, block.period, each.address)
    }
    kept = [each for each in block.columns if each.address in chosen or (chosen and each.address in named)]
    out = [
        NotTaken(
            sheet=block.sheet, column=letters(each.cells.column), label=each.address, why=note("left.not-chosen")
        )
        for each in block.columns
        if each not in kept
    ]
    return msgspec.structs.replace(block, columns=tuple(kept)), out


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


def apply(session: Session, planned: ImportPlan, stop: Stop = NEVER) -> int:
    """Store a plan in one transaction; answers the number it can be taken back by.

    Raises ``UserError('import.stale')`` when a cell was changed since the plan was made, ``Stopped`` when the end
    was asked for before the last of it was written: then nothing is stored.
    """
    stop.check()
    add(session, planned.firm, planned.firm_name)
    changes = ChangeSet(planned.file, planned.changes, planned.sha256)

    def store(books: Books) -> int:
        same_as_planned(books, planned.changes)
        for change in planned.changes:
            books.returns.ensure(change.key, session.pack_for(change.period).version)
        settle(books, planned.file)
        stop.check()
        made = books.imports.record(changes).set_id
        stop.check()
        return made

    return session.store_of(planned.firm).run(store)


def _by_return(values: Iterable[Found]) -> dict[tuple[str, Period], list[Found]]:
    grouped: dict[tuple[str, Period], list[Found]] = {}
    for found in values:
        grouped.setdefault((found.form, found.period), []).append(found)
    return grouped


def _described(draft: Draft, values: list[Found], *, filed: bool) -> tuple[RowFinder, list[ImportLine]]:
    """Each value as a line of the preview, with what is doubtful about it."""
    rows = RowFinder(draft)
    before = draft.previous.cells if draft.previous is not None else {}
    lines: list[ImportLine] = []
    for found in values:
        address = rows.address(found)
        indicator, spec = draft.place(address)
        old = draft.cell(address)
        seen = doubts(found.cell, old, before.get(address), indicator, draft.period, filed=filed)
        lines.append(line_of(found, address, indicator, spec, old, seen))
    return rows, lines


def _chosen(
    draft: Draft, described: tuple[RowFinder, list[ImportLine]], selection: Selection
) -> tuple[Change, list[ImportLine], list[ImportLine]]:
    """The change that the chosen lines make, those lines, and the lines left out."""
    rows, lines = described
    taken = [selection.takes(line) for line in lines]
    filled = frozenset(row for line, takes in zip(lines, taken, strict=True) if takes for row in _rows_of(line))
    named = {draft.form.row_key, draft.form.row_name} - {None}
    for number, line in enumerate(lines):
        taken[number] = taken[number] or (line.old is None and line.code in named and filled >= _rows_of(line))
    kept = [line for line, takes in zip(lines, taken, strict=True) if takes]
    out = [line for line, takes in zip(lines, taken, strict=True) if not takes]
    pairs = ((line, draft.cell(line.address)) for line in kept)
    edits = tuple(Edit(line.address, old, line.found.cell) for line, old in pairs if old != line.found.cell)
    target = draft.current
    change = Change(*target.key, edits, rows.edits(filled), source="workbook")
    return change, kept, out


def _rows_of(line: ImportLine) -> set[str]:
    """The rows a value lies in: that of the list, that of a table within it."""
    where = parse(line.address)
    return {row for row in (where.form_row, where.row) if row}


def same_as_planned(books: Books, changes: Iterable[Change]) -> None:
    """Raises ``UserError('import.stale')`` when a cell or a row list is no longer what a change starts from."""
    for change in changes:
        listed = books.returns.rows(change.key)
        for rows in change.rows:
            if tuple(listed.get(rows.table, ())) != rows.old:
                raise UserError("import.stale", address=rows.table)
        if isinstance(change.edits, ManyEdits):
            if any(listed.values()):
                raise UserError("import.stale", address=change.edits[0].address)
            continue
        target = books.returns.get(change.key)
        cells = target.cells if target else {}
        for edit in change.edits:
            if cells.get(edit.address) != edit.old:
                raise UserError("import.stale", address=edit.address)
