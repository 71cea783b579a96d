"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from client.protocol.identifiers import new_id

ACCOUNTS = ("postgres", "nobody")
"""Who it runs as when the tests run as root, as which it refuses to run."""

MEMORY = next((folder for folder in ("/dev/shm",) if os.access(folder, os.W_OK)), None)
"""Where flushing costs nothing, if there is such a place: the tests lose no power."""


def programs() -> Path | None:
    """Where Debian keeps the newest server's programs, or whoever else put them on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Cluster:
    """One running server; every database in it is made by ``address``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self) -> str:
        """The address of an empty schema, which is what the endpoint works in."""
        import psycopg

        name = "t" + new_id().replace("-", "")
        with psycopg.connect(self._address(), autocommit=True) as line:
            line.execute(f"CREATE SCHEMA {name}".encode())
        return self._address() + "&options=" + quote(f"-c search_path={name}")

    def processes(self) -> list[int]:
        """The server and all it started, by process id."""
        first = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        found = [first]
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process that has just ended
                if int(file.read_text().rpartition(") ")[2].split()[1]) == first:
                    found.append(int(file.parent.name))
        return found

    @contextmanager
    def without_fsync(self) -> Iterator[str]:
        """An address while the server is set not to wait for its disk."""
        self._set("ALTER SYSTEM SET fsync = off")
        try:
            yield self.address()
        finally:
            self._set("ALTER SYSTEM RESET fsync")

    def _set(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._address(), autocommit=True) as line:
            line.execute(statement.encode())
            line.execute("SELECT pg_reload_conf()")
        # Told to the server's processes by signal: a connection made afterwards may still be older than it.
        wanted = "off" if statement.endswith("off") else "on"
        for _ in range(1000):
            with psycopg.connect(self._address(), autocommit=True) as line:
                if line.execute("SHOW fsync").fetchone() == (wanted,):
                    return
        raise AssertionError("the setting did not take")

    def _address(self) -> str:
        return f"postgresql:///postgres?host={quote(str(self._folder))}&user=jibao"


@contextmanager
def running(*, on_disk: bool = False) -> Iterator[Cluster]:
    """A server for as long as it is wanted; durable, as the endpoint demands, ``on_disk`` on a real disk."""
    found = programs()
    assert found is not None
    # A socket's path may have 107 bytes, so this is not in the tests' own deep folder.
    with tempfile.TemporaryDirectory(
        prefix="jibao-pg-", dir=None if on_disk else MEMORY, ignore_cleanup_errors=True
    ) as made:
        folder, words = Path(made), []
        if os.geteuid() == 0:
            user, group = _account()
            os.chown(folder, user, group)
            words = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        data = folder / "data"
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=40"
        control = [*words, str(found / "pg_ctl"), "-s", "-D", str(data)]
        _call([*words, str(found / "initdb"), "-D", str(data), "-U", "jibao", "-A", "trust", "-E", "UTF8", "-N"])
        _call([*control, "-w", "-t", "60", "-l", str(folder / "log"), "-o", settings, "start"])
        try:
            yield Cluster(folder)
        finally:
            _call([*control, "-m", "immediate", "stop"])


def _call(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _account() -> tuple[int, int]:
    """User and group of the first account there is."""
    import pwd

    known = {each.pw_name: (each.pw_uid, each.pw_gid) for each in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)
