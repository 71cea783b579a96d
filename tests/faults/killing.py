"""A process of one's own that is killed with ``kill -9`` while it works, and what it had said by then."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from typing import BinaryIO

PATIENCE = 60.0
"""Seconds in which a word is said, however loaded the machine is."""


def killed(
    work: Callable[[BinaryIO], object], *, lines: int = 1, said_within: float = PATIENCE, after: float
) -> tuple[bool, bytes]:
    """Fork, let ``work`` say what it does, kill it ``after`` seconds from so many lines or from ``said_within``.

    Answers whether it was the kill that ended it, and all it had said. Forked, so that the interpreter need not
    start anew.
    """
    end, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        with os.fdopen(pipe, "wb", buffering=0) as out:
            try:
                work(out)
            finally:
                os._exit(3)
    os.close(pipe)
    with os.fdopen(end, "rb", buffering=0) as said:
        heard = b""
        while heard.count(b"\n") < lines and select.select([said], [], [], said_within)[0]:
            heard += (piece := os.read(end, 65536))
            if not piece:
                break
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status), heard + said.read()
