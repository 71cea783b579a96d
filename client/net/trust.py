"""The bureau's keys: brought by TUF, held in a folder, proven again each time they are read.

The folder lies beside the store and not in it. TUF's client writes its files itself, one by one and
atomically; all of it is public and signed, so that nothing in it needs hiding, and losing it costs one
download. What must stay with a receipt, the chain as of then, is kept in the store.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from client.base.errors import WorldError
from client.base.files import write_private
from client.net.chain import TARGET, pack_chain, unpack_chain, verify_chain
from client.net.library import NAMES
from client.net.transport import Transport
from client.net.tuf_client import LOCKS, open_updater, refusal
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import EndpointProfile

if TYPE_CHECKING:
    from tuf.ngclient.updater import Updater

FRESH = 3600.0
"""Seconds for which the held keys are used without asking for newer ones."""

PAUSE = 60.0
"""Seconds between two tries to renew keys that are no longer fresh."""


class BureauKeys:
    """One endpoint's keys. ``folder`` may hold those of several endpoints, apart from each other."""

    def __init__(self, folder: Path, profile: EndpointProfile, transport: Transport) -> None:
        self._root = profile.tuf_root.encode("utf-8")
        self._folder = folder / profile.root_id
        self._base_url = profile.base_url
        self._transport = transport
        self._chain: dict[str, bytes] = {}
        self._keyset: KeySet | None = None
        self._lock = LOCKS[self._folder]
        self._tried = -PAUSE
        self.warning: WorldError | None = None
        """Why the newest keys could not be had, while older ones are in use."""

    @property
    def keyset(self) -> KeySet:
        """The keys, from the folder if they are fresh, else from the endpoint.

        Raises ``NetworkFailure`` or ``WorldError('net.keys-…')`` only when no proven keys are held.
        """
        with self._lock:
            if self._keyset is None:
                with contextlib.suppress(ProtocolFault):
                    self._use(self._read())
            if self._keyset is None or (self._age() > FRESH and time.monotonic() - self._tried > PAUSE):
                self.refresh()
        if self._keyset is None:
            raise WorldError("net.keys-missing")
        return self._keyset

    @property
    def chain(self) -> dict[str, bytes]:
        """The metadata that proves ``keyset``, from the profile's root to the target, by file name."""
        return dict(self._chain)

    @property
    def roots(self) -> list[bytes]:
        """Every root trusted here: the profile's and those it has handed over to."""
        history = sorted((self._folder / "metadata" / "root_history").glob("*.root.json"))
        return [self._root, *(root for path in history if (root := path.read_bytes()) != self._root)]

    def refresh(self) -> None:
        """Fetch newer keys. What goes wrong is kept in ``warning`` if proven keys are held, else raised.

        Raises ``NetworkFailure``, or ``WorldError``: ``net.keys-expired``, ``net.keys-missing``,
        ``net.keys-forged``.
        """
        from tuf.api.exceptions import DownloadError, RepositoryError

        with self._lock:
            self._tried = time.monotonic()
            self.warning = None
            try:
                chain = self._fetch()
                self._use(chain)
                self._write(chain)
            except (DownloadError, RepositoryError, WorldError, ValueError) as error:
                failure = _name(error)
                if self._keyset is None:
                    raise failure from error
                self.warning = failure

    def _fetch(self) -> dict[str, bytes]:
        """Run TUF's update and gather the chain it leaves behind, which must verify on its own."""
        updater = open_updater(self._folder, self._root, f"{self._base_url}/tuf", self._transport)
        updater.refresh()
        return self._gather(updater)

    def _gather(self, updater: Updater) -> dict[str, bytes]:
        info = updater.get_targetinfo(TARGET)
        if info is None:
            raise WorldError("net.keys-missing")
        path = updater.find_cached_target(info) or updater.download_target(info)
        metadata = self._folder / "metadata"
        others = {"root.json", *(f"{role}.json" for role in NAMES)}  # what packs and programs stand on
        roles = [file for file in metadata.glob("*.json") if file.name not in others]
        roots = (metadata / "root_history").glob("*.root.json")
        chain = {file.name: file.read_bytes() for file in (*roots, *roles)}
        return chain | {TARGET: Path(path).read_bytes()}

    def _use(self, chain: dict[str, bytes]) -> None:
        """Take a chain that is proven under the profile's root; raise ``ProtocolFault`` for any other."""
        checked = verify_chain([self._root], chain)
        if checked.verdict != "trusted":
            raise ProtocolFault("net.chain-unreadable")
        self._keyset = KeySet.from_bytes(checked.keys)
        self._chain = chain

    @property
    def _held(self) -> Path:
        return self._folder / "held.chain"

    def _read(self) -> dict[str, bytes]:
        try:
            return unpack_chain(self._held.read_bytes())
        except FileNotFoundError:
            return {}

    def _write(self, chain: dict[str, bytes]) -> None:
        write_private(self._held, pack_chain(chain), lasting=False)

    def _age(self) -> float:
        """Seconds since the keys were fetched; a clock that was set back makes them old."""
        try:
            age = time.time() - self._held.stat().st_mtime
        except FileNotFoundError:
            return FRESH + 1
        return age if age >= 0 else FRESH + 1


def _name(error: Exception) -> WorldError:
    """What stands behind an error of the update, in words about the keys."""
    failure = refusal(error)
    words = {"updates.expired": "net.keys-expired", "updates.missing": "net.keys-missing"}
    if failure.code.startswith("updates."):
        return WorldError(words.get(failure.code, "net.keys-forged"))
    return failure
