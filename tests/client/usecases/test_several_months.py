"""One workbook of several months, in sheets or side by side, reviewed and stored as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.tour.script import Sample, sample
from client.usecases.books import extracting, imported, reviewing
from client.usecases.books.extracting import Reading
from client.usecases.books.months import months_of
from client.usecases.books.selecting import ALL, Selection
from client.usecases.home.session import Session
from client.workbook import Choices, read
from client.workbook.finding.sheets.month_columns import months_across, spans
from forms.pack import bundled_pack, load_pack
from forms.periods import Period
from tests.client.usecases.month_books import FIRM, OCTOBER, across, figures, keep, months
from tests.client.workbook.grids import grid
from tests.client.workbook.mapped import mapped, texts


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A column a month from January to December, sums since January, only November still blank."""
    sums = [100.0 * n if n != 11 else None for n in range(1, 13)]
    return keep(tmp_path / "各月.xlsx", across([f"{n}月" for n in range(1, 13)], sums, ["2025年各月利润表"]))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("2025年7月", "2025年8月", "2025年9月"), ("2025-07", "2025-08", "2025-09")),
        (("7月", "8月份", "9月金额"), ("2025-07", "2025-08", "2025-09")),
        (("1-7月", "1—8月累计", "1月至9月"), ("2025-07", "2025-08", "2025-09")),
        (("2025年8月", "2025年9月", "2024年9月"), ("2024-09", "2025-08", "2025-09")),
        (("2025年9月", "2024年9月"), ()),  # a year and the one before
        (("9月", "本年累计"), ()),
        (("1-9月", "上年1-9月"), ()),
        (("2024年3月起", "2025年4月止"), ()),
    ],
)
def test_months_side_by_side_are_told_from_other_dates(headings: Sequence[str], expected: Sequence[str]) -> None:
    book = mapped_book(across(headings, [1.0] * len(headings)))
    assert months_across(book, OCTOBER) == set(months(*expected))


def mapped_book(rows: Sequence[Sequence[object]], name: str = "表"):
    from client.workbook.model import Book

    return Book(name="书.xlsx", sheets=[grid([list(row) for row in rows], name=name)])


@pytest.mark.parametrize(
    ("above", "name"), [(["2024年各月利润表"], "表"), ([], "2024年"), ([None, "2024年", "2024年"], "表")]
)
def test_months_without_a_year_stand_in_that_of_the_title(above: list[object], name: str) -> None:
    book = mapped_book(across(["8月", "9月"], [1.0, 2.0], *([above] if above else [])), name)
    assert months_across(book, OCTOBER) == set(months("2024-08", "2024-09"))


@pytest.mark.parametrize(
    "heads", [("8月", "9月", "10月"), ("1-8月", "1-9月", "1-10月"), ("8月累计", "9月累计", "10月累计")]
)
def test_of_months_side_by_side_only_the_asked_one_is_taken(heads: Sequence[str]) -> None:
    done = mapped(grid(across(heads, [800, 900, 1000])))
    assert texts(done)["JY001"] == "900"
    assert [entry.code for entry in done.left] == ["left.column-other-period"] * 2


def test_a_lone_month_is_taken_as_before() -> None:
    assert texts(mapped(grid(across(["1-8月累计"], [800]))))["JY001"] == "800"
    assert texts(mapped(grid(across(["8月"], [800]))))["JY001"] == "800"


def test_spans_are_told_from_months() -> None:
    assert spans("1－9月累计")
    assert not spans("11月")


def test_the_review_offers_every_month_and_takes_the_newest_that_is_due(session: Session, year: Path) -> None:
    seen = reviewing.begin(session, year, FIRM, OCTOBER)
    assert len(seen.months) == 11, "January is reported with February"
    assert (str(seen.months[0]), str(seen.months[-1])) == ("2025-02", "2025-12")
    assert seen.chosen == (OCTOBER,)
    assert [line.new for line in seen.whole.lines if line.code == "JY001"] == ["1000"]


def test_where_the_asked_month_is_not_among_them_the_newest_before_it_is_taken(
    session: Session, year: Path
) -> None:
    assert reviewing.begin(session, year, FIRM, Period.parse("2026-10")).chosen == months("2025-12")


