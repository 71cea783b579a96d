"""A file somebody opened by a double click, in a window that is open and in one that is being opened."""

from __future__ import annotations

from pathlib import Path

import pytest

import main as start
from client.base.instance_server import ask_instance
from client.protocol import carry_file
from client.tour.script import Sample
from client.ui.app import main
from client.ui.frame.second_start import brought_forward


@pytest.fixture
def carry(tmp_path: Path) -> Path:
    path = tmp_path / "别人的.jbsub"
    key = ("91441300MA58H0D25G.JB.2025-09", "0192f0c1-2a3b-4c4d-8e5f-0123456789ab")
    path.write_bytes(carry_file.write({key: b"{}"}))
    return path


def test_a_carry_file_is_told_about(pilot, carry: Path) -> None:
    pilot.window.opened_files.open(carry)
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    assert "别人的.jbsub" in pilot.window.shell.banner.text


def test_a_workbook_is_previewed(pilot, story: Sample) -> None:
    pilot.window.opened_files.open(story.path)
    pilot.until(lambda: pilot.window.conductor.pages.importing.state == "review")


def test_what_is_broken_is_said(pilot, tmp_path: Path) -> None:
    (tmp_path / "坏.jbsub").write_bytes(b"no zip")
    pilot.window.opened_files.open(tmp_path / "坏.jbsub")
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    assert "坏.jbsub" in pilot.window.shell.banner.text


def test_a_second_start_hands_its_file_over(pilot, session, carry: Path) -> None:
    pilot.window.second_starts.open(session.home)
    pilot.until(lambda: ask_instance(session.home, "there") is not None)
    assert brought_forward(session.home, carry)
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    assert "别人的.jbsub" in pilot.window.shell.banner.text


def test_words_of_the_command_line_are_heeded_and_others_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, Path | None, bool]] = []
    monkeypatch.setattr(
        "client.ui.app.run",
        lambda home, *, handed, exit_when_shown: asked.append((home, handed, exit_when_shown)) or 0,
    )
    book, home = tmp_path / "甲.xlsx", tmp_path / "a=b"
    assert main(["--window", f"--home={home}", "--exit-when-shown"]) == 0
    assert main(["--open", str(book), "--home", str(home)]) == 0
    assert asked == [(home, None, True), (home, book, False)]
    for wrong in (["--nothing"], ["--home"], ["--open="], ["甲.xlsx"]):
        with pytest.raises(SystemExit, match="--home DIR"):
            main(["--window", *wrong])


def test_a_file_by_itself_opens_the_window(carry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("client.ui.app.main", lambda words: asked.append(list(words)) or 0)
    assert start.main([str(carry)]) == 0
    assert start.main(["C:\\资料\\报送.JBSUB"]) == 0
    assert asked == [["--open", str(carry)], ["--open", "C:\\资料\\报送.JBSUB"]]


def test_workbooks_dropped_while_no_page_is_open_are_reviewed_then(pilot, story: Sample) -> None:
    session = pilot.window.conductor.let_pages_go()
    pilot.shell.dropped.emit([story.path])
    pilot.settle()
    pilot.window.conductor.entrance.enter(session)
    pilot.until(lambda: pilot.window.conductor.pages is not None)
    pilot.until(lambda: pilot.pages.importing.state == "review")
