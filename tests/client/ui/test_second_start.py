"""A second start brings the window forward; the command line is told that the window is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base.errors import UserError
from client.base.home import DOOR_FILE
from client.base.instance import HomeLock
from client.base.instance_server import ask_instance
from client.base.program import Installed
from client.base.version import VERSION
from client.ui import app
from client.ui.frame.second_start import SecondStarts, brought_forward
from client.ui.ground.tasks import Tasks
from client.usecases.renewal import installing
from client.usecases.renewal.updating import Ready
from tests.client.ui.conftest import Pilot


@pytest.fixture
def door(pilot: Pilot, home: Path) -> SecondStarts:
    made = SecondStarts(pilot.shell, pilot.window.conductor.tasks)
    made.open(home)
    pilot.until(lambda: (home / DOOR_FILE).exists())
    pilot.settle()
    return made


def test_a_minimised_window_comes_forward(pilot: Pilot, door: SecondStarts, home: Path) -> None:
    pilot.shell.showMinimized()
    assert brought_forward(home)
    pilot.until(lambda: not pilot.shell.isMinimized())
    door.close()
    assert not brought_forward(home)


def test_the_command_line_is_told_that_the_window_is_open(pilot: Pilot, door: SecondStarts, home: Path) -> None:
    with pytest.raises(UserError) as refused:
        HomeLock(home)
    assert refused.value.code == "store.window-open"
    assert "窗口" in refused.value.what("zh")
    door.close()
    with pytest.raises(UserError, match=r"store\.in-use"):
        HomeLock(home)
    assert ask_instance(home, "show") is None


def test_a_new_version_that_gets_no_screen_counts_as_begun(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_screen() -> None:
        raise SystemExit("no screen")

    installing.launch(home, Ready(VERSION, "", ""), Path("/bin/true"), Installed(home, "0.0.9"))
    monkeypatch.setattr(app, "installed", lambda: Installed(home))
    monkeypatch.setattr(app, "application", no_screen)
    with pytest.raises(SystemExit):
        app.run(home)
    note = installing.under_way(home)
    assert note is not None
    assert note.starts == 1


def test_a_second_start_ends_without_a_window_of_its_own(
    pilot: Pilot, door: SecondStarts, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "Window", lambda *_, **__: pytest.fail("a second window"))
    assert app.run(home) == 0
    door.close()


def test_a_window_closed_while_its_door_is_being_hung_leaves_none(pilot: Pilot, home: Path) -> None:
    tasks = Tasks()
    door = SecondStarts(pilot.shell, tasks)
    door.open(home)
    door.close()
    tasks.close()
    assert not (home / DOOR_FILE).exists()
    assert not brought_forward(home)
