"""What the past says of a figure: which report is asked, how it is brought to this month, and how it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forms.locating.history import History, compared, distance
from forms.locating.records import record_of
from forms.locating.weighing import weights
from forms.returns import Cell, Origin, Source
from tests.forms.locating.returns import PACK, desk, snapshot
from tests.forms.packs.words import Desk


def past(made: Desk) -> History:
    return History(record_of(snapshot(made), made.form, made.period))


def said(made: Desk, old: int | None, new: int, address: str = "JY001") -> list[tuple[str, str]]:
    figure = None if old is None else Decimal(old)
    return [(words.zh, words.en) for words in compared(past(made), address, figure, Decimal(new))]


@pytest.mark.parametrize(
    ("period", "before", "expected"),
    [("2025-09", 80, 90), ("2025-03", 200, 300), ("2025-12", 1100, 1200)],
)
def test_a_cumulative_figure_grows_with_the_months(period: str, before: int, expected: int) -> None:
    made = desk(period=period)
    made.fill(made.sheet("上期"), f"营业收入 {before}，资产总计 {before}")
    (grown,), (kept,) = past(made).expected("JY001"), past(made).expected("JY030")
    assert (grown.value, kept.value) == (expected, before)


def test_the_first_report_of_a_year_has_none_before_it() -> None:
    made = desk(period="2025-02")
    made.fill(made.sheet("上年末"), "营业收入 900000")
    assert past(made).expected("JY001") == []


def test_both_the_report_before_and_last_year_are_asked() -> None:
    made = desk("营业收入（上年同期） 700000")
    made.fill(made.sheet("上期"), "营业收入 800000")
    assert [one.words.zh for one in past(made).expected("JY001")] == ["上期推算数", "上年同期数"]
    assert [one.value for one in past(made).expected("JY001")] == [900000, 700000]


def test_a_text_in_the_past_is_no_figure() -> None:
    made = desk()
    made.fill(made.sheet("上期"), "营业收入 约八十万")
    made.fill(made.sheet("上年"), "营业收入 不详")
    assert past(made).expected("JY001") == []
    assert past(made).fit("JY001", Decimal(-5)) == 0


def test_a_project_that_was_not_there_has_no_past() -> None:
    made = desk(form="XM", words="项目代码 2024-440309-39-03-012345，自开工累计完成投资 900")
    before = made.sheet("上期")
    made.fill(before, "[1]项目代码 2024-440309-39-03-054321，[1]建筑工程 5")
    assert past(made).expected("XM[1].XM014") == []


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            8000000,
            800000,
            "原数是上年同期数的 10.00 倍，改后是上年同期数的 1.00 倍",
            "10.00 × last year's figure; corrected, 1.00 × last year's figure",
        ),
        (800000000, 800000, "原数是上年同期数的 1,000 倍", "The figure is 1,000 × last year's figure"),
        (800, 800000, "原数是上年同期数的 0.0010 倍", "0.0010 × last year's figure"),
        (-800000, 800000, "原数是上年同期数的 -1.00 倍", "-1.00 × last year's figure"),
        (None, 400000, "改后是上年同期数的 0.50 倍", "The new figure is 0.50 × last year's figure"),
        (0, 800000, "原数为 0，改后是上年同期数的 1.00 倍", "The figure is 0; corrected, 1.00 × last year's"),
        (8, 800000, "原数不到上年同期数的 0.0001 倍", "less than 0.0001 × last year's figure"),
    ],
)
def test_figures_are_told_beside_last_years(old: int | None, new: int, zh: str, en: str) -> None:
    [(told_zh, told_en)] = said(desk("营业收入（上年同期） 800000"), old, new)
    assert zh in told_zh
    assert en in told_en


def test_nothing_is_a_multiple_of_nought() -> None:
    assert said(desk("营业收入（上年同期） 0"), 5, 10) == []
    assert said(desk(), 5, 10) == []


@pytest.mark.parametrize("other", [-1, 0, -(10**9)])
def test_another_sign_is_as_far_as_any_other(other: int) -> None:
    assert distance(Decimal(other), Decimal(700)) == distance(Decimal(-700), Decimal(1)) > 0


@pytest.mark.parametrize("source", ["paste", "workbook", "carried", "repair", "returned"])
def test_what_was_typed_by_hand_is_doubted_first(source: Source) -> None:
    made = desk()
    made.sheet().cells["JY025"] = Cell("186000", Decimal(186000), origin=Origin(source))
    record = record_of(snapshot(made), made.form, made.period)
    found = weights(record, History(record), frozenset())
    assert found["JY024"] < found["JY025"] < found["JY024"] * 1.2


def test_what_the_program_works_out_weighs_nothing() -> None:
    record = record_of(snapshot(made := desk()), made.form, made.period)
    found = weights(record, History(record), frozenset())
    computed = {i.code for i in PACK.forms["JY"].indicators.values() if i.computed or i.preset}
    assert computed
    assert not computed & {address.partition("@")[0] for address in found}
