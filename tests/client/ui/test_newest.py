"""Of questions asked one after another only the newest is answered, and only it can have failed."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from client.base.errors import WorldError
from client.ui.ground.newest import Newest
from client.ui.ground.tasks import Tasks
from tests.client.ui.listener import Listener


@pytest.mark.parametrize("superseded", [True, False])
def test_an_error_counts_while_nothing_newer_was_asked(qtbot: QtBot, superseded: bool) -> None:
    """Else the page would offer to try again what nobody wants to know any more."""
    tasks, answered, untaken, held = Tasks(), Listener(), Listener(), threading.Event()
    tasks.untaken.connect(untaken.hear)
    newest = Newest(tasks, tasks, answered.hear)

    def fail() -> None:
        held.wait(60)
        raise WorldError("net.timeout")

    with qtbot.waitSignal(tasks.idle):
        newest.ask(fail)
        if superseded:
            newest.ask(lambda: "newer")
        held.set()
    assert [what for what, _ in answered.heard] == (["newer"] if superseded else [])
    assert len(untaken.heard) == (0 if superseded else 1)
    tasks.close()
