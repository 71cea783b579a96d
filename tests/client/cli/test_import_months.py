"""Several months of a workbook on the command line: a span of them, or all it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.cli.period_span import PeriodSpan
from forms.problems import FormsError
from tests.client.cli.conftest import FIRM, PASSPHRASE, Run
from tests.client.usecases.month_books import across, keep

TODAY = date(2026, 1, 9)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = across([f"{n}月" for n in range(1, 13)], [100.0 * n for n in range(1, 13)], ["2025年各月利润表"])
    return keep(tmp_path / "各月.xlsx", rows)


@pytest.mark.parametrize(
    ("options", "months"),
    [
        (("--all-periods",), range(2, 13)),
        (("--period", "2025-08..2025-10"), range(8, 11)),
        (("--period", "2024-06..2025-03"), range(2, 4)),
        (("--period", "2025-09"), [9]),
    ],
)
def test_the_months_asked_for_are_stored_as_one(
    run: Run, home: Path, book: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], months: list[int]
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    _, answer = run("import", book, "--enterprise", FIRM, *options, "--home", home)
    (workbook,) = answer["workbooks"]
    revenue = {line["period"]: line["new"] for line in workbook["lines"] if line["address"] == "JY001"}
    assert revenue == {f"2025-{month:02d}": str(100 * month) for month in months}
    assert workbook["stored"]
    assert {each["period"] for each in answer["returns"]} == set(revenue)


def test_a_folder_is_taken_for_the_same_months(
    run: Run, home: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    (book.parent / "来件").mkdir()
    book.rename(book.parent / "来件" / book.name)
    span = ("--period", "2025-08..2025-10")
    _, answer = run("import", book.parent / "来件", "--enterprise", FIRM, *span, "--home", home)
    (firm,) = answer["imported"][0]["firms"]
    assert (firm["state"], firm["taken"]) == ("done", 6)
    assert [left["column"] for left in firm["left"] if left["code"] == "left.column-other-period"] == list(
        "BCDEFGHLM"
    )


def test_a_span_the_workbook_has_nothing_of_is_refused(
    run: Run, home: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    _, answer = run("import", book, "--enterprise", FIRM, "--period", "2023-02..2023-09", "--home", home)
    assert (answer["status"], [each["code"] for each in answer["problems"]]) == (2, ["workbook.other-months"])


def test_spans_are_read_and_written_alike() -> None:
    span = PeriodSpan.of("2024-11..2025-02", every=False, today=TODAY)
    assert str(span) == "2024-11..2025-02"
    assert sorted(map(str, span.periods or ())) == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert str(PeriodSpan.of("", every=True, today=TODAY).last) == "2025-12"
    assert not PeriodSpan.of("2025-Q3", every=False, today=TODAY).several


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cli.period-needed"),
        ("2025-09..2025-08", "cli.period-span"),
        ("2025-01..2025-Q4", "cli.period-span"),
        ("2025-01..", "period.malformed"),
        ("2025", ""),
    ],
)
def test_what_is_no_span_is_said_to_be_none(text: str, code: str) -> None:
    if not code:
        assert str(PeriodSpan.of(text, every=False, today=TODAY)) == text
        return
    with pytest.raises((UserError, FormsError)) as caught:
        PeriodSpan.of(text, every=False, today=TODAY)
    assert caught.value.code == code


def test_months_with_their_own_figures_are_added_up_or_are_sums(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    own = [100.0 + 10 * (n % 3) for n in range(1, 13)]
    path = keep(tmp_path / "当月.xlsx", across([f"{n}月" for n in range(1, 13)], own, ["2025年各月利润表"]))
    asked = ("import", path, "--enterprise", FIRM, "--period", "2025-09", "--home", home, "--dry-run")
    _, refused = run(*asked)
    assert refused["problems"][0]["code"] == "workbook.months-alone"
    for months, wanted in (("added", sum(own[:9])), ("sums", own[8])):
        _, answer = run(*asked, "--months", months)
        revenue = next(line for line in answer["workbooks"][0]["lines"] if line["address"] == "JY001")
        assert revenue["new"] == str(int(wanted))
