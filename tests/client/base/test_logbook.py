"""The log: codes and places, never words; put aside when it grows; no reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base import logbook
from client.base.errors import OurFault, UserError, WorldError
from client.base.logbook import KEPT, Logbook


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home is a folder that holds something."""
    (tmp_path / "keys.json").touch()
    return tmp_path


def written(home: Path) -> str:
    return (home / "logs" / "jibao.log").read_text("utf-8")


def test_an_error_is_logged_by_its_code_and_what_it_came_from(home: Path) -> None:
    error = WorldError("support.not-written", file="甲公司 987654.32", reason="")
    error.__cause__ = TimeoutError("987654.32")
    Logbook(home).failed(error, "import")
    assert written(home).endswith(" failed import WorldError [support.not-written] < TimeoutError\n")


def test_a_failure_handed_on_through_a_library_comes_from_itself_and_is_told_once(home: Path) -> None:
    inner, outer = WorldError("support.not-written", file="", reason=""), ValueError("987654.32")
    inner.__cause__, outer.__cause__ = outer, inner
    Logbook(home).failed(inner)
    assert written(home).endswith(" failed WorldError [support.not-written] < ValueError\n")


@pytest.mark.parametrize("kind", [ValueError, OurFault])
def test_a_fault_of_ours_is_logged_with_its_places(home: Path, kind: type[Exception]) -> None:
    def stumble(figure: str) -> None:
        raise kind("support.not-written" if kind is OurFault else figure)

    with pytest.raises(kind) as caught:
        stumble("987654.32")
    Logbook(home).failed(caught.value)
    text = written(home)
    assert "stumble" in text
    assert "test_logbook.py" in text
    assert "987654.32" not in text


def test_what_is_no_plain_name_is_not_written(home: Path) -> None:
    book = Logbook(home)
    book.note("window", "opened")
    book.note("window", "987654.32", "甲公司", "a b")
    first, second = written(home).splitlines()
    assert first.endswith(" window opened")
    assert second.endswith(" window ? ? ?")


def test_a_long_log_is_put_aside_and_the_oldest_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LARGEST", 200)
    book = Logbook(home)
    for _ in range(60):
        book.note("window", "opened")
    assert [path.name for path in book.files()] == ["jibao.log", "jibao.log.1", "jibao.log.2", "jibao.log.3"]
    assert len(book.files()) == KEPT + 1
    assert all(path.stat().st_size < 300 for path in book.files())


def test_a_home_is_not_made_by_writing_about_it(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere", tmp_path):
        Logbook(place).failed(UserError("home.synced", home="x", program="y"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_is_no_reason_to_fail(home: Path) -> None:
    (home / "logs").write_text("in the way", "utf-8")
    Logbook(home).note("window", "opened")
    assert Logbook(home).files() == []
