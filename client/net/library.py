"""What a signed repository offers: definition packs under the role ``packs``, programs under the role ``app``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import msgspec

from client.base.errors import WorldError
from client.net.chain import pack_chain
from client.net.tuf_client import LOCKS, open_updater, refusal

if TYPE_CHECKING:
    from tuf.ngclient.updater import Updater

    from client.net.transport import Transport

Role = Literal["packs", "app"]
NAMES: dict[Role, re.Pattern[str]] = {
    "packs": re.compile(r"packs/(?P<of>[a-z][a-z0-9-]{0,40})/(?P<version>\d{1,6}(?:\.\d{1,6}){0,5})\.zip"),
    "app": re.compile(
        r"app/(?P<of>[a-z0-9-]{1,40})/[A-Za-z0-9_-]{1,40}-(?P<version>\d{1,6}(?:\.\d{1,6}){0,3})\.[a-z]{1,8}"
    ),
}
"""What each role's targets are called; ``of`` is the pack, or the kind of computer."""


class Offer(msgspec.Struct, frozen=True):
    """One target, proven when it was listed. ``custom`` is what its publisher says about it, signed as well."""

    name: str
    of: str
    version: str
    length: int
    sha256: str
    custom: dict[str, Any] = {}

    @property
    def order(self) -> tuple[int, ...]:
        """Versions compare by their numbers."""
        return order_of(self.version)

    @property
    def place(self) -> str:
        """Where its bytes lie below the repository's ``targets``."""
        folder, _, last = self.name.rpartition("/")
        return f"{folder}/{self.sha256}.{quote(last)}"

    def note(self, language: str) -> str:
        """The publisher's words on what is new."""
        said = self.custom.get(f"note_{language}") or self.custom.get("note_zh") or ""
        return said if isinstance(said, str) else ""


def order_of(version: str) -> tuple[int, ...]:
    """``2026.10.2`` as numbers, without zeros at the end: ``1.0`` is ``1``."""
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


class Library:
    """One repository. ``folder`` is this root's own, where the bureau's keys lie too."""

    def __init__(self, folder: Path, root: bytes, source: str, transport: Transport) -> None:
        self._folder = folder
        self._root = root
        self.source = source
        self.transport = transport

    def offers(self, role: Role) -> list[Offer]:
        """Everything a role offers now, the oldest first; asks the repository.

        Raises ``NetworkFailure``, or ``WorldError('updates.…')``: expired, rolled-back, forged, mixed, too-large,
        missing, malformed, wrong-role.
        """
        with LOCKS[self._folder], _named():
            return self._offers(role)

    def read(self, offer: Offer) -> bytes:
        """An offer's bytes, of the length and digest that were signed. Raises as ``offers``."""
        with LOCKS[self._folder], _named():
            updater = self._open()
            info = updater.get_targetinfo(offer.name)
            if info is None or info.hashes.get("sha256") != offer.sha256:
                raise WorldError("updates.missing")
            path = Path(updater.find_cached_target(info) or updater.download_target(info))
            data = path.read_bytes()
            path.unlink()
        return data

    def chain(self, role: Role) -> bytes:
        """The metadata that proves what was listed last, to be verified again without a network."""
        metadata = self._folder / "metadata"
        roots = (metadata / "root_history").glob("*.root.json")
        names = ("timestamp", "snapshot", "targets", role)
        return pack_chain(
            {file.name: file.read_bytes() for file in (*roots, *(metadata / f"{n}.json" for n in names))}
        )

    def _open(self) -> Updater:
        return open_updater(self._folder, self._root, self.source, self.transport)

    def _offers(self, role: Role) -> list[Offer]:
        from tuf.api.metadata import Metadata, Targets

        updater = self._open()
        updater.refresh()
        updater.get_targetinfo(f"{role}/-/-")  # no such target: it makes the updater fetch and prove the role
        held = self._folder / "metadata" / f"{role}.json"
        if not held.exists():
            return []
        found = []
        for name in Metadata[Targets].from_bytes(held.read_bytes()).signed.targets:
            matched = NAMES[role].fullmatch(name)
            if matched is None:
                raise WorldError("updates.wrong-role", role=role, name=name)
            info = updater.get_targetinfo(name)
            if info is None or "sha256" not in info.hashes:
                continue
            custom = info.unrecognized_fields.get("custom")
            told = custom if isinstance(custom, dict) else {}
            found.append(Offer(name, matched["of"], matched["version"], info.length, info.hashes["sha256"], told))
        return sorted(found, key=lambda offer: (offer.of, offer.order))


@contextmanager
def _named() -> Iterator[None]:
    """Whatever goes wrong has a name of ours."""
    from tuf.api.exceptions import DownloadError, RepositoryError

    try:
        yield
    except (DownloadError, RepositoryError, ValueError, OSError) as error:
        raise refusal(error) from error
