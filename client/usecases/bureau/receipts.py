"""Receipt files: write what proves a filing, and judge such a file with nothing but itself and a trusted root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from client.base.errors import UserError
from client.base.files import at_most
from client.base.whole_files import write_whole
from client.net.chain import unpack_chain, verify_chain
from client.protocol import receipt_file
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Decision, Receipt
from client.store import Books, StoredReceipt
from client.sync.connecting import read_profile
from client.usecases.home.session import Session
from client.usecases.returns.versions import proof_of

FOLDER = "receipts"
"""Below the home: every receipt is written there as it comes."""


@dataclass(frozen=True)
class Verdict:
    """What a receipt file turned out to be.

    ``trusted``: valid under the given root. ``root-unknown``: whole, but nobody said which root to trust.
    ``other-root``: whole, but not issued under the given profile's root. ``mismatch``: it does not hold together,
    ``fault`` says where.
    """

    verdict: Literal["trusted", "root-unknown", "other-root", "mismatch"]
    receipt: Receipt | None = None
    decision: Decision | None = None
    fault: ProtocolFault | None = None
    where: str = ""


def save(session: Session, firm: str, version_id: str, folder: Path | None = None) -> Path:
    """Write a held receipt into ``folder``, by default the home's own; it is named by its number.

    Raises ``UserError``: ``receipt.none-held``, ``receipt.not-written``; ``WorldError('file.no-room')``.
    """
    name, content = _file_of(session, firm, version_id)
    path = (folder or session.home / FOLDER) / name
    _write(path, content)
    return path


def save_as(session: Session, firm: str, version_id: str, path: Path) -> Path:
    """Write a held receipt to ``path``; raises as ``save``."""
    _write(path, _file_of(session, firm, version_id)[1])
    return path


def _write(path: Path, content: bytes) -> None:
    """Write a receipt file, its folder made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise UserError("receipt.not-written", file=path) from error


def _file_of(session: Session, firm: str, version_id: str) -> tuple[str, bytes]:
    """Name and bytes of a receipt file."""
    held, manifest = session.look(firm, lambda books: _held(books, firm, version_id))
    content = receipt_file.ReceiptFile(
        receipt=held.receipt,
        manifest=manifest,
        decision=held.decisions[-1] if held.decisions else None,
        chain=unpack_chain(held.chain),
    )
    return f"{held.number}.jbreceipt", receipt_file.write(content)


def verify(path: Path, profile_path: Path | None = None) -> Verdict:
    """Judge a receipt file; with a profile, under that profile's root.

    Raises ``UserError``: ``receipt.missing``, ``sync.profile-…``.
    """
    try:
        data = at_most(path, receipt_file.MAX_FILE)
    except OSError as error:
        raise UserError("receipt.missing", file=path) from error
    roots = [read_profile(profile_path).tuf_root.encode()] if profile_path else []
    try:
        content = receipt_file.read(data)
        checked = verify_chain(roots, content.chain)
        if checked.verdict == "broken":
            return Verdict("mismatch", where=f"tuf/{checked.where}")
        proven = receipt_file.check(content, KeySet.from_bytes(checked.keys))
    except ProtocolFault as fault:
        return Verdict("mismatch", fault=fault)
    if checked.verdict == "trusted":
        return Verdict("trusted", proven.receipt, proven.decision)
    return Verdict("other-root" if roots else "root-unknown", proven.receipt, proven.decision)


def _held(books: Books, firm: str, version_id: str) -> tuple[StoredReceipt, str]:
    found = proof_of(books, firm, version_id)
    if found is None:
        raise UserError("receipt.none-held", version_id=version_id)
    return found
