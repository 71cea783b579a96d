"""Totals of a group as results."""

from __future__ import annotations

from client.cli.results.rollup import ShareResult, TotalResult
from client.usecases.views.rollup import Rollup


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
                ShareResult(
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
