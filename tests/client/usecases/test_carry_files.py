"""A double click: a carry file is looked into."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base.errors import UserError
from client.protocol import carry_file
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing, offline
from client.usecases.home.session import Session
from client.usecases.renewal import carry_files
from client.usecases.renewal.carry_files import CarryFile


def test_a_carry_file_says_what_waits_and_later_that_nothing_does(
    complete: Session, story: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报送.jbsub"
    with connecting.line(complete, story.firm) as line:
        filing.settle(line)
        with monkeypatch.context() as dead:
            dead.setattr(line.endpoint._transport, "send", _down)
            filing.submit(line, filing.Order(forms=["JB"]), wait=0)
        offline.carry_out(line, path)
        found = carry_files.take(complete, path)
        assert isinstance(found, CarryFile)
        assert ([version.form for version in found.waiting], found.others) == (["JB"], 0)
        filing.settle(line, wait=60)
    later = carry_files.take(complete, path)
    assert isinstance(later, CarryFile)
    assert (len(later.ours), later.waiting) == (1, ())


def _down(*_: object, **__: object) -> None:
    from client.net import NetworkFailure

    raise NetworkFailure("net.dns", unsent=True, host="127.0.0.1")


def test_somebody_elses_carry_file_is_none_of_ours(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "别人的.JBSUB"
    key = ("91441300MA58H0D25G.JB.2025-09", "0192f0c1-2a3b-4c4d-8e5f-0123456789ab")
    path.write_bytes(carry_file.write({key: b"{}"}))
    found = carry_files.take(session, path)
    assert isinstance(found, CarryFile)
    assert (found.ours, found.others) == ((), 1)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.jbsub", b"no zip", "handed.broken"),
        ("x.txt", b"", "handed.unknown"),
        ("x.jbsub", None, "handed.missing"),
    ],
)
def test_what_is_no_file_of_ours_is_named(
    session: Session, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        carry_files.take(session, tmp_path / name)
    assert caught.value.code == code
