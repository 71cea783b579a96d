"""``--self-test OUT.json``: what a packed program must be able to do on this computer, tried for real.

Each check is written to the file as it is done, so that a program that dies half-way says where. Nothing is left
behind. Exit status 0 when all checks passed.
"""

from __future__ import annotations

import argparse
import json
import locale
import platform
import ssl
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from client.base.clock import SystemClock
from client.base.version import VERSION
from client.printing.output import chinese_fonts
from client.tour.script import TODAY, Sample, sample
from client.usecases.books import importing, templates
from client.usecases.bureau import connecting, filing, receipts
from client.usecases.home import enterprises, securing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from client.usecases.views import papers
from forms.returns import ReturnKey

Details = dict[str, Any]
CHINESE_FOLDER = "张三 的数据"


def main(arguments: list[str]) -> int:
    """Run every check; answers the exit status."""
    parser = argparse.ArgumentParser(prog="jibao --self-test")
    parser.add_argument("out", type=Path, help="JSON 结果写到哪里")
    parser.add_argument("--picture", type=Path, help="窗口图片写到哪个 .png")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="jibao-self-test-", ignore_cleanup_errors=True) as folder:
        return SelfTest(Path(folder) / CHINESE_FOLDER, options.out, options.picture).run()


class SelfTest:
    """The checks in order; each uses what the ones before it made."""

    def __init__(self, home: Path, out: Path, picture: Path | None) -> None:
        self._home = home
        self._out = out
        self._picture = picture
        self._story: Sample = sample()
        self._done: dict[str, Details] = {}

    def run(self) -> int:
        """All of them, the session open in between."""
        self._try("program", self._program)
        session = self._try("store", self._store)
        if isinstance(session, Session):
            with session:
                for name, check in self._with_session(session).items():
                    self._try(name, check)
        passed = isinstance(session, Session) and all(each["ok"] for each in self._done.values())
        self._write(passed)
        return 0 if passed else 1

    def _with_session(self, session: Session) -> dict[str, Callable[[], Details]]:
        return {
            "keys": lambda: self._keys(session),
            "workbook": lambda: self._workbook(session),
            "template": lambda: self._template(session),
            "rules": lambda: self._rules(session),
            "filing": lambda: self._filing(session),
            "window": lambda: self._window(
                session
            ),  # first: what only paints needs no application of its own then
            "paper": lambda: self._paper(session),
        }

    def _try(self, name: str, check: Callable[[], Any]) -> Any:
        started = time.monotonic()
        result: Any = None
        try:
            result = check()
            details = {"ok": True, **(result if isinstance(result, dict) else {})}
        except BaseException as error:  # noqa: BLE001 the one place where nothing may end the program unsaid
            frames = traceback.extract_tb(error.__traceback__)
            where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:]]
            details = {"ok": False, "error": f"{type(error).__name__}: {error}", "where": where}
        self._done[name] = {**details, "seconds": round(time.monotonic() - started, 2)}
        self._write(None)
        return result

    def _write(self, passed: bool | None) -> None:
        told = {"ok": passed, "checks": self._done}
        self._out.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")

    def _program(self) -> Details:
        return {
            "version": VERSION,
            "packed": bool(getattr(sys, "frozen", False)),
            "python": platform.python_version(),
            "system": platform.platform(),
            "openssl": ssl.OPENSSL_VERSION,
            "encoding": locale.getpreferredencoding(do_setlocale=False),
        }

    def _store(self) -> Session:
        """An encrypted home on a Chinese path, its key in the system's keyring, opened a second time."""
        clock = SystemClock(TODAY)
        with open_session(self._home, clock=clock) as session:
            enterprises.add(session, self._story.firm, self._story.name)
        files = [path for path in self._home.rglob("*") if path.suffix == ".store" or "store" in path.name]
        assert files, "no store was made"
        assert all(b"SQLite format 3" not in path.read_bytes()[:16] for path in files), "a store is not encrypted"
        return open_session(self._home, clock=clock)

    def _keys(self, session: Session) -> Details:
        """Where the key went; with ``JIBAO_PASSPHRASE`` set it is not the system's keyring."""
        ways = securing.ways_of(session)
        return {"keyring": ways.keyring, "passphrase": ways.passphrase}

    def _workbook(self, session: Session) -> Details:
        """The sample read in the guarded child process and taken."""
        plan = importing.plan(session, self._story.path, self._story.firm, self._story.month)
        importing.apply(session, plan)
        checks = check_returns(session, self._story.firm)
        return {"returns": len(checks), "cells": sum(len(check.target.cells) for check in checks)}

    def _template(self, session: Session) -> Details:
        """A workbook written for the enterprise and read back."""
        path = self._home / "模板.xlsx"
        templates.write_for(session, self._story.firm, ["JY", "XM"], path, self._story.month)
        plan = importing.plan(session, path, self._story.firm, self._story.month)
        return {"bytes": path.stat().st_size, "sheets": len(plan.sheets)}

    def _rules(self, session: Session) -> Details:
        """The slips of the sample are found."""
        found = {finding.rule for check in check_returns(session, self._story.firm) for finding in check.findings}
        assert "C022" in found, "the slip of the sample was not found"
        return {"rules failed": len(found)}

    def _filing(self, session: Session) -> Details:
        """TLS to the practice endpoint of this program; a return filed, its receipt verified from its file."""
        firm = self._story.firm
        with connecting.practise(session, firm) as practice, connecting.line(session, firm) as line:
            filed = filing.submit(line, filing.Order(forms=["JB"]))
            result = filed[0].result
            assert result is not None, filed[0].problem
            path = receipts.save(session, firm, result.version_id)
            verdict = receipts.verify(path, practice.profile_path)
        assert verdict.verdict == "trusted", verdict.verdict
        return {"state": str(result.state), "receipt": path.name}

    def _paper(self, session: Session) -> Details:
        target = self._home / "营业收入.pdf"
        sheets = papers.write_form(
            papers.filled_form(session, ReturnKey(self._story.firm, "JY", self._story.month)), target
        )
        assert target.read_bytes().startswith(b"%PDF-")
        return {"sheets": sheets, "bytes": target.stat().st_size}

    def _window(self, session: Session) -> Details:
        """The real window with Chinese text, photographed; the charts, packed without their library's OpenGL."""
        from client.ui.camera import Camera

        folder = self._home / "图片"
        with Camera(session, self._story.firm, folder) as camera:
            taken = camera.desk()
            camera.entry("JY", self._story.month, "JY021")
            camera.page("charts")
        if self._picture is not None:
            self._picture.write_bytes(taken.read_bytes())
        chinese = chinese_fonts()
        assert chinese, "no Chinese font"
        return {"fonts": chinese[:4], "bytes": taken.stat().st_size}
