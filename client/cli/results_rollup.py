"""The published shape of a roll-up."""

from __future__ import annotations

import msgspec

from client.usecases.rollup import Rollup


class PartResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one enterprise adds to a total."""

    enterprise: str
    name: str
    group: str
    value: str
    records: dict[str, str]
    """Of a rows form: each record's key and figure."""


class TotalResult(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator added up; who lacks the figure, and whose cannot be read, is not in it."""

    form: str
    period: str
    address: str
    name: str
    unit: str
    total: str
    groups: dict[str, str]
    parts: list[PartResult]
    missing: list[str]
    unreadable: list[str]


def totals_of(found: Rollup) -> list[TotalResult]:
    """Every line with its parts."""
    return [
        TotalResult(
            form=line.form,
            period=str(line.period),
            address=line.address,
            name=line.indicator.name,
            unit=line.unit,
            total=format(line.total, "f"),
            groups={name: format(value, "f") for name, value in line.groups().items()} if found.by else {},
            parts=[
                PartResult(
                    enterprise=part.firm,
                    name=part.name,
                    group=part.group,
                    value=format(part.value, "f"),
                    records={key: format(value, "f") for key, value in part.records},
                )
                for part in line.parts
            ],
            missing=list(line.missing),
            unreadable=list(line.unreadable),
        )
        for line in found.lines
    ]
