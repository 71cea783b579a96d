"""An officer's free text: for the devices it is sealed to, on the version it was written about."""

from __future__ import annotations

import pytest

from client.protocol.faults import ProtocolFault
from client.protocol.keys import generate
from client.protocol.messages import SealedNote
from client.protocol.notes import open_note, seal_note

TEXT = "营业收入 1,234 千元与上月不符，请核对。"


def test_each_device_opens_its_own() -> None:
    keys = {name: generate() for name in ("d1", "d2")}
    notes = [seal_note(TEXT, "v1", name, key.public_key()) for name, key in keys.items()]
    assert all(TEXT.encode()[:9] not in note.data.encode() for note in notes)
    for name, key in keys.items():
        assert open_note(notes, "v1", name, key) == TEXT
    assert open_note(notes, "v1", "d3", keys["d1"]) == ""
    assert open_note([], "v1", "d1", keys["d1"]) == ""


@pytest.mark.parametrize(("version", "device"), [("v2", "d1"), ("v1", "d2")])
def test_it_opens_in_its_own_place_only(version: str, device: str) -> None:
    key = generate()
    note = seal_note(TEXT, "v1", "d1", key.public_key())
    with pytest.raises(ProtocolFault, match="unsealable"):
        open_note([SealedNote(device, note.data)], version, device, key)
