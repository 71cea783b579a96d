"""The files of a pack as they are written: what the loader accepts, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from forms.findings import Level
from forms.pack.model import Code, Demand, Frequency, Measure, Missing, Part, Shape, ValueType

Month = Annotated[str, Meta(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
CodeText = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]{0,31}$")]
Name = Annotated[str, Meta(min_length=1)]


class FilingEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[filing.C136]`` in ``pack.toml``."""

    level: Level
    holds: Demand
    zh: Name
    en: Name
    zh_fix: Name
    en_fix: Name


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``pack.toml``."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Meta(pattern=r"^\d+(\.\d+)*$")]
    title: Name
    title_en: str
    authority: Name
    valid_from: Month
    valid_to: Month
    document_no: str = ""
    supersedes: Annotated[str, Meta(pattern=r"^(\d+(\.\d+)*)?$")] = ""
    constants: dict[str, Any] = {}
    filing: dict[str, FilingEntry] = {}


class IndicatorEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[section.indicator]]``."""

    code: CodeText
    name: Name
    name_en: str = ""
    type: ValueType = "text"
    scale: Annotated[int, Meta(ge=0, le=10)] = 0
    signed: bool = False
    unit: str = ""
    kind: Measure = ""
    required: str = "no"
    definition: str = ""
    definition_en: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()
    list: str = ""
    computed: str = ""
    columns: bool = True
    quarterly: bool = False
    preset: bool = False
    open_ended: bool = False
    formerly: Annotated[str, Meta(pattern=r"^([A-Z][A-Z0-9_]{0,31})?$")] = ""
    part: tuple[Part, ...] = ()
    column: tuple[Part, ...] = ()


class SectionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[section]]``."""

    name: Name
    name_en: str = ""
    indicator: tuple[IndicatorEntry, ...] = ()


class FormFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``forms/JY.toml``."""

    code: CodeText
    name: Name
    shape: Shape
    frequency: Frequency
    opens_month: Annotated[int, Meta(ge=-11, le=12)] = 1
    due_month: Annotated[int, Meta(ge=0, le=12)] = 1
    due_day: Annotated[int, Meta(ge=1, le=28)] = 10
    quarter_due_day: Annotated[int, Meta(ge=1, le=28)] = 15
    name_en: str = ""
    table_no: str = ""
    unit: str = ""
    continuous: bool = False
    columns: tuple[str, ...] = ()
    columns_required: str = "no"
    row_key: str | None = None
    row_name: str | None = None
    section: tuple[SectionEntry, ...] = ()


class CodeListFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lists/holding.toml``."""

    name: Name
    name_en: str = ""
    code: tuple[Code, ...] = ()


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[C022]`` in ``rules/JY.toml``."""

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
    zh_fix: str = ""
    en_fix: str = ""
    source: str = ""
    note: str = ""
