"""The key file is replaced in one step, and an accident leaves the one before."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from client.base.errors import WorldError
from client.base.home import KEYS_FILE
from client.keys import keyfile
from client.keys.keyfile import KeyringWrap
from client.keys.wraps import unwrap, unwrap_by_passphrase, wrap, wrap_by_passphrase


def test_what_is_written_is_read(tmp_path: Path) -> None:
    keys = msgspec.structs.replace(
        keyfile.new({"main": b"\x00" * 40}),
        keyring=KeyringWrap("a1"),
        passphrase=wrap_by_passphrase("x", b"k" * 32),
    )
    keyfile.write(tmp_path, keys)
    assert keyfile.read(tmp_path) == keys


def test_no_file_is_no_keys(tmp_path: Path) -> None:
    assert keyfile.read(tmp_path) is None


def test_a_failed_write_leaves_the_file_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = keyfile.new({"main": b"1" * 40}), keyfile.new({"main": b"2" * 40})
    keyfile.write(tmp_path, first)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorldError) as failed:
        keyfile.write(tmp_path, second)
    assert failed.value.code == "keys.not-written"
    assert keyfile.read(tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == [KEYS_FILE]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).mkdir()
    with pytest.raises(WorldError, match=r"keys\.unreadable"):
        keyfile.read(tmp_path)


def test_a_file_with_a_byte_order_mark_or_other_bytes_is_damaged(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Exception, match=r"keys\.damaged"):
        keyfile.read(tmp_path)


def test_wrapping_is_undone_by_the_same_key_alone() -> None:
    key, inner = os.urandom(32), os.urandom(32)
    wrapped = wrap(key, inner)
    assert unwrap(key, wrapped) == inner
    assert unwrap(os.urandom(32), wrapped) is None
    for altered in (wrapped[:-1], wrapped[:-8], b"", bytes([wrapped[0] ^ 1]) + wrapped[1:]):
        assert unwrap(key, altered) is None


def test_a_passphrase_wrap_is_salted() -> None:
    key = os.urandom(32)
    first, second = (wrap_by_passphrase("words", key) for _ in range(2))
    assert first != second
    assert unwrap_by_passphrase("words", first) == unwrap_by_passphrase("words", second) == key
    assert unwrap_by_passphrase("Words", first) is None
