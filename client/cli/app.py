"""The command line: one function a command, each a thin wrapper around a use case."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer
from typer.exceptions import TyperException

from client.base.errors import JibaoError, UserError, WorldError
from client.base.version import VERSION
from client.cli.commands import (
    batch,
    beside,
    carry,
    check,
    conformance,
    data,
    devices,
    enrolling,
    faults,
    filing,
    history,
    importing,
    keeping,
    offline,
    pack,
    paper,
    practice,
    profiles,
    repository,
    settings,
    support,
    tables,
    update,
    versions,
)
from client.cli.pages.page import prepare_streams, print_json
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="集报 Jibao：离线填报、检查、导入并安全报送统计报表。demo 子命令演示全过程；不带参数打开窗口。",
)
for room in (
    importing,
    batch,
    check,
    data,
    devices,
    tables,
    carry,
    enrolling,
    filing,
    versions,
    beside,
    devices,
    history,
    keeping,
    practice,
    faults,
    profiles,
    pack,
    conformance,
    offline,
    paper,
    settings,
    support,
    update,
    repository,
):
    room.register(app)


@app.callback(invoke_without_command=True)
def about(version: bool = typer.Option(False, "--version", help="显示版本")) -> None:
    """集报 Jibao：离线填报、检查、导入并安全报送统计报表。"""
    if version:
        sys.stdout.write(f"jibao {VERSION}\n")
        raise typer.Exit


def main(arguments: list[str]) -> int:
    """Run a command; answers 0 done · 1 findings remain · 2 input · 3 network · 4 our fault · 5 conflict."""
    prepare_streams(json="--json" in arguments)
    try:
        status = typer.main.get_command(app).main(arguments, prog_name="jibao", standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        return _usage(error, json="--json" in arguments)
    except (typer.Abort, KeyboardInterrupt):
        return UserError.exit_status
    except OSError as error:
        return _unheard(error)
    return int(status or 0)


def _unheard(error: OSError) -> int:
    """The answer could not be written: standard output is a full disk, or nobody reads it any more."""
    status = _tell(WorldError("cli.no-output", reason=error.strerror or ""))
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - takes what is left over, to the end
    return status


def without_qt(error: ImportError) -> int:
    """A bare computer lacks what Qt's own libraries need; all but the window works without."""
    prepare_streams(json=False)
    return _tell(WorldError("cli.no-qt", reason=error))


def _tell(problem: JibaoError) -> int:
    sys.stderr.write(f"{problem.what()}\n{problem.remedy()}\n")
    return problem.exit_status


def _usage(error: TyperException, *, json: bool) -> int:
    """A call that is off: said by name, also as JSON."""
    problem = UserError("cli.usage", detail=error.format_message())
    if json:
        result = Result(command="usage", status=problem.exit_status, problems=[problem_of(problem)])
        print_json(result)
    else:
        _tell(problem)
    return problem.exit_status
