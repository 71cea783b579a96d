"""Adds up the returns of a group, enterprise by enterprise, each read from a store of its own.

Only figures that may be added are: counts and amounts. Shares with a formula are made anew from the sums of their
sources; others are left out and named. Who has not entered a form, and whose figure cannot be read, is named
beside every total; nobody is counted as zero in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from client.base.errors import OurFault, UserError
from client.base.stopping import NEVER, Stop
from client.store import Books
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.views.rollup.model import Heard, LeftOut, Line, Part, Question, Rollup, Standing
from client.usecases.views.rollup.quotients import made_anew
from client.usecases.views.rollup.reading import Field, Figure, Reader
from client.usecases.views.rollup.sorting import sorted_form
from client.usecases.views.rollup.spans import Span, Terms, checked, year_before
from forms.pack import Form, Pack
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import Return
from forms.words import Words

NO_GROUP = "—"


class Reported(msgspec.Struct, frozen=True):
    """What one enterprise reported in one form; ``figures`` is None when nothing of it counts."""

    standing: Standing | None
    nil: bool
    figures: Mapping[Field, Figure] | None
    """Over the range, if there is one."""
    previous: Mapping[Field, Figure]
    last_year: Mapping[Field, Figure]
    ingredients: Mapping[str, list[Return]]
    """By the code of a quotient: the returns it is made from."""


def group_choices(pack: Pack) -> tuple[str, ...]:
    """Indicators of the profile that enterprises can be grouped by: those with a list of codes."""
    form = pack.forms.get(pack.profile.form)
    return tuple(each.code for each in form.indicators.values() if each.type == "code") if form else ()


def roll_up(session: Session, question: Question, *, heard: Heard = lambda *_: None, stop: Stop = NEVER) -> Rollup:
    """Add up the returns of all enterprises, or some.

    Raises ``UserError`` (``rollup.nothing``, ``rollup.no-such-group``, and as ``spans.checked``) and ``Stopped``.
    """
    pack = session.pack_for(question.period)
    if question.by and pack.home.get(question.by) != pack.profile.form:
        raise UserError("rollup.no-such-group", code=question.by)
    names = {each.code: each.name for each in all_of(session)}
    chosen = question.firms or tuple(names)
    forms = [each for each in pack.forms.values() if question.form in (None, each.code)]
    if question.since is not None and question.form is None:
        raise UserError("rollup.range-form", form="*")
    spans = [checked(form, question.period_of(form), question.since) for form in forms]
    naming = Naming(names, {}, {}, {})
    given: dict[str, dict[str, Reported]] = {form.code: {} for form in forms}
    for at, firm in enumerate(chosen):  # one after the other: each has a store of its own
        stop.check()
        heard(at, len(chosen), names.get(firm, firm))
        try:
            read = _read(session, firm, question, spans, naming)
        except OurFault:
            raise
        except CodedError as error:  # one that is gone or damaged is named; the others are added up all the same
            naming.unread[firm] = error
            continue
        for code, found in read.items():
            given[code][firm] = found
    heard(len(chosen), len(chosen), "")
    return _summed(pack, question, spans, given, naming)


class Naming(msgspec.Struct, frozen=True):
    """By enterprise: its name, its group, and why it cannot be read. Groups in English by their name."""

    names: Mapping[str, str]
    groups: dict[str, str]
    unread: dict[str, CodedError]
    groups_en: dict[str, str]


def _read(
    session: Session, firm: str, question: Question, spans: Sequence[Span], naming: Naming
) -> dict[str, Reported]:
    pack = session.pack_for(question.period)

    def look(books: Books) -> dict[str, Reported]:
        reader = Reader(session, pack, books, firm, question.basis)
        if question.by:
            naming.groups[firm], english = _group(reader, pack, question.period, question.by)
            naming.groups_en[naming.groups[firm]] = english
        return {each.form.code: _given(reader, pack, each) for each in spans if each.form.asked(each.period)}

    return session.look(firm, look)


def _group(reader: Reader, pack: Pack, period: Period, by: str) -> tuple[str, str]:
    """The enterprise's group, by its profile as it counts; and in English."""
    form = pack.forms[pack.profile.form]
    profile = reader.loaded(form, form.period_of(period)).target
    cell = profile.cells.get(by) if profile is not None else None
    if cell is None:
        return NO_GROUP, NO_GROUP
    spec = form.indicators[by]
    code = pack.lists[spec.list].codes.get(str(cell.value)) if spec.list else None
    return (f"{code.code} {code.name}", f"{code.code} {code.name_en}") if code else (cell.text, cell.text)


def _given(reader: Reader, pack: Pack, span: Span) -> Reported:
    form, period, since = span
    loaded = reader.loaded(form, period)
    if not loaded.there:
        return Reported(None, nil=False, figures=None, previous={}, last_year={}, ingredients={})
    figures = reader.figures(form, period) or {}
    sorting = sorted_form(pack, form.code)
    before = form.previous(period) if since is None else None
    last_year: dict[Field, Figure] = {}
    ranged: dict[Field, Figure] = {}
    for field in figures:
        spec = sorting.lines[field[0].partition("@")[0]]
        made_from = span.terms(spec.kind)
        if made_from is None:
            continue
        ranged[field] = figures[field] if since is None else reader.measure(form, made_from, field)
        last_year[field] = _year_ago(reader, form, made_from, field)
    ingredients = {code: reader.ingredients(form, period, sources) for code, sources in sorting.quotients.items()}
    previous = (reader.figures(form, before) or {}) if before is not None else {}
    return Reported(loaded.standing, loaded.nil, ranged, previous, last_year, ingredients)


