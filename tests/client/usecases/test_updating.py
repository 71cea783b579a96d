"""A newer program is found, brought in pieces over a line or from a share, and held against what was signed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from client.base import policy as policies
from client.base.clock import SystemClock
from client.base.errors import UserError, WorldError
from client.base.version import VERSION
from client.net.download import PIECE
from client.net.failures import NetworkFailure
from client.net.library import Library, Offer
from client.net.transport import ANSWER_LIMIT, Answer, Request, Transport
from client.practice import Practice
from client.publishing import app_offer
from client.usecases.home.session import Session
from client.usecases.renewal import sources, updating
from tests.client.publishing.bureau import Bureau

NEWER = "7.1.0"
SETUP = random.Random(20261128).randbytes(3 * PIECE + 12345)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """An endpoint that offers a newer program, an older one and one for another kind of computer."""
    folder = tmp_path_factory.mktemp("setups")
    offers = []
    for version, kind, data in (
        (NEWER, updating.this_kind(), SETUP),
        ("7.0.9", updating.this_kind(), b"older"),
        ("0.0.1", updating.this_kind(), b"oldest"),
        ("8.0.0", "amiga-m68k", b"other"),
    ):
        path = folder / f"jibao-setup-{version}.exe"
        path.write_bytes(data)
        offers.append(app_offer(path, version, note_zh="更快", note_en="Faster", kind=kind))
    with Practice(tmp_path_factory.mktemp("endpoint"), SystemClock(date(2025, 10, 9)), offers=offers) as running:
        yield running


@pytest.fixture
def library(session: Session, practice: Practice) -> Iterator[Library]:
    with sources.library(session, practice.profile_path) as opened:
        yield opened


@pytest.fixture
def share(tmp_path: Path) -> Bureau:
    """A file share with a repository of its own."""
    bureau = Bureau(tmp_path / "网络盘").found()
    bureau.offer("app", f"app/{updating.this_kind()}/jibao-setup-{NEWER}.exe", SETUP)
    return bureau


@pytest.fixture
def profile(share: Bureau, practice: Practice, tmp_path: Path) -> Path:
    """An endpoint's profile that trusts the share's root."""
    told = json.loads(practice.profile_path.read_bytes())
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(told | {"tuf_root": (share.repository.first_root() or b"").decode()}), "utf-8")
    return path


def offered(session: Session, library: Library) -> Offer:
    found = updating.newer(session, library)
    assert found is not None
    return found


def test_the_newest_program_for_this_kind_of_computer_is_found(session: Session, library: Library) -> None:
    found = offered(session, library)
    assert (found.version, found.note("zh"), found.length) == (NEWER, "更快", len(SETUP))
    assert updating.newer(session, library, "solaris-sparc") is None
    updating.pass_over(session, NEWER)
    assert offered(session, library).version == "7.0.9", "one that did not start here is not offered again"


def test_it_is_brought_over_the_line_and_is_ready_at_the_end(session: Session, library: Library) -> None:
    seen: list[int] = []
    made = updating.bring(session, library, offered(session, library), progress=lambda done, _: seen.append(done))
    assert made is not None
    assert seen == [PIECE, 2 * PIECE, 3 * PIECE, len(SETUP)]
    assert updating.ready(session) == made
    held, path = updating.proven(session)
    assert (held.version, held.note("en"), path.read_bytes()) == (NEWER, "Faster", SETUP)
    assert updating.bring(session, library, offered(session, library)) == made


def test_a_version_that_was_put_back_is_given_up(session: Session, library: Library) -> None:
    updating.bring(session, library, offered(session, library))
    updating.give_up(session, NEWER)
    assert updating.ready(session) is None
    assert list((session.home / updating.FOLDER).iterdir()) == []
    assert offered(session, library).version == "7.0.9"


class Counting:
    """The line, with what went over it and a way to cut it."""

    def __init__(self, inner: Transport, *, ranges: bool = True) -> None:
        self.inner = inner
        self.ranges = ranges
        self.bytes = 0
        self.left = 10**9

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        self.left -= 1
        if self.left < 0:
            raise NetworkFailure("net.cut-off", host="h")
        if not self.ranges:
            request = Request(request.method, request.url)
        answer = self.inner.send(request, limit=limit)
        self.bytes += len(answer.body)
        return answer

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_cut_line_costs_one_piece(session: Session, library: Library, ranges: bool) -> None:
    found = offered(session, library)
    line = Counting(library.transport, ranges=ranges)
    library.transport = line
    line.left = 2
    if ranges:
        with pytest.raises(NetworkFailure):
            updating.bring(session, library, found)
        line.left = 10
        assert updating.bring(session, library, found, going_on=lambda: line.left > 9) is None
    assert updating.bring(session, library, found) is not None
    assert updating.proven(session)[1].read_bytes() == SETUP
    if ranges:
        assert line.bytes == len(SETUP), "no byte came twice"


KILLED = """
import os, sys
from pathlib import Path
from client.net.download import download
from client.net.library import Library
from client.net.over_folder import FolderTransport
home, share, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
root = (share / "metadata/1.root.json").read_bytes()
library = Library(home / "tuf/t", root, share.as_uri(), FolderTransport())
(offer,) = library.offers("app")
target = home / "updates" / offer.name.rpartition("/")[2]
stop = lambda done, whole: done >= at and os._exit(137)
download(library.transport, library.source, offer, target, progress=stop)
"""


def test_killed_anywhere_the_next_try_goes_on_and_what_is_ready_is_whole(
    session: Session, share: Bureau, profile: Path
) -> None:
    sizes = []
    for at in (PIECE, 2 * PIECE, len(SETUP)):
        words = [sys.executable, "-c", KILLED, session.home, share.folder, str(at)]
        assert subprocess.run(words, check=False).returncode == 137
        sizes += [path.stat().st_size for path in (session.home / "updates").glob("*.part")]
    assert sizes[0] >= PIECE
    assert sizes == sorted(sizes)
    assert updating.ready(session) is None
    with sources.library(session, profile, str(share.folder)) as library:
        assert updating.bring(session, library, offered(session, library)) is not None
    assert updating.proven(session)[1].read_bytes() == SETUP
    assert [path.name for path in (session.home / "updates").iterdir()] == [f"jibao-setup-{NEWER}.exe"]


def test_a_setup_altered_on_the_way_is_thrown_away(session: Session, library: Library) -> None:
    found = offered(session, library)
    part = session.home / updating.FOLDER / f"{found.sha256[:16]}.part"
    part.parent.mkdir()
    part.write_bytes(b"\0" * PIECE)
    with pytest.raises(WorldError, match=r"updates\.tampered"):
        updating.bring(session, library, found)
    assert not part.exists()
    assert updating.ready(session) is None
    assert updating.bring(session, library, found) is not None


def test_a_setup_altered_after_it_came_is_not_run(session: Session, library: Library) -> None:
    updating.bring(session, library, offered(session, library))
    path = updating.proven(session)[1]
    path.write_bytes(SETUP[:-1] + b"!")
    with pytest.raises(WorldError, match=r"updates\.tampered"):
        updating.proven(session)
    assert not path.exists()
    with pytest.raises(UserError, match=r"updates\.nothing-ready"):
        updating.proven(session)


def test_an_older_setup_is_refused_even_when_it_is_asked_for(session: Session, library: Library) -> None:
    (old,) = [offer for offer in library.offers("app") if offer.version == "0.0.1"]
    assert old.version <= VERSION
    with pytest.raises(WorldError, match=r"updates\.downgrade"):
        updating.bring(session, library, old)


def test_a_program_signed_by_the_definitions_people_is_refused(
    session: Session, share: Bureau, profile: Path
) -> None:
    path = max((share.folder / "metadata").glob("*.app.json"), key=lambda p: int(p.name.partition(".")[0]))
    spoken = json.loads(path.read_bytes())
    packs = json.loads(next((share.folder / "metadata").glob("1.packs.json")).read_bytes())
    path.write_bytes(json.dumps(spoken | {"signatures": packs["signatures"]}).encode())
    with sources.library(session, profile, str(share.folder)) as library, pytest.raises(WorldError) as caught:
        updating.newer(session, library)
    assert caught.value.code == "updates.too-large"


def test_the_policy_switches_it_off(
    session: Session, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    updating.bring(session, library, offered(session, library))
    laid_down = tmp_path / "policy.toml"
    laid_down.write_text("updates = false\n", "utf-8")
    monkeypatch.setattr(policies, "machine_file", lambda: laid_down)
    policies._read.cache_clear()
    try:
        for act in (lambda: updating.newer(session, library), lambda: updating.proven(session)):
            with pytest.raises(UserError, match=r"updates\.off"):
                act()
    finally:
        policies._read.cache_clear()
