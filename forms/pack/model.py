"""The definitions of a pack as the rest of the program reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from forms.findings import Level
from forms.pack.calendar import Calendar
from forms.periods import Kind, Period
from forms.words import Words

Shape = Literal["single", "rows"]
Frequency = Literal["monthly", "quarterly", "half-yearly", "annual"]
ValueType = Literal[
    "text",
    "text-list",
    "integer",
    "decimal",
    "boolean",
    "month",
    "date",
    "code",
    "codes",
    "uscc",
    "phone",
    "composite",
    "table",
]
Measure = Literal["", "cumulative", "point", "month", "mean", "annual", "since-start"]
Missing = Literal["skip", "zero", "decide"]
Demand = Literal["every-due-form", "every-query-explained"]
CodeText = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]{0,31}$")]
Name = Annotated[str, Meta(min_length=1)]
Constant = Decimal | str | tuple[str, ...]

PERIOD_KIND: dict[Frequency, Kind] = {
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half",
    "annual": "year",
}
NUMERIC: frozenset[str] = frozenset({"integer", "decimal"})


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry of a code list."""

    code: Name
    name: Name
    name_en: str = ""
    group: str = ""
    parent: str = ""
    unit: str = ""
    note: str = ""
    note_en: str = ""
    initials: str = ""
    aliases: tuple[str, ...] = ()
    """Other names people write for it; read like the name."""


class CodeList(msgspec.Struct, frozen=True, eq=False):
    """The codes an indicator may take, in the authority's order; hashed by identity."""

    id: str
    name: str
    name_en: str
    codes: dict[str, Code]


