"""Profiles of workbooks: list, forget, export for colleagues, import."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.helping import Commands
from client.cli.opening import session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Result
from client.cli.results.profiles import ProfileResult
from client.usecases.books import profiles
from client.workbook import Profile

NameArgument = Annotated[str, typer.Argument(help="对应关系的名称")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="记住的工作簿对应关系：查看、忘记、导出给同事、导入")
    group.command("list")(list_)
    group.command("forget")(forget)
    group.command("export")(export)
    group.command("import")(import_)
    app.add_typer(group, name="profile")


@answers("profile list")
def list_(home: HomeOption = None) -> Result:
    """列出记住的对应关系。"""
    with session_at(home, create=False) as session:
        return _told("profile list", profiles.all_of(session))


@answers("profile forget")
def forget(name: NameArgument, home: HomeOption = None) -> Result:
    """忘记一个对应关系。"""
    with session_at(home, create=False) as session:
        profiles.forget(session, name)
        return _told("profile forget", profiles.all_of(session))


@answers("profile export")
def export(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")],
    name: Annotated[list[str] | None, typer.Argument(help="对应关系的名称，不写为全部")] = None,
    home: HomeOption = None,
) -> Result:
    """把对应关系写成文件交给同事；文件里没有任何数字。"""
    with session_at(home, create=False) as session:
        result = _told("profile export", profiles.export(session, out, name or ()))
    result.files.append(str(out))
    return result


@answers("profile import")
def import_(file: Annotated[Path, typer.Argument(help="同事导出的文件")], home: HomeOption = None) -> Result:
    """收下同事导出的对应关系；同名的被替换。"""
    with session_at(home) as session:
        return _told("profile import", profiles.take_in(session, file))


def _told(command: str, found: Iterable[Profile]) -> Result:
    result = Result(command=command, status=0)
    result.profiles = [
        ProfileResult(
            name=profile.name,
            unit=profile.choices.unit,
            lines={label: line.field for label, line in profile.choices.lines.items()},
            columns=dict(profile.choices.columns),
        )
        for profile in found
    ]
    return result
