"""Settings: declared once, kept typed, wrong values refused by name."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from client.base.errors import UserError
from client.base.home import LOOK_FILE
from client.store.repositories.books import Books
from client.usecases.home import settings
from client.usecases.home.look import read_look
from client.usecases.home.session import Session
from client.usecases.home.settings_fitting import fitting
from client.usecases.home.settings_table import BY_KEY, GROUPS, SETTINGS, Setting


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_declaration_is_whole(setting: Setting) -> None:
    assert setting.group in GROUPS
    assert all((setting.label.zh, setting.label.en, setting.help.zh, setting.help.en))
    assert fitting(setting, setting.default) == setting.default
    assert type(fitting(setting, setting.default)) is type(setting.default)
    assert (setting.kind == "choice") == bool(setting.choices)
    assert (setting.kind == "number") == (setting.least < setting.most)
    if setting.when is not None:
        assert fitting(BY_KEY[setting.when[0]], setting.when[1]) == setting.when[1]


def test_keys_are_unique_and_every_group_has_some() -> None:
    assert len(BY_KEY) == len(SETTINGS)
    assert {setting.group for setting in SETTINGS} == set(GROUPS)


def test_what_is_chosen_is_kept_and_the_rest_is_as_declared(session: Session) -> None:
    assert settings.everything(session) == {each.key: each.default for each in SETTINGS}
    assert settings.put(session, "reminders.days", "9") == 9
    assert settings.get(session, "reminders.days") == 9
    assert settings.get(session, "display.language") == "zh"
    assert settings.reset(session, "reminders.days") == 3


@pytest.mark.parametrize(
    ("key", "spelled", "kept"),
    [
        ("display.contrast", "on", True),
        ("display.contrast", "否", False),
        ("display.language", "English", "en"),
        ("display.theme", "深色", "dark"),
        ("display.font_size", "130", 130),
        ("reminders.days", " 7 ", 7),
        ("network.proxy_url", "http://10.1.2.3:8080", "http://10.1.2.3:8080"),
        ("backup.folder", "", ""),
    ],
)
def test_values_are_read_as_a_person_writes_them(session: Session, key: str, spelled: str, kept: object) -> None:
    settings.put(session, key, spelled)
    found = settings.get(session, key)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("display.colour", "red", "settings.unknown"),
        ("display.language", "fr", "settings.not-one-of"),
        ("display.contrast", "maybe", "settings.not-a-switch"),
        ("reminders.days", "-1", "settings.not-a-number"),
        ("reminders.days", "31", "settings.not-a-number"),
        ("reminders.days", "1.5", "settings.not-a-number"),
        ("reminders.days", "9" * 5000, "settings.not-a-number"),
        ("network.proxy_url", "http://host:80\n80", "settings.not-an-address"),
        ("backup.folder", "/no/such/folder", "settings.not-a-folder"),
        ("network.proxy_url", "proxy.example.com", "settings.not-an-address"),
        ("network.proxy_url", "http://host:notaport", "settings.not-an-address"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_nothing_changes(
    session: Session, key: str, value: str, code: str
) -> None:
    before = settings.everything(session)
    with pytest.raises(UserError) as refused:
        settings.put(session, key, value)
    assert refused.value.code == code
    assert "{" not in refused.value.what("zh") + refused.value.remedy("en")
    assert settings.everything(session) == before


def test_the_units_offered_are_offered_in_the_language_spoken(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        settings.put(session, "display.unit", "pound")
    assert "万元" in refused.value.what("zh") + refused.value.remedy("zh")
    offered = dict(BY_KEY["display.unit"].choices)["万元"].en
    assert offered in refused.value.what("en") + refused.value.remedy("en")
    assert settings.put(session, "display.unit", offered) == "万元"


def test_a_folder_that_went_away_is_kept_for_when_it_comes_back(session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "U 盘"
    stick.mkdir()
    settings.put(session, "backup.folder", str(stick))
    stick.rmdir()
    assert settings.get(session, "backup.folder") == str(stick)


JUNK = [b"", b"\xff", b"{", b"null", b"[1]", b"7", b"1.5", b"true", b'"klingon"', b'"7"', b"9" * 6000, b"[" * 9000]


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk[:8]))
def test_what_nobody_can_read_or_another_version_kept_is_taken_for_the_default(
    session: Session, junk: bytes
) -> None:
    """No value keeps the window shut, and none is taken for what it was not."""

    def spoil(books: Books) -> None:
        for each in SETTINGS:
            books.settings.put(f"setting/{each.key}", junk)

    session.own.run(spoil)
    found = settings.everything(session)
    for each in SETTINGS:
        assert type(found[each.key]) is type(each.default)
        if junk not in (b"7", b"true", b'"klingon"', b'"7"'):
            assert found[each.key] == each.default
    assert found["display.language"] == "zh"
    assert found["reminders.days"] == (7 if junk == b"7" else 3)


def test_a_newer_versions_choice_outlives_a_walk_back(session: Session) -> None:
    """It is not understood here, but what else is chosen meanwhile leaves it where it is."""
    newer = {"setting/display.theme": b'"sepia"', "setting/display.density": b'"tight"'}
    session.own.run(lambda books: [books.settings.put(*each) for each in newer.items()])
    assert settings.get(session, "display.theme") == "system"
    settings.put(session, "display.language", "en")
    assert session.own.run(lambda books: {name: books.settings.get(name) for name in newer}) == newer
    with pytest.raises(UserError) as unknown:
        settings.reset(session, "display.density")
    assert unknown.value.code == "settings.unknown"


def test_the_default_is_gone_back_to_and_not_kept_as_a_choice(session: Session) -> None:
    for key, value in (("display.theme", "dark"), ("reminders.days", 9), ("updates.automatic", False)):
        settings.put(session, key, value)
        assert settings.reset(session, key) == BY_KEY[key].default
    assert settings.everything(session) == {each.key: each.default for each in SETTINGS}
    assert session.own.run(lambda books: books.settings.names("setting/")) == []
    assert read_look(session.home)["display.theme"] == "system"


def test_the_look_is_known_before_the_home_is_open(session: Session) -> None:
    settings.put(session, "display.language", "en")
    settings.put(session, "reminders.days", 5)
    look = read_look(session.home)
    assert look["display.language"] == "en"
    assert set(look) == {each.key for each in SETTINGS if each.look}


@pytest.mark.parametrize(
    "junk", [b"", b"\xff", b"[]", b'{"display.language": 7}', b'{"display.theme": "pink"}', b"[" * 9000]
)
def test_a_spoilt_look_is_the_usual_one(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / LOOK_FILE).write_bytes(junk)
    assert read_look(tmp_path) == {each.key: each.default for each in SETTINGS if each.look}
    assert msgspec.json.encode(read_look(tmp_path / "nowhere"))
