"""Files copied and digested piece by piece, and renamed while somebody looks at them."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from client.base import files
from client.base.stopping import Stop, Stopped


def test_a_copy_is_the_same_and_its_owner_s_alone(tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    (tmp_path / "one").write_bytes(data)
    (tmp_path / "two").write_bytes(data + data)
    files.copy_file(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == data
    assert files.digest_of(tmp_path / "two") == hashlib.sha256(data).hexdigest()
    files.copy_file(tmp_path / "one", tmp_path / "three")
    assert (tmp_path / "three").stat().st_mode & 0o077 in (0, 0o066)  # the latter on Windows


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="devices have no path here")
def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    with pytest.raises(OSError, match="Invalid argument"):
        files.digest_of(tmp_path / "link")


def test_a_file_without_an_end_is_read_so_far(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"12345")
    assert files.at_most(tmp_path / "one", 5) == b"12345"
    assert files.at_most(tmp_path / "one", 3) == b"1234"


def test_both_stop_between_two_pieces(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(bytes(3 << 20))
    stop = Stop()
    stop.ask()
    with pytest.raises(Stopped):
        files.digest_of(tmp_path / "one", stop)
    with pytest.raises(Stopped):
        files.copy_file(tmp_path / "one", tmp_path / "two", stop)


def test_a_name_that_stays_refused_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(files.time, "sleep", waited.append)

    def refuse(*_: object) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        files.rename(tmp_path / "one", tmp_path / "two")
    assert 1 < sum(waited) < 2


@pytest.mark.parametrize("lasting", [True, False])
def test_a_private_file_is_replaced_in_one_step(tmp_path: Path, lasting: bool) -> None:
    for data in (b"one", b"two"):
        files.write_private(tmp_path / "kept", data, lasting=lasting)
        assert (tmp_path / "kept").read_bytes() == data
    assert (tmp_path / "kept").stat().st_mode & 0o077 in (0, 0o066)  # the latter on Windows
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_a_private_file_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_private(tmp_path / "kept", b"one")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        files.write_private(tmp_path / "kept", b"two")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"one"]
