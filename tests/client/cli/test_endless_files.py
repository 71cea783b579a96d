"""Files from outside without an end, such as a device: refused by name, never read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base.errors import UserError
from client.usecases.bureau.enrolling_many import read_codes
from client.usecases.renewal.pack_files import bytes_of
from tests.client.cli.conftest import Run

MORE = 65 * 1024 * 1024


@pytest.fixture
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that cannot be held in memory; as much of it as a program should ask for."""
    path = tmp_path / "endless"
    with path.open("wb") as file:
        file.truncate(MORE)
    whole = Path.read_bytes

    def read(self: Path) -> bytes:
        if self == path:
            raise MemoryError
        return whole(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    return path


def test_a_receipt_file_without_an_end_does_not_match(run: Run, endless: Path) -> None:
    status, answer = run("receipt", "verify", endless)
    assert (status, answer["receipt"]["verdict"]) == (1, "mismatch")


def test_a_profile_without_an_end_is_unreadable(run: Run, endless: Path) -> None:
    status, answer = run("receipt", "verify", endless, "--profile", endless)
    assert (status, [each["code"] for each in answer["problems"]]) == (2, ["sync.profile-unreadable"])


def test_others_are_refused_by_name(endless: Path) -> None:
    for take, code in ((read_codes, "enrol.codes-unreadable"), (bytes_of, "handed.broken")):
        with pytest.raises(UserError) as refused:
            take(endless)
        assert refused.value.code == code
