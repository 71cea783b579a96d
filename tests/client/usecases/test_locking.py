"""When an open home locks, and by what it is opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base.errors import UserError
from client.keys import person
from client.usecases.home import locking, securing, settings, settings_keepers
from client.usecases.home.locking import IdleLock
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session

WORDS = "六个 不相干 的词"


def test_it_locks_after_the_chosen_minutes_without_input() -> None:
    lock = IdleLock(5, 100.0)
    assert lock.left(100.0) == 300.0
    assert lock.left(399.0) == 1.0
    lock.touched(399.0)
    assert lock.left(400.0) == 299.0
    assert lock.left(699.0) == 0.0
    assert lock.left(90_000.0) == 0.0


def test_never_is_never() -> None:
    assert IdleLock(0, 0.0).left(1e9) is None


@given(st.lists(st.floats(0, 1e6), max_size=20))
def test_input_never_brings_the_lock_nearer(moments: list[float]) -> None:
    lock, before = IdleLock(10, 0.0), 600.0
    for moment in moments:
        lock.touched(moment)
        left = lock.left(0.0)
        assert left is not None
        assert left >= before
        before = left


def test_locking_wants_something_that_shows_who_one_is(session: Session) -> None:
    assert settings.get(session, "security.lock_minutes") == 0
    with pytest.raises(UserError, match=r"lock\.no-proof"):
        settings.put(session, "security.lock_minutes", 10)
    securing.set_passphrase(session, WORDS)
    settings.put(session, "security.lock_minutes", 10)
    assert settings.get(session, "security.lock_minutes") == 10


def test_a_locked_home_is_opened_by_its_passphrase_alone(session: Session) -> None:
    home = session.home
    securing.set_passphrase(session, WORDS)
    session.close()
    assert settings_keepers.proof_of(home) == "passphrase"
    with pytest.raises(UserError, match=r"keys\.wrong-passphrase"):
        locking.unlock_again(home, "别的什么词呢")
    with locking.unlock_again(home, WORDS) as again:
        assert again.home == home


def test_without_a_passphrase_the_password_of_the_account_opens(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_session(home, passphrase=WORDS):
        pass
    opened: list[dict[str, object]] = []
    monkeypatch.setattr(person, "can_ask", lambda: True)
    monkeypatch.setattr(person, "is_password", lambda text: text == "登录密码")
    monkeypatch.setattr("client.keys.keyfile.read", lambda _: None)
    monkeypatch.setattr(locking, "open_session", lambda at, **how: opened.append({"home": at, **how}))
    assert settings_keepers.proof_of(home) == "system"
    with pytest.raises(UserError, match=r"lock\.wrong-password"):
        locking.unlock_again(home, "别的")
    assert opened == []
    locking.unlock_again(home, "登录密码")
    assert opened == [{"home": home, "clock": None, "create": False}]


def test_where_the_system_cannot_check_nothing_is_believed() -> None:
    if not person.can_ask():
        assert not person.is_password("")
        assert not person.is_password("x")
