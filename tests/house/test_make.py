"""make.py: what it may need, what it says, and that it speaks before it fails."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.source import ROOT


@pytest.fixture
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", ROOT / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "make.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_it_far_enough_to_be_told() -> None:
    ast.parse((ROOT / "make.py").read_text("utf-8"), feature_version=(3, 8))


def test_an_unsupported_python_is_named_with_what_to_use(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    for version in ((3, 10, 4), (3, 14, 0)):
        monkeypatch.setattr(make.sys, "version_info", version)
        with pytest.raises(SystemExit) as stopped:
            make.require_python()
        assert stopped.value.code == 2
        said = capsys.readouterr().err
        assert ".".join(map(str, version)) in said
        assert "3.13" in said


def test_supported_pythons_are_those_of_the_project(make: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    make.require_python()


def test_a_full_disk_is_told_before_anything_is_fetched(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(make, "VENV", Path("nowhere"))
    monkeypatch.setattr(
        make.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**12, 10**12, 3 * 10**8)
    )
    with pytest.raises(SystemExit) as stopped:
        make.require_disk()
    assert stopped.value.code == 2
    assert "0.3 GB" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="system libraries are a matter of Linux")
class TestSystemPackages:
    """Missing libraries are named as Debian packages, installed where allowed, else asked for in one line."""

    def test_what_the_loader_does_not_find_is_named(
        self, make: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(make, "loads", lambda library: library != "libxcb-cursor.so.0")
        monkeypatch.setattr(make, "has_cjk_font", lambda: False)
        monkeypatch.setattr(make, "has_venv", lambda: True)
        assert make.missing_packages() == ["libxcb-cursor0", "fonts-noto-cjk"]

    def test_a_library_that_is_there_loads(self, make: ModuleType) -> None:
        assert make.loads("libc.so.6") or sys.platform != "linux"
        assert not make.loads("libno-such-thing.so.9")

    def test_without_rights_the_one_line_is_printed(
        self, make: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys
    ) -> None:
        monkeypatch.setattr(make, "administrator", lambda: None)
        monkeypatch.setattr(make.shutil, "which", lambda name: f"/usr/bin/{name}")
        with pytest.raises(SystemExit) as stopped:
            make.install_system_packages(["libegl1", "fonts-noto-cjk"])
        assert stopped.value.code == 2
        lines = capsys.readouterr().err.splitlines()
        assert (
            "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends libegl1 fonts-noto-cjk"
            in lines
        )

    def test_with_rights_the_lists_are_refreshed_first(
        self, make: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said: list[list[str]] = []
        monkeypatch.setattr(make, "administrator", list)
        monkeypatch.setattr(make.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(make, "call", lambda words, **_more: said.append(words) or 0)
        monkeypatch.setattr(make, "missing_packages", list)
        make.install_system_packages(["libegl1"])
        assert [words[-1] if "update" in words else words[-2:] for words in said] == [
            "update",
            ["--no-install-recommends", "libegl1"],
        ]

    def test_nothing_missing_nothing_done(self, make: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(make, "call", lambda *_words: pytest.fail("nothing was to be run"))
        make.install_system_packages([])


def test_uv_is_pinned_by_version_and_hash(make: ModuleType) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", make.UV_VERSION)
    assert len(set(make.UV_HASHES.values())) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in make.UV_HASHES.values())


def test_a_changed_lock_changes_the_stamp(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "uv.lock", tmp_path)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    before = make.stamp()
    with (tmp_path / "uv.lock").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    assert make.stamp() != before


def test_a_matching_stamp_skips_the_set_up(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "stamp").write_text(make.stamp(), "utf-8")
    monkeypatch.setattr(make, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(make, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(make, "make_venv", lambda: pytest.fail("set up again"))
    make.set_up()


def answering(make: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str) -> list[list[str]]:
    """An environment that answers the probe so; returns the list that commands are noted in."""
    said: list[list[str]] = []
    (tmp_path / "kept").touch()
    monkeypatch.setattr(make, "VENV", tmp_path)
    monkeypatch.setattr(make, "output", lambda _words: answer)
    monkeypatch.setattr(make, "call", lambda words, **_more: said.append(words) or 0)
    return said


def test_a_whole_environment_is_left_alone(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = answering(make, monkeypatch, tmp_path, ".".join(map(str, sys.version_info[:2])) + " True\n")
    make.make_venv()
    assert not said
    assert (tmp_path / "kept").exists()


def test_an_environment_without_pip_is_completed_not_removed(make, monkeypatch, tmp_path: Path) -> None:
    said = answering(make, monkeypatch, tmp_path, ".".join(map(str, sys.version_info[:2])) + " False\n")
    make.make_venv()
    assert (tmp_path / "kept").exists()
    assert said[0][1:] == ["-m", "venv", str(tmp_path)]
    assert not Path(said[0][0]).is_relative_to(ROOT / ".venv")


@pytest.mark.parametrize("answer", ["", "3.9 True\n"])
def test_a_broken_or_older_environment_is_made_anew(make, monkeypatch, tmp_path: Path, answer: str) -> None:
    said = answering(make, monkeypatch, tmp_path, answer)
    make.make_venv()
    assert not (tmp_path / "kept").exists()
    assert len(said) == 1


@pytest.mark.parametrize(
    ("environment", "expected"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)]
)
def test_a_window_needs_a_display(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, environment, expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(make, "WINDOWS", False)
    assert make.has_display() is expected


@pytest.mark.parametrize(
    ("display", "words"),
    [(True, ["main.py", "demo", "--window", "--keep"]), (False, ["main.py", "demo", "--keep"])],
)
def test_run_passes_further_words_on(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch, display: bool, words: list[str]
) -> None:
    monkeypatch.setattr(make, "has_display", lambda: display)
    monkeypatch.setattr(make, "python", lambda *said, **_environment: list(said))
    assert make.run(["--keep"]) == words


def test_tests_are_not_run_after_a_failed_check(make: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "call", lambda words, **_more: 1 if "mypy" in words else 0)
    monkeypatch.setattr(make, "python", lambda *_words, **_more: pytest.fail("tests were run"))
    assert make.test([]) == 1


def test_the_commands_are_listed_with_what_they_do() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "make.py"), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    for name in ("run", "test", "check", "bench", "installer", "pictures", "setup"):
        assert re.search(rf"^  {name} +\w", done.stdout, re.MULTILINE)


def test_an_unknown_command_is_a_usage_error() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "make.py"), "fly"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "fly" in done.stderr


def test_a_console_without_chinese_does_not_end_it() -> None:
    words = "import make; make.speak_any_language(); make.say('就绪', 'ready')"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith(b"ready")


def test_continuous_integration_runs_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().endswith("exec python3 make.py test")
