"""Workbooks read, as results."""

from __future__ import annotations

import msgspec

from client.cli.results.importing import GuessResult, LineResult, MarkedResult, SheetResult, WorkbookResult
from client.cli.results.texts import LeftResult, Text
from client.usecases.books.importing import ImportPlan
from client.usecases.books.marking import Marked
from client.usecases.books.preview.lines import ImportLine
from client.workbook import Note, NotTaken, SheetPlan


def workbook_result(planned: ImportPlan, import_id: int | None) -> WorkbookResult:
    """A workbook as planned; stored when it has an ``import_id``."""
    return WorkbookResult(
        file=planned.file,
        stored=import_id is not None,
        import_id=None if import_id is None else str(import_id),
        sheets=[_sheet(sheet) for sheet in planned.sheets],
        lines=[_line(line) for line in planned.lines],
        left=[left_result(left) for left in planned.left],
        warnings=[note_text(note) for note in planned.warnings],
        profile=planned.profile or None,
    )


def with_mark(result: WorkbookResult, marked: Marked) -> WorkbookResult:
    """The result with the marked copy that was written of its workbook."""
    told = MarkedResult(
        file=str(marked.file),
        cells=marked.cells,
        unplaced=len(marked.unplaced),
        lost=[note_text(note) for note in marked.lost],
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
        notes=[note_text(note) for note in sheet.notes],
        guesses=[
            GuessResult(what=seen.what, value=seen.value, why=note_text(seen.why), chosen=seen.chosen)
            for seen in sheet.seen
        ],
    )


def _line(line: ImportLine) -> LineResult:
    found = line.found
    return LineResult(
        form=line.form,
        period=str(line.period),
        address=line.address,
        name=Text(zh=line.name, en=line.name_en or line.name),
        row=line.row_label,
        old=line.old,
        new=line.new,
        unit=line.unit,
        raw=found.raw,
        raw_unit=found.raw_unit,
        place=found.place,
        how=str(found.how),
        confidence=found.confidence,
        doubts=[note_text(doubt) for doubt in line.doubts],
    )


def left_result(left: NotTaken) -> LeftResult:
    """Something that was not taken."""
    return LeftResult(
        sheet=left.sheet,
        row=left.row,
        column=left.column,
        label=left.label,
        code=left.code,
        why=note_text(left.why),
    )


def note_text(note: Note) -> Text:
    """A remark in both languages."""
    return Text(zh=note.what("zh"), en=note.what("en"))
