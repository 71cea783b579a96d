"""Help and complaints of the command line: typer's own words are English, and neither in columns nor ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from client.cli.spoken import language, said
from forms.problems import Language
from forms.words import Words

_KINDS: dict[Language, dict[str, str]] = {
    "zh": {"str": "文字", "path": "路径", "Path": "路径", "int": "整数", "int range": "整数", "float": "数"},
    "en": {"str": "text", "Path": "path", "int": "number", "int range": "number", "float": "number"},
}
_KIND = re.compile(r"<(?:list\[)?([\w ]+)\]?>")
_EXTRAS = (
    (re.compile(r"(?<=[\[ ])required(?=[\];])"), Words("必填", "required")),
    (re.compile(r"(?<=[\[ ])default: (.*?)(?:\.0)?(?=[\];])"), Words(r"默认 \1", r"default \1")),
    (re.compile(r"(?<=[\[ ])x>=(\d+)"), Words(r"不小于 \1", r"at least \1")),
    (re.compile(r"(?<=[\[ ])(\d+)<=x<=(\d+)"), Words(r"\1—\2", r"\1–\2")),
)
_USAGE = Words("用法：", "Usage: ")
_ARGUMENTS, _OPTIONS, _COMMANDS = Words("参数", "Arguments"), Words("选项", "Options"), Words("命令", "Commands")
_SHOW = Words("显示用法", "Show this help")
_OPTIONS_SIGN = Words("[选项]", "[options]")
_COMMAND_SIGN = Words("子命令 [参数]...", "COMMAND [arguments]...")
_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.*)\?)?", re.DOTALL)
_TOO_MANY = re.compile(r"Got unexpected extra argument\(?s?\)? \((?P<extra>.*)\)", re.DOTALL)
_HANGING = frozenset("，。、；：）”")
_PIECE = re.compile(r"[（“]*(?:[!-~]+|.)")
"""What a line is not broken in: a word of Latin letters, or one character, with what opens before it."""
_WIDEST = 26
"""Cells a name may take beside what is told of it; a longer one stands on a line of its own."""


class _Ours:
    """The sections and signs of a help page."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _SHOW.what(language())
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        for sign in (_OPTIONS_SIGN, _COMMAND_SIGN):
            pieces = pieces.replace(sign.zh, sign.what(language()))
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE.what(language()))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as typer calls it
        for line in ["", *_wrapped(said(self.help or ""), formatter.width - 2)]:  # type: ignore[attr-defined]
            formatter.write(f"  {line}".rstrip() + "\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        params = [(each, each.get_help_record(ctx)) for each in self.get_params(ctx)]  # type: ignore[attr-defined]
        for kind, title in (("argument", _ARGUMENTS), ("option", _OPTIONS)):
            rows = [_record(each, *record) for each, record in params if each.param_type_name == kind and record]
            _list(formatter, title.what(language()), rows)


class _Command(_Ours, TyperCommand):
    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given | {"options_metavar": _OPTIONS_SIGN.zh})


class _Group(_Ours, TyperGroup):
    def __init__(self, *args: Any, **given: Any) -> None:
        told = {"options_metavar": _OPTIONS_SIGN.zh, "subcommand_metavar": _COMMAND_SIGN.zh}
        super().__init__(*args, **given | told)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        super().format_options(ctx, formatter)
        rows: dict[str, list[tuple[str, str]]] = {}
        for name, each in self.commands.items():
            rows.setdefault(said(each.rich_help_panel or ""), []).append((name, _shortly(each)))  # type: ignore[attr-defined]
        for heading, those in rows.items():
            _list(formatter, heading or _COMMANDS.what(language()), those)


