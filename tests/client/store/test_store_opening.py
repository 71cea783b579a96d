"""Opening looks at the newest entries of the trail; the disk's own pace is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from client.store import HeadReport, Store
from client.store.file import store
from client.store.file.connection import connect
from forms.periods import Period
from forms.returns import Change, ReturnKey

FIRM = "91440101MA5TEST00A"


@pytest.fixture
def full(path: Path, key: bytes, put: Callable[..., Change], september: Period) -> Path:
    with Store.open(path, key) as opened:
        opened.run(lambda books: books.returns.ensure(ReturnKey(FIRM, "JY", september), "p"))
        opened.run(lambda books: [books.returns.record(put("JY", JY001=n)) for n in range(20)])
    return path


def alter(path: Path, key: bytes, seq: int) -> None:
    connection = connect(path, key)
    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET actor = 'someone' WHERE seq = ?", (seq,))
    connection.close()


def test_an_altered_entry_among_the_newest_is_told_at_opening_once(full: Path, key: bytes) -> None:
    alter(full, key, 15)
    with Store.open(full, key) as opened:
        assert opened.head_report == HeadReport("altered", 15, 15)
    with Store.open(full, key) as opened:
        assert opened.head_report.state == "whole"
        assert opened.run(lambda books: books.audit.verify()).broken_at == 15


def test_opening_takes_no_longer_for_a_longer_trail(
    full: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry before the tail is left to the audit."""
    monkeypatch.setattr(store, "TAIL", 5)
    alter(full, key, 3)
    with Store.open(full, key) as opened:
        assert opened.head_report.state == "whole"
        assert opened.run(lambda books: books.audit.verify()).broken_at == 3


def test_a_slow_disk_is_known_by_its_slowest_commits(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])

    def take(seconds: float, times: int) -> None:
        for _ in range(times):
            opened.run(lambda books: now.__setitem__(0, now[0] + seconds))

    with Store.open(path, key) as opened:
        take(0.9, 5)
        assert not opened.slow_disk, "five commits say nothing"
        take(0.01, 400)
        assert not opened.slow_disk
        take(0.3, 1)
        assert not opened.slow_disk, "one in two hundred"
        heard: list[str] = []
        opened.on_slow = lambda: heard.append("slow")
        take(0.3, 3)
        assert opened.slow_disk
        take(0.3, 3)
        assert heard == ["slow"], "told once"
