"""An error as support may see it: kinds, codes and places in our source, never its words.

Words of an error may hold a figure, a name or a path of the person's.
"""

from __future__ import annotations

from collections.abc import Iterator

from client.base.paths import PROGRAM
from forms.problems import CodedError


def trace_of(error: BaseException) -> list[str]:
    """The error and what it came from, the places of each below it."""
    lines: list[str] = []
    for cause in causes(error):
        lines.append(kind_of(cause))
        lines.extend(_frames(cause))
    return lines


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it came from, each once: a failure handed on through a library comes from itself."""
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def kind_of(error: BaseException) -> str:
    """``ValueError``, or ``UserError [home.synced]``."""
    code = f" [{error.code}]" if isinstance(error, CodedError) else ""
    return f"{type(error).__name__}{code}"


def _frames(error: BaseException) -> list[str]:
    import traceback  # only once something went wrong

    found = traceback.extract_tb(error.__traceback__)
    return [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in found]


def _short(path: str) -> str:
    """A file within the program, or only its name: the rest of a path may name the person."""
    inside = path.removeprefix(str(PROGRAM)).replace("\\", "/").lstrip("/")
    return inside if path.startswith(str(PROGRAM)) and "site-packages" not in inside else inside.rsplit("/", 1)[-1]
