"""The warm reading process: started ahead, asked file by file, killed and replaced after anything abnormal."""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
from typing import BinaryIO, cast

from client.base.paths import PROGRAM
from client.base.stopping import NEVER, Stop, Stopped
from client.workbook.reader import wire
from client.workbook.reader.limits import Limits, confine

CHILD_ARGUMENT = "_read-workbooks"
"""The packed program run with this single argument is the child: ``main.py`` hands over to ``child.main``."""


def launch_command() -> list[str]:
    """How the child is started, from the source tree and from the packed program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-X", "utf8", "-m", "client.workbook.reader.child"]


def _environment() -> dict[str, str]:
    """Ours without the passphrase and the like: the child handles files from outside."""
    return {name: value for name, value in os.environ.items() if not name.startswith("JIBAO_")}


class Gone(Exception):
    """The child ended without an answer; ``status`` is its exit status (negative: the signal)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Worker:
    """One child process. Not for two threads at once; ``Worker.ask`` holds a lock."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._job: object = None

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._process.pid if self._process else None

    def warm(self) -> None:
        """Start the child ahead of its first file."""
        with self._lock:
            self._running()

    def ask(self, request: bytes, seconds: float, stop: Stop = NEVER) -> bytes:
        """The answer to a request. Raises ``TimeoutError``, ``Gone``, ``Stopped``; the child is then replaced."""
        with self._lock:
            stop.check()
            fresh = self._process is None
            try:
                return self._asked(request, seconds, stop)
            except Gone:
                if fresh:
                    raise
            return self._asked(request, seconds, stop)  # it may have ended while idle: with a fresh child

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                launch_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROGRAM,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._job = confine(self._process, self._limits)
        return self._process

    def _asked(self, request: bytes, seconds: float, stop: Stop) -> bytes:
        process = self._running()
        try:
            wire.write_frame(cast("BinaryIO", process.stdin), request)
        except OSError as error:
            self._end()
            raise Gone(0) from error
        answer = self._await(process, seconds, stop)
        if process.poll() is not None:
            self._end()
        return answer

    def _await(self, process: subprocess.Popen[bytes], seconds: float, stop: Stop) -> bytes:
        """Wait in a thread, for pipes cannot be waited for with a time limit on every system."""
        arrived: queue.Queue[bytes | Exception | None] = queue.Queue()
        stdout = cast("BinaryIO", process.stdout)
        listener = threading.Thread(target=lambda: arrived.put(wire.read_frame(stdout)), daemon=True)
        listener.start()
        answer: bytes | Exception | None
        try:
            with stop.calling(lambda: arrived.put(Stopped())):
                answer = arrived.get(timeout=seconds)
        except queue.Empty:
            answer = TimeoutError()
        if isinstance(answer, Exception):
            process.kill()
            listener.join()
            self._end()
            raise answer
        listener.join()
        if answer is None:
            status = process.wait()
            self._end()
            raise Gone(status)
        return answer

    def _end(self) -> None:
        process, self._process, self._job = self._process, None, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # unsent bytes of a request the child will never read


shared = Worker()
"""The program's own child; it ends with the program."""
atexit.register(shared.close)
