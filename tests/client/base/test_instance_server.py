"""A second start reaches the first, whatever a crash left behind; strangers reach nobody."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import msgspec
import pytest

from client.base.home import DOOR_FILE
from client.base.instance_server import InstanceServer, Reply, Request, ask_instance


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def server(home: Path, heard: list[str]) -> Iterator[InstanceServer]:
    def answer(request: Request) -> Reply:
        heard.append(request.wish)
        return Reply(window=True, done=request.wish == "show")

    server = InstanceServer(home, answer)
    yield server
    server.close()


def test_a_second_start_is_heard_and_answered(home: Path, server: InstanceServer, heard: list[str]) -> None:
    assert ask_instance(home, "show") == Reply(window=True, done=True)
    assert ask_instance(home, "there") == Reply(window=True, done=False)
    assert heard == ["show", "there"]


def run_aside(program: str, home: Path) -> list[str]:
    """The words a program says that runs as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_from_another_process(home: Path, server: InstanceServer, heard: list[str]) -> None:
    program = (
        "import sys; from pathlib import Path; from client.base.instance_server import ask_instance\n"
        "print(ask_instance(Path(sys.argv[1]), 'show').done)"
    )
    assert run_aside(program, home) == ["True"]
    assert heard == ["show"]


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes are reached through multiprocessing")
def test_a_door_nobody_rings_at_loads_nothing_to_talk_with(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from client.base.instance_server import InstanceServer, Reply\n"
        "server = InstanceServer(Path(sys.argv[1]), lambda _: Reply(window=True)); server.close()\n"
        "print(*sys.modules)"
    )
    assert not {"multiprocessing", "pickle", "subprocess"} & set(run_aside(program, home))
    assert not (home / DOOR_FILE).exists()


def test_nobody_answers_where_nobody_is(home: Path, server: InstanceServer) -> None:
    server.close()
    server.close()
    assert ask_instance(home, "show") is None
    assert not (home / DOOR_FILE).exists()


@pytest.mark.parametrize(
    "left", [b"", b"{", b'{"address": "/nowhere/s", "secret": "c2VjcmV0"}', b'{"address": 3}']
)
def test_what_a_crash_left_behind_answers_nobody_and_blocks_nobody(home: Path, left: bytes) -> None:
    (home / DOOR_FILE).write_bytes(left)
    assert ask_instance(home, "show") is None
    server = InstanceServer(home, lambda _: Reply(window=True, done=True))
    try:
        assert ask_instance(home, "show") == Reply(window=True, done=True)
    finally:
        server.close()


def test_a_stranger_without_the_secret_is_not_heard(home: Path, server: InstanceServer, heard: list[str]) -> None:
    address = msgspec.json.decode((home / DOOR_FILE).read_bytes())["address"]
    with pytest.raises((AuthenticationError, OSError, EOFError)):
        Client(address, authkey=b"guess")
    assert heard == []
    assert ask_instance(home, "show") is not None


def test_a_caller_who_says_nothing_sensible_leaves_the_door_working(home: Path, server: InstanceServer) -> None:
    held = msgspec.json.decode((home / DOOR_FILE).read_bytes())
    import base64

    for words in (b"", b"{", b'{"wish": 3}'):
        with Client(held["address"], authkey=base64.b64decode(held["secret"])) as caller:
            caller.send_bytes(words)
    assert ask_instance(home, "show") == Reply(window=True, done=True)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_secret_is_the_owners_alone_and_new_each_time(home: Path, server: InstanceServer) -> None:
    assert stat.S_IMODE((home / DOOR_FILE).stat().st_mode) == 0o600
    first = (home / DOOR_FILE).read_bytes()
    server.close()
    again = InstanceServer(home, lambda _: Reply(window=False))
    try:
        assert (home / DOOR_FILE).read_bytes() != first
    finally:
        again.close()
