"""``.jbreceipt``: everything that proves one filing, in one zip.

It holds ``receipt.jws``, ``manifest.jws``, ``decision.jws`` if there is one, and under ``tuf/`` the metadata chain
from a root to ``keys/collect.json`` as of then. The chain is carried as opaque bytes; judging it is the network
layer's work. Nothing in the file is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from client.protocol.container import Container, pack
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.keys import KeySet
from client.protocol.messages import Decision, Manifest, Receipt
from client.protocol.receipts import check_decision, check_receipt, facts_of_manifest
from client.protocol.statements import unproven
from forms.words import Listed

MAX_FILE = 4 * 1024 * 1024
MAX_MEMBERS = 64
MAX_MEMBER = 1024 * 1024

_NAME = re.compile(r"(?:receipt|manifest|decision)\.jws|tuf/[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")


class ReceiptFile(Struct, frozen=True):
    """The parts of a receipt file; ``chain`` maps names below ``tuf/`` to their bytes."""

    receipt: str
    manifest: str
    decision: str | None
    chain: dict[str, bytes]


class Proven(Struct, frozen=True):
    """A receipt file whose statements fit together and are signed by the given keys."""

    receipt: Receipt
    decision: Decision | None


def write(file: ReceiptFile) -> bytes:
    """The zip; the same parts give the same bytes."""
    members = {"receipt.jws": file.receipt.encode("ascii"), "manifest.jws": file.manifest.encode("ascii")}
    if file.decision is not None:
        members["decision.jws"] = file.decision.encode("ascii")
    members |= {f"tuf/{name}": data for name, data in sorted(file.chain.items())}
    return pack(members)


def read(data: bytes) -> ReceiptFile:
    """The parts of a receipt file.

    Raises ``ProtocolFault``: ``protocol.receipt-file-malformed`` (``part`` is the member at fault, or ``zip``),
    ``protocol.receipt-file-too-large``.
    """
    members = _CONTAINER.members(data)
    decision = members.get("decision.jws")
    return ReceiptFile(
        receipt=_token("receipt.jws", members.get("receipt.jws")),
        manifest=_token("manifest.jws", members.get("manifest.jws")),
        decision=None if decision is None else _token("decision.jws", decision),
        chain={name.removeprefix("tuf/"): data for name, data in members.items() if name.startswith("tuf/")},
    )


def check(file: ReceiptFile, keys: KeySet) -> Proven:
    """What the file proves under the bureau's ``keys``.

    Raises ``ProtocolFault`` naming what does not match: ``part`` is the member of the file. A statement whose
    signature does not hold is held against the manifest, which it must repeat: ``protocol.receipt-altered`` names
    the ``fields`` in which it does not.
    """
    with _within("manifest.jws"):
        facts = facts_of_manifest(file.manifest)
        env = _env(file)
    with _within("receipt.jws"), _compared(file.receipt, file.manifest):
        receipt = check_receipt(file.receipt, facts, keys, env)
    decision = None
    if file.decision is not None:
        with _within("decision.jws"), _compared(file.decision, file.manifest):
            decision = check_decision(file.decision, facts, keys, env)
    return Proven(receipt, decision)


@contextmanager
def _within(part: str) -> Iterator[None]:
    """Say in which member of the file something does not hold."""
    try:
        yield
    except ProtocolFault as fault:
        raise ProtocolFault(fault.code, **{**fault.params, "part": part}) from fault


@contextmanager
def _compared(token: str, manifest: str) -> Iterator[None]:
    """Name the fields of a statement that was altered, as far as the manifest tells."""
    try:
        yield
    except ProtocolFault as fault:
        if fault.code != "protocol.jws-signature":
            raise
        fields = _differing(token, manifest)
        if not fields:
            raise
        raise ProtocolFault("protocol.receipt-altered", fields=Listed(fields)) from fault


def _differing(token: str, manifest: str) -> list[str]:
    said, frozen = _read(token), _read(manifest) | {"manifest_sha256": sha256_hex(manifest.encode("ascii"))}
    return [name for name in _REPEATED if name in said and said[name] != frozen[name]]


def _read(token: str) -> dict[str, object]:
    return unproven(token, dict[str, object])


_REPEATED = (
    "env",
    "return_key",
    "version_id",
    "base_version_id",
    "manifest_sha256",
    "sealed_sha256",
    "commitment",
)
"""What receipt and decision repeat of the manifest."""


def _env(file: ReceiptFile) -> str:
    return unproven(file.manifest, Manifest).env


def _room(name: str) -> int:
    return MAX_MEMBER if _NAME.fullmatch(name) is not None and ".." not in name else 0


_CONTAINER = Container(
    "protocol.receipt-file-malformed", "protocol.receipt-file-too-large", MAX_FILE, MAX_MEMBERS, _room
)


def _token(part: str, data: bytes | None) -> str:
    if data is None or not data.isascii():
        raise ProtocolFault("protocol.receipt-file-malformed", part=part)
    return data.decode("ascii").strip()
