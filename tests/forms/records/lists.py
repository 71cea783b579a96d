"""Records written as a list one can read: a line of fields, then a line for each record, ``-`` for a blank."""

from __future__ import annotations

from pathlib import Path

from forms.addresses import parse
from forms.findings import Finding
from forms.pack import Pack, load_pack
from forms.pack.model import Spec
from forms.pack.places import spec_at
from forms.periods import Period
from forms.records import RecordColumn, RecordReport, Records
from forms.returns import Return
from forms.values.reading import read

FOREIGN = Path(__file__).parents[1] / "foreign"
RETAIL, SURVEY = load_pack(FOREIGN / "retail"), load_pack(FOREIGN / "rd-survey")


def spec(pack: Pack, form: str, field: str) -> Spec:
    """What is asked in a field of a record."""
    return spec_at(pack.forms[form], parse(f"{form}[1].{field}" if pack.forms[form].shape == "rows" else field))


def cut(text: str) -> tuple[list[str], list[list[str]]]:
    """The fields, and the texts of each line."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    return head, [["" if word == "-" else word for word in line] for line in lines]


def records(pack: Pack, form: str, period: str, text: str, *, keys: list[str] | None = None) -> Records:
    """The list as records; they are told apart by ``keys``, else by what stands first."""
    fields, lines = cut(text)
    columns = {}
    for number, field in enumerate(fields):
        texts = [line[number] for line in lines]
        cells = [read(each, spec(pack, form, field), pack) for each in texts]
        problems = {place: cell.problem for place, cell in enumerate(cells) if cell.problem}
        columns[field] = RecordColumn(texts, [cell.value for cell in cells], problems)
    return Records(
        form=form,
        period=Period.parse(period),
        numbers=list(range(2, len(lines) + 2)),
        keys=[line[0] for line in lines] if keys is None else keys,
        columns=columns,
    )


def returned(pack: Pack, form: str, period: str, text: str, line: int) -> Return:
    """One line of a list of single records as a return of its own."""
    fields, lines = cut(text)
    made = Return("firm", form, Period.parse(period), pack.version)
    for field, said in zip(fields, lines[line], strict=True):
        if said:
            made.cells[field] = read(said, spec(pack, form, field), pack)
    return made


def numbers(report: RecordReport, rule: str) -> dict[str, int]:
    """How often a rule came out how, leaving out what never happened."""
    [found] = [count.counts for count in report.rules if count.rule == rule]
    return {outcome: count for outcome, count in found.items() if count}


def told(report: RecordReport, rule: str) -> dict[int | None, Finding | None]:
    """What was said of a rule, by record."""
    return {
        place: outcome.finding
        for place, found in report.records.items()
        for outcome in found
        if outcome.rule == rule
    }
