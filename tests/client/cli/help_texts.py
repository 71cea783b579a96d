"""Every text that help shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def texts(command: Any) -> Iterator[str]:
    """Every text of help of a command and of those below it."""
    yield from filter(None, [command.help, *(getattr(param, "help", None) for param in command.params)])
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)