def _year_ago(reader: Reader, form: Form, made_from: Terms, field: Field) -> Figure:
    """As the returns say it beside the figure, which is how it compares; else as it was reported then."""
    address, key = field
    if address.endswith("@ly"):
        return Figure()
    told = reader.measure(form, made_from, (f"{address}@ly", key))
    return told if told.value is not None else reader.measure(form, year_before(made_from), field)


def _summed(
    pack: Pack,
    question: Question,
    spans: Sequence[Span],
    given: Mapping[str, Mapping[str, Reported]],
    naming: Naming,
) -> Rollup:
    lines: list[Line] = []
    left: list[LeftOut] = []
    absent: dict[str, tuple[str, ...]] = {}
    nil: dict[str, tuple[str, ...]] = {}
    standing: dict[tuple[str, str], Standing] = {}
    chosen = question.firms or tuple(naming.names)
    for span in spans:
        form = span.form
        there = {firm: each for firm, each in given[form.code].items() if each.figures is not None}
        if not there:
            continue
        lines += _lines(pack, span, there, naming)
        left += sorted_form(pack, form.code).left_out
        left += _means_left_out(pack, span)
        absent[form.code] = tuple(firm for firm in chosen if firm not in there and firm not in naming.unread)
        nil[form.code] = tuple(firm for firm, each in there.items() if each.nil)
        standing |= {(form.code, firm): each.standing for firm, each in there.items() if each.standing}
    if not lines and not any(nil.values()):
        if naming.unread:
            raise next(iter(naming.unread.values()))
        filed = question.basis == "filed"
        raise UserError("rollup.nothing-filed" if filed else "rollup.nothing", period=question.period.words)
    return Rollup(
        question=question,
        firms=tuple(chosen),
        lines=tuple(lines),
        left_out=tuple(left),
        absent=absent,
        nil=nil,
        names=naming.names,
        groups=naming.groups,
        groups_en=naming.groups_en,
        standing=standing,
        unread=naming.unread,
    )


def _means_left_out(pack: Pack, span: Span) -> Iterable[LeftOut]:
    form = span.form
    for line, spec in sorted_form(pack, form.code).lines.items():
        if span.terms(spec.kind) is None:
            indicator = form.indicators[line.partition(".")[0]]
            yield LeftOut(form.code, line, indicator.name, indicator.name_en, "mean")


def _lines(pack: Pack, span: Span, there: Mapping[str, Reported], naming: Naming) -> list[Line]:
    order = list(span.form.indicators)
    fields = {field for each in there.values() for field in each.figures or {}}
    ranked = sorted(fields, key=lambda field: (order.index(_code(field[0])), field))
    return [_line(pack, span, field, there, naming) for field in ranked if _counts(field, there)]


def _counts(field: Field, there: Mapping[str, Reported]) -> bool:
    """Whether anybody entered a figure, even if it cannot be read or its range is not known."""
    found = ((each.figures or {}).get(field) for each in there.values())
    return any(figure is not None and figure.why != "exempt" for figure in found)


def _line(pack: Pack, span: Span, field: Field, there: Mapping[str, Reported], naming: Naming) -> Line:
    form, (address, key) = span.form, field
    indicator = form.indicators[_code(address)]
    sorting = sorted_form(pack, form.code)
    spec = sorting.lines[address.partition("@")[0]]
    product = pack.lists[form.indicators[form.row_key].list].codes.get(key) if key and form.row_key else None
    found = {firm: (each.figures or {}).get(field, Figure()) for firm, each in there.items() if not each.nil}
    parts = tuple(
        _part(firm, field, there[firm], naming) for firm, each in found.items() if each.value is not None
    )
    lacking = {
        why: tuple(f for f, each in found.items() if each.value is None and each.why == why) for why in _WHYS
    }
    quotient = sorting.quotients.get(address)
    by_group = _sums(parts)
    total = sum((part.value for part in parts), Decimal(0)) if parts else None
    if quotient is not None:
        mixed = {firm: each.ingredients.get(address, []) for firm, each in there.items()}
        total, by_group = made_anew(pack, span, address, quotient, mixed, naming.groups)
    return Line(
        form=form.code,
        period=span.period,
        indicator=indicator,
        address=address,
        unit=product.unit if product is not None else spec.unit,
        parts=parts,
        missing=lacking[""] if not key else (),  # who does not make a product lacks nothing
        unreadable=lacking["unreadable"],
        exempt=lacking["exempt"],
        total=total,
        by_group=by_group,
        key=key,
        key_words=Words(product.name, product.name_en) if product is not None else Words(key, ""),
        recomputed=quotient is not None,
    )


_WHYS = ("", "unreadable", "exempt")


def _part(firm: str, field: Field, given: Reported, naming: Naming) -> Part:
    figure = (given.figures or {})[field]
    return Part(
        firm,
        naming.names.get(firm, ""),
        naming.groups.get(firm, ""),
        figure.value or Decimal(0),
        figure.records,
        figure.blanks,
        given.previous.get(field, Figure()).value,
        given.last_year.get(field, Figure()).value,
        figure.at or field[0],
    )


def _sums(parts: Iterable[Part]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for part in parts:
        found[part.group] = found.get(part.group, Decimal(0)) + part.value
    return found


def _code(address: str) -> str:
    return address.partition("@")[0].partition(".")[0]
