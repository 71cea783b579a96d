"""The tour's story and its steps up to filing, told on a page and kept in a home."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from client.tour.command import has_screen
from client.tour.script import SAMPLES, TODAY, Correction, Sample, sample
from client.tour.steps import Tour
from client.tour.window import prepare
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.views.pictures import pictures
from forms import uscc
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import ReturnKey


@pytest.fixture
def page() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def tour(session: Session, story: Sample, page: io.StringIO) -> Tour:
    """A tour of the sample whose workbook is read already."""
    enterprises.add(session, story.firm, story.name)
    guide = Tour(session, story, Console(file=page, width=200, color_system=None))
    guide.read()
    return guide


def by_form(checks: tuple[ReturnCheck, ...]) -> dict[str, ReturnCheck]:
    return {check.target.form: check for check in checks}


def test_the_sample_is_a_fictitious_firm_with_a_valid_code(story: Sample) -> None:
    assert uscc.problem(story.firm) is None
    assert "虚构" in story.name


def test_the_samples_workbook_is_there(story: Sample) -> None:
    assert story.path == SAMPLES / story.book
    assert story.path.read_bytes().startswith(b"PK")


def test_the_sample_month_is_due_just_after_the_tours_day(story: Sample) -> None:
    assert story.month == Period.parse("2025-09")
    assert story.month.last_month < TODAY.isoformat()[:7]


def test_every_slip_lies_on_a_cell_that_can_be_typed(story: Sample) -> None:
    forms = bundled_pack().forms
    assert story.corrections
    for slip in story.corrections:
        form = forms[slip.form]
        indicator = form.indicators[slip.address]
        assert not indicator.computed
        assert str(form.period_of(Period.parse(slip.period))) == slip.period
        assert bool(slip.row_key) is (form.shape == "rows")


def test_every_slip_says_why_in_both_languages(story: Sample) -> None:
    for slip in story.corrections:
        assert any("\u4e00" <= character <= "\u9fff" for character in slip.why)
        assert slip.why_en.isprintable()
        assert slip.why_en


def test_every_reason_answers_a_query_of_the_pack(story: Sample) -> None:
    rules = bundled_pack().rules
    assert story.explanations
    for reason in story.explanations:
        assert rules[reason.rule].level == "query"
        assert rules[reason.rule].form == reason.form
        assert len(reason.text) > 10


def test_the_story_is_the_same_each_time_it_is_read(story: Sample) -> None:
    assert sample() == story
    assert msgspec.to_builtins(story)["code"] == story.firm


def test_reading_tells_what_was_taken_and_what_was_not(tour: Tour, page: io.StringIO, story: Sample) -> None:
    told = page.getvalue()
    assert f"1  读取财务工作簿 {story.book}" in told
    assert "没有取用的内容" in told
    assert "个数值" in told
    assert tour.ok


def test_checking_finds_each_slip_of_the_story(tour: Tour, page: io.StringIO, story: Sample) -> None:
    checks = by_form(tour.check(2, "审核"))
    told = page.getvalue()
    assert "2  审核" in told
    assert "强制 C022" in told
    assert {slip.form for slip in story.corrections} == {
        form for form, check in checks.items() if check.count("error")
    }


def test_checking_says_what_was_probably_meant(tour: Tour, page: io.StringIO) -> None:
    tour.check(2, "审核")
    told = page.getvalue()
    assert "可能的原因" in told
    assert "84192 → 84912" in told


def test_before_the_corrections_some_queries_wait(tour: Tour, story: Sample) -> None:
    checks = by_form(tour.check(2, "审核"))
    for reason in story.explanations:
        assert reason.rule in {finding.rule for finding in checks[reason.form].unexplained}


def test_correcting_leaves_nothing_that_keeps_from_filing(tour: Tour, story: Sample) -> None:
    tour.correct()
    checks = tour.check(4, "再次审核")
    assert {check.state for check in checks} == {"ready"}
    assert [check.target.key for check in checks if check.count("error")] == []
    assert [finding.rule for check in checks for finding in check.unexplained] == []
    assert {check.target.firm for check in checks} == {story.firm}


def test_correcting_tells_each_old_and_new_figure_and_why(tour: Tour, page: io.StringIO, story: Sample) -> None:
    tour.correct()
    told = page.getvalue()
    for slip in story.corrections:
        assert f"→ {slip.text}" in told
        assert slip.why[:12] in told
    for reason in story.explanations:
        assert f"{reason.form} 核实 {reason.rule}" in told


def test_corrections_are_kept_in_the_home(tour: Tour, session: Session, story: Sample) -> None:
    tour.correct()
    for slip in story.corrections:
        draft = open_draft(session, ReturnKey(story.firm, slip.form, Period.parse(slip.period)))
        if not slip.row_key:
            cell = draft.cell(slip.address)
            assert cell is not None
            assert cell.text == slip.text
        else:
            values = [draft.cell(f"{slip.form}[{row}].{slip.address}") for row in draft.current.rows[slip.form]]
            assert slip.text in {cell.text for cell in values if cell}


def test_correcting_twice_changes_nothing_more(tour: Tour, session: Session, story: Sample) -> None:
    tour.correct()
    before = session.store_of(story.firm).run(lambda books: books.returns.all(firm=story.firm))
    tour.correct()
    assert session.store_of(story.firm).run(lambda books: books.returns.all(firm=story.firm)) == before


def test_a_slip_in_a_row_that_is_not_there_is_an_error(session: Session, story: Sample) -> None:
    lost = Correction(form="XM", period="2025-09", address="XM018", text="1", why="没有这个项目", row_key="0000")
    told = msgspec.structs.replace(story, corrections=(lost,), explanations=())
    enterprises.add(session, story.firm, story.name)
    tour = Tour(session, told, Console(file=io.StringIO(), width=200))
    with pytest.raises(LookupError, match="0000"):
        tour.correct()


def test_a_blank_cell_is_told_as_blank(session: Session, story: Sample, page: io.StringIO) -> None:
    slip = Correction(form="JY", period="2025-09", address="JY001", text="12", why="漏填")
    told = msgspec.structs.replace(story, corrections=(slip,), explanations=())
    enterprises.add(session, story.firm, story.name)
    Tour(session, told, Console(file=page, width=200, color_system=None)).correct()
    assert "空 → 12  漏填" in page.getvalue()


def test_pictures_are_listed_one_a_line_as_they_are_named(tour: Tour, page: io.StringIO) -> None:
    tour.pictures([Path("图 [a].png"), Path("b.png")])
    assert page.getvalue().splitlines()[-2:] == ["  图 [a].png", "  b.png"]
    assert "7  窗口图片" in page.getvalue()


def test_the_window_opens_on_a_sample_with_its_slips(session: Session, story: Sample) -> None:
    prepare(session, story)
    assert [(firm.code, firm.name) for firm in enterprises.all_of(session)] == [(story.firm, story.name)]
    slip = story.corrections[0]
    cell = open_draft(session, ReturnKey(story.firm, slip.form, Period.parse(slip.period))).cell(slip.address)
    assert cell is not None
    assert sorted(cell.text) == sorted(slip.text)
    assert cell.text != slip.text
    assert cell.origin.source == "workbook"
    for month in story.past_months:
        checks = [each for each in check_returns(session, story.firm, month) if each.target.period == month]
        assert {each.target.form for each in checks} == {"JY", "XM"}
        assert not [each.target.key for each in checks if each.count("error") or each.count("query")]
    drawn = pictures(session, story.firm, 2025)
    assert all(len(each.curves[0].points) >= 8 for each in drawn)


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_whether_somebody_could_see_a_window(
    platform: str, variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert has_screen() is expected
