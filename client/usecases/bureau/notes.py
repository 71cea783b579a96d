"""What an officer wrote beside a decision, opened with this computer's own key."""

from __future__ import annotations

from client.protocol.faults import ProtocolFault
from client.protocol.messages import Decision
from client.protocol.notes import open_note
from client.store import Books
from client.sync.connecting import device_of

LONGEST = 2000
"""Characters of a note that are shown."""


def note_on(books: Books, firm: str, decision: Decision | None) -> str:
    """The note on a decision; blank when there is none, none for this computer, or one it cannot open."""
    enrolled = books.endpoints.get(firm)
    if decision is None or not decision.note_sealed or enrolled is None or not enrolled.kem_key:
        return ""
    device = device_of(enrolled)
    try:
        text = open_note(decision.note_sealed, decision.version_id, device.device_id, device.keys.kem)
    except ProtocolFault:
        return ""
    return text.strip()[:LONGEST]
