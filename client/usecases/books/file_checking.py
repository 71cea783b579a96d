"""Check a file of records against any pack: nothing is stored, no home is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.workbook import read
from client.workbook.finding.files.records import RecordFile, read_records
from forms.pack import Form, Pack, load_pack
from forms.periods import Period
from forms.records import OutcomesOf, RecordReport, Records, by_closures, check_records
from forms.records.commas import with_decimal_commas
from forms.words import Listed


@dataclass(frozen=True)
class FileCheck:
    """A file as it was understood, the files of earlier periods, and what the rules say."""

    pack: Pack
    form: Form
    file: RecordFile
    earlier: tuple[RecordFile, ...]
    report: RecordReport
    decimal: str = "."
    """How the file writes its decimal point."""


def check_file(
    path: Path,
    pack_folder: Path,
    form: str | None,
    period: Period | None = None,
    *,
    previous: Path | None = None,
    last_year: Path | None = None,
    sheet: str | None = None,
    everything: bool = False,
) -> FileCheck:
    """Check every record of a file with the rules of one form of the pack in ``pack_folder``.

    ``previous`` and ``last_year`` hold the same records of the period before and of a year ago, matched by the
    form's row key; ``sheet`` names the sheet to read in each. Raises ``FormsError('pack.…')`` for the pack,
    ``UserError`` (``check.…``, ``records.…``, ``workbook.…``) for the files.
    """
    pack = load_pack(pack_folder)
    definition = _form(pack, form)
    file, decimal = _understood(path, pack, definition, period, sheet)
    now = file.records
    earlier: dict[tuple[str, ...], Records] = {}
    files = []
    for asked, moments, at in (
        (last_year, _moments(definition, "last_year"), now.period.last_year()),
        (previous, _moments(definition, "previous"), definition.previous(now.period) or now.period.year_end()),
    ):
        if asked is not None:
            files.append(_earlier(asked, pack, definition, at, sheet))
            earlier |= dict.fromkeys(moments, files[-1].records)
    if files and not any(now.keys):
        raise UserError("check.no-key", file=path.name)
    report = check_records(pack, now, earlier, everything=everything, outcomes_of=_way(len(now)))
    return FileCheck(pack, definition, file, tuple(files), report, decimal)


LONG = 1_000
"""From so many records on the rules run over columns: sooner than loading numpy takes."""


def _way(records: int) -> OutcomesOf:
    """How outcomes come about; both ways give the same."""
    if records < LONG:
        return by_closures
    from forms.columns.of_records import ByColumns  # numpy is loaded for long files only

    return ByColumns()


def _form(pack: Pack, code: str | None) -> Form:
    if code is None and len(pack.forms) == 1:
        return next(iter(pack.forms.values()))
    found = pack.forms.get((code or "").upper())
    if found is None:
        raise UserError("cli.no-such-form", form=code or "", forms=Listed(pack.forms))
    return found


def _understood(
    path: Path, pack: Pack, form: Form, period: Period | None, sheet: str | None
) -> tuple[RecordFile, str]:
    """The records of a file, and its decimal sign."""
    file = read_records(read(path), pack, form, period, sheet)
    continental = with_decimal_commas(pack, file.records)
    return (file, ".") if continental is None else (msgspec.structs.replace(file, records=continental), ",")


def _earlier(path: Path, pack: Pack, form: Form, period: Period, sheet: str | None) -> RecordFile:
    file, _ = _understood(path, pack, form, period, sheet)
    if not any(file.records.keys):
        raise UserError("check.no-key", file=path.name)
    return file


def _moments(form: Form, shift: str) -> list[tuple[str, ...]]:
    """Every way in which a rule may reach that period: of an annual form the year before is all three."""
    if form.kind == "year":
        return [("last_year",), ("previous",), ("year_end",)]
    return [(shift,)]
