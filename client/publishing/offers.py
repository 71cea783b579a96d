"""What is offered, as targets: a definition pack, a setup program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from client.base.errors import UserError
from forms.pack import load_pack
from forms.pack.archive import pack_archive

WINDOWS = "windows-x64"
"""The kind of computer the setup program is for."""


class Offer(msgspec.Struct, frozen=True):
    """One target of a delegated role; ``custom`` is signed with it."""

    role: str
    name: str
    data: bytes
    custom: Mapping[str, Any] = {}


def pack_offer(
    folder: Path, *, note_zh: str = "", note_en: str = "", min_app: str = "", accepted_until: str = ""
) -> Offer:
    """A pack's folder as ``packs/gd-eic/2026.10.2.zip``; raises ``FormsError`` when it is not a pack.

    ``accepted_until`` is the day until which the version before it may still be filed with.
    """
    pack = load_pack(folder)
    told = {
        "forms": list(pack.forms),
        "periods": [pack.valid_from, pack.valid_to],
        "supersedes": pack.supersedes,
        "min_app": min_app,
        "accepted_until": accepted_until,
        "note_zh": note_zh,
        "note_en": note_en,
        "pack_sha256": pack.sha256,
    }
    return Offer("packs", f"packs/{pack.id}/{pack.version}.zip", pack_archive(folder), _said(told))


def app_offer(setup: Path, version: str, *, note_zh: str = "", note_en: str = "", kind: str = WINDOWS) -> Offer:
    """A setup program as ``app/windows-x64/jibao-setup-1.4.2.exe``."""
    try:
        data = setup.read_bytes()
    except OSError as error:
        raise UserError("publishing.no-file", file=setup) from error
    name = f"app/{kind}/jibao-setup-{version}{setup.suffix or '.bin'}"
    return Offer("app", name, data, _said({"note_zh": note_zh, "note_en": note_en}))


def keys_offer(file: Path) -> Offer:
    """The bureau's public keys as ``keys/collect.json``; raises ``UserError`` when they are no such list."""
    from client.protocol.faults import ProtocolFault
    from client.protocol.keys import KeySet

    try:
        data = file.read_bytes()
        KeySet.from_bytes(data)
    except (OSError, ProtocolFault) as error:
        raise UserError("publishing.no-file", file=file) from error
    return Offer("keys", "keys/collect.json", data)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
