"""The columns of a single form's grid, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import spoken
from forms.pack import Form

Key = Literal["name", "code", "unit", "now", "ly", "previous", "last_year", "growth", "source"]


@dataclass(frozen=True)
class Column:
    """One column: what it shows, its heading, its width in lines of text and whether it takes spare room.

    In a narrow window it may shrink to ``least``; those with the highest ``drop`` go first.
    """

    key: Key
    title: str
    width: float
    least: float
    numeric: bool = False
    editable: bool = False
    stretch: bool = False
    drop: int = 0


def columns_of(form: Form, *, previous: bool = True, last_year: bool = True) -> tuple[Column, ...]:
    """The columns a form gives sense to; those of earlier reports where there are such reports."""
    figures = sum(indicator.numeric for indicator in form.indicators.values()) * 2 > len(form.indicators)
    asked = "ly" in form.columns
    chosen = [
        _column("name"),
        _column("code"),
        _column("unit") if figures else None,
        _column("now", wide=not figures or not asked),
        _column("previous") if form.frequency != "annual" and previous else None,
        _column("ly") if asked else None,
        _column("last_year", wide=not figures) if last_year and not asked else None,
        _column("growth") if figures and (asked or last_year) else None,
        _column("source"),
    ]
    return tuple(column for column in chosen if column is not None)


def _column(key: Key, *, wide: bool = False) -> Column:
    translate = QCoreApplication.translate
    figure, tight = (15.0, 10.0) if wide else (7.9, 7.3)
    before, tight_before = (10.0, 6.0) if wide else (7.2, 6.0)
    year_before = translate("columns", "上年同期")
    declared: dict[Key, Column] = {
        "name": Column("name", translate("columns", "指标"), 15, 8.5, stretch=True),
        "code": Column("code", translate("columns", "代码"), 4, 3.3, drop=1),
        "unit": Column("unit", translate("columns", "单位"), *((3.9, 3.8) if spoken() == "zh" else (5.0, 3.9))),
        "now": Column("now", translate("columns", "本期"), figure, tight, numeric=True, editable=True),
        "ly": Column("ly", year_before, 7.6, 5.8, numeric=True, editable=True),
        "previous": Column("previous", translate("columns", "上期"), 7.2, 6, numeric=True, drop=2),
        "last_year": Column(
            "last_year", translate("columns", "上年同期"), before, tight_before, numeric=True, drop=2
        ),
        "growth": Column("growth", translate("columns", "增幅"), 4.8, 4, numeric=True),
        "source": Column("source", translate("columns", "来源"), 8, 6.5, drop=3),
    }
    return declared[key]
