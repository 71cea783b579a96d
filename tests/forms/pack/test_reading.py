"""Reading a pack from its folder: what is looked at before it is opened, what counts, and in which order."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.pack import Form, bundled_pack, load_pack
from forms.pack.calendar import Calendar, Holiday, HolidayYear
from forms.pack.loader import bundled_versions, folder_of
from forms.pack.shelf import bundled_shelf, shelf_of
from forms.pack.surveying import LARGEST_FILE, survey
from forms.periods import Kind, Period
from forms.problems import FormsError

SMALL = Path(__file__).parents[1] / "rules/small"
LENGTH: dict[Kind, int] = {"month": 12, "quarter": 4, "half": 2, "year": 1}
PACK = bundled_pack()
few = settings(max_examples=40, deadline=None)
kinds: st.SearchStrategy[Kind] = st.sampled_from(sorted(LENGTH))  # type: ignore[type-var]
periods = kinds.flatmap(lambda kind: st.builds(Period, st.integers(2001, 2098), st.just(kind), _index(kind)))
forms = st.sampled_from(sorted(PACK.forms.values(), key=lambda form: form.code))


def _index(kind: Kind) -> st.SearchStrategy[int]:
    return st.integers(1, LENGTH[kind])


def own(form: Form, year: int, index: int) -> Period:
    """A period of the form's own kind."""
    return Period(year, form.kind, (index - 1) % LENGTH[form.kind] + 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "pack")
    return tmp_path / "pack"


def sha(folder: Path) -> str:
    return load_pack(folder).sha256


def looked_at(folder: Path) -> str:
    """What the survey says; empty when it lets the folder be read."""
    try:
        survey(folder)
    except FormsError as error:
        texts = {error.what("zh"), error.what("en"), error.remedy("zh"), error.remedy("en")}
        return f"{error.code} {error.params['file']}" if len(texts) == 4 else "texts"
    return ""


@pytest.mark.parametrize("version", bundled_versions())
def test_what_comes_with_the_program_may_be_read(version: str) -> None:
    assert looked_at(folder_of("gd-eic", version)) == ""


def test_a_file_may_have_a_megabyte_and_no_more(folder: Path) -> None:
    path = folder / "lists/stage.toml"
    path.write_bytes(b"#" * LARGEST_FILE)
    assert looked_at(folder) == ""
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    assert looked_at(folder) == "pack.file-too-large lists/stage.toml"


def test_many_files_that_are_small_enough_may_be_too_large_together(folder: Path) -> None:
    for n in range(8):
        (folder / f"lists/l{n}.toml").write_bytes(b"#" * LARGEST_FILE)
    assert looked_at(folder) == "pack.too-large ."


def test_what_is_no_definition_may_be_of_any_size(folder: Path) -> None:
    (folder / "picture.png").write_bytes(b"\0" * (LARGEST_FILE + 1))
    assert looked_at(folder) == ""


def test_folders_count_as_files_do(folder: Path) -> None:
    for n in range(1_000):
        (folder / f"d{n}").mkdir()
    assert looked_at(folder) == "pack.too-large ."


def test_what_lies_deep_is_named_from_the_packs_folder(folder: Path) -> None:
    deep = folder / "lists/old/older"
    deep.mkdir(parents=True)
    (deep / "x.toml").mkdir()
    assert looked_at(folder) == "pack.not-a-file lists/old/older/x.toml"


def test_the_digest_does_not_depend_on_where_a_pack_lies(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "elsewhere/further")
    assert sha(folder) == sha(tmp_path / "elsewhere/further") == sha(SMALL)


@pytest.mark.parametrize("path", sorted(p.relative_to(SMALL).as_posix() for p in SMALL.rglob("*.toml")))
def test_every_file_counts(folder: Path, path: str) -> None:
    before = sha(folder)
    with (folder / path).open("a", encoding="utf-8") as file:
        file.write("# 附注\n")
    assert sha(folder) != before


def test_a_file_that_moves_counts_even_if_nothing_reads_it(folder: Path) -> None:
    before = sha(folder)
    (folder / "notes.toml").write_text("x = 1", "utf-8")
    added = sha(folder)
    (folder / "notes.toml").rename(folder / "remarks.toml")
    assert len({before, added, sha(folder)}) == 3


def test_what_is_no_toml_does_not_count(folder: Path) -> None:
    before = sha(folder)
    (folder / "README.md").write_text("说明", "utf-8")
    assert sha(folder) == before


def test_two_contents_exchanged_are_another_pack(folder: Path) -> None:
    before = sha(folder)
    one, other = folder / "lists/stage.toml", folder / "lists/industry.toml"
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])
    assert sha(folder) != before


def test_forms_come_in_the_order_of_their_table_numbers(folder: Path) -> None:
    for code, number in (("AA", "10"), ("PR", "9"), ("QR", "2"), ("YY", "2-1")):
        path = folder / f"forms/{code}.toml"
        path.write_text(f'table_no = "粤电信 {number} 表"\n' + path.read_text("utf-8"), "utf-8")
    assert list(load_pack(folder).forms) == ["QR", "YY", "PR", "AA"]