class Commands(typer.Typer):
    """Commands under one name; called without one of them it shows its help."""

    def __init__(self, **given: Any) -> None:
        super().__init__(cls=_Group, no_args_is_help=True, **given)

    def put_under(self, heading: str) -> None:
        """What was added since the last call stands under this heading on the help page."""
        added = [*self.registered_commands, *self.registered_groups]
        for each in cast(list[Any], added):
            each.rich_help_panel = each.rich_help_panel or heading

    def command(self, name: str | None = None, **given: Any) -> Callable[..., Any]:
        return super().command(name, **{"cls": _Command} | given)


def help_asked(error: TyperException) -> str:
    """The help page a group answers with when none of its commands is named; else blank."""
    return error.format_message() if type(error).__name__ == "NoArgsIsHelpError" else ""


def complaint(error: TyperException) -> Words:
    """What is wrong with a call; typer's errors are known by name, for it gives their classes no public place."""
    english, given = error.format_message().rstrip("."), cast(Any, error)
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return Words("缺少子命令", "A command is missing")
        case "NoSuchOption":
            return Words(f"没有选项 {given.option_name}{_near(given.possibilities or ()).zh}", english)
        case "BadOptionUsage":
            name, wants = given.option_name, "requires" in english
            return Words(f"选项 {name} {'后面要写一个值' if wants else '后面不写值'}", english)
        case "MissingParameter":
            return Words(f"缺少 {_param(given)}", english)
        case "BadParameter" if given.param is not None:
            wanted, name = given.param.display_type(given.ctx), _param(given)
            return Words(
                f"{name} 的值不对，应为 {_kind(wanted, 'zh')}",
                f"The value of {name} is wrong; it should be {_kind(wanted, 'en')}",
            )
    if unknown := _NO_COMMAND.fullmatch(error.format_message()):
        near = (unknown["near"] or "").replace("'", "").split(", ")
        return Words(f"没有子命令 {unknown['name']}{_near(filter(None, near)).zh}", english)
    if more := _TOO_MANY.fullmatch(english):
        return Words(f"多写了 {more['extra']}", english)
    return Words(english, english)


def _param(error: Any) -> str:
    return str(error.param.get_error_hint()).strip("'")


def _near(names: Iterable[str]) -> Words:
    """The names that may have been meant; typer's own English has them already."""
    near = "、".join(names)
    return Words(f"（相近的有 {near}）" if near else "", "")


def _shortly(command: Any) -> str:
    """What a command is for, in the first paragraph of its help."""
    return said(command.short_help or command.help or "").partition("\n\n")[0]


def _list(formatter: Any, title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Names and what is told of them, in columns by the cells they take: a Chinese character takes two."""
    from rich.cells import cell_len

    if not rows:
        return
    colon = "：" if language() == "zh" else ":"
    formatter.write(f"\n{title}{colon}\n")
    left = min(_WIDEST, max(cell_len(name) for name, _ in rows)) + 2
    room = formatter.width - left - 2
    for name, told in rows:
        lines = _wrapped(told, room)
        if cell_len(name) > left - 2:
            lines.insert(0, "")
        for head, line in zip_longest([name], lines, fillvalue=""):
            formatter.write(f"  {head}{' ' * (left - cell_len(head))}{line}".rstrip() + "\n")


def _wrapped(text: str, room: int) -> list[str]:
    """Lines of at most so many cells, broken between Chinese characters; a stop or comma hangs over the edge."""
    from rich.cells import cell_len

    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(paragraph):
            if line and piece not in _HANGING and cell_len(line + piece) > max(20, room - 2):
                lines.append(line.rstrip())
                line = ""
            line = (line + piece).lstrip()
        lines.append(line.rstrip())
    return lines


def _record(param: Any, name: str, told: str) -> tuple[str, str]:
    """A parameter with its help; what typer adds behind it in our words."""
    help_text = param.help or ""
    extras = told.removeprefix(help_text)
    for pattern, word in _EXTRAS:
        extras = pattern.sub(word.what(language()), extras)
    return _kind(name, language()), said(help_text) + extras


def _kind(text: str, language: Language) -> str:
    return _KIND.sub(lambda found: f"<{_KINDS[language].get(found[1], found[1])}>", text)
