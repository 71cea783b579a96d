"""The free text beside a decision (C5, C15): it may hold figures, so each device of the firm gets it sealed."""

from __future__ import annotations

from collections.abc import Iterable

from client.protocol import sealing
from client.protocol.encoding import b64u, unb64u
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PrivateKey, PublicKey
from client.protocol.messages import SealedNote


def seal_note(text: str, version_id: str, device_id: str, kem: PublicKey) -> SealedNote:
    """An officer's text on a version for one device."""
    return SealedNote(
        device_id, b64u(sealing.seal(text.encode("utf-8"), kem, sealing.note_info(version_id, device_id)))
    )


def open_note(notes: Iterable[SealedNote], version_id: str, device_id: str, kem: PrivateKey) -> str:
    """The text for this device; blank if none is. Raises ``ProtocolFault('protocol.unsealable')``."""
    for note in notes:
        if note.to == device_id:
            opened = sealing.unseal(unb64u(note.data), kem, sealing.note_info(version_id, device_id))
            try:
                return opened.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ProtocolFault("protocol.unsealable") from error
    return ""
