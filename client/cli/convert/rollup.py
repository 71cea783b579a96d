"""Totals of a group as results."""

from __future__ import annotations

from decimal import Decimal

from client.base.errors import UserError
from client.cli.results.rollup import LeftOutResult, ShareResult, TotalResult
from client.cli.results.texts import Problem, problem_of, text_of
from client.usecases.views.rollup.model import Rollup
from forms.words import Words


def totals_of(found: Rollup) -> list[TotalResult]:
    """Every line with its parts."""
    return [
        TotalResult(
            form=line.form,
            period=str(line.period),
            address=line.address,
            name=text_of(line.words),
            unit=line.unit,
            total=format(line.total, "f") if line.total is not None else None,
            groups={name: format(value, "f") for name, value in line.groups().items()} if found.by else {},
            parts=[
                ShareResult(
                    enterprise=part.firm,
                    name=part.name,
                    group=part.group,
                    value=format(part.value, "f"),
                    records={key: format(value, "f") for key, value in part.records},
                    blanks=part.blanks,
                    previous=_text(part.previous),
                    last_year=_text(part.last_year),
                )
                for part in line.parts
            ],
            missing=list(line.missing),
            unreadable=list(line.unreadable),
            exempt=list(line.exempt),
            absent=list(found.absent[line.form]),
            nil=list(found.nil[line.form]),
            key=line.key,
            recomputed=line.recomputed,
        )
        for line in found.lines
    ]


def unread_of(found: Rollup) -> list[Problem]:
    """Each enterprise whose store cannot be read, with the reason."""
    return [problem_of(UserError("rollup.unread", key=firm, why=e)) for firm, e in found.unread.items()]


def left_out_of(found: Rollup) -> list[LeftOutResult]:
    """Every indicator in figures that is not added up."""
    return [
        LeftOutResult(
            form=each.form, address=each.address, name=text_of(Words(each.name, each.name_en)), reason=each.why
        )
        for each in found.left_out
    ]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
