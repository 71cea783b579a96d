"""``update check``, ``download``, ``install``: a newer program, by the signed repository."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import typer

from client.base.errors import UserError
from client.base.version import VERSION
from client.cli.answering import answers
from client.cli.commands.definitions import FromOption, ProfileOption
from client.cli.helping import Commands
from client.cli.opening import session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Detail, Result
from client.cli.results.texts import Text

if TYPE_CHECKING:
    from client.net.library import Offer
    from client.usecases.renewal.updating import Ready


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="程序更新：检查、下载、安装")
    group.callback()(lambda: None)
    group.command("check")(check)
    group.command("download")(download)
    group.command("install")(install)
    app.add_typer(group, name="update")


@answers("update check")
def check(place: FromOption = "", profile: ProfileOption = None, home: HomeOption = None) -> Result:
    """有没有新版本的程序，新在哪里。"""
    from client.usecases.renewal import sources, updating

    with session_at(home) as session, sources.library(session, profile, place) as library:
        offer = updating.newer(session, library)
        held = updating.ready(session)
    return Result(command="update check", status=0, details=_told(offer, held))


@answers("update download")
def download(place: FromOption = "", profile: ProfileOption = None, home: HomeOption = None) -> Result:
    """下载新版本并核对签名；中断了再执行一次会接着下。"""
    from client.usecases.renewal import sources, updating

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with session_at(home) as session, sources.library(session, profile, place) as library:
        offer = updating.newer(session, library)
        held = None
        if offer is not None:
            held = updating.bring(session, library, offer, going_on=lambda: not stop.is_set())
    return Result(command="update download", status=3 if offer and not held else 0, details=_told(offer, held))


@answers("update install")
def install(home: HomeOption = None) -> Result:
    """安装下载好的新版本：安装程序等本程序退出后自己进行，新版本启动不了就换回来。"""
    from client.base.program import installed
    from client.usecases.renewal import installing, updating

    with session_at(home, create=False) as session:
        held, setup = updating.proven(session)
        program = installed()
        if program is None:
            raise UserError("updates.not-installed-program")
        installing.launch(session.home, held, setup, program)
    return Result(command="update install", status=0, details=_told(None, held))


def _told(offer: Offer | None, held: Ready | None) -> dict[str, Detail]:
    told: dict[str, Detail] = {"version": VERSION, "newer": offer.version if offer else ""}
    if offer is not None and offer.note("zh"):
        told["note"] = Text(zh=offer.note("zh"), en=offer.note("en"))
    if held is not None:
        told["ready"] = held.version
    return told
