"""What the IT department has laid down for a whole computer, in one file that people cannot write.

``%ProgramData%\\Jibao\\policy.toml`` on Windows, ``/etc/jibao/policy.toml`` elsewhere; ``JIBAO_POLICY`` names
another for trials, which counts only where no machine file is. Unknown names are refused, so that a slip is not
silently without effect. The file is described in ``installer/README.md``.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from client.base.errors import UserError

Value = str | int | bool


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it; what is not laid down is the person's to choose.

    All paths may hold environment variables (``%USERNAME%``). ``endpoint`` is a profile file: where enterprises
    enrol unless they say otherwise, and whose root vouches for updates. ``enrolment`` is a file of enrolment codes
    (``enrol`` takes it). ``authority`` is a PEM file trusted besides the system's. ``proxy`` is ``system``,
    ``none`` or an address. ``updates`` false leaves program updates to the IT department; ``updates_from`` is a
    folder or an https address of its own. ``backup`` is the folder of second backups. ``settings`` holds settings
    by key. What is laid down the person sees and cannot change.
    """

    home: str = ""
    endpoint: str = ""
    enrolment: str = ""
    authority: str = ""
    proxy: str = ""
    updates: bool = True
    updates_from: str = ""
    backup: str = ""
    settings: dict[str, Value] = {}

    def path(self, name: Literal["endpoint", "enrolment", "authority"]) -> Path | None:
        """One of its files; None where it names none."""
        text: str = getattr(self, name)
        return Path(os.path.expandvars(text)) if text else None


NONE = Policy()


def machine_file() -> Path:
    """Where the policy of this computer lies."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Jibao" / "policy.toml"
    return Path("/etc/jibao/policy.toml")


def policy() -> Policy:
    """The policy in force; raises ``UserError('policy.unreadable')`` rather than doing without it."""
    machine = machine_file()
    chosen = os.environ.get("JIBAO_POLICY")
    if machine.exists() or not chosen:
        return _read(machine)
    return _read(Path(chosen))


@cache
def _read(path: Path) -> Policy:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return NONE
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("policy.unreadable", file=path, reason=type(error).__name__) from error
    import tomllib  # only where there is a policy: most starts find none

    try:
        return msgspec.convert(tomllib.loads(text), Policy)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UserError("policy.unreadable", file=path, reason=error) from error
