"""A double click: a carry file is looked into, a pack file's definitions are checked and taken in."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.protocol import carry_file
from client.protocol.messages import EndpointProfile
from client.publishing import pack_offer
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing, offline
from client.usecases.home.session import Session
from client.usecases.renewal import handing_over, sources
from client.usecases.renewal.handing_over import CarryFile, PackFile
from forms.problems import CodedError
from tests.client.publishing.bureau import Bureau
from tests.newer_pack import VERSION, newer_pack


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    folder = tmp_path_factory.mktemp("bureau")
    made = Bureau(folder / "repository").found()
    offer = pack_offer(newer_pack(folder), note_zh="", accepted_until="2025-10-20")
    made.offer("packs", offer.name, offer.data, dict(offer.custom))
    return made


@pytest.fixture
def pack_file(repository: Bureau, tmp_path: Path) -> Path:
    made = shutil.make_archive(str(tmp_path / "制度"), "zip", repository.folder)
    return Path(made).rename(tmp_path / "制度.jbpack")


@pytest.fixture
def trusting(session: Session, repository: Bureau, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A home enrolled at the authority that signs the repository."""
    root = (repository.repository.first_root() or b"").decode()
    profile = EndpointProfile("统计局", "prod", "https://collect.example", root)
    monkeypatch.setattr(sources, "trusted_profile", lambda _: profile)
    return session


def test_a_carry_file_says_what_waits_and_later_that_nothing_does(
    complete: Session, story: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报送.jbsub"
    with connecting.endpoint(complete, story.firm) as endpoint:
        filing.settle(complete, endpoint, story.firm)
        with monkeypatch.context() as line:
            line.setattr(endpoint._transport, "send", _down)
            filing.submit(complete, endpoint, story.firm, forms=["JB"], wait=0)
        offline.carry_out(complete, endpoint, story.firm, path)
        found = handing_over.take(complete, path)
        assert isinstance(found, CarryFile)
        assert ([version.form for version in found.waiting], found.others) == (["JB"], 0)
        filing.settle(complete, endpoint, story.firm, wait=20)
    later = handing_over.take(complete, path)
    assert isinstance(later, CarryFile)
    assert (len(later.ours), later.waiting) == (1, ())


def _down(*_: object, **__: object) -> None:
    from client.net import NetworkFailure

    raise NetworkFailure("net.dns", unsent=True, host="127.0.0.1")


def test_somebody_elses_carry_file_is_none_of_ours(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "别人的.JBSUB"
    key = ("91441300MA58H0D25G.JB.2025-09", "0192f0c1-2a3b-4c4d-8e5f-0123456789ab")
    path.write_bytes(carry_file.write({key: b"{}"}))
    found = handing_over.take(session, path)
    assert isinstance(found, CarryFile)
    assert (found.ours, found.others) == ((), 1)


def test_definitions_in_a_file_are_checked_and_taken_once(trusting: Session, pack_file: Path) -> None:
    first, second = handing_over.take(trusting, pack_file), handing_over.take(trusting, pack_file)
    assert first == PackFile(pack_file, (VERSION,))
    assert second == PackFile(pack_file, ())
    assert trusting.shelf.newest.version == VERSION


def test_definitions_of_another_authority_are_refused(trusting: Session, pack_file: Path, tmp_path: Path) -> None:
    stranger = Bureau(tmp_path / "stranger").found()
    made = Path(shutil.make_archive(str(tmp_path / "x"), "zip", stranger.folder)).rename(tmp_path / "x.jbpack")
    with pytest.raises(CodedError) as caught:
        handing_over.take(trusting, made)
    assert caught.value.code.startswith("updates.")
    assert len(trusting.shelf.packs) == 1


def test_without_an_authority_nothing_is_taken(session: Session, pack_file: Path) -> None:
    with pytest.raises(UserError) as caught:
        handing_over.take(session, pack_file)
    assert caught.value.code == "updates.no-source"


def evil(path: Path, name: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_a_pack_file_that_reaches_outside_is_refused(trusting: Session, tmp_path: Path, name: str) -> None:
    evil(tmp_path / "x.jbpack", name)
    with pytest.raises(UserError) as caught:
        handing_over.take(trusting, tmp_path / "x.jbpack")
    assert caught.value.code == "handed.broken"


def test_a_pack_file_that_grows_beyond_reason_is_refused(
    trusting: Session, pack_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "MEMBERS", 2)
    with pytest.raises(UserError) as caught:
        handing_over.take(trusting, pack_file)
    assert caught.value.code == "handed.broken"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.jbsub", b"no zip", "handed.broken"),
        ("x.jbpack", b"no zip", "handed.broken"),
        ("x.txt", b"", "handed.unknown"),
        ("x.jbsub", None, "handed.missing"),
        ("x.jbpack", None, "handed.missing"),
    ],
)
def test_what_is_no_file_of_ours_is_named(
    session: Session, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        handing_over.take(session, tmp_path / name)
    assert caught.value.code == code
