"""The checks every form has: required places that are blank, cells that cannot be read, signs that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from forms.addresses import parse
from forms.findings import CellRef, Finding, Level, Outcome
from forms.pack.model import NUMERIC, Form, Indicator, Spec
from forms.pack.places import spec_at
from forms.problems import FormsError
from forms.returns import Cell
from forms.rules.binding import Binder
from forms.rules.book import rulebook
from forms.rules.saying import Speaker
from forms.rules.scope import Books, Frame, Scope
from forms.rules.telling import name_of_row
from forms.rules.tree import Ref


def builtin_findings(books: Books, ruled: Iterable[Finding]) -> list[Finding]:
    """Findings of the rules ``REQ``, ``READ`` and ``SIGN`` on the return the books are opened at.

    ``ruled`` are the findings of the pack's rules: a cell that has a value and a mark is named here only if none
    of them speaks of that cell alone.
    """
    named = {finding.cells[0].address for finding in ruled if len(finding.cells) == 1}
    return [*missing_required(books), *_unfit(books, named)]


def missing_required(books: Books) -> Iterator[Finding]:
    """A finding of level error for each required place of the return that is blank."""
    form = books.pack.forms[books.form]
    scope, sheet = Scope(books), books.sheet(form.code)
    asked = [
        i for i in form.asked_indicators(books.period) if i.required not in ("no", "computed") and not i.preset
    ]
    records: Iterable[Frame] = [Frame(sheet, form.code, None, sheet.cells)]
    if form.shape == "rows":
        records = sheet.table(form.code).values()
    for frame in records:
        scope[form.code] = frame
        for indicator in asked:
            if not indicator.computed and _required(books, form, indicator, scope):
                yield from _blank(books, form, indicator, frame, scope)


def _required(books: Books, form: Form, spec: Spec, scope: Scope, table: str = "") -> bool:
    if spec.required == "annual":
        return books.period.months == 12
    condition = rulebook(books.pack).condition(form, spec, table)
    return spec.required == "always" if condition is None else condition(scope) is True


def _blank(books: Books, form: Form, indicator: Indicator, frame: Frame, scope: Scope) -> Iterator[Finding]:
    if indicator.table:
        yield from _blank_in_table(books, form, indicator, frame, scope)
        return
    parts = [part for part in indicator.parts.values() if _required(books, form, part, scope)]
    for field in [f"{indicator.code}.{part.name}" for part in parts] if indicator.parts else [indicator.code]:
        if _is_blank(frame.cells.get(field)):
            yield _finding(books, "REQ", "error", "fail", indicator, frame, field, "required")


def _blank_in_table(
    books: Books, form: Form, indicator: Indicator, frame: Frame, scope: Scope
) -> Iterator[Finding]:
    rows = scope.rows(indicator.code, form.code) or []
    if not rows:
        yield _finding(books, "REQ", "error", "fail", indicator, frame, indicator.code, "required")
    for row in rows:
        scope[indicator.code] = row
        for column in indicator.table.values():
            if _required(books, form, column, scope, indicator.code) and _is_blank(row.cells.get(column.name)):
                yield _finding(books, "REQ", "error", "fail", indicator, row, column.name, "required")
        del scope[indicator.code]


def _is_blank(cell: Cell | None) -> bool:
    return cell is None or (cell.value is None and cell.problem is None and cell.na is None)


def _unfit(books: Books, named: set[str]) -> Iterator[Finding]:
    """Cells that cannot be read as their indicator asks, and negative figures where there are none."""
    form, sheet = books.pack.forms[books.form], books.sheet(books.form)
    for address, cell in sheet.cells.items():
        if cell.problem is None and not isinstance(cell.value, Decimal):
            continue
        try:
            place = parse(address)
            spec = spec_at(form, place)
        except (FormsError, LookupError):
            continue
        indicator = form.indicators[place.code]
        tables = sheet.table(place.table) if place.table is not None and place.row is not None else {}
        frame = tables.get(place.row or "") or Frame(sheet, form.code, None, sheet.cells)
        field = place.part if place.in_child_table and place.part else place.field
        if cell.problem is not None and (cell.value is None or address not in named):
            yield _finding(books, "READ", "error", "undecided", indicator, frame, field, "", cell)
        elif isinstance(cell.value, Decimal) and cell.value < 0 and spec.type in NUMERIC and not spec.signed:
            yield _finding(books, "SIGN", "query", "fail", indicator, frame, field, "sign", cell)


def _finding(
    books: Books,
    rule: str,
    level: Level,
    outcome: Outcome,
    indicator: Indicator,
    frame: Frame,
    field: str,
    message: str,
    cell: Cell | None = None,
) -> Finding:
    """One built-in finding; ``message`` names its text under ``finding.``, else the cell's problem does."""
    part = field if indicator.table else field.partition(".")[2]
    part = "" if part == indicator.code else part
    column = field.partition("@")[2]
    zh, en = (Speaker(Binder(books.pack), language) for language in ("zh", "en"))
    ref = Ref(0, indicator.code, part, column)
    names = {"zh": zh.noun(ref), "en": en.noun(ref)}
    row = name_of_row(zh, frame)
    text = cell.text.strip() if cell is not None else ""
    code = (
        f"finding.{message}"
        if message
        else cell.problem
        if cell is not None and cell.problem
        else "finding.required"
    )
    told = {
        language: FormsError(code, name=name, text=text, unit=indicator.unit) for language, name in names.items()
    }
    prefix = {language: speaker.say("row", row) if row else "" for language, speaker in (("zh", zh), ("en", en))}
    form_row = parse(frame.address(field)).form_row if frame.row is not None else None
    return Finding(
        rule=rule,
        level=level,
        outcome=outcome,
        form=books.form,
        period=str(books.period),
        row=form_row or frame.row,
        cells=(CellRef(books.form, str(books.period), frame.address(field), names["zh"], text),),
        title_zh=zh.tidy(told["zh"].what("zh")) if message else names["zh"],
        title_en=told["en"].what("en") if message else names["en"],
        expected_zh=_expected(zh, rule, indicator, names["zh"]),
        expected_en=_expected(en, rule, indicator, names["en"]),
        actual_zh=prefix["zh"] + (text or zh.phrases["empty"]),
        actual_en=prefix["en"] + (text or en.phrases["empty"]),
        unit=indicator.unit,
        reason_zh="" if message else told["zh"].what("zh"),
        reason_en="" if message else told["en"].what("en"),
        remedy_zh=told["zh"].remedy("zh"),
        remedy_en=told["en"].remedy("en"),
    )


def _expected(speaker: Speaker, rule: str, indicator: Indicator, name: str) -> str:
    if rule == "REQ":
        return speaker.say("should filled", name)
    if rule == "SIGN":
        return speaker.say("should be positive", name)
    key = f"should be {indicator.type}"
    return speaker.say(key if key in speaker.phrases else "should filled", name)
