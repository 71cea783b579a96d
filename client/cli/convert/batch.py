"""A batch of many enterprises as results."""

from __future__ import annotations

from pathlib import Path

from client.base.errors import UserError
from client.cli.convert.workbooks import left_result, note_text
from client.cli.results.batch import BatchResult, FileImportResult, FirmImportResult, PartResult
from client.cli.results.texts import problem_of
from client.usecases.books.batches.firm_plan import FirmPlan
from client.usecases.books.batches.importing_many import FilePlan, ManyPlan
from client.usecases.books.batches.journals import Batch


def files_of(planned: ManyPlan, batch: Batch | None, *, dry_run: bool) -> list[FileImportResult]:
    """The result table, file by file."""
    parts = {part.firm: part for part in batch.parts} if batch is not None else {}
    states: dict[str, str] = {firm: part.state for firm, part in parts.items()}
    codes = {firm: part.code for firm, part in parts.items() if part.code}
    return [_file(file, states, codes, dry_run=dry_run) for file in planned.files]


def _file(file: FilePlan, states: dict[str, str], codes: dict[str, str], *, dry_run: bool) -> FileImportResult:
    return FileImportResult(
        file=str(file.path),
        firms=[_firm(firm, states, codes, file.path, dry_run=dry_run) for firm in file.firms],
        left=[left_result(left) for left in file.left],
        problem=problem_of(file.problem) if file.problem else None,
    )


def _firm(
    firm: FirmPlan, states: dict[str, str], codes: dict[str, str], path: Path, *, dry_run: bool
) -> FirmImportResult:
    state = "planned" if dry_run else states.get(firm.firm, "waiting")
    if firm.problem is not None:
        state = "refused"
    elif not firm.changed:
        state = "unchanged"
    problem = firm.problem
    if problem is None and state == "refused":
        problem = UserError("batch.part-refused", firm=firm.firm, file=path.name, kind=codes.get(firm.firm, ""))
    return FirmImportResult(
        enterprise=firm.firm,
        name=firm.name,
        known=firm.known,
        state=state,
        taken=firm.taken,
        changed=firm.changed,
        errors=firm.errors,
        queries=firm.queries,
        left=[left_result(left) for left in firm.left],
        warnings=[note_text(note) for note in firm.warnings],
        problem=problem_of(problem) if problem else None,
    )


def batch_result(batch: Batch) -> BatchResult:
    """A batch with its parts."""
    parts = [
        PartResult(enterprise=part.firm, name=part.name, state=part.state, cells=part.cells, code=part.code)
        for part in batch.parts
    ]
    return BatchResult(id=batch.batch_id, at=batch.at, title=batch.title, unfinished=batch.unfinished, parts=parts)
