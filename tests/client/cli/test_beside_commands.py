"""attachment, notices and precheck as a script calls them, over a real home and the embedded endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.cli.app import main
from client.tour.script import sample
from tests.client.cli.conftest import Run


def test_a_scan_is_attached_listed_saved_and_taken_off_and_the_endpoint_asked_first(
    home: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], ring: None
) -> None:
    story = sample()
    here = ("--home", home)
    run("import", story.path, "--enterprise", story.firm, "--period", str(story.month), *here)
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    place = ("--period", "2025", *here)

    # A month stands for the yearly form's own period, here as everywhere.
    _, added = run("attachment", "add", scan, "--form", "JB", "--period", "2025-09", *here)
    (file,) = added["attachments"]
    assert (file["name"], file["state"], file["size"]) == ("扫描.pdf", "waiting", 13)
    (listed,) = run("attachment", "list", "JB", *place)[1]["attachments"]
    assert listed == file
    _, saved = run("attachment", "save", "JB", file["id"][:8], tmp_path / "out.pdf", *place)
    assert Path(saved["files"][0]).read_bytes() == scan.read_bytes()
    assert run("attachment", "remove", "JB", file["id"], *place)[1]["attachments"] == []

    status, asked = run("precheck", "--form", "JY", *here)
    assert status == 1
    assert asked["prechecked"][0]["findings"][0]["cells"]
    assert run("notices", *here)[1]["notices"] == []
    assert main(["notices", "--offline", "--home", str(home)]) == 0
    assert "没有通知" in capsys.readouterr().out


def test_faults_for_practice_are_set_shown_and_turned_off(
    home: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--home", home)
    assert run("practice-faults", *here)[1]["details"] == {}
    spoilt = ("--fault", "drop-answer=0.3", "--fault", "delay=0.1", "--seconds", "2", "--only", "PUT ")
    told = run("practice-faults", *spoilt, "--clock", "60", "--seed", "7", *here)[1]["details"]
    assert (told["drop-answer"], told["delay"], told["seed"]) == ("0.3", "0.1", "7")
    assert (told["delay_seconds"], told["clock_seconds"], told["only"]) == ("2", "60", "PUT ")
    assert main(["practice-faults", *map(str, here)]) == 0
    assert "drop-answer（已经收下，但应答在途中丢失）：0.3" in capsys.readouterr().out
    assert run("practice-faults", *here)[1]["details"] == told
    for wrong in ("magic=1", "delay=often", "delay=7"):
        assert run("practice-faults", "--fault", wrong, *here)[0] == 2
    assert run("practice-faults", "--off", *here)[1]["details"] == {}
