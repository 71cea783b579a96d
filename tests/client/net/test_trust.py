"""The bureau's keys as they come, grow old, and are played with on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.errors import WorldError
from client.net.failures import NetworkFailure
from client.net.transport import ANSWER_LIMIT, Answer, Request
from client.net.trust import FRESH, BureauKeys
from client.protocol.messages import EndpointProfile
from client.protocol.times import parse_time
from tests.client.net.tuf_repository import Repository, key_list

BASE = "https://collect.example"
AT = parse_time("2026-11-09T16:00:00+08:00")


class Shelf:
    """A transport that serves a repository, or fails as told."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.trouble: Callable[[str], Answer | None] = lambda path: None
        self.asked: list[str] = []

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        path = request.url.removeprefix(f"{BASE}/tuf/")
        self.asked.append(path)
        answer = self.trouble(path)
        if answer is not None:
            return answer
        body = self.repository.serve(path)
        return Answer(404, {}, b"") if body is None else Answer(200, {}, body)

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def repository() -> Repository:
    return Repository(delegated=True)


@pytest.fixture
def shelf(repository: Repository) -> Shelf:
    return Shelf(repository)


def keys_of(home: Path, shelf: Shelf) -> BureauKeys:
    root = shelf.repository.roots[1].decode()
    return BureauKeys(home / "tuf", EndpointProfile("t", "practice", BASE, root), shelf)


def grow_old(home: Path) -> None:
    import os

    for held in (home / "tuf").glob("*/held.chain"):
        moment = held.stat().st_mtime - FRESH - 10
        os.utime(held, (moment, moment))


def test_keys_come_once_and_are_held(home: Path, shelf: Shelf) -> None:
    keys = keys_of(home, shelf)
    assert keys.keyset.key("receipt", "receipt-1", AT)
    asked = len(shelf.asked)
    assert keys.keyset is keys.keyset
    again = keys_of(home, shelf)
    assert again.keyset.key("receipt", "receipt-1", AT)
    assert len(shelf.asked) == asked
    assert again.chain == shelf.repository.chain()


def test_without_a_line_and_without_keys_the_failure_is_named(home: Path, shelf: Shelf) -> None:
    def dead(path: str) -> Answer:
        raise NetworkFailure("net.dns", host="collect.example")

    shelf.trouble = dead
    with pytest.raises(NetworkFailure) as caught:
        _ = keys_of(home, shelf).keyset
    assert caught.value.code == "net.dns"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(200, {"content-type": "text/html"}, b"<html>"), "net.portal"),
        (Answer(302, {"location": "http://portal/"}, b""), "net.portal"),
        (Answer(404, {"content-type": "text/html"}, b"<html>"), "net.portal"),
        (Answer(407, {}, b""), "net.proxy-login"),
        (Answer(502, {}, b""), "net.gateway"),
        (Answer(404, {}, b""), "net.keys-missing"),
    ],
)
def test_portals_and_gateways_bring_no_keys(home: Path, shelf: Shelf, answer: Answer, code: str) -> None:
    shelf.trouble = lambda path: answer
    with pytest.raises(WorldError) as caught:
        _ = keys_of(home, shelf).keyset
    assert caught.value.code == code


def test_old_keys_stay_in_use_with_a_warning_when_newer_cannot_be_had(home: Path, shelf: Shelf) -> None:
    _ = keys_of(home, shelf).keyset
    grow_old(home)
    shelf.trouble = lambda path: Answer(200, {"content-type": "text/html"}, b"<html>")
    keys = keys_of(home, shelf)
    assert keys.keyset.key("receipt", "receipt-1", AT)
    assert keys.warning is not None
    assert keys.warning.code == "net.portal"
    asked = len(shelf.asked)
    _ = keys.keyset
    assert len(shelf.asked) == asked, "it asks again at once"


def test_old_keys_are_renewed(home: Path, shelf: Shelf, repository: Repository) -> None:
    _ = keys_of(home, shelf).keyset
    repository.target = key_list("receipt-2")
    repository.rotate()
    repository.publish()
    grow_old(home)
    keys = keys_of(home, shelf)
    assert keys.keyset.key("receipt", "receipt-2", AT)
    assert keys.warning is None
    assert keys.roots == [repository.roots[1], repository.roots[2]]


def test_an_expired_timestamp_warns_and_does_not_block(home: Path, shelf: Shelf, repository: Repository) -> None:
    _ = keys_of(home, shelf).keyset
    repository.timestamp_days = -1
    repository.publish()
    grow_old(home)
    keys = keys_of(home, shelf)
    assert keys.keyset.key("receipt", "receipt-1", AT)
    assert keys.warning is not None
    assert keys.warning.code == "net.keys-expired"


def test_an_expired_timestamp_is_named_when_nothing_is_held(home: Path) -> None:
    with pytest.raises(WorldError) as caught:
        _ = keys_of(home, Shelf(Repository(timestamp_days=-1))).keyset
    assert caught.value.code == "net.keys-expired"


def test_forged_metadata_is_refused(home: Path, shelf: Shelf, repository: Repository) -> None:
    impostor = Repository(delegated=True)

    def forge(path: str) -> Answer | None:
        return Answer(200, {}, impostor.serve(path) or b"") if "root" not in path else None

    shelf.trouble = forge
    with pytest.raises(WorldError) as caught:
        _ = keys_of(home, shelf).keyset
    assert caught.value.code == "net.keys-forged"


def test_forged_renewals_leave_the_held_keys(home: Path, shelf: Shelf, repository: Repository) -> None:
    _ = keys_of(home, shelf).keyset
    repository.publish()
    impostor = Repository(delegated=True)
    impostor.publish()
    shelf.trouble = lambda path: Answer(200, {}, impostor.serve(path) or b"") if "timestamp" in path else None
    keys = keys_of(home, shelf)
    assert keys.keyset
    keys.refresh()
    assert keys.warning is not None
    assert keys.warning.code == "net.keys-forged"
    assert keys.keyset.key("receipt", "receipt-1", AT)


def test_a_rolled_back_repository_is_refused(home: Path, shelf: Shelf, repository: Repository) -> None:
    old = dict(repository.files)
    repository.target = key_list("receipt-2")
    repository.publish()
    keys = keys_of(home, shelf)
    assert keys.keyset.key("receipt", "receipt-2", AT)
    repository.files, repository.version = old, 1
    keys.refresh()
    assert keys.warning is not None
    assert keys.warning.code == "net.keys-forged"
    assert keys.keyset.key("receipt", "receipt-2", AT)


def test_a_damaged_folder_is_filled_again(home: Path, shelf: Shelf) -> None:
    _ = keys_of(home, shelf).keyset
    for held in (home / "tuf").glob("*/held.chain"):
        held.write_bytes(held.read_bytes()[:-20] + b"\0" * 20)
    assert keys_of(home, shelf).keyset.key("receipt", "receipt-1", AT)


def test_two_endpoints_share_a_folder_and_nothing_else(home: Path, shelf: Shelf) -> None:
    other = Shelf(Repository())
    assert keys_of(home, shelf).chain == {} == keys_of(home, other).chain
    first, second = keys_of(home, shelf), keys_of(home, other)
    assert first.keyset is not second.keyset
    assert first.chain != second.chain
