"""A carry file that somebody opened by a double click: whose returns are in it, and which still wait."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from client.base.errors import UserError
from client.protocol import carry_file
from client.protocol.faults import ProtocolFault
from client.store import Version
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session
from client.usecases.renewal.pack_files import bytes_of

CARRY = ".jbsub"


@dataclass(frozen=True)
class CarryFile:
    """Submissions on their way: those made here, and how many of somebody else's are among them."""

    path: Path
    ours: tuple[Version, ...]
    others: int

    @property
    def waiting(self) -> tuple[Version, ...]:
        """Those that have no receipt yet."""
        return tuple(version for version in self.ours if version.state in ("queued", "sent"))


def take(session: Session, path: Path) -> CarryFile:
    """Look into a carry file.

    Raises ``UserError``: ``handed.missing``, ``handed.unknown``, ``handed.broken``.
    """
    if path.suffix.lower() != CARRY:
        raise UserError("handed.unknown", file=path.name)
    try:
        submissions = carry_file.read(bytes_of(path)).submissions
    except ProtocolFault as error:
        raise UserError("handed.broken", file=path.name) from error
    firms = [enterprise.code for enterprise in all_of(session)]
    held = [version for firm in firms for version in session.look(firm, lambda books: books.outbox.all())]
    ours = tuple(version for version in held if (version.return_key, version.version_id) in submissions)
    return CarryFile(path, ours, len(submissions) - len(ours))
