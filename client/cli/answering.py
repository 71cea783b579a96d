"""Carry a command out and answer once: the result, or the problem by name, in the form that was asked for."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from client.base.errors import JibaoError, OurFault, UserError
from client.base.home_choice import default_home
from client.base.logbook import Logbook
from client.cli.output import Page, print_json
from client.cli.results import Result
from client.cli.results_texts import problem_of
from client.store import ClockReport, HeadReport
from client.usecases.auditing import losses, told
from client.usecases.opening import open_session
from client.usecases.session import Session
from forms.problems import CodedError

JsonFlag = Annotated[bool, typer.Option("--json", help="以 JSON 输出结果 (resources/schemas/result.schema.json)")]
HomeOption = Annotated[Path | None, typer.Option("--home", help="数据目录，默认本机用户数据目录或 JIBAO_HOME")]
EnterpriseOption = Annotated[str | None, typer.Option("--enterprise", help="统一社会信用代码")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="报告期，如 2025-09、2025-Q3、2025")]
FormOption = Annotated[str | None, typer.Option("--form", help="表的代码，如 JY")]

_LOGBOOK: ContextVar[Logbook | None] = ContextVar("_LOGBOOK", default=None)
"""Of the home that the command at work was given."""


def answer(command: str, work: Callable[[], Result | None], *, json: bool) -> None:
    """Print what ``work`` answers and leave with its status; an error becomes a problem with the same shape.

    A command that had to answer before its work was done (``practice``) gives None.
    """
    result: Result | None
    _LOGBOOK.set(None)
    try:
        result = work()
    except CodedError as error:
        _log(command, error)
        status = error.exit_status if isinstance(error, JibaoError) else UserError.exit_status
        result = Result(command=command, status=status, problems=[problem_of(error)])
    except Exception as error:  # noqa: BLE001 - the last line of defence: named, never a bare trace
        _log(command, error)
        result = Result(command=command, status=OurFault.exit_status, problems=[problem_of(_ours(error))])
    if result is None:
        raise typer.Exit
    if json:
        print_json(result)
    else:
        Page(Console(stderr=result.status == UserError.exit_status)).show(result)
    raise typer.Exit(result.status)


def home_at(home: Path | None) -> Path:
    """The home a command was given; its log is told what goes wrong from here on."""
    where = home or default_home()
    _LOGBOOK.set(Logbook(where))
    return where


def _log(command: str, error: Exception) -> None:
    logbook = _LOGBOOK.get()
    if logbook is not None:
        logbook.failed(error, *command.split())


def session_at(home: Path | None, *, create: bool = True) -> Session:
    """Open the home a command was given; entries that opening a store finds missing are told on standard error."""
    session = open_session(home_at(home), create=create)
    for loss in losses(session):
        _tell_loss(loss)
    session.vault.on_loss = _tell_loss
    return session


def _tell_loss(loss: HeadReport | ClockReport) -> None:
    error = told(loss)
    sys.stderr.write(f"{error.what()}\n{error.remedy()}\n")


@contextmanager
def throwaway_session() -> Iterator[Session]:
    """A home that is gone afterwards, for what is looked at and not kept."""
    with (
        tempfile.TemporaryDirectory(prefix="jibao-") as folder,
        open_session(Path(folder), passphrase=secrets.token_hex(16)) as session,
    ):
        yield session


def _ours(error: Exception) -> OurFault:
    """Our own fault by its type and place; its text could hold a figure and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    if os.environ.get("JIBAO_DEBUG"):
        traceback.print_exception(error)
    return OurFault("cli.our-fault", kind=type(error).__name__, place=place)
