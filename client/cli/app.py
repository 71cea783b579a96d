"""The command line: one function a command, each a thin wrapper around a use case, imported when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import typer
from typer.exceptions import TyperException

from client.base.errors import JibaoError, UserError, WorldError
from client.base.reasons import reason_of
from client.base.version import VERSION
from client.cli.helping import Commands, complaint, help_asked
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of
from client.cli.spoken import called_with, language
from client.cli.streams import prepare_streams, print_json

SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "填报": {
        "importing": ("import",),
        "check": ("check",),
        "data": ("edit", "template"),
        "carry": ("carry",),
        "history": ("history", "undo", "redo", "audit"),
        "batch": ("batch",),
        "profiles": ("profile",),
        "tables": ("export", "rollup"),
        "paper": ("print",),
    },
    "报送": {
        "enrolling": ("enrol",),
        "devices": ("devices",),
        "filing": ("submit", "sync", "status", "receipt"),
        "versions": ("nil", "withdraw", "merge"),
        "beside": ("notices", "precheck", "attachment"),
        "offline": ("offline",),
    },
    "保管与设置": {
        "keeping": ("card", "recover", "passphrase", "backup", "restore", "salvage"),
        "settings": ("settings",),
        "pack": ("pack",),
        "update": ("update",),
        "support": ("support",),
    },
    "练习、检验与发布": {
        "practice": ("practice",),
        "faults": ("practice-faults",),
        "conformance": ("conformance",),
        "repository": ("repository",),
    },
}
"""The modules of commands under the headings of the help, in its order, and what each is called by."""

COMMANDS_OF = {module: names for modules in SECTIONS.values() for module, names in modules.items()}

INTERRUPTED = 130
"""The status of what Ctrl+C ended, as shells have it: 2 would say that nothing was changed."""


def command_line(modules: Iterable[str] = COMMANDS_OF) -> typer.Typer:
    """The commands of these modules, of which nothing is imported before; all of them by default."""
    app = Commands(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="集报 Jibao：离线填报、检查、导入并安全报送统计报表。demo 子命令演示全过程；不带参数打开窗口。",
    )
    app.callback(invoke_without_command=True)(about)
    for module in modules:
        import_module(f"client.cli.commands.{module}").register(app)
        app.put_under(next(heading for heading, here in SECTIONS.items() if module in here))
    return app


def about(version: bool = typer.Option(False, "--version", help="显示版本")) -> None:
    """集报 Jibao：离线填报、检查、导入并安全报送统计报表。"""
    if version:
        sys.stdout.write(f"jibao {VERSION}\n")
        raise typer.Exit


def _modules_for(arguments: list[str]) -> Iterable[str]:
    """What a call needs: a script that asks for one command a hundred times does not load the others as often."""
    if arguments[:1] == ["--version"]:
        return ()
    named = [module for module, names in COMMANDS_OF.items() if arguments and arguments[0] in names]
    return named or COMMANDS_OF


def main(arguments: list[str]) -> int:
    """Run a command; answers its exit status (docs/answers.md)."""
    prepare_streams(json="--json" in arguments)
    with called_with(arguments):
        return _carried_out(arguments)


def _carried_out(arguments: list[str]) -> int:
    try:
        app = command_line(_modules_for(arguments))
        status = typer.main.get_command(app).main(arguments, prog_name="jibao", standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        return _usage(error, json="--json" in arguments)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        return _unheard(error)
    return int(status or 0)


def _unheard(error: OSError) -> int:
    """The answer could not be written: standard output is a full disk, or nobody reads it any more."""
    status = _tell(WorldError("cli.no-output", reason=reason_of(error)))
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - takes what is left over, to the end
    return status


def without_qt(error: ImportError) -> int:
    """A bare computer lacks what Qt's own libraries need; all but the window works without."""
    prepare_streams(json=False)
    return _tell(WorldError("cli.no-qt", reason=error))


def _tell(problem: JibaoError) -> int:
    sys.stderr.write(f"{problem.what(language())}\n{problem.typed_remedy(language())}\n")
    return problem.exit_status


def _usage(error: TyperException, *, json: bool) -> int:
    """A call that is off: said by name, also as JSON; a group called without a command shows its help."""
    problem = UserError("cli.usage", detail=complaint(error))
    if not json and (page := help_asked(error)):
        sys.stderr.write(f"{page}\n")
    elif json:
        result = Result(command="usage", status=problem.exit_status, problems=[problem_of(problem)])
        print_json(result)
    else:
        _tell(problem)
    return problem.exit_status
