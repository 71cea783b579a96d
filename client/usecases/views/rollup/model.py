"""What a roll-up is asked for and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from client.base.errors import UserError
from forms.pack import Form, Indicator
from forms.periods import Period
from forms.problems import CodedError
from forms.words import Words

Basis = Literal["entered", "filed"]
"""``entered``: figures as they stand here, drafts too. ``filed``: only what the bureau holds, as it was filed."""
Why = Literal["ratio", "unit", "level", "mean"]
"""Why an indicator is not added up: a share without a formula of its own or one for each record, figures in a unit
of each record's own, lengths of time, means over spans of which some months are to be left out."""
Heard = Callable[[int, int, str], None]
"""Told how many enterprises have been read, of how many, and the name of the next."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be added up. ``since`` begins a range of periods that ends with ``period``."""

    period: Period
    form: str | None = None
    by: str = ""
    """The indicator of the profile by which enterprises are grouped; blank for none."""
    firms: tuple[str, ...] = ()
    """Blank for all."""
    since: Period | None = None
    basis: Basis = "entered"

    def period_of(self, form: Form) -> Period:
        """The form's own period in which the one asked for ends; a quarter of an annual form asked for by name."""
        return self.period if self.form and form.asked(self.period) else form.period_of(self.period)


class Standing(msgspec.Struct, frozen=True):
    """Where a return stands: ``draft`` before the first version, else that version's state."""

    state: str
    edited: bool = False
    """Whether it was changed after that version was made."""


class Part(msgspec.Struct, frozen=True):
    """What one enterprise adds to a total; of a rows form the sum of its records."""

    firm: str
    name: str
    group: str
    value: Decimal
    records: tuple[tuple[str, Decimal], ...] = ()
    """Of a rows form: the key of each record and its figure."""
    blanks: int = 0
    """Of a rows form: records without this figure."""
    previous: Decimal | None = None
    """The same of the report before this one in the year."""
    last_year: Decimal | None = None
    """The same a year ago: as the return says it beside the figure, else as it was reported then."""
    at: str = ""
    """The address of the figure in its return, of a list that of the first record with one."""


class Comparison(msgspec.Struct, frozen=True):
    """Now and before, of those enterprises alone that have both: others would pass for growth."""

    now: Decimal
    before: Decimal
    firms: int

    @property
    def growth(self) -> Decimal | None:
        """In per cent of the size of what was before; None where that is zero."""
        return None if self.before == 0 else (self.now - self.before) / abs(self.before) * 100


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator added up. The address ends in ``@ly`` where it is the column of a year ago."""

    form: str
    period: Period
    indicator: Indicator
    address: str
    unit: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    """Enterprises that filled in the form without this figure."""
    unreadable: tuple[str, ...]
    """Enterprises where it cannot be read: not in the total."""
    exempt: tuple[str, ...] = ()
    """Enterprises to which it does not apply."""
    total: Decimal | None
    """None where nobody has the figure, and for a quotient that cannot be had from the parts."""
    by_group: Mapping[str, Decimal]
    key: str = ""
    key_words: Words = Words("", "")
    """Of a list whose records count in units of their own, the code the line is for: one product."""
    recomputed: bool = False
    """Whether it is a quotient, made anew from the sums of what it is made from."""

    @property
    def words(self) -> Words:
        """The indicator, of which product, and whether it is the column of a year ago."""
        named, last_year = self.indicator.words, self.address.endswith("@ly")
        zh, en = named.zh, named.en or named.zh
        if self.key:
            zh, en = f"{zh}：{self.key_words.zh}", f"{en}: {self.key_words.en or self.key_words.zh}"
        return Words(f"{zh}（上年同期）", f"{en} (last year)") if last_year else Words(zh, en)

    @property
    def name(self) -> str:
        """``words`` in Chinese, as the authority wrote them."""
        return self.words.zh

    @property
    def holds_earlier(self) -> bool:
        """Whether the figure contains that of the report before: what it grew by is an amount, never a rate."""
        return self.indicator.kind in ("cumulative", "since-start")

    def groups(self) -> dict[str, Decimal]:
        """The total by group, in the order of the groups' names."""
        return dict(sorted(self.by_group.items()))

    def against(self, when: Literal["previous", "last_year"]) -> Comparison | None:
        """The change of the whole; None where no enterprise has both figures, or the line is a quotient."""
        both = [(part.value, before) for part in self.parts if (before := getattr(part, when)) is not None]
        if not both or self.recomputed:
            return None
        return Comparison(sum((x for x, _ in both), Decimal(0)), sum((x for _, x in both), Decimal(0)), len(both))


class LeftOut(msgspec.Struct, frozen=True):
    """An indicator in figures that is not added up."""

    form: str
    address: str
    name: str
    name_en: str
    why: Why


class Rollup(msgspec.Struct, frozen=True, kw_only=True):
    """Everything added up. The mappings are by form."""

    question: Question
    firms: tuple[str, ...]
    """Those that were asked, in the order of the home."""
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    absent: Mapping[str, tuple[str, ...]]
    """Enterprises of which nothing counts: nothing entered, or nothing filed. Never taken for zero."""
    nil: Mapping[str, tuple[str, ...]]
    """Enterprises that declared that there is nothing to report: they reported, and add nothing."""
    names: Mapping[str, str]
    groups: Mapping[str, str]
    """By enterprise."""
    groups_en: Mapping[str, str]
    """Groups by their names, in English."""
    standing: Mapping[tuple[str, str], Standing]
    """By form and enterprise."""
    unread: Mapping[str, CodedError]
    """Enterprises whose store cannot be opened or read, and why: of them nothing is known."""

    @property
    def period(self) -> Period:
        return self.question.period

    @property
    def by(self) -> str:
        return self.question.by

    def line(self, address: str, form: str | None = None, key: str | None = None) -> Line:
        """The line of an address; raises ``UserError('rollup.no-such-line')``."""
        for each in self.lines:
            if each.address == address and form in (None, each.form) and key in (None, each.key):
                return each
        raise UserError("rollup.no-such-line", address=address)
