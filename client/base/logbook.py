"""What happened in a home and when: the first thing support asks for, in ``<home>/logs``.

Events and names of our own, and errors by kind, code and place. Nothing that has words of a person's is ever
written: what is no plain name of letters becomes ``?``, so that no figure can slip in.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from client.base.errors import is_ours
from client.base.traces import causes, kind_of, trace_of
from client.base.version import VERSION

FOLDER = "logs"
FILE = "jibao.log"
LARGEST = 256 * 1024
"""Bytes; a log that grew to this is put aside."""
KEPT = 3
"""Logs put aside: ``jibao.log.1`` is the newest of them."""

_PLAIN = re.compile(r"[a-zA-Z][a-zA-Z._-]*")


class Logbook:
    """The log of one home; any thread may write. A disk that takes nothing is no reason to fail."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER
        self._home = home

    def note(self, event: str, *names: str) -> None:
        """Write down an event of our own."""
        self._write([" ".join(plain(word) for word in (event, *names))])

    def failed(self, error: BaseException, *names: str) -> None:
        """Write down what went wrong, with its places when it is a fault of ours."""
        ours = is_ours(error)
        lines = trace_of(error) if ours else [" < ".join(kind_of(cause) for cause in causes(error))]
        head = " ".join(("failed", *(plain(word) for word in names), lines[0]))
        self._write([head, *(f"  {line}" for line in lines[1:])])

    def files(self) -> list[Path]:
        """The logs there are, the newest first."""
        names = (FILE, *(f"{FILE}.{number}" for number in range(1, KEPT + 1)))
        return [self.folder / name for name in names if (self.folder / name).exists()]

    def _write(self, lines: list[str]) -> None:
        """Opened for each entry: two programs may write, and Windows moves no file that one holds open."""
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):
            if next(self._home.iterdir(), None) is None:
                return  # a home that is not there yet is not made by writing about it
            self.folder.mkdir(exist_ok=True)
            self._put_aside()
            with (self.folder / FILE).open("a", encoding="utf-8") as file:
                file.write("\n".join([f"{moment} {VERSION} {lines[0]}", *lines[1:]]) + "\n")

    def _put_aside(self) -> None:
        current = self.folder / FILE
        if not current.exists() or current.stat().st_size < LARGEST:
            return
        for number in range(KEPT, 0, -1):
            older = self.folder / (FILE if number == 1 else f"{FILE}.{number - 1}")
            if older.exists():
                older.replace(self.folder / f"{FILE}.{number}")


def plain(word: str) -> str:
    """The word, or ``?`` for what is no plain name."""
    return word if _PLAIN.fullmatch(word) else "?"
