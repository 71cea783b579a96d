"""Remembered readings of workbooks for a person."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from client.cli.results.profiles import ProfileResult
from client.cli.spoken import said, told

ROLES = {"current": "本期", "last_year": "上年同期", "": "不取"}


def show_profiles(console: Console, profiles: Iterable[ProfileResult]) -> None:
    """A line for each: its unit, its labels and columns."""
    for each in profiles:
        lines = [f"{label} → {code or said(ROLES[''])}" for label, code in each.lines.items()]
        columns = [f"{column} → {said(ROLES.get(role, role))}" for column, role in each.columns.items()]
        value = " · ".join(filter(None, (each.unit, *lines, *columns)))
        console.print(told("{name}：{value}", name=each.name, value=value), highlight=False, markup=False)
