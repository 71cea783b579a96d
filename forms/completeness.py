"""The checks every form has: required places that are blank, cells that cannot be read, signs that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import structs

from forms.addresses import parse
from forms.findings import MISSING, CellRef, Finding, Level, Outcome
from forms.pack.model import NUMERIC, Form, Indicator, Pack, Spec
from forms.problems import FormsError
from forms.returns import Cell
from forms.rules.book import rulebook
from forms.rules.scope import Books, Frame, Scope
from forms.rules.tree import Ref
from forms.rules.wording.saying import Speaker, speaker_of
from forms.rules.wording.telling import name_of_row
from forms.values.units import finer_unit, unit_words
from forms.words import Words


class BuiltIn(NamedTuple):
    """A check that every form has, whatever its rules; ``message`` names its text under ``finding.``.

    Without a message the cell's own problem is the text.
    """

    rule: str
    level: Level
    outcome: Outcome
    message: str


REQUIRED = BuiltIn(MISSING, "error", "fail", "required")
UNREAD = BuiltIn("READ", "error", "undecided", "")
NEGATIVE = BuiltIn("SIGN", "query", "fail", "sign")


def builtin_findings(books: Books, ruled: Iterable[Finding], rows: frozenset[str] | None = None) -> list[Finding]:
    """Findings of ``REQ``, ``READ`` and ``SIGN`` on the return the books are opened at, or on ``rows`` of it.

    ``ruled`` are the findings of the pack's rules: a cell that has a value and a mark is named here only if none
    of them speaks of that cell alone.
    """
    named = {finding.only_cell for finding in ruled}
    return [finding for _, finding in builtin_by_code(books, named.__contains__, rows)]


def builtin_by_code(
    books: Books,
    named: Callable[[str], bool],
    rows: frozenset[str] | None = None,
    codes: Iterable[str] | None = None,
) -> Iterator[tuple[str, Finding]]:
    """``builtin_findings``, each with its indicator; of the indicators ``codes`` alone where they are given.

    ``named`` says whether a finding of the rules speaks of the cell at an address alone.
    """
    yield from _Required(books).missing(rows, codes)
    yield from _unfit(books, named, rows, codes)


def missing_required(books: Books) -> Iterator[Finding]:
    """A finding of level error for each required place that is blank, rows of child tables included."""
    return (finding for _, finding in _Required(books).missing(None, None))


class _Required:
    """What must be filled in the return the books are opened at, held against what is."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._form = books.pack.forms[books.form]
        self._scope = Scope(books)

    def missing(self, rows: frozenset[str] | None, codes: Iterable[str] | None) -> Iterator[tuple[str, Finding]]:
        """A finding for each place that is blank, with its indicator."""
        asked = [
            indicator
            for indicator in self._form.asked_indicators(self._books.period, codes)
            if (indicator.table or indicator.required not in ("no", "computed"))
            and not (indicator.preset or indicator.computed)
        ]
        for frame in _records(self._books, self._form, rows) if asked else ():
            self._scope[self._form.code] = frame
            for indicator in asked:
                if self._filled(indicator, frame):
                    continue  # most cells of a list are: whether they must be need not be worked out
                for finding in self._of(indicator, frame):
                    yield indicator.code, finding

    def _of(self, indicator: Indicator, frame: Frame) -> Iterator[Finding]:
        needed = self._needed(indicator)
        if indicator.table:
            yield from self._in_table(indicator, frame, needed=needed)
        elif needed:
            parts = [part for part in indicator.parts.values() if self._needed(part)]
            own = [f"{indicator.code}.{part.name}" for part in parts] if indicator.parts else [indicator.code]
            for field in (*own, *self._columns(indicator, frame)):
                if is_blank(frame.cells.get(field)):
                    yield built_in_finding(self._books, REQUIRED, indicator, frame, field)

    def _filled(self, indicator: Indicator, frame: Frame) -> bool:
        """Whether nothing of a plain indicator is blank, nor a column beside it that the pack asks for."""
        if indicator.parts or indicator.table:
            return False
        beside = indicator.columns if self._form.columns_required != "no" else ()
        fields = (indicator.code, *(f"{indicator.code}@{name}" for name in beside))
        return not any(is_blank(frame.cells.get(field)) for field in fields)

    def _needed(self, spec: Spec, table: str = "") -> bool:
        if spec.required == "annual":
            return self._books.period.months == 12
        condition = rulebook(self._books.pack).condition(self._form, spec, table)
        return spec.required == "always" if condition is None else condition(self._scope) is True

    def _columns(self, indicator: Indicator, frame: Frame) -> list[str]:
        """The columns beside a line, such as last year's, where the pack asks for them and one is blank."""
        beside = [f"{indicator.code}@{name}" for name in indicator.columns]
        if self._form.columns_required == "no" or not any(is_blank(frame.cells.get(field)) for field in beside):
            return []
        condition = rulebook(self._books.pack).column_condition(self._form, indicator.code)
        return beside if condition is None or condition(self._scope) is True else []

    def _in_table(self, indicator: Indicator, frame: Frame, *, needed: bool) -> Iterator[Finding]:
        books, scope, code = self._books, self._scope, indicator.code
        rows = scope.rows(code, self._form.code) or []
        if needed and not rows:
            yield built_in_finding(books, REQUIRED, indicator, frame, code)
        for row in rows:
            scope[code] = row
            for column in indicator.table.values():
                if self._needed(column, code) and is_blank(row.cells.get(column.name)):
                    yield built_in_finding(books, REQUIRED, indicator, row, column.name)
            del scope[code]


