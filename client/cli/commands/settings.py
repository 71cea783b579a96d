"""Commands for settings: list, get, set, made from the same declarations as the page in the window."""

from __future__ import annotations

from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.helping import Commands
from client.cli.opening import session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Result
from client.cli.spoken import in_both
from client.usecases.home import settings
from client.usecases.home.settings_table import SETTINGS, Value
from forms.words import Listed, Words


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    names = Listed(each.label for each in SETTINGS)
    listed = in_both(Words(f"设置：{names}", f"Settings: {names.what('en')}"))
    group = Commands(
        help=listed, short_help=in_both(Words("设置：列出、查看、改一项", "Settings: list, show, change one"))
    )
    group.callback()(lambda: None)
    group.command("list")(list_)
    group.command("get")(get)
    group.command("set")(set_)
    app.add_typer(group, name="settings")


@answers("settings list")
def list_(home: HomeOption = None) -> Result:
    """列出全部设置和现在的值。"""
    with session_at(home) as session:
        return _result("settings list", settings.everything(session))


@answers("settings get")
def get(
    key: Annotated[str, typer.Argument(help="设置的名称，如 display.language")],
    home: HomeOption = None,
) -> Result:
    """显示一项设置。"""
    with session_at(home) as session:
        return _result("settings get", {key: settings.get(session, key)})


@answers("settings set")
def set_(
    key: Annotated[str, typer.Argument(help="设置的名称，如 display.language")],
    value: Annotated[str, typer.Argument(help="新的值；default 恢复默认")],
    home: HomeOption = None,
) -> Result:
    """改一项设置。"""
    with session_at(home) as session:
        chosen = settings.reset(session, key) if value == "default" else settings.put(session, key, value)
        return _result("settings set", {key: chosen})


def _result(command: str, values: dict[str, Value]) -> Result:
    return Result(command=command, status=0, details={key: _spelled(value) for key, value in values.items()})


def _spelled(value: Value) -> str:
    """As it may be given to ``settings set``."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
