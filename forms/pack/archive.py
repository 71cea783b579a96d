"""A pack as one file: a zip of its TOML files, the same bytes for the same pack; read as a thing from outside."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from forms.problems import FormsError

FILES = 2000
"""So many files at most."""
WHOLE = 32 * 1024 * 1024
"""Bytes all of them may have, unpacked."""

_HEAD, _MOST_OF_HEAD = "pack.toml", 64 * 1024
_MIN_APP = re.compile(rb"""^min_app[ \t]*=[ \t]*["']([\d.]{1,32})["']""", re.M)
"""Looked for by itself: a head that a newer program wrote may not be readable as a whole."""
_NAME = re.compile(r"(?:(?:forms|lists|rules)/[A-Za-z0-9_-]{1,64}|[a-z_-]{1,64})\.toml")
_DEVICE = re.compile(r"(?:.*/)?(?:con|prn|aux|nul|(?:com|lpt)[0-9])\.toml", re.I)
"""Windows writes to a device of that name, whatever stands behind the point."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_DAY = (1980, 1, 1, 0, 0, 0)


def pack_archive(folder: Path) -> bytes:
    """The pack in ``folder`` as a zip. Raises ``FormsError('pack.archive-name')`` for a file no pack has."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*.toml"), key=lambda p: p.relative_to(folder).as_posix()):
            name = path.relative_to(folder).as_posix()
            if not _NAME.fullmatch(name):
                raise FormsError("pack.archive-name", file=name)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.getvalue()


def min_app_of(data: bytes) -> str:
    """The least program a pack says it needs; blank where it does not or cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_unusual(archive)
            head = archive.open(f"{_top(archive.namelist())}{_HEAD}").read(_MOST_OF_HEAD)
    except (*_DAMAGE, KeyError):
        return ""
    found = _MIN_APP.search(head)
    return found.group(1).decode() if found else ""


def refuse_unusual(archive: zipfile.ZipFile) -> None:
    """Raises ``NotImplementedError`` for a compression no pack has, and whose damage has errors of its own."""
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in archive.infolist()):
        raise NotImplementedError


def _top(names: list[str]) -> str:
    """What a folder that was zipped as a whole puts before every name; blank for a pack's own archive."""
    heads = [name for name in names if name.endswith(f"/{_HEAD}") and name.count("/") == 1 and name[0] not in "./"]
    top = heads[0].removesuffix(_HEAD) if len(heads) == 1 and _HEAD not in names else ""
    return top if all(name.startswith(top) for name in names) else ""


def unpack_archive(data: bytes, folder: Path) -> None:
    """Write the files of an archive, or of the one folder in it, below ``folder``, which is made.

    Raises ``FormsError``: ``pack.archive-damaged``, ``pack.archive-name``, ``pack.archive-large``; then nothing of
    it counts, though some of it may be written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_unusual(archive)
            top = _top(archive.namelist())
            entries = [entry for entry in archive.infolist() if not (top and entry.is_dir())]
            names = {entry.filename.removeprefix(top) for entry in entries}
            if len(entries) > FILES or sum(entry.file_size for entry in entries) > WHOLE:
                raise FormsError("pack.archive-large", limit=WHOLE // (1024 * 1024))
            bad = next(
                (name for name in sorted(names) if not _NAME.fullmatch(name) or _DEVICE.fullmatch(name)), None
            )
            if bad is not None or len({name.casefold() for name in names}) != len(entries):
                raise FormsError("pack.archive-name", file=bad or entries[-1].filename)
            for entry in entries:
                name = entry.filename.removeprefix(top)
                _write(folder / name, archive.open(entry).read(entry.file_size + 1), entry.file_size)
    except _DAMAGE as error:
        raise FormsError("pack.archive-damaged") from error


def _write(path: Path, data: bytes, stated: int) -> None:
    if len(data) != stated:
        raise FormsError("pack.archive-damaged")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
