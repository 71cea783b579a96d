"""A marked copy of the person's own workbook: every finding in the cell its figure came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from client.base.errors import UserError
from client.usecases.books.extracting import digest_of
from client.usecases.books.importing import ImportPlan
from client.workbook import Book, Note
from client.workbook.reader.marks import place_of
from client.workbook.writing.marking import Kind, Mark, ending_of, losses, write
from forms.completeness import why_unread
from forms.findings import Finding
from forms.words import Language

_LEVELS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"error": "强制", "query": "核实", "hint": "提示"},
    "en": {"error": "Error", "query": "Query", "hint": "Hint"},
}
_LEFT: Mapping[Language, str] = {"zh": "【未取】", "en": "[Not taken] "}
_SEPARATOR = " › "


@dataclass(frozen=True)
class Marked:
    """What became of it."""

    file: Path
    cells: int
    unplaced: tuple[Finding, ...]
    """Findings of which no cell lies in the workbook: computed figures, other forms, other periods."""
    lost: tuple[Note, ...]


def will_lose(path: Path) -> tuple[Note, ...]:
    """What the copy cannot keep; to be said before ``mark``. Raises ``UserError('workbook.locked')``."""
    with _at_hand(path):
        return losses(path)


def mark(
    path: Path, planned: ImportPlan, book: Book, target: Path, *, over: bool = False, language: Language = "zh"
) -> Marked:
    """Write the marked copy of ``path`` to ``target``, its comments in ``language``.

    Raises as ``client.workbook.writing.marking.write``.

    Also ``UserError`` ``marked.changed`` where the file is no longer what was read, and ``workbook.locked`` where
    it is not there any more.
    """
    with _at_hand(path):
        same = digest_of(path) == planned.sha256
        lost = losses(path)
    if not same:
        raise UserError("marked.changed", file=path.name)
    places = {(line.form, str(line.period), line.address): line.found.place for line in planned.lines}
    findings = [finding for check in planned.checks for finding in check.findings]
    marks: list[Mark] = []
    unplaced = []
    for finding in findings:
        found = list(_marks_of(finding, places, planned.file, language))
        marks += found
        if not found:
            unplaced.append(finding)
    marks += _unread(planned, language)
    marks += _left(planned, book, language)
    return Marked(target, write(path, target, marks, book, over=over), tuple(unplaced), lost)


@contextmanager
def _at_hand(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:  # a stick pulled out, a share gone
        raise UserError("workbook.locked", file=path.name) from error


def _marks_of(
    finding: Finding, places: Mapping[tuple[str, str, str], str], file: str, language: Language
) -> Iterator[Mark]:
    for cell in finding.cells:
        place = places.get((cell.form, cell.period, cell.address))
        if place is not None:
            yield _mark(place, file, finding.level, words(finding, language))


def words(finding: Finding, language: Language = "zh") -> str:
    """A finding as it stands in a comment."""
    level = _LEVELS[language][finding.level]
    if language == "en":
        said = [
            f"[{level} {finding.rule}] {finding.title_en}",
            finding.actual_en,
            finding.reason_en,
            finding.remedy_en,
        ]
    else:
        said = [
            f"【{level} {finding.rule}】{finding.title_zh}",
            finding.actual_zh,
            finding.reason_zh,
            finding.remedy_zh,
        ]
    return "\n".join(filter(None, said))


def _mark(place: str, file: str, kind: Kind, text: str) -> Mark:
    sheet, _, cell = place.removeprefix(file + _SEPARATOR).rpartition(_SEPARATOR)
    row, column = place_of(cell.encode())
    return Mark(sheet, row, column, kind, text)


def _unread(planned: ImportPlan, language: Language) -> Iterator[Mark]:
    """Figures that were taken as typed and cannot be read."""
    for line in planned.lines:
        cell = line.found.cell
        if cell.problem is not None:
            problem = why_unread(cell.problem, cell.text, line.unit)
            yield _mark(line.found.place, planned.file, "error", problem.what(language))


def _left(planned: ImportPlan, book: Book, language: Language) -> Iterator[Mark]:
    """Lines and cells that were not taken; of a line the first cell that holds something."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for left in planned.left:
        sheet = sheets.get(left.sheet)
        if sheet is None or left.row is None:
            continue
        column = place_of(f"{left.column}1".encode())[1] if left.column else 0
        if not column:
            column = next((c for c in sheet.across if sheet.text(left.row, c)), sheet.left)
        yield Mark(left.sheet, left.row, column, "left", f"{_LEFT[language]}{left.why.what(language)}")


__all__ = ["Marked", "ending_of", "mark", "will_lose", "words"]
