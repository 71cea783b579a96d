"""Other versions of the program that was packed, without packing it again: the same files under another number.

A version is written in two places: each program says which ``lib-<version>`` is its own, and the archive of
modules says ``client.base.version``. Neither is compressed; a number of the same length is put in its place.
"""

from __future__ import annotations

import marshal
import os
import shutil
import struct
import zlib
from pathlib import Path

from client.base.version import VERSION

PROGRAMS = ("jibao.exe", "jibao-cli.exe")
MODULE = "client.base.version"


def other_version(packed: Path, target: Path, version: str) -> Path:
    """A copy of a packed folder that is of ``version``; unaltered files are the same on the disk."""
    assert len(version) == len(VERSION), "the number is put in the other one's place"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(packed, target, copy_function=os.link)
    library = (target / f"lib-{VERSION}").rename(target / f"lib-{version}")
    for name in PROGRAMS:
        data = (packed / name).read_bytes()
        assert data.count(f"lib-{VERSION}".encode()) == 1
        _replace(target / name, data.replace(f"lib-{VERSION}".encode(), f"lib-{version}".encode()))
    archive = library / "modules.pyz"
    _replace(archive, _renumbered(archive.read_bytes(), version))
    return target


def _renumbered(archive: bytes, version: str) -> bytes:
    """PyInstaller's archive: the place of its table, the modules, the table of (name, (kind, place, length))."""
    assert archive[:4] == b"PYZ\0"
    (table,) = struct.unpack("!i", archive[8:12])
    _, place, length = dict(marshal.loads(archive[table:]))[MODULE]
    code = zlib.decompress(archive[place : place + length])
    assert code.count(VERSION.encode()) == 1
    changed = zlib.compress(code.replace(VERSION.encode(), version.encode()), 0)
    assert len(changed) == length
    return archive[:place] + changed + archive[place + length :]


def _replace(path: Path, data: bytes) -> None:
    """A new file: the old one is also that of another folder."""
    path.unlink()
    path.write_bytes(data)
