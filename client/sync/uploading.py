"""Uploading what a version names before the version itself goes (C10): resumed where it stopped, never restarted.

The id of an upload is minted here, with the version: asking for it again is how a lost answer, a restart of the
program and an upload that expired are all survived.
"""

from __future__ import annotations

from collections.abc import Callable

from client.net import Endpoint, ProblemAnswer
from client.protocol.attachments import PIECE
from client.protocol.faults import ProtocolFault
from client.store import Store
from client.store.repositories.model import Version
from client.sync import attached
from client.sync.attached import Sealed

PATIENCE = 3
"""Pieces in a row that may arrive damaged, misplaced or at an upload that is gone, before the turn is given up."""

Arrived = Callable[[Sealed, int], None]
"""Told after each piece: the file and how many of its bytes are there."""


def upload(store: Store, endpoint: Endpoint, version: Version, told: Arrived) -> None:
    """Bring every file of a version to the endpoint; raises as any question to the endpoint does."""
    for each in store.run(lambda books: attached.of_version(books, version.version_id)):
        if not each.whole:
            _Upload(store, endpoint, version, each, told).carry()


class _Upload:
    """One file on its way."""

    def __init__(self, store: Store, endpoint: Endpoint, version: Version, each: Sealed, told: Arrived) -> None:
        self._store = store
        self._endpoint = endpoint
        self._version = version
        self._each = each
        self._told = told
        self._failures = 0

    def carry(self) -> None:
        version_id, each = self._version.version_id, self._each
        data = self._store.run(lambda books: attached.sealed_bytes(books, version_id, each))
        start = self._ask()
        while start < len(data):
            start = self._send(data, start)
            self._note(start)
        self._note(start)

    def _ask(self) -> int:
        """Create the upload, or find out how far it has come."""
        named = self._each.named
        return self._endpoint.create_upload(named.upload, self._version.return_key, named.id, named.size)

    def _send(self, data: bytes, start: int) -> int:
        """One piece; what goes wrong with it alone is mended here, a few times."""
        try:
            arrived = self._endpoint.append_upload(self._each.named.upload, start, data[start : start + PIECE])
        except ProblemAnswer as problem:
            self._failures += 1
            if problem.code not in _MENDED or self._failures >= PATIENCE:
                raise
            return start if problem.code in _DAMAGED else self._ask()
        if not start < arrived <= len(data):  # it would go on for ever
            raise ProtocolFault("protocol.wrong-shape", where="Upload-Offset")
        self._failures = 0
        return arrived

    def _note(self, arrived: int) -> None:
        version_id, file_id = self._version.version_id, self._each.file.id
        self._store.run(lambda books: attached.note_arrived(books, version_id, file_id, arrived))
        self._told(self._each, arrived)


_DAMAGED = frozenset({"problem.upload-checksum", "problem.digest-mismatch"})
_MENDED = frozenset({"problem.upload-offset", "problem.upload-gone", *_DAMAGED})
