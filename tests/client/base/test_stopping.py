"""Asking work to stop: seen between two pieces, heard while waiting, also when asked too early."""

from __future__ import annotations

import pytest

from client.base.stopping import NEVER, Stop, Stopped


def test_work_goes_on_until_it_is_asked() -> None:
    stop = Stop()
    stop.check()
    stop.ask()
    with pytest.raises(Stopped):
        stop.check()


def test_whoever_waits_is_called_once_and_only_while_waiting() -> None:
    stop, heard = Stop(), []
    with stop.calling(lambda: heard.append("first")):
        stop.ask()
    with stop.calling(lambda: heard.append("late")):
        pass
    stop.ask()
    assert heard == ["first", "late"]


def test_nobody_stops_what_nobody_stops() -> None:
    NEVER.check()
