"""support: one file for technical support, also when the home does not open; the log it brings along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from client.cli.app import main
from client.usecases.home.opening import open_session


def test_a_home_that_opens_is_looked_through(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "a passphrase")
    open_session(home).close()
    assert main(["status", "--enterprise", "12", "--home", str(home), "--json"]) == 2
    capsys.readouterr()
    assert main(["support", "--out", str(tmp_path / "诊断.zip"), "--home", str(home), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"] == [str(tmp_path / "诊断.zip")]
    assert answer["details"] == {"unwell": [], "log_errors": "1"}


def test_a_home_that_does_not_open_says_why(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "a passphrase")
    open_session(home).close()
    monkeypatch.setenv("JIBAO_PASSPHRASE", "another passphrase")
    monkeypatch.chdir(tmp_path)
    assert main(["support", "--home", str(home)]) == 0
    assert "keys.wrong-passphrase" in capsys.readouterr().out
    (made,) = tmp_path.glob("jibao-support-*.zip")
    with zipfile.ZipFile(made) as archive:
        assert set(archive.namelist()) >= {"README.txt", "report.json", "errors.json"}
