"""While the window is open every command that needs its data is refused by name, and nothing changes."""

from __future__ import annotations

import hashlib
import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from client.base.instance import HomeLock
from client.base.instance_server import InstanceServer, Reply
from client.cli.app import command_line, main
from client.tour.script import sample
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from tests.client.cli.conftest import PASSPHRASE

FIRM, BOOK = sample().firm, str(sample().path)
OF, OF_JY = ("--period", "2025-09"), ("JY", "--period", "2025-09")
REFUSED = {
    "import": (BOOK, "--enterprise", FIRM, *OF, "--form", "JB"),
    "check": (),
    "edit": (*OF_JY, "--set", "JY021=1"),
    "template": ("--out", "t.xlsx", *OF, "--enterprise", FIRM),
    "export": ("--out", "e.xlsx"),
    "rollup": OF,
    "carry": OF_JY,
    "devices list": (),
    "devices approve": ("x", "--fingerprint", "AB12CD34"),
    "devices revoke": ("x",),
    "enrol": ("--enterprise", FIRM, "--profile", "p.json", "--code", "x"),
    "submit": (),
    "sync": (),
    "status": (),
    "nil": (*OF_JY, "--reason", "x"),
    "withdraw": (*OF_JY, "--reason", "x"),
    "merge": OF_JY,
    "notices": (),
    "precheck": (),
    "history": ("JY", "JY021", *OF),
    "undo": OF_JY,
    "redo": OF_JY,
    "card": ("--out", "c.pdf"),
    "recover": (),
    "passphrase": (),
    "backup": (),
    "restore": ("folder",),
    "salvage": ("--enterprise", FIRM),
    "print": (*OF_JY, "--out", "p.pdf"),
    "batch list": (),
    "batch resume": (),
    "batch undo": (),
    "attachment add": (BOOK, "--form", "JY", *OF),
    "attachment list": OF_JY,
    "attachment remove": ("JY", "x", *OF),
    "attachment save": ("JY", "x", "o.bin", *OF),
    "audit verify": (),
    "profile list": (),
    "profile forget": ("x",),
    "profile export": ("--out", "p.jbmap"),
    "profile import": ("p.jbmap",),
    "pack list": (),
    "pack use": ("gd-eic",),
    "pack update": (),
    "pack migrate": (),
    "offline export": ("o.jbsub",),
    "offline import": (BOOK,),
    "settings list": (),
    "settings get": ("display.language",),
    "settings set": ("display.language", "en"),
    "update check": (),
    "update download": (),
    "update install": (),
}
WITHOUT_THE_DATA = {
    "practice": "has a home of its own",
    "practice-faults": "speaks to the practice endpoint",
    "receipt verify": "a receipt proves itself",
    "pack diff": "compares definitions",
    "support": "tells what is wrong, also of a home that cannot be opened",
}
"""Commands that name a home and do not need what the window holds."""


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command with ``--home``, by its words."""
    inner = getattr(group, "commands", None)
    if inner is not None:
        for name, command in inner.items():
            yield from commands(command, (*path, name))
    elif any("--home" in parameter.opts for parameter in group.params):
        yield " ".join(path)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that a window holds."""
    folder = tmp_path_factory.mktemp("open") / "数据"
    with open_session(folder, passphrase=PASSPHRASE) as session:
        enterprises.add(session, FIRM, "甲公司")
    with HomeLock(folder):
        server = InstanceServer(folder, lambda _: Reply(window=True))
        yield folder
        server.close()


def digests(home: Path) -> dict[str, str]:
    kept = (file for file in home.rglob("*") if file.is_file() and "logs" not in file.parts)
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in kept}


def test_every_command_is_spoken_of() -> None:
    assert set(commands(typer.main.get_command(command_line()))) == REFUSED.keys() | WITHOUT_THE_DATA.keys()


def test_each_is_refused_by_name_and_nothing_changes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    (tmp_path / "p.json").write_text("{}")
    before, wrong, ending = digests(home), {}, signal.getsignal(signal.SIGTERM)
    for command, arguments in REFUSED.items():
        monkeypatch.setattr("sys.stdin", io.StringIO("ABCDE\n"))
        status = main([*command.split(), *arguments, "--home", str(home), "--json"])
        answer = json.loads(capsys.readouterr().out)
        codes = [problem["code"] for problem in answer["problems"]]
        if (status, codes) != (2, ["store.window-open"]):
            wrong[command] = (status, codes)
    signal.signal(signal.SIGTERM, ending)  # a download listens for it
    assert wrong == {}
    assert digests(home) == before
