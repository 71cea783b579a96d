"""Answers of ``profile``."""

from __future__ import annotations

import msgspec


class ProfileResult(msgspec.Struct, frozen=True, kw_only=True):
    """A remembered reading of workbooks: codes by label or heading, meanings by column; ``""`` is none."""

    name: str
    unit: str
    lines: dict[str, str]
    columns: dict[str, str]
