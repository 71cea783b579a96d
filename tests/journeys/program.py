"""Runs the real program as a subprocess, as a script of the IT department would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from client.usecases.home.opening import open_session

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse 电池 staple"


@dataclass(frozen=True)
class Ran:
    """Exit status, the one JSON answer (if any), and what was printed."""

    status: int
    answer: dict[str, Any]
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """Codes of the problems named."""
        return [problem["code"] for problem in self.answer.get("problems", [])]

    def returned(self, form: str) -> dict[str, Any]:
        """The one return of a form in the answer."""
        (found,) = [each for each in self.answer["returns"] if each["form"] == form]
        return found

    def rules(self, form: str, level: str = "error") -> list[str]:
        """Rules of a level that the answer finds in a form."""
        return sorted({f["rule"] for f in self.returned(form)["findings"] if f["level"] == level})


@dataclass(frozen=True)
class Program:
    """The program on one home, unlocked by a passphrase as where there is no keyring."""

    home: Path
    passphrase: str = PASSPHRASE
    answers: list[dict[str, Any]] = field(default_factory=list, compare=False)
    """All it has answered."""

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JIBAO_")}
        return {**kept, "JIBAO_PASSPHRASE": self.passphrase, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, str(ROOT / "main.py"), *(str(argument) for argument in arguments)]

    def run(self, *arguments: object, home: bool = True, timeout: float = 300) -> Ran:
        """Run a command with ``--json`` and read its answer."""
        end = ["--home", self.home, "--json"] if home else ["--json"]
        done = subprocess.run(
            self.command(*arguments, *end),
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
        self.answers.append(answer)
        return Ran(done.returncode, answer, done.stdout, done.stderr)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            self.command(*arguments, "--home", self.home, "--json"),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


def on_a_quick_home(folder: Path) -> Program:
    """On a home that is there and whose passphrase is stretched little: each of many calls opens it at once."""
    program = Program(folder)
    open_session(folder, passphrase=program.passphrase).close()
    return program