def _records(books: Books, form: Form, rows: frozenset[str] | None) -> Iterator[Frame]:
    """The single record of a return, or its rows."""
    sheet = books.sheet(form.code)
    if form.shape == "single":
        yield sheet.whole
        return
    yield from sheet.chosen(form.code, rows)


def is_blank(cell: Cell | None) -> bool:
    """Whether nothing was entered: no value, no text that cannot be read, no word that it does not apply."""
    return cell is None or (cell.value is None and cell.problem is None and cell.na is None)


def _unfit(
    books: Books, named: Callable[[str], bool], rows: frozenset[str] | None, codes: Iterable[str] | None
) -> Iterator[tuple[str, Finding]]:
    """Cells that cannot be read as their indicator asks, and negative figures where there are none."""
    form = books.pack.forms[books.form]
    chosen = form.chosen_indicators(codes)
    plain = [place for indicator in chosen if not indicator.table for place in places_of(indicator)]
    tables = [indicator for indicator in chosen if indicator.table]
    for record in _records(books, form, rows):
        yield from _unfit_cells(books, record, plain, named)
        for indicator in tables:
            columns = [(indicator, column.name, column) for column in indicator.table.values()]
            for row in record.sheet.table(record.address(indicator.code)).values():
                yield from _unfit_cells(books, row, columns, named)


def places_of(indicator: Indicator) -> Iterator[tuple[Indicator, str, Spec]]:
    """The fields of a record that an indicator fills, each with what it is read against."""
    for part in indicator.parts.values():
        yield indicator, f"{indicator.code}.{part.name}", part
    if not indicator.parts:
        yield indicator, indicator.code, indicator
        for column in indicator.columns:
            yield indicator, f"{indicator.code}@{column}", indicator


def _unfit_cells(
    books: Books, frame: Frame, places: Iterable[tuple[Indicator, str, Spec]], named: Callable[[str], bool]
) -> Iterator[tuple[str, Finding]]:
    cells = frame.cells
    for indicator, field, spec in places:
        cell = cells.get(field)
        if cell is None or not is_suspect(cell):
            continue
        if cell.problem is not None and (cell.value is None or not named(frame.address(field))):
            found = built_in_finding(books, UNREAD, indicator, frame, field, cell)
        elif isinstance(cell.value, Decimal) and cell.value < 0 and spec.type in NUMERIC and not spec.signed:
            found = built_in_finding(books, NEGATIVE, indicator, frame, field, cell)
        else:
            continue
        yield indicator.code, found


