"""Commands called in this process, as a script calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from client.cli.app import main

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with ``--json``; answers its status and the one object it printed, which agree."""

    def command(*arguments: object) -> tuple[int, dict[str, Any]]:
        status = main([*map(str, arguments), "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert answer["status"] == status
        return status, answer

    return command
