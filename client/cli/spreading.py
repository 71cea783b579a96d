"""A group of options that several commands take: declared once as a class, spread among a command's own."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints


def spread(command: Callable[..., None], group: type) -> Callable[..., None]:
    """The command as typer shall see it: in place of its parameter of type ``group`` stand that class's fields.

    ``group`` is a dataclass whose fields are annotated as typer's parameters are, each with a default.
    """
    hints = get_type_hints(command, include_extras=True)
    name = next(name for name, hint in hints.items() if hint is group)
    fields = _parameters(group)

    @functools.wraps(command)
    def spread_out(**given: Any) -> None:
        said = group(**{field.name: given.pop(field.name) for field in fields})
        command(**given, **{name: said})

    own = [
        parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(command).parameters.values()
    ]
    at = next(number for number, parameter in enumerate(own) if parameter.name == name)
    own[at : at + 1] = fields
    spread_out.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]
    spread_out.__annotations__ = {parameter.name: parameter.annotation for parameter in own} | {"return": None}
    return spread_out


def _parameters(group: type) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=_default(field), annotation=hints[field.name]
        )
        for field in dataclasses.fields(group)
    ]


def _default(field: dataclasses.Field[Any]) -> object:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
