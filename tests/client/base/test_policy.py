"""What the IT department lays down: where data lies, what is fixed; a slip in it is named, never passed over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from client.base import policy as module
from client.base.errors import UserError
from client.base.home_choice import PORTABLE_MARK, default_home
from client.base.policy import NONE, Policy, policy


@pytest.fixture
def laid_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy file of the test's own; there is none on the machine."""
    monkeypatch.setattr(module, "machine_file", lambda: tmp_path / "machine" / "policy.toml")
    monkeypatch.setenv("JIBAO_POLICY", str(tmp_path / "policy.toml"))
    monkeypatch.delenv("JIBAO_HOME", raising=False)
    return tmp_path / "policy.toml"


def test_without_a_file_nothing_is_laid_down(laid_down: Path) -> None:
    assert policy() == NONE
    assert policy().updates


def test_data_goes_where_the_policy_says_for_whoever_it_is(
    laid_down: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHO", "张三")
    laid_down.write_text('home = "/数据/$WHO/集报"\nupdates = false\n', "utf-8")
    assert default_home() == Path("/数据/张三/集报")
    assert policy() == Policy(home="/数据/$WHO/集报", updates=False)


def test_a_person_who_names_a_folder_goes_before_it(laid_down: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_down.write_text('home = "/数据"', "utf-8")
    monkeypatch.setenv("JIBAO_HOME", "/别处")
    assert default_home() == Path("/别处")


def test_the_machine_file_goes_before_one_for_trials(laid_down: Path) -> None:
    machine = module.machine_file()
    machine.parent.mkdir()
    machine.write_text('authority = "ca.pem"', "utf-8")
    laid_down.write_text('authority = "other.pem"', "utf-8")
    assert policy().authority == "ca.pem"


@pytest.mark.parametrize(
    "text",
    ["home = ", 'hom = "D:/"', "updates = 'no'", '[settings]\n"network.proxy" = []', "\x00"],
    ids=["half", "misspelt", "wrong type", "list", "junk"],
)
def test_a_slip_in_it_is_named(laid_down: Path, text: str) -> None:
    laid_down.write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        policy()
    assert caught.value.code == "policy.unreadable"
    assert "policy.toml" in caught.value.what("zh")


def test_a_policy_that_is_no_text_is_named(laid_down: Path) -> None:
    laid_down.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"policy\.unreadable"):
        policy()


def test_a_portable_program_keeps_its_data_beside_it(
    laid_down: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "jibao" / "jibao.exe"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert default_home() != tmp_path / "jibao" / "data"
    (tmp_path / "jibao").mkdir()
    (tmp_path / "jibao" / PORTABLE_MARK).write_text("", "utf-8")
    assert default_home() == tmp_path / "jibao" / "data"
