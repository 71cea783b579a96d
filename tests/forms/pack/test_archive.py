"""A pack as one file, and files that only look like one."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from forms.pack import bundled_pack, load_pack
from forms.pack.archive import FILES, WHOLE, pack_archive, unpack_archive
from forms.pack.loader import folder_of
from forms.problems import FormsError


def zipped(*entries: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


def test_a_pack_comes_out_as_it_went_in_and_always_the_same_bytes(tmp_path: Path) -> None:
    data = pack_archive(folder_of("gd-eic"))
    assert data == pack_archive(folder_of("gd-eic"))
    unpack_archive(data, tmp_path / "out")
    assert load_pack(tmp_path / "out").sha256 == bundled_pack().sha256


@pytest.mark.parametrize(
    "name",
    [
        "../pack.toml",
        "/pack.toml",
        "forms/../../x.toml",
        "rules/JY.py",
        "C:\\pack.toml",
        "forms/sub/JY.toml",
        "a.exe",
    ],
)
def test_names_no_pack_has_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormsError, match=r"pack\.archive-name"):
        unpack_archive(zipped(("pack.toml", b"x"), (name, b"x")), tmp_path / "out")
    assert not list(tmp_path.rglob("*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormsError, match=r"pack\.archive-name"):
        unpack_archive(zipped(("pack.toml", b"x"), ("pack.toml", b"y")), tmp_path / "out")


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    for data in (
        zipped(("pack.toml", b" " * (WHOLE + 1))),
        zipped(*((f"forms/A{number}.toml", b"") for number in range(FILES + 1))),
    ):
        with pytest.raises(FormsError, match=r"pack\.archive-large"):
            unpack_archive(data, tmp_path / "out")


def test_a_length_that_lies_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("pack.toml", b"#" * 5000)))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    with pytest.raises(FormsError, match=r"pack\.archive-damaged"):
        unpack_archive(bytes(data), tmp_path / "out")


def test_damage_anywhere_is_named(tmp_path: Path) -> None:
    whole = pack_archive(folder_of("gd-eic"))
    for place in range(0, len(whole), len(whole) // 40):
        spoilt = bytearray(whole)
        spoilt[place] ^= 0x55
        with suppress(FormsError):  # any other error fails the test
            unpack_archive(bytes(spoilt), tmp_path / f"out{place}")
    for cut in (0, 10, len(whole) // 2, len(whole) - 3):
        with pytest.raises(FormsError, match=r"pack\.archive-damaged"):
            unpack_archive(whole[:cut], tmp_path / "cut")
