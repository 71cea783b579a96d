"""From what the use cases answer to the published shapes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from client.cli.results import (
    Counts,
    GuessResult,
    LineResult,
    MarkedResult,
    ProposalResult,
    ReturnResult,
    SheetResult,
    WorkbookResult,
    finding_result,
)
from client.cli.results_texts import LeftResult, Text
from client.usecases.checking import ReturnCheck
from client.usecases.importing import ImportPlan
from client.usecases.lines import ImportLine
from client.usecases.marking import Marked
from client.usecases.states import explained
from client.workbook import Note, NotTaken, SheetPlan
from forms.locating import Proposal

TOLD_PROPOSALS = 3
"""So many proposals are told of one return."""


def return_result(check: ReturnCheck, proposals: Sequence[Proposal] = ()) -> ReturnResult:
    """One checked return, with what was probably meant."""
    target = check.target
    return ReturnResult(
        key=target.key,
        form=target.form,
        form_name=check.form_name,
        period=str(target.period),
        state=check.state,
        cells=check.filled,
        counts=Counts(
            error=check.count("error"),
            query=check.count("query"),
            hint=check.count("hint"),
            unexplained=len(check.unexplained),
        ),
        findings=[finding_result(finding, explained=explained(finding, target)) for finding in check.findings],
        proposals=[_proposal(proposal) for proposal in proposals[:TOLD_PROPOSALS]],
    )


def _proposal(proposal: Proposal) -> ProposalResult:
    return ProposalResult(
        kind=proposal.kind,
        cells=[
            {"address": cell.address, "name": cell.name_zh, "old": cell.old, "new": cell.new}
            for cell in proposal.cells
        ],
        settles=sorted({settled.rule for settled in proposal.settles}),
        evidence=[Text(zh=words.zh, en=words.en) for words in proposal.evidence],
    )


def workbook_result(planned: ImportPlan, import_id: int | None) -> WorkbookResult:
    """A workbook as planned; stored when it has an ``import_id``."""
    return WorkbookResult(
        file=planned.file,
        stored=import_id is not None,
        import_id=None if import_id is None else str(import_id),
        sheets=[_sheet(sheet) for sheet in planned.sheets],
        lines=[_line(line) for line in planned.lines],
        left=[left_result(left) for left in planned.left],
        warnings=[text_of(note) for note in planned.warnings],
        profile=planned.profile or None,
    )


def with_mark(result: WorkbookResult, marked: Marked) -> WorkbookResult:
    """The same workbook with the marked copy that was written of it."""
    told = MarkedResult(
        file=str(marked.file),
        cells=marked.cells,
        unplaced=len(marked.unplaced),
        lost=[text_of(note) for note in marked.lost],
    )
    return msgspec.structs.replace(result, marked=told)


def _sheet(sheet: SheetPlan) -> SheetResult:
    return SheetResult(
        name=sheet.name,
        rows=sheet.rows,
        forms=list(sheet.forms),
        period=str(sheet.period) if sheet.period else None,
        unit=sheet.unit or None,
        taken=sheet.taken,
        notes=[text_of(note) for note in sheet.notes],
        guesses=[
            GuessResult(what=seen.what, value=seen.value, why=text_of(seen.why), chosen=seen.chosen)
            for seen in sheet.seen
        ],
    )


def _line(line: ImportLine) -> LineResult:
    found = line.found
    return LineResult(
        form=line.form,
        period=str(line.period),
        address=line.address,
        name=line.name,
        row=line.row_label,
        old=line.old,
        new=line.new,
        unit=line.unit,
        raw=found.raw,
        raw_unit=found.raw_unit,
        place=found.place,
        how=str(found.how),
        confidence=found.confidence,
        doubts=[text_of(doubt) for doubt in line.doubts],
    )


def left_result(left: NotTaken) -> LeftResult:
    """Something that was not taken."""
    return LeftResult(
        sheet=left.sheet,
        row=left.row,
        column=left.column,
        label=left.label,
        code=left.code,
        why=text_of(left.why),
    )


def text_of(note: Note) -> Text:
    """A remark in both languages."""
    return Text(zh=note.what("zh"), en=note.what("en"))
