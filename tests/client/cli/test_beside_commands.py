"""attachment, notices and precheck as a script calls them, over a real home and the embedded endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from client.cli.app import main
from client.tour.script import sample


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    status = main([str(word) for word in (*words, "--json")])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["status"] == status
    return said


def test_a_scan_is_attached_listed_saved_and_taken_off_and_the_endpoint_asked_first(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ring: None
) -> None:
    story = sample()
    here = ("--home", home)
    run(capsys, "import", story.path, "--enterprise", story.firm, "--period", str(story.month), *here)
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    place = ("--period", "2025", *here)

    added = run(capsys, "attachment", "add", scan, "--form", "JB", *place)
    (file,) = added["attachments"]
    assert (file["name"], file["state"], file["size"]) == ("扫描.pdf", "waiting", 13)
    (listed,) = run(capsys, "attachment", "list", "JB", *place)["attachments"]
    assert listed == file
    saved = run(capsys, "attachment", "save", "JB", file["id"][:8], tmp_path / "out.pdf", *place)
    assert Path(saved["files"][0]).read_bytes() == scan.read_bytes()
    assert run(capsys, "attachment", "remove", "JB", file["id"], *place)["attachments"] == []

    asked = run(capsys, "precheck", "--form", "JY", *here)
    assert asked["status"] == 1
    assert asked["prechecked"][0]["findings"][0]["cells"]
    assert run(capsys, "notices", *here)["notices"] == []
    assert main(["notices", "--offline", "--home", str(home)]) == 0
    assert "没有通知" in capsys.readouterr().out


def test_faults_for_practice_are_set_shown_and_turned_off(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("--home", home)
    assert run(capsys, "practice-faults", *here)["details"] == {"故障": "没有"}
    words = (
        "--fault",
        "drop-answer=0.3",
        "--fault",
        "delay=0.1",
        "--seconds",
        "2",
        "--clock",
        "60",
        "--only",
        "PUT ",
    )
    told = run(capsys, "practice-faults", *words, "--seed", "7", *here)["details"]
    assert told["drop-answer（已经收下，但应答在途中丢失）"] == "0.3"
    assert (told["种子"], told["拖延"], told["时钟偏差"], told["只对"]) == ("7", "2 秒", "60 秒", "PUT ")
    assert run(capsys, "practice-faults", *here)["details"] == told
    for wrong in ("magic=1", "delay=often", "delay=7"):
        assert run(capsys, "practice-faults", "--fault", wrong, *here)["status"] == 2
    assert run(capsys, "practice-faults", "--off", *here)["details"] == {"故障": "没有"}
