"""The log: codes and places, never words; put aside when it grows; no reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base import logbook
from client.base.errors import OurFault, UserError, WorldError
from client.base.logbook import KEPT, Logbook


def written(home: Path) -> str:
    return (home / "logs" / "jibao.log").read_text("utf-8")


def test_an_error_is_logged_by_its_code_and_what_it_came_from(tmp_path: Path) -> None:
    error = WorldError("support.not-written", file="甲公司 987654.32", reason="")
    error.__cause__ = TimeoutError("987654.32")
    Logbook(tmp_path).failed(error, "import")
    assert written(tmp_path).endswith(" failed import WorldError [support.not-written] < TimeoutError\n")


@pytest.mark.parametrize("kind", [ValueError, OurFault])
def test_a_fault_of_ours_is_logged_with_its_places(tmp_path: Path, kind: type[Exception]) -> None:
    def stumble(figure: str) -> None:
        raise kind("support.not-written" if kind is OurFault else figure)

    with pytest.raises(kind) as caught:
        stumble("987654.32")
    Logbook(tmp_path).failed(caught.value)
    text = written(tmp_path)
    assert "stumble" in text
    assert "test_logbook.py" in text
    assert "987654.32" not in text


def test_what_is_no_plain_name_is_not_written(tmp_path: Path) -> None:
    book = Logbook(tmp_path)
    book.note("window", "opened")
    book.note("window", "987654.32", "甲公司", "a b")
    first, second = written(tmp_path).splitlines()
    assert first.endswith(" window opened")
    assert second.endswith(" window ? ? ?")


def test_a_long_log_is_put_aside_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LARGEST", 200)
    book = Logbook(tmp_path)
    for _ in range(60):
        book.note("window", "opened")
    assert [path.name for path in book.files()] == ["jibao.log", "jibao.log.1", "jibao.log.2", "jibao.log.3"]
    assert len(book.files()) == KEPT + 1
    assert all(path.stat().st_size < 300 for path in book.files())


def test_a_home_is_not_made_by_writing_about_it(tmp_path: Path) -> None:
    Logbook(tmp_path / "nowhere").failed(UserError("home.synced", home="x", program="y"))
    assert not (tmp_path / "nowhere").exists()


def test_a_disk_that_takes_nothing_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way", "utf-8")
    Logbook(tmp_path).note("window", "opened")
    assert Logbook(tmp_path).files() == []
