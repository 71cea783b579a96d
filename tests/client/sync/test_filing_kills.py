"""kill -9 of a real client process, before the PUT and after the answer: nothing is lost, nothing filed twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from client.practice import Practice
from client.store import Store
from tests.client.sync.office import CLOCK, KEY, Client, client_of, endpoint_of


def run(root: Path, home: Path, firm: str, where: str) -> subprocess.CompletedProcess[str]:
    """One life of a client process."""
    command = [sys.executable, "-m", "tests.client.sync.doomed_client", str(home), firm, where]
    env = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    ("where", "first", "second"),
    [("before-put", [], "GET PUT"), ("after-answer", ["the version"], "GET")],
)
def test_a_killed_client_asks_first(
    practice: Practice, home: Path, root: Path, where: str, first: list[str], second: str
) -> None:
    with client_of(practice, home) as client:
        version = client.queue()
        firm = client.firm
    died = run(root, home, firm, where)
    assert died.returncode == -signal.SIGKILL, died.stderr
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        kept = store.run(lambda books: books.outbox.get(version.version_id))
        assert kept is not None
        assert (kept.state, kept.attempts, kept.sealed) == ("sent", 1, version.sealed)
        assert on_server(store, home, firm, version.return_key) == [version.version_id] * len(first)
    lived = run(root, home, firm, "never")
    assert lived.returncode == 0, lived.stderr
    *_, requests = lived.stdout.strip().splitlines()
    assert requests.startswith(second)
    assert requests.split().count("PUT") == 1 - len(first)
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        receipts = store.run(lambda books: books.receipts.by_return(version.return_key))
        assert [receipt.version_id for receipt in receipts] == [version.version_id]
        assert on_server(store, home, firm, version.return_key) == [version.version_id]


def on_server(store: Store, home: Path, firm: str, key: str) -> list[str]:
    """Version ids the endpoint has of a return."""
    endpoint, meddler = endpoint_of(store, home, firm)
    try:
        return Client(home, store, endpoint, meddler, firm).on_server(key)
    finally:
        endpoint.close()
