"""Which folders are a home, and which are refused before anything is made."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.base.home import on_network, prepare_home, sync_root


def code_of(home: Path) -> str:
    with pytest.raises(UserError) as refused:
        prepare_home(home)
    error = refused.value
    assert "{" not in error.what("zh") + error.what("en") + error.remedy("zh") + error.remedy("en")
    return error.code


def test_a_new_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = prepare_home(tmp_path / "甲" / "集报 数据")
    assert home.is_dir()
    assert list(home.iterdir()) == []
    if os.name == "posix":
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_home_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}", "utf-8")
    assert prepare_home(tmp_path) == tmp_path
    assert (tmp_path / "keys.json").read_text("utf-8") == "{}"


def test_a_relative_home_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare_home(Path("data")) == tmp_path / "data"


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine", "utf-8")
    assert code_of(tmp_path / "data") == "home.is-a-file"
    assert (tmp_path / "data").read_text("utf-8") == "mine"


def test_a_folder_under_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert code_of(tmp_path / "file" / "data") == "home.not-writable"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write to")
def test_a_folder_that_cannot_be_written_to_is_named() -> None:
    assert code_of(Path("/proc/jibao")) == "home.not-writable"
    assert code_of(Path("/proc/self")) == "home.not-writable"


def test_a_network_share_is_refused() -> None:
    with pytest.raises(UserError, match=r"home\.network"):
        prepare_home(Path("\\\\server\\share\\jibao"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("\\\\server\\share", True),
        ("//server/share", True),
        ("\\\\?\\C:\\very\\long", False),
        ("\\\\?\\UNC\\server\\share", True),
        ("/home/wang/data", False),
        ("data", False),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="asks for the kind of drive there")
def test_what_a_network_path_looks_like(path: str, expected: bool) -> None:
    assert on_network(path) is expected


@pytest.mark.parametrize("name", ["OneDrive", "OneDrive - 某公司", "坚果云", "Nutstore Files", "百度网盘"])
def test_a_synchronised_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path / name / "jibao") == "home.synced"
    assert list(tmp_path.iterdir()) == []
    assert sync_root(tmp_path / name / "jibao") == name


def test_other_folders_are_not_taken_for_synchronised_ones(tmp_path: Path) -> None:
    assert sync_root(tmp_path / "我的数据" / "drive") is None


def test_onedrive_is_known_by_whatever_name_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "某公司云盘"))
    assert code_of(tmp_path / "某公司云盘" / "jibao") == "home.synced"
    assert sync_root(tmp_path / "别处") is None


def test_an_it_department_may_allow_such_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_HOME_POLICY", "network,synced")
    assert prepare_home(tmp_path / "OneDrive" / "jibao").is_dir()
    monkeypatch.setenv("JIBAO_HOME_POLICY", "network")
    assert code_of(tmp_path / "OneDrive" / "other") == "home.synced"
