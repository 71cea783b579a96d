"""Zips that come from outside: read whole, within limits, and with nothing in them that has no place there."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import NoReturn

from msgspec import Struct

from client.protocol.faults import ProtocolFault

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
"""What the library raises for a damaged, encrypted or unknown kind of zip, compressed as ours are."""
_UNFOLDS = 4
"""So many times the largest file may all members have together: what is sealed hardly shrinks."""
_OURS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Container(Struct, frozen=True):
    """A kind of zip. ``malformed`` and ``too_large`` are the codes of what is said of one that is not like it."""

    malformed: str
    too_large: str
    largest: int
    """Bytes of a file."""
    most: int
    """Members in it."""
    room: Callable[[str], int]
    """Bytes that a member of this name may have, unpacked; 0 where there is none of this name."""

    def members(self, data: bytes) -> dict[str, bytes]:
        """What is in a file, by name.

        Raises ``ProtocolFault`` with ``malformed`` (``part`` is the member at fault, or ``zip``) or ``too_large``.
        """
        if len(data) > self.largest:
            self._refuse(self.largest)
        found: dict[str, bytes] = {}
        left = self.largest * _UNFOLDS
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
                if len(entries) > self.most:
                    self._refuse(self.most)
                for entry in entries:
                    name = entry.filename
                    if name in found or entry.compress_type not in _OURS or not self.room(name):
                        raise ProtocolFault(self.malformed, part=name[:80])
                    found[name] = self._member(archive, entry, left)
                    left -= len(found[name])
        except _BROKEN as error:
            raise ProtocolFault(self.malformed, part="zip") from error
        return found

    def _member(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
        room = self.room(entry.filename)
        with archive.open(entry) as member:
            data = member.read(min(room, left) + 1)
        if len(data) > room:
            self._refuse(room)
        if len(data) > left:
            self._refuse(self.largest * _UNFOLDS)
        return data

    def _refuse(self, limit: int) -> NoReturn:
        raise ProtocolFault(self.too_large, limit=limit)


def pack(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these; the same members give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, compression)
    return buffer.getvalue()
