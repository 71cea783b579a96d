"""The files of a pack as they are written: what the loader accepts, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from forms.pack.model import Code, FilingFields, FormFields, IndicatorFields, Name, Part, Profile, RuleFields

_NUMBERS = r"\d{1,9}(\.\d{1,9}){0,5}"
"""A version: it also names a folder, so that it cannot be as long as one likes."""
Month = Annotated[str, Meta(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


class FilingEntry(FilingFields, frozen=True, forbid_unknown_fields=True):
    """``[filing.C136]`` in ``pack.toml``."""


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``pack.toml``."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    version: Annotated[str, Meta(pattern=rf"^{_NUMBERS}$")]
    title: Name
    title_en: str
    authority: Name
    valid_from: Month
    valid_to: Month
    document_no: str = ""
    supersedes: Annotated[str, Meta(pattern=rf"^({_NUMBERS})?$")] = ""
    min_app: Annotated[str, Meta(pattern=rf"^({_NUMBERS})?$")] = ""
    constants: dict[str, Any] = {}
    filing: dict[str, FilingEntry] = {}
    profile: Profile = Profile()


class IndicatorEntry(IndicatorFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[section.indicator]]``."""

    columns: bool = True
    part: tuple[Part, ...] = ()
    column: tuple[Part, ...] = ()


class SectionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[section]]``."""

    name: Name
    name_en: str = ""
    indicator: tuple[IndicatorEntry, ...] = ()


class FormFile(FormFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``forms/JY.toml``."""

    section: tuple[SectionEntry, ...] = ()


class CodeListFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lists/holding.toml``."""

    name: Name
    name_en: str = ""
    code: tuple[Code, ...] = ()


class RuleEntry(RuleFields, frozen=True, forbid_unknown_fields=True):
    """``[C022]`` in ``rules/JY.toml``."""
