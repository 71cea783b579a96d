"""``--self-test``: every part tried for real, and a part that fails named in the file with its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def self_test(out: Path, keyring: str, *words: str) -> tuple[int, dict[str, Any]]:
    environment = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": keyring,
        "JIBAO_BENCH_KEYRING": str(out.with_suffix(".keyring")),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, str(ROOT / "main.py"), "--self-test", str(out), *words]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=300)
    return done.returncode, json.loads(out.read_text("utf-8"))


def test_all_parts_work_here(tmp_path: Path) -> None:
    picture = tmp_path / "窗口.png"
    status, told = self_test(tmp_path / "结果.json", "tests.bench.file_keyring.Keyring", "--picture", str(picture))
    assert {name: check for name, check in told["checks"].items() if not check["ok"]} == {}
    assert (status, told["ok"]) == (0, True)
    assert list(told["checks"]) == [
        "program",
        "store",
        "keys",
        "workbook",
        "template",
        "rules",
        "filing",
        "window",
        "paper",
    ]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_part_that_fails_is_named_with_its_place(tmp_path: Path) -> None:
    status, told = self_test(tmp_path / "结果.json", "keyring.backends.fail.Keyring")
    assert (status, told["ok"]) == (1, False)
    assert told["checks"]["program"]["ok"]
    assert not told["checks"]["store"]["ok"]
    assert "keys.no-keyring" in told["checks"]["store"]["error"]
    assert told["checks"]["store"]["where"]