class ValueFields(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of any value that is asked."""

    type: ValueType = "text"
    scale: Annotated[int, Meta(ge=0, le=10)] = 0
    signed: bool = False
    unit: str = ""
    kind: Measure = ""
    list: str = ""
    definition: str = ""
    definition_en: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        return self.type in NUMERIC

    @property
    def decimals(self) -> int:
        """Of its figures; a whole number has none, whatever its scale says."""
        return self.scale if self.type == "decimal" else 0


class Part(ValueFields, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A named part of a composite, or a column of a child table: ``JB022.valid``, ``JB023[r1].valid``."""

    name: str
    label: str
    label_en: str = ""
    required: str = "always"

    @property
    def words(self) -> Words:
        """What it is called in both languages."""
        return Words(self.label, self.label_en)


class IndicatorFields(ValueFields, frozen=True, kw_only=True):
    """What is written of an indicator as it is. ``required`` is always, no, computed, annual, or ``when …``."""

    code: CodeText
    name: Name
    name_en: str = ""
    required: str = "no"
    source: str = ""
    computed: str = ""
    """The expression that gives the value; the person does not type it."""
    quarterly: bool = False
    preset: bool = False
    open_ended: bool = False
    """A month that may be entered as ``000000``: not yet decided, which counts as not applicable."""
    formerly: Annotated[str, Meta(pattern=r"^([A-Z][A-Z0-9_]{0,31})?$")] = ""
    """The code it had in the version before, so that what is filled there goes with it."""


class Indicator(IndicatorFields, frozen=True, kw_only=True):
    """One thing that is asked."""

    form: str
    section: str
    parts: dict[str, Part] = {}
    """Of a composite, by name."""
    table: dict[str, Part] = {}
    """Columns of a child table, by name."""
    columns: tuple[str, ...] = ()
    """Further columns asked beside the current one, such as ``ly``."""

    @property
    def label(self) -> str:
        """The plain name, for symmetry with ``Part``."""
        return self.name

    @property
    def label_en(self) -> str:
        return self.name_en

    @property
    def words(self) -> Words:
        """The name in both languages."""
        return Words(self.name, self.name_en)


def fields_of(written: msgspec.Struct, shared: type[msgspec.Struct]) -> dict[str, Any]:
    """What is taken over as it is written."""
    return {name: getattr(written, name) for name in shared.__struct_fields__}


Spec = Indicator | Part
"""Anything a cell's text is read against."""


class Section(msgspec.Struct, frozen=True):
    """A heading of a form with the codes of its indicators in order."""

    name: str
    name_en: str
    indicators: tuple[str, ...]


class FormFields(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of a form as it is."""

    code: CodeText
    name: Name
    name_en: str = ""
    table_no: str = ""
    shape: Shape
    frequency: Frequency
    opens_month: Annotated[int, Meta(ge=-11, le=12)] = 1
    """So many months after the month the period ends in, on the first, the return can be filed;"""
    due_month: Annotated[int, Meta(ge=0, le=12)] = 1
    """so many months after it,"""
    due_day: Annotated[int, Meta(ge=1, le=28)] = 10
    """on this day, it is due."""
    quarter_due_day: Annotated[int, Meta(ge=1, le=28)] = 15
    """Lines of an annual form that are also asked quarterly are due on this day of the month after the quarter."""
    unit: str = ""
    continuous: bool = False
    """Every month is reported by itself and follows the one before, January follows December."""
    columns: tuple[str, ...] = ()
    columns_required: str = "no"
    """Asked beside a required line: no, always, or ``when <expression>``, in which ``it`` is the line."""
    row_key: str | None = None
    row_name: str | None = None


class Form(FormFields, frozen=True, kw_only=True):
    """One table of the pack: a single record, or rows of one."""

    shape: Shape = "single"
    frequency: Frequency = "monthly"
    calendar: Calendar = Calendar()
    sections: tuple[Section, ...] = ()
    indicators: dict[str, Indicator] = {}

    @property
    def words(self) -> Words:
        """Its title in both languages."""
        return Words(self.name, self.name_en)

    @property
    def kind(self) -> Kind:
        """The kind of period the form is asked for."""
        return PERIOD_KIND[self.frequency]

    def period_of(self, period: Period) -> Period:
        """The period of this form's frequency in which ``period`` ends."""
        return period.enclosing(self.kind)

    def deadline(self, period: Period) -> date:
        """The last day for the return of ``period``: moved past public holidays, not past weekends."""
        if period.kind != self.kind:
            return self.calendar.moved(_day(period, 1, self.quarter_due_day))
        return self.calendar.moved(_day(period, self.due_month, self.due_day))

    def opens(self, period: Period) -> date:
        """The first day on which the return of ``period`` can be filed; holidays do not move it."""
        return _day(period, self.opens_month if period.kind == self.kind else 1, 1)

    def previous(self, period: Period) -> Period | None:
        """The report before that of ``period``; None for the year's first, unless the form is ``continuous``."""
        if self.continuous and period.index == 1:
            return period.year_end()
        if self.continuous:
            return Period(period.year, period.kind, period.index - 1)
        return period.previous()

    def asked(self, period: Period) -> bool:
        """Whether the form is asked for ``period``: January is exempt, unless the form runs on over the year;
        marked lines of an annual form are asked quarterly."""
        if period.kind == self.kind:
            return self.continuous or not (period.kind == "month" and period.index == 1)
        return (
            period.kind == "quarter" and self.kind == "year" and any(i.quarterly for i in self.indicators.values())
        )

    def chosen_indicators(self, codes: Iterable[str] | None) -> Collection[Indicator]:
        """Those of the form with these codes, or all of it."""
        every = self.indicators
        return every.values() if codes is None else [every[code] for code in codes if code in every]

    def asked_indicators(self, period: Period, codes: Iterable[str] | None = None) -> tuple[Indicator, ...]:
        """The indicators asked for ``period``; in a quarter of an annual form only those marked quarterly."""
        every = period.kind == self.kind
        return tuple(i for i in self.chosen_indicators(codes) if every or i.quarterly)


def _day(period: Period, months: int, day: int) -> date:
    """A day of the month so many months after the one ``period`` ends in."""
    year, month = divmod(period.months + months - 1, 12)
    return date(period.year + year, month + 1, day)


class RuleFields(msgspec.Struct, frozen=True, kw_only=True):
    """A check as it is written: ``expect`` should hold wherever ``when`` (if any) is; see ``rules/grammar.md``."""

    level: Level
    expect: Name
    zh: Name
    en: str = ""
    tolerance: str = ""
    missing: Missing = "skip"
    when: str = ""
    scope: Literal["", "form", "row"] = ""
    for_each: str = ""
    each: Annotated[tuple[str, ...], Meta(max_length=200)] = ()
    """Codes for which ``it`` stands in turn: one check written once for several lines."""
    zh_fix: str = ""
    en_fix: str = ""
    source: str = ""
    note: str = ""


class Rule(RuleFields, frozen=True, kw_only=True):
    """One check."""

    id: str
    form: str


class FilingFields(msgspec.Struct, frozen=True, kw_only=True):
    """A demand on all returns of a period together as it is written."""

    level: Level
    holds: Demand
    zh: Name
    en: Name
    zh_fix: Name
    en_fix: Name


class FilingCheck(FilingFields, frozen=True, kw_only=True):
    """One that no rule of one form can make; see ``forms.filing``."""

    id: str


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[profile]`` in ``pack.toml``: the single-record form that says who an enterprise is and who signs for it.

    All of it may be blank: not every questionnaire asks. The people are codes of the form's indicators.
    """

    form: str = ""
    preparer: str = ""
    statistics: str = ""
    head: str = ""
    phone: str = ""

    @property
    def people(self) -> dict[str, str]:
        """Indicator by role, of those that are asked for; in the order people sign."""
        asked = {"填表人": self.preparer, "统计负责人": self.statistics, "单位负责人": self.head}
        return {role: code for role, code in asked.items() if code}


class Pack(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A loaded pack; compared and hashed by identity, so that compiled rules can be kept beside it."""

    id: str
    version: str
    title: str
    title_en: str
    authority: str
    valid_from: str
    valid_to: str
    sha256: str
    forms: dict[str, Form]
    lists: dict[str, CodeList]
    rules: dict[str, Rule]
    constants: dict[str, Constant]
    home: dict[str, str]
    """Code of an indicator → code of its form."""
    document_no: str = ""
    """Number of the document the forms are issued under; stands at the head of every printed form."""
    supersedes: str = ""
    """The version whose place it takes, also where both are in force: a change in the middle of a period."""
    filing_checks: dict[str, FilingCheck] = {}
    calendar: Calendar = Calendar()
    profile: Profile = Profile()

    @property
    def name(self) -> str:
        """``gd-eic/2026.1``: how returns and submissions name the pack they were made with."""
        return f"{self.id}/{self.version}"

    def indicator(self, code: str) -> Indicator | None:
        """The indicator with ``code`` in whichever form it is."""
        form = self.home.get(code)
        return None if form is None else self.forms[form].indicators[code]

    def reports(self, period: Period) -> bool:
        """Whether there are returns of a month: January's figures come with February's, unless a monthly form
        runs on over the year."""
        on = (form.continuous and form.frequency == "monthly" for form in self.forms.values())
        return period.months > 1 or any(on)

    def in_force(self, period: Period) -> bool:
        """Whether returns of ``period`` are made with this pack."""
        return self.valid_from <= period.last_month <= self.valid_to
