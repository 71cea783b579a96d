"""A process of one's own that is killed with ``kill -9`` while it works, and what it had said by then."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from typing import BinaryIO


def killed(work: Callable[[BinaryIO], object], *, said_within: float, after: float) -> tuple[bool, bytes]:
    """Fork, let ``work`` say what it does, kill it ``after`` seconds from its first word or from ``said_within``.

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
    with os.fdopen(end, "rb") as said:
        select.select([said], [], [], said_within)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status), said.read()
