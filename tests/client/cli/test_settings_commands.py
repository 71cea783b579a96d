"""Settings from the command line: listed, set, read back, refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from client.cli.app import main


def test_settings_are_listed_set_and_read_back(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, dict[str, Any]]:
        status = main(["settings", *words, "--home", str(home), "--json"])
        return status, json.loads(capsys.readouterr().out)

    monkeypatch.setenv("JIBAO_PASSPHRASE", "x")
    status, answer = run("set", "display.language", "en")
    assert (status, answer["details"]) == (0, {"display.language": "en"})
    status, answer = run("list")
    assert (status, answer["details"]["display.language"], answer["details"]["reminders.tray"]) == (0, "en", "on")
    status, answer = run("set", "reminders.days", "soon")
    assert (status, [each["code"] for each in answer["problems"]]) == (2, ["settings.not-a-number"])
    status, answer = run("get", "reminders.days")
    assert (status, answer["details"]) == (0, {"reminders.days": "3"})
