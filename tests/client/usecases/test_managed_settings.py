"""Every key of the machine policy does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from client.base.errors import UserError, WorldError
from client.practice import Practice
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from client.usecases.bureau.enrolling_many import read_codes
from client.usecases.bureau.proxies import chosen_proxy
from client.usecases.home import settings
from client.usecases.home.enterprises import add
from client.usecases.home.look import read_look
from client.usecases.home.session import Session
from client.usecases.renewal import daily_check, sources, updating
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backups_kept import second_folder
from tests.laying_down import LayDown, policies

FIRM = "91441300MA58H0D25G"


@pytest.fixture
def lay_down(tmp_path: Path) -> Iterator[LayDown]:
    with policies(tmp_path) as made:
        yield made


@pytest.fixture
def real(practice: Practice, tmp_path: Path) -> Path:
    """The practice endpoint as if it were a real one: its profile brings no authority of its own."""
    told = strict_json.decode(practice.profile_path.read_bytes(), EndpointProfile)
    path = tmp_path / "profile.json"
    path.write_bytes(strict_json.encode(EndpointProfile("统计局", "prod", told.base_url, told.tuf_root)))
    return path


def test_settings_are_fixed_and_shown_as_they_are_in_force(session: Session, lay_down: LayDown) -> None:
    settings.put(session, "display.language", "zh")
    lay_down('[settings]\n"display.language" = "en"\n"reminders.days" = 7\n')
    kept = settings.everything(session)
    assert (kept["display.language"], kept["reminders.days"], kept["display.unit"]) == ("en", 7, "own")
    assert read_look(session.home)["display.language"] == "en"
    with pytest.raises(UserError, match=r"settings\.laid-down"):
        settings.put(session, "display.language", "zh")
    settings.put(session, "display.unit", "万元")
    lay_down("")
    assert settings.get(session, "display.language") == "zh", "what was chosen before counts again"


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('proxy = "none"', None),
        ('proxy = "http://proxy.example:8080"', "http://proxy.example:8080"),
        ('[settings]\n"network.proxy" = "manual"\n"network.proxy_url" = "http://p:1"', "http://p:1"),
    ],
)
def test_the_proxy_is_the_one_laid_down(session: Session, lay_down: LayDown, text: str, via: str | None) -> None:
    lay_down(text)
    assert chosen_proxy(session).proxy_for("https://collect.example/v1/hello") == via


def test_second_backups_go_where_they_should(
    session: Session, firm: str, lay_down: LayDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHO", "张三")
    lay_down(f"backup = '{tmp_path}/备份/$WHO'\n")
    assert second_folder(session) == tmp_path / "备份" / "张三"
    (tmp_path / "备份" / "张三").mkdir(parents=True)
    made = back_up(session)
    assert made.second_problem is None
    assert [path.name for path in (tmp_path / "备份" / "张三").iterdir()] == [made.backup.folder.name]


def test_program_updates_are_left_to_the_it_department(
    session: Session, lay_down: LayDown, practice: Practice, tmp_path: Path
) -> None:
    lay_down("updates = false\n")
    assert not updating.allowed()
    assert settings.get(session, "updates.automatic") is False
    lay_down(f"updates_from = '{tmp_path}/nowhere'\n")
    with pytest.raises(UserError, match=r"updates\.no-folder"), sources.library(session, practice.profile_path):
        pass


def test_the_endpoint_laid_down_vouches_for_updates(session: Session, lay_down: LayDown, real: Path) -> None:
    lay_down(f"endpoint = '{real}'\n")
    found = sources.trusted_profile(session)
    assert found is not None
    assert found.name == "统计局"
    assert not daily_check.due(session), "a first start asks nothing of any network"
    add(session, FIRM, "惠州样本电子")
    assert daily_check.due(session)


def test_the_authority_laid_down_is_believed_beside_the_system(
    session: Session, lay_down: LayDown, practice: Practice, real: Path, tmp_path: Path
) -> None:
    with sources.library(session, real) as library, pytest.raises(WorldError) as caught:
        library.offers("packs")
    assert caught.value.code == "net.tls-issuer"
    told = strict_json.decode(practice.profile_path.read_bytes(), EndpointProfile)
    authority = tmp_path / "ca.pem"
    authority.write_text(told.tls_ca_pem or "", "ascii")
    lay_down(f"authority = '{authority}'\n")
    with sources.library(session, real) as library:
        assert library.offers("packs") == []
    for spoilt in ("不是证书", None):
        if spoilt is None:
            authority.unlink()
        else:
            authority.write_text(spoilt, "utf-8")
        with pytest.raises(UserError, match=r"policy\.authority"), sources.library(session, real):
            pass


@pytest.mark.parametrize(
    "text",
    ['[settings]\n"display.colour" = "red"', '[settings]\n"display.theme" = "pink"', 'proxy = "proxy.example"'],
)
def test_a_setting_that_cannot_be_is_named(session: Session, lay_down: LayDown, text: str) -> None:
    lay_down(text)
    with pytest.raises(UserError, match=r"policy\.setting"):
        settings.everything(session)
    assert read_look(session.home)["display.theme"] == "system", "the window can still say what is wrong"


def test_codes_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(f"﻿# 单位,登记码\n{FIRM}，7K2M-Q9XD-4T\t惠州样本电子\n\n{FIRM};AAAA # 备注\n", "utf-8")
    lines = read_codes(path)
    assert [(line.code, line.name) for line in lines] == [("7K2M-Q9XD-4T", "惠州样本电子"), ("AAAA", "")]
    for text, code in (
        ("91441300MA58H0D25G", "enrol.codes-line"),
        ("not-a-code,AAAA", "enterprise."),
        (f"{FIRM},", "enrol.codes-line"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(UserError) as caught:
            read_codes(path)
        assert caught.value.code.startswith(code)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"enrol\.codes-unreadable"):
        read_codes(path)
