"""A list goes out as a person would lay it out, and comes in again as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.usecases.books import importing
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views import exporting
from client.usecases.views.exporting import Wanted
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.usecases.list_books import FIRM, SEPTEMBER, planned

PACK = bundled_pack()
LISTS = [form.code for form in PACK.forms.values() if form.shape == "rows"]
TEXTS = {
    "integer": "12",
    "decimal": "3.5",
    "text": "甲乙 丙",
    "boolean": "是",
    "uscc": "91440300708461136T",
    "month": "2025-06",
    "text-list": "甲、乙",
}


def typed(session: Session, code: str, period: Period) -> None:
    """Enter three records, each field of which that can be typed into holds something; child rows too."""
    draft = open_draft(session, ReturnKey(FIRM, code, period))
    form = draft.form

    def text(spec, number: int) -> str:
        if spec.list:
            return [*PACK.lists[spec.list].codes][-1 - number % len(PACK.lists[spec.list].codes)]
        return f"{TEXTS[spec.type]}{number}" if spec.type in ("text", "integer") else TEXTS[spec.type]

    texts, tables = {}, {code: [f"r{number}" for number in range(3)]}
    for number, row in enumerate(tables[code]):
        for indicator in form.indicators.values():
            place = f"{code}[{row}].{indicator.code}"
            if indicator.table:
                tables[place] = ["c0", "c1"]
                for child in tables[place]:
                    parts = indicator.table.values()
                    texts |= {f"{place}[{child}].{part.name}": text(part, number) for part in parts}
            elif indicator.parts:
                texts |= {f"{place}.{part.name}": text(part, number) for part in indicator.parts.values()}
            elif not (indicator.computed or indicator.preset):
                texts[place] = text(indicator, number)
    outcome = draft.type(texts, new_rows=tables)
    assert outcome is not None
    save(session, outcome.change).result()


def meaning(text: str | None) -> str | Decimal | None:
    """A figure however many zeros it ends in, else the text."""
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return text


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("code", LISTS)
def test_what_goes_out_comes_in_without_a_change(session: Session, tmp_path: Path, code: str, ending: str) -> None:
    period = PACK.forms[code].period_of(Period.parse("2025-12"))
    typed(session, code, period)
    first, *_ = exporting.export(session, tmp_path / f"表.{ending}", Wanted([FIRM], period, code))
    plan = importing.plan(session, first, FIRM, period, forms=[code])
    assert plan.lines
    assert plan.fresh == 0
    assert not [
        (line.address, line.old, line.new) for line in plan.lines if meaning(line.old) != meaning(line.new)
    ]


def test_a_record_is_a_line_under_the_names_of_its_indicators(
    session: Session, list_book: Callable[..., Path], tmp_path: Path
) -> None:
    importing.apply(session, planned(session, list_book()))
    (path,) = exporting.export(session, tmp_path / "导出.xlsx", Wanted([FIRM], SEPTEMBER, "XM"))
    heads, *lines = openpyxl.load_workbook(path)["重点项目进度"].iter_rows(values_only=True)
    assert len(lines) == 40
    by_name = dict(zip(heads, lines[1], strict=True))
    assert by_name["项目名称"] == "第 1 号项目"
    assert by_name["计划总投资（万元）"] == 1235
    again = planned(session, path)
    assert (again.fresh, again.replaced) == (0, 0)


def test_of_several_periods_and_firms_each_line_says_whose_it_is(
    session: Session, list_book: Callable[..., Path], tmp_path: Path
) -> None:
    importing.apply(session, planned(session, list_book()))
    first, *_ = exporting.export(session, tmp_path / "项目.csv", Wanted([FIRM], None, "XM"))
    with first.open(encoding="utf-8-sig", newline="") as stream:
        line = next(csv.DictReader(stream))
    assert line["报告期"] == "2025-09"
    long, *_ = exporting.export(session, tmp_path / "一数一行.csv", Wanted([FIRM], None, "XM"), by_value=True)
    with long.open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["指标"] == "项目代码"


def test_no_list_is_no_file_and_a_stop_leaves_none(
    session: Session, list_book: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=r"export\.nothing"):
        exporting.export(session, tmp_path / "项目.xlsx", Wanted([FIRM], SEPTEMBER, "XM"))
    importing.apply(session, planned(session, list_book()))
    stop, out = Stop(), tmp_path / "导出.xlsx"
    with pytest.raises(Stopped):
        exporting.export(session, out, Wanted([FIRM], SEPTEMBER, "XM"), heard=lambda *_: stop.ask(), stop=stop)
    assert not list(tmp_path.glob("导出*"))
