"""Errors and their words, the clock of China, and where the program looks for its files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.clock import CHINA, SystemClock, rfc3339
from client.base.errors import ConflictError, JibaoError, OurFault, UserError, WorldError
from client.base.home import KEYS_FILE, LOCK_FILE, STORE_FILE, SYNC_FOLDERS, on_network, prepare_home, sync_root
from client.base.home_choice import default_home
from client.base.paths import PROGRAM, RESOURCES
from client.base.version import VERSION
from client.protocol.faults import ProtocolFault
from forms.problems import CodedError, FormsError

KINDS: tuple[type[JibaoError], ...] = (UserError, WorldError, ConflictError, OurFault)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31), timezones=ZONES)
WORDS = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=30)


@pytest.mark.parametrize(
    ("kind", "status"), [(UserError, 2), (WorldError, 3), (OurFault, 4), (ConflictError, 5), (JibaoError, 4)]
)
def test_each_kind_has_the_promised_exit_status(kind: type[JibaoError], status: int) -> None:
    assert kind("cli.usage").exit_status == status


def test_the_kinds_are_told_apart_by_their_status() -> None:
    assert len({kind.exit_status for kind in KINDS}) == len(KINDS)
    assert all(kind.exit_status not in (0, 1) for kind in KINDS)


def test_a_fault_of_the_other_side_is_one_of_the_world() -> None:
    assert ProtocolFault("protocol.unknown").exit_status == WorldError.exit_status


@pytest.mark.parametrize("kind", KINDS)
def test_all_kinds_speak_from_one_catalogue(kind: type[JibaoError]) -> None:
    error = kind("cli.no-enterprise")
    assert error.what("zh") == "数据文件夹里还没有任何单位"
    assert error.what("en") == "The data folder holds no enterprise yet"
    assert error.remedy("zh").startswith("先用")
    assert error.remedy("en").startswith("Import a workbook")


def test_chinese_is_spoken_first() -> None:
    error = UserError("cli.no-enterprise")
    assert (error.what(), error.remedy()) == (error.what("zh"), error.remedy("zh"))


def test_an_error_prints_its_code_for_support() -> None:
    assert str(UserError("cli.no-enterprise")) == "[cli.no-enterprise] The data folder holds no enterprise yet"


def test_program_and_definitions_have_catalogues_of_their_own() -> None:
    assert "period.malformed" in FormsError.catalogue()
    assert "period.malformed" not in JibaoError.catalogue()
    assert "cli.usage" in JibaoError.catalogue()
    assert "cli.usage" not in FormsError.catalogue()


def test_a_code_nobody_wrote_words_for_is_still_said() -> None:
    error = WorldError("net.never-heard-of", host="h")
    assert (error.what("zh"), error.what("en")) == ("net.never-heard-of", "net.never-heard-of")
    assert error.remedy("zh") == ""
    assert str(error) == "[net.never-heard-of] net.never-heard-of"


@given(text=WORDS)
@settings(max_examples=40)
def test_what_was_typed_is_repeated_as_it_was(text: str) -> None:
    error = UserError("cli.bad-edit", text=text)
    assert error.what("zh") == f"“{text}”不是“地址=内容”的写法"
    assert error.what("en") == f"“{text}” is not of the form ADDRESS=TEXT"


@pytest.mark.parametrize("text", ["{", "}", "{0}", "{form!r}", "%s", "{text.__class__}", "{{text}}"])
def test_braces_in_what_was_typed_are_only_text(text: str) -> None:
    assert text in UserError("cli.bad-edit", text=text).what("zh")


def test_numbers_and_paths_fill_places_too() -> None:
    assert "有 3 家" in UserError("cli.which-enterprise", count=3).what("zh")
    home = Path("某处") / "数据"
    assert str(home) in UserError("store.in-use", home=home).what("zh")


def test_a_place_nobody_filled_stays_visible() -> None:
    assert "{count}" in UserError("cli.which-enterprise").what("zh")


def test_an_error_remembers_code_and_parameters() -> None:
    error = ConflictError("cli.no-such-form", form="ZZ", forms="JY、XM")
    assert error.code == "cli.no-such-form"
    assert error.params == {"form": "ZZ", "forms": "JY、XM"}
    assert isinstance(error, CodedError)


def test_a_parameter_may_be_called_code() -> None:
    assert UserError("enterprise.length", code="123").params == {"code": "123"}
    assert "123" in UserError("enterprise.length", code="123").what("zh")


@given(moment=MOMENTS)
@settings(max_examples=40)
def test_a_moment_is_spelled_in_chinas_time_to_the_millisecond(moment: datetime) -> None:
    spelled = rfc3339(moment)
    assert spelled.endswith("+08:00")
    assert len(spelled) == len("2026-11-05T17:21:09.412+08:00")
    read = datetime.fromisoformat(spelled)
    assert timedelta() <= moment - read < timedelta(milliseconds=1)


@given(one=MOMENTS, other=MOMENTS)
@settings(max_examples=40)
def test_spelled_moments_sort_as_they_happened(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert rfc3339(first) <= rfc3339(second)


@pytest.mark.parametrize(
    ("moment", "spelled"),
    [
        (datetime(2025, 10, 10, 15, 59, 59, 999_999, UTC), "2025-10-10T23:59:59.999+08:00"),
        (datetime(2025, 10, 10, 16, 0, 0, 0, UTC), "2025-10-11T00:00:00.000+08:00"),
        (datetime(2024, 12, 31, 16, 0, 0, 0, UTC), "2025-01-01T00:00:00.000+08:00"),
        (datetime(2024, 2, 28, 23, 0, 0, 1_000, UTC), "2024-02-29T07:00:00.001+08:00"),
    ],
)
def test_the_day_turns_at_midnight_in_china(moment: datetime, spelled: str) -> None:
    assert rfc3339(moment) == spelled


def test_the_clock_tells_chinas_time() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(hours=8)
    assert CHINA.utcoffset(None) == timedelta(hours=8)


@pytest.mark.parametrize("today", [date(2025, 10, 8), date(2024, 2, 29), date(2027, 12, 31), date(2019, 1, 1)])
def test_another_today_shifts_the_clock_by_whole_days(today: date) -> None:
    real, shifted = SystemClock(), SystemClock(today)
    before = real.now()
    told = shifted.now()
    after = real.now()
    days = round((told - before) / timedelta(days=1))
    assert before + timedelta(days=days) <= told <= after + timedelta(days=days)
    assert told.date() - today in (timedelta(), timedelta(days=1))  # a midnight may pass in between


def test_the_home_is_where_the_person_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_HOME", "某处/数据")
    assert default_home() == Path("某处/数据")


@pytest.mark.parametrize("unset", [True, False])
def test_without_a_word_the_home_is_the_programs_own_folder(unset: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_HOME", "")
    if unset:
        monkeypatch.delenv("JIBAO_HOME")
    home = default_home()
    assert home.name == "Jibao"
    assert home.is_absolute()


def test_the_programs_files_are_where_it_looks_for_them(root: Path) -> None:
    assert root == PROGRAM
    assert (RESOURCES / "messages" / "cli.toml").is_file()
    assert (PROGRAM / "forms" / "messages.toml").is_file()


def test_the_version_has_three_numbers() -> None:
    assert [part.isdigit() for part in VERSION.split(".")] == [True, True, True]


def test_files_of_a_home_do_not_collide() -> None:
    assert len({name.lower() for name in (STORE_FILE, KEYS_FILE, LOCK_FILE)}) == 3


@pytest.mark.parametrize("name", SYNC_FOLDERS)
@pytest.mark.parametrize("spell", [str, str.upper, str.title], ids=["lower", "upper", "title"])
def test_a_sync_programs_folder_is_known_however_it_is_spelled(name: str, spell: type[str]) -> None:
    folder = f"{spell(name)} - 财务部"
    assert sync_root(Path("/") / "home" / folder / "集报") == folder


@pytest.mark.parametrize("path", ["OneDrive/a/b/c/d", "a/OneDrive/b", "a/b/OneDrive"])
def test_a_sync_programs_folder_is_found_at_any_depth(path: str) -> None:
    assert sync_root(Path(path)) == "OneDrive"


def test_the_outermost_sync_folder_is_named() -> None:
    assert sync_root(Path("Dropbox/OneDrive/data")) == "Dropbox"


@pytest.mark.parametrize("name", ["MyOneDrive", "我的坚果云备份", "old-dropbox", "drive", "iclou", "云"])
def test_a_name_that_only_holds_such_a_word_is_no_sync_folder(name: str) -> None:
    assert sync_root(Path("/") / name / "集报") is None


@given(parts=st.lists(st.text("abcxyz数据 .-", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=5))
@settings(max_examples=40)
def test_plain_folders_are_neither_shared_nor_synchronised(parts: list[str]) -> None:
    path = Path("/", *parts)
    assert sync_root(path) is None
    assert not on_network(str(path))


def test_a_tilde_stands_for_the_persons_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert prepare_home(Path("~") / "集报") == tmp_path / "集报"


def test_preparing_a_home_twice_changes_nothing(tmp_path: Path) -> None:
    first = prepare_home(tmp_path / "数据")
    (first / STORE_FILE).write_bytes(b"kept")
    assert prepare_home(tmp_path / "数据") == first
    assert [path.name for path in first.iterdir()] == [STORE_FILE]
    assert (first / STORE_FILE).read_bytes() == b"kept"


def test_a_relative_home_inside_a_sync_folder_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Dropbox").mkdir()
    monkeypatch.chdir(tmp_path / "Dropbox")
    with pytest.raises(UserError) as refused:
        prepare_home(Path("集报"))
    assert refused.value.code == "home.synced"
    assert refused.value.params["program"] == "Dropbox"
    assert list((tmp_path / "Dropbox").iterdir()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ["home.network", "home.synced", "home.is-a-file", "home.not-writable"])
def test_a_refused_home_is_told_with_a_way_out(code: str, language: str) -> None:
    error = UserError(code, home="某处/集报", program="Dropbox", reason="denied")
    told = error.what(language)  # type: ignore[arg-type]
    assert "某处/集报" in told
    assert error.remedy(language)  # type: ignore[arg-type]
