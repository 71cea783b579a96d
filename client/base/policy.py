"""What the IT department has laid down for a whole computer, in one file that people cannot write.

``%ProgramData%\\Jibao\\policy.toml`` on Windows, ``/etc/jibao/policy.toml`` elsewhere; ``JIBAO_POLICY`` names
another for trials, which counts only where no machine file is. Unknown names are refused, so that a slip is not
silently without effect. Only ``home`` is acted on so far. The file is described in ``installer/README.md``.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import msgspec

from client.base.errors import UserError

Value = str | int | bool


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it; what is not laid down is the person's to choose.

    ``home`` may hold environment variables (``%USERNAME%``). ``endpoint`` is the path of a profile file offered at
    the first run; ``authority`` that of a PEM file trusted besides the system's. ``settings`` holds settings by
    key, which the person then cannot change.
    """

    home: str = ""
    endpoint: str = ""
    authority: str = ""
    updates: bool = True
    settings: dict[str, Value] = {}


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
