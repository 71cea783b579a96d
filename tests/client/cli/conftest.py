"""Commands called in this process, as a script calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from client.cli.app import main

Run = Callable[..., tuple[int, dict[str, Any]]]

FIRM = "91441300MA58H0D25G"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with ``--json``; answers its status and the one object it printed, which agree.

    Nothing else is printed, and every problem says what it is and what to do in both languages.
    """

    def command(*arguments: object) -> tuple[int, dict[str, Any]]:
        status = main([*map(str, arguments), "--json"])
        printed = capsys.readouterr()
        answer: dict[str, Any] = json.loads(printed.out)
        assert answer["status"] == status
        assert printed.err == ""
        for problem in answer["problems"]:
            said = (*problem["what"].values(), *problem["remedy"].values())
            assert len(said) == 4
            assert all(said)
        return status, answer

    return command
