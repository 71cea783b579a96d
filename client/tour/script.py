"""What the tour does, told by the sample itself: who the firm is, what its statistician corrects and explains."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from client.base.paths import RESOURCES
from forms.periods import Period

SAMPLES = RESOURCES / "samples"

TODAY = date(2025, 10, 8)
"""The day of the tour: two days before the sample month's return is due."""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """One slip of the sample set right; ``row_key`` names the project in a form of rows."""

    form: str
    period: str
    address: str
    text: str
    why: str
    why_en: str = ""
    row_key: str = ""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What the statistician answers to a query of the sample."""

    form: str
    period: str
    rule: str
    text: str
    row_key: str = ""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A sample workbook and its story."""

    firm: str = msgspec.field(name="code")
    name: str
    period: str
    book: str
    past: str = ""
    """The workbook of its earlier months, without slips."""
    past_periods: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    explanations: tuple[Reason, ...] = ()

    @property
    def path(self) -> Path:
        return SAMPLES / self.book

    @property
    def past_path(self) -> Path:
        return SAMPLES / self.past

    @property
    def past_months(self) -> tuple[Period, ...]:
        return tuple(Period.parse(text) for text in self.past_periods)

    @property
    def month(self) -> Period:
        return Period.parse(self.period)


def sample() -> Sample:
    """The sample the program comes with."""
    story = next(iter(sorted(SAMPLES.glob("*.toml"))))
    return msgspec.convert(tomllib.loads(story.read_text("utf-8")), Sample)
