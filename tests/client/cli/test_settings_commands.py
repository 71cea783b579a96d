"""Settings from the command line: listed, set, read back, refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.client.cli.conftest import PASSPHRASE, Run


def test_settings_are_listed_set_and_read_back(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    at = ("--home", home)
    status, answer = run("settings", "set", "display.language", "en", *at)
    assert (status, answer["details"]) == (0, {"display.language": "en"})
    status, answer = run("settings", "list", *at)
    assert (status, answer["details"]["display.language"], answer["details"]["reminders.tray"]) == (0, "en", "on")
    status, answer = run("settings", "set", "reminders.days", "soon", *at)
    assert (status, [each["code"] for each in answer["problems"]]) == (2, ["settings.not-a-number"])
    status, answer = run("settings", "get", "reminders.days", *at)
    assert (status, answer["details"]) == (0, {"reminders.days": "3"})