def is_suspect(cell: Cell) -> bool:
    """Whether a cell may be unfit: marked, or a negative figure."""
    return cell.problem is not None or (isinstance(cell.value, Decimal) and cell.value < 0)


def built_in_finding(
    books: Books, check: BuiltIn, indicator: Indicator, frame: Frame, field: str, cell: Cell | None = None
) -> Finding:
    """What a built-in check says of a field of a frame; of a blank one there is no ``cell``."""
    part = field if indicator.table else field.partition(".")[2]
    part = "" if part == indicator.code else part
    text = cell.text.strip() if cell is not None else ""
    problem = "" if check.message else (cell.problem if cell is not None else None) or "finding.required"
    where = (indicator.code, part, field.partition("@")[2])
    alike = _worded(books.pack, books.form, where, check, problem, text)
    zh, en = speaker_of(books.pack, "zh"), speaker_of(books.pack, "en")
    named, address = name_of_row(zh, frame), frame.address(field)
    row = named if named != text else ""  # the name itself is what cannot be read
    here = frame.row if frame.row is None or frame.table == books.form else parse(address).form_row or frame.row
    return structs.replace(
        alike,
        period=books.spelled,
        row=here,
        cells=(CellRef(books.form, books.spelled, address, alike.cells[0].name, text),),
        actual_zh=zh.say("row", row) + alike.actual_zh if row else alike.actual_zh,
        actual_en=en.say("row", row) + alike.actual_en if row else alike.actual_en,
    )


def why_unread(problem: str, text: str, unit: str, name: Words | str = "") -> FormsError:
    """What keeps a text from being a value of this unit, by the code a cell has for it.

    Of too many decimals it also names a finer unit in which the figure could be written as it is.
    """
    finer = finer_unit(unit) if problem == "value.too-many-decimals" else ""
    problem = "value.too-many-decimals-finer" if finer else problem
    return FormsError(problem, name=name, text=text, unit=unit_words(unit), finer=unit_words(finer))


@lru_cache(maxsize=4096)
def _worded(
    pack: Pack, form: str, where: tuple[str, str, str], check: BuiltIn, problem: str, text: str
) -> Finding:
    """What such findings say alike in every row of a list; ``where`` is code, part and column."""
    ref = Ref(0, *where)
    indicator, rule, message = pack.forms[form].indicators[ref.code], check.rule, check.message
    zh, en = speaker_of(pack, "zh"), speaker_of(pack, "en")
    name = Words(zh.noun(ref), en.noun(ref))
    spec = (indicator.table or indicator.parts).get(ref.part.rpartition(".")[2], indicator)
    told = why_unread(problem or f"finding.{message}", text, spec.unit, name)
    return Finding(
        rule=rule,
        level=check.level,
        outcome=check.outcome,
        form=form,
        period="",
        cells=(CellRef(form, "", "", name.zh, text),),
        title_zh=zh.tidy(told.what("zh")) if message else name.zh,
        title_en=told.what("en") if message else name.en,
        expected_zh=_expected(zh, rule, spec, name.zh),
        expected_en=_expected(en, rule, spec, name.en),
        actual_zh=text or zh.phrases["empty"],
        actual_en=text or en.phrases["empty"],
        unit=spec.unit,
        reason_zh="" if message else told.what("zh"),
        reason_en="" if message else told.what("en"),
        remedy_zh=told.remedy("zh"),
        remedy_en=told.remedy("en"),
    )


def _expected(speaker: Speaker, rule: str, spec: Spec, name: str) -> str:
    if rule == REQUIRED.rule:
        return speaker.say("should filled", name)
    if rule == NEGATIVE.rule:
        return speaker.say("should be positive", name)
    key = f"should be {spec.type}"
    return speaker.say(key if key in speaker.phrases else "should filled", name)
