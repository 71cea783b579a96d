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
