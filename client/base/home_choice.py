"""Which folder is the person's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from client.base.policy import policy

PORTABLE_MARK = "portable.txt"
"""A file of this name beside the packed program makes it keep its data there, in ``data``."""


def default_home() -> Path:
    """What ``JIBAO_HOME`` says, else the computer's policy, else beside a portable program, else the local (never
    roaming) application data folder. Raises ``UserError('policy.unreadable')``.
    """
    chosen = os.environ.get("JIBAO_HOME") or os.path.expandvars(policy().home) or _beside_the_program()
    if chosen:
        return Path(chosen)
    import platformdirs  # half the start of a process that does not need it

    return Path(platformdirs.user_data_dir("Jibao", appauthor=False))


def _beside_the_program() -> str:
    program = Path(sys.executable).parent
    packed = bool(getattr(sys, "frozen", False))
    return str(program / "data") if packed and (program / PORTABLE_MARK).exists() else ""
