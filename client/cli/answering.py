"""Carry a command out and answer once: the result, or the problem by name, in the form that was asked for."""

from __future__ import annotations

import functools
import inspect
import os
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import typer

from client.base.errors import JibaoError, OurFault, UserError
from client.base.logbook import Logbook
from client.cli.options import JsonFlag
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of
from client.cli.streams import print_json
from forms.problems import CodedError

_LOGBOOK: ContextVar[Logbook | None] = ContextVar("_LOGBOOK", default=None)
"""Of the home that the command at work was given."""
_JSON = inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=JsonFlag)


def answers(name: str) -> Callable[[Callable[..., Result | None]], Callable[..., None]]:
    """Make a function the command of this name: what it returns is printed, and its status left with.

    The command takes the function's own options and ``--json``. A function that has to know of that, to keep
    a progress bar quiet, declares ``json`` itself; one that answered before its work was done returns None.
    """

    def command_of(work: Callable[..., Result | None]) -> Callable[..., None]:
        signature = inspect.signature(work, eval_str=True)
        told = "json" in signature.parameters
        options = [*signature.parameters.values(), *(() if told else (_JSON,))]

        @functools.wraps(work)
        def command(**given: Any) -> None:
            json = given["json"] if told else given.pop("json")
            _answer(name, functools.partial(work, **given), json=json)

        command.__signature__ = signature.replace(parameters=options)  # type: ignore[attr-defined]
        command.__annotations__ = {option.name: option.annotation for option in options}
        return command

    return command_of


def _answer(command: str, work: Callable[[], Result | None], *, json: bool) -> None:
    """An error becomes a problem in the same shape as a result."""
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
        _show(result)
    raise typer.Exit(result.status)


def _show(result: Result) -> None:
    from rich.console import Console

    from client.cli.pages.page import Page

    Page(Console(stderr=result.status == UserError.exit_status)).show(result)


def log_to(home: Path) -> None:
    """What goes wrong in the command at work is noted in the log of this home."""
    _LOGBOOK.set(Logbook(home))


def _log(command: str, error: Exception) -> None:
    logbook = _LOGBOOK.get()
    if logbook is not None:
        logbook.failed(error, *command.split())


def _ours(error: Exception) -> OurFault:
    """Our own fault by its type and place; its text could hold a figure and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    if os.environ.get("JIBAO_DEBUG"):
        traceback.print_exception(error)
    return OurFault("cli.our-fault", kind=type(error).__name__, place=place)