def test_on_the_command_line_the_months_it_holds_are_named(tmp_path: Path) -> None:
    path = keep(tmp_path / "三月.xlsx", across(["7月", "8月", "9月"], [1.0, 2.0, 3.0]))
    with pytest.raises(UserError) as caught:
        extracting.extract(path, Reading(FIRM, Period.parse("2025-06")))
    assert caught.value.code == "workbook.other-months"
    assert "2025-07、2025-08、2025-09" in caught.value.what()


def test_all_months_are_stored_as_one_and_taken_back_as_one(session: Session, year: Path) -> None:
    seen = reviewing.begin(session, year, FIRM, OCTOBER)
    whole = reviewing.take_months(session, seen, seen.months)
    assert str(whole.chosen) == str(tuple(month for month in seen.months if month.index != 11))
    (blank,) = [entry for entry in whole.whole.left if entry.code == "workbook.no-values"]
    assert blank.label == "2025年11月", "the month that holds nothing is named"
    left = [entry.column for entry in whole.whole.left if entry.code == "left.column-other-period"]
    assert left == ["B"], "only January is nobody's"
    assert not whole.whole.warnings
    done = reviewing.apply(session, whole, ALL)
    assert figures(session, whole.chosen) == [str(100 * month.index) for month in whole.chosen]
    imported.undo(session, FIRM, done)
    assert figures(session, whole.chosen) == [None] * 10


def test_some_months_and_of_them_some_lines(session: Session, year: Path) -> None:
    seen = reviewing.begin(session, year, FIRM, OCTOBER)
    two = reviewing.take_months(session, seen, months("2025-08", "2025-09"))
    out = next(
        line.found.place for line in two.whole.lines if str(line.period) == "2025-08" and line.code == "JY001"
    )
    chosen = Selection(without_places=frozenset({out}))
    assert reviewing.choose(session, two, chosen).changed == two.whole.changed - 1
    reviewing.apply(session, two, chosen)
    assert figures(session, two.chosen) == [None, "900"]
    again = reviewing.correct(session, two, two.own)
    assert again.chosen == two.chosen, "a correction keeps the months"


def test_months_that_are_no_sums_since_january_are_said_to_be_so(session: Session, tmp_path: Path) -> None:
    path = keep(tmp_path / "当月.xlsx", across(["7月", "8月", "9月"], [90.0, 70.0, 80.0], ["2025年"]))
    seen = reviewing.begin(session, path, FIRM, OCTOBER, Choices(months="sums"))
    whole = reviewing.take_months(session, seen, seen.months)
    assert [(note.code, note.params["count"]) for note in whole.whole.warnings] == [("warn.months-alone", 2)]


@pytest.fixture(scope="module")
def story() -> Sample:
    return sample()


def test_sheets_of_months_are_offered_alike(session: Session, story: Sample) -> None:
    seen = reviewing.begin(session, story.past_path, story.firm, Period.parse("2025-09"))
    assert seen.chosen == seen.months[-1:]
    two = reviewing.take_months(session, seen, seen.months[-2:])
    assert {line.period for line in two.whole.lines if line.form == "JY"} == set(seen.months[-2:])
    assert not [entry for entry in two.whole.left if entry.code == "left.sheet-other-period" and _of(entry, two)]
    imported.undo(session, story.firm, reviewing.apply(session, two, ALL))


def _of(entry, seen) -> bool:
    return any(entry.sheet.endswith(month.label().replace("1—", "")) for month in seen.chosen)


def test_january_is_followed_where_a_form_runs_on_over_the_year(tmp_path: Path) -> None:
    """Elsewhere it comes with February, and no workbook is taken for it by itself."""
    rows = [
        ["2026年1月 单位：千元"],
        ["指标", "代码", "本期"],
        ["过夜数", "HT004", 400],
        ["营业收入", "JY001", 400],
    ]
    book = read(keep(tmp_path / "一月.xlsx", rows))
    own = load_pack(Path(__file__).parents[2] / "forms/foreign/accommodation")
    found = extracting.extract_from(book, "", Reading(FIRM, Period.parse("2025-12"), follow=True, pack=own))
    assert (str(found.period), [str(month) for month in months_of(found.extraction, found.period, book, own)]) == (
        "2026-01",
        ["2026-01"],
    )
    other = extracting.extract_from(
        book, "", Reading(FIRM, Period.parse("2025-12"), follow=True, pack=bundled_pack())
    )
    assert str(other.period) == "2025-12"