@pytest.mark.parametrize("version", bundled_versions())
def test_every_line_has_one_home_and_is_in_one_section(version: str) -> None:
    pack = bundled_pack(version=version)
    for form in pack.forms.values():
        in_sections = [code for section in form.sections for code in section.indicators]
        assert in_sections == list(form.indicators)
        assert all(pack.home[code] == form.code for code in in_sections)
        assert all(pack.indicator(code) is form.indicators[code] for code in in_sections)
    assert len(pack.home) == sum(len(form.indicators) for form in pack.forms.values())


@pytest.mark.parametrize("version", bundled_versions())
def test_only_figures_that_are_typed_are_asked_for_last_year(version: str) -> None:
    for form in bundled_pack(version=version).forms.values():
        for indicator in form.indicators.values():
            assert set(indicator.columns) <= set(form.columns)
            assert not indicator.columns or (indicator.numeric and not indicator.computed)


@pytest.mark.parametrize(
    ("id", "version"), [("gd-eic", "1999.1"), ("nowhere", None), ("../packs/gd-eic", "2026.9")]
)
def test_a_pack_that_does_not_come_with_the_program(id: str, version: str | None) -> None:
    with pytest.raises(FormsError) as caught:
        bundled_pack(id, version)
    assert caught.value.code == "pack.not-found"
    assert id in caught.value.what("zh")
    assert (version or "*") in caught.value.what("en")


def test_the_newest_version_is_the_one_that_is_not_named() -> None:
    assert bundled_pack() is bundled_pack(version=bundled_versions()[-1])
    assert bundled_pack().version == bundled_versions()[-1]
    assert bundled_shelf().newest is bundled_pack()


@given(periods)
@few
def test_exactly_one_version_begins_a_return(period: Period) -> None:
    shelf = bundled_shelf()
    chosen = shelf.in_force(period)
    assert sum(pack.in_force(period) for pack in shelf.packs) <= 1
    assert chosen.in_force(period) or chosen is shelf.newest
    assert shelf.version(chosen.name) is shelf.version(chosen.version) is chosen


@given(st.permutations([("1", "2024-01", "2024-12"), ("2", "2025-01", "2025-06"), ("3", "2025-08", "2027-12")]))
@few
def test_versions_are_put_in_order_of_time(order: list[tuple[str, str, str]]) -> None:
    small = load_pack(SMALL)
    packs = [msgspec.structs.replace(small, version=v, valid_from=f, valid_to=t) for v, f, t in order]
    shelf = shelf_of(packs)
    assert [pack.version for pack in shelf.packs] == ["1", "2", "3"]
    assert shelf.in_force(Period.parse("2025-07")).version == "3"  # between two versions: the newest
    assert shelf.in_force(Period.parse("2025-Q2")).version == "2"


@given(forms, st.integers(2002, 2098), st.integers(1, 12))
@few
def test_the_report_before_follows_back_to_the_beginning(form: Form, year: int, index: int) -> None:
    period = own(form, year, index)
    before = form.previous(period)
    if before is None:
        assert not form.continuous
        assert period.index == 1 or (period.kind, period.index) == ("month", 2)
    else:
        assert before.kind == form.kind
        assert (before.year, before.index) < (period.year, period.index)
        assert form.continuous or before.year == period.year


@given(forms, periods)
@few
def test_the_period_of_a_form_ends_with_or_after_the_one_given(form: Form, period: Period) -> None:
    found = form.period_of(period)
    assert (found.kind, found.year) == (form.kind, period.year)
    assert found.months >= period.months
    assert found.index == 1 or found.months - 12 // LENGTH[form.kind] < period.months
    assert form.period_of(found) == found


@given(forms, st.integers(2024, 2027), st.integers(1, 12))
@few
def test_a_return_can_be_filed_before_it_is_due_and_is_due_on_no_holiday(
    form: Form, year: int, index: int
) -> None:
    period = own(form, year, index)
    opens, due = form.opens(period), form.deadline(period)
    assert opens < due
    assert opens.day == 1
    assert not form.calendar.holiday(due)
    assert due >= date(year, period.months, 28)


@given(forms, periods)
@few
def test_what_is_asked_is_of_the_forms_own_kind_or_a_quarter_of_a_year(form: Form, period: Period) -> None:
    asked = form.asked(period)
    if period.kind != form.kind:
        quarterly = any(indicator.quarterly for indicator in form.indicators.values())
        assert asked is (period.kind == "quarter" and form.kind == "year" and quarterly)
    elif (period.kind, period.index) == ("month", 1):
        assert asked is form.continuous
    else:
        assert asked
    if asked:
        assert form.asked_indicators(period)


days = st.dates(date(2025, 1, 1), date(2025, 12, 20))


@given(st.lists(st.tuples(days, st.integers(0, 9)), max_size=4), days)
@few
def test_a_date_moves_to_the_first_day_that_is_none_off(off: list[tuple[date, int]], day: date) -> None:
    holidays = tuple(Holiday(f"节{n}", first, first + timedelta(length)) for n, (first, length) in enumerate(off))
    calendar = Calendar((HolidayYear(2025, "通知", holiday=holidays),))
    moved = calendar.moved(day)
    free = {day + timedelta(n) for n in range(60)} - {
        first + timedelta(n) for first, length in off for n in range(length + 1)
    }
    assert moved == min(free)
    assert calendar.moved(moved) == moved
    assert bool(calendar.holiday(day)) is (moved != day)
