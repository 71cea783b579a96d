"""Installing what is ready when the person leaves, and finding out at the next start what came of it.

The setup program goes on alone after this one has ended: it waits for it, puts the new version beside the old
one, tries whether it starts, and only then lets it take the old one's place, whose small files it keeps. A note
beside the store says what is under way; it is read before the store is opened: a version that cannot get that far
must be found out too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from client.base.errors import UserError, WorldError
from client.base.files import write_private
from client.base.program import COMMANDS, OLD, WINDOW, Installed, wait_for_end
from client.base.reasons import reason_of
from client.usecases.renewal.updating import FOLDER, Ready

NOTE = "under-way.json"
STARTS = 2
"""So often a new version may begin without getting as far as the desk; then the one before it is put back."""
TRIES = 3
"""So often an installation is tried by itself."""

ASKED = 2
"""So often the old version is asked to take its place; after that the new one is left to try."""

Came = Literal["nothing", "tried", "done", "failed", "ask", "put-back"]


class UnderWay(msgspec.Struct, frozen=True):
    """An installation that was begun: from and to which version, how often tried, how often the new one began."""

    old: str
    new: str
    tries: int = 1
    starts: int = 0
    put_back: bool = False


def launch(home: Path, held: Ready, setup: Path, program: Installed) -> None:
    """Start the setup program, which waits for this process to end; ``UserError('updates.not-started')``."""
    before = under_way(home)
    again = before is not None and before.new == held.version and before.old == program.version
    _write(home, UnderWay(program.version, held.version, before.tries + 1 if before and again else 1))
    try:
        _start_detached(setup, program.folder)
    except OSError as error:
        raise UserError("updates.not-started", reason=reason_of(error)) from error


def may_try(home: Path, held: Ready) -> bool:
    """Whether it may still be tried without being asked."""
    note = under_way(home)
    return note is None or note.new != held.version or note.tries < TRIES


def begin(home: Path, program: Installed, arguments: Sequence[str] = ()) -> Came:
    """At the very start of a program: what came of the installation that was under way, as far as it shows.

    ``tried``: the new version begins, and this counts. ``failed``, ``put-back``: the old version is here, still or
    again, and in the second case the new one does not work here. ``ask``: the new one began too often without
    getting anywhere; the old one was asked to take its place and to start with ``arguments``, and this process
    should end.
    """
    note = under_way(home)
    if note is None:
        return "nothing"
    if note.new != program.version:
        return _missed(note, program)
    _write(home, msgspec.structs.replace(note, starts=note.starts + 1, put_back=note.starts >= STARTS))
    if STARTS <= note.starts < STARTS + ASKED and program.former:
        old = str(program.folder / f"{COMMANDS}{OLD}")
        _detached([old, "--put-back", str(os.getpid()), str(program.folder), *arguments])
        return "ask"
    return "tried"


def told(came: Came, note: UnderWay) -> WorldError:
    """An installation that came to nothing, in words."""
    if came == "put-back":
        return WorldError("updates.put-back", version=note.new, has=note.old)
    return WorldError("updates.failed", version=note.new, has=note.old)


def put_back(pid: int, folder: Path, arguments: Sequence[str]) -> None:
    """What the old version is asked to do: wait for the new one to end, take its place, start."""
    wait_for_end(pid)
    Installed(folder).put_back()
    _detached([str(folder / WINDOW), *arguments])


def settle(home: Path, program: Installed) -> tuple[Came, UnderWay | None]:
    """Note that the running version works, since its desk is there. Answers what is to be told, once."""
    note = under_way(home)
    if note is None:
        program.forget_former()
        return "nothing", None
    if note.new == program.version:
        program.forget_former()
        _forget(home)
        return "done", note
    came = _missed(note, program)
    if came == "put-back" or note.tries >= TRIES:
        _forget(home)
    return came, note


def _missed(note: UnderWay, program: Installed) -> Came:
    """Why the new version is not there: it did not work, or it was not installed at all."""
    return "put-back" if note.put_back or program.refused(note.new) else "failed"


def under_way(home: Path) -> UnderWay | None:
    """The note, if there is one; one that cannot be read says nothing."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((home / FOLDER / NOTE).read_bytes(), type=UnderWay)
    return None


def _write(home: Path, note: UnderWay) -> None:
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / NOTE, msgspec.json.encode(note))


def _forget(home: Path) -> None:
    (home / FOLDER / NOTE).unlink(missing_ok=True)


def _start_detached(setup: Path, folder: Path) -> None:
    """``/D`` comes last and is never quoted: so NSIS wants it."""
    if sys.platform == "win32":
        _detached(f'"{setup}" /S /WAIT={os.getpid()} /D={folder}')
        return
    setup.chmod(0o700)
    _detached([str(setup), "/S", f"/WAIT={os.getpid()}", f"/D={folder}"])


def _detached(command: str | list[str]) -> None:
    """Start a program that outlives this one and holds nothing of it."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    child = subprocess.Popen(  # noqa: S603 - the setup that was proven, or the program itself
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        start_new_session=True,
        creationflags=flags,
    )
    child.returncode = 0  # nobody here waits for it
