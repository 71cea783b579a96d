"""What filing tells its caller: while it runs, and at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from client.protocol.messages import CommitAck, Decision, Receipt
from client.sync.states import State

Doing = Literal["promised", "uploading", "putting", "asking", "received", "decided", "waiting", "trouble"]


class Progress(msgspec.Struct, frozen=True):
    """One thing that happened to one version. ``code`` names a message of the catalogue, if there is trouble."""

    version_id: str
    return_key: str
    doing: Doing
    state: State
    code: str | None = None
    alarm: bool = False
    until: datetime | None = None
    """When the next attempt is due, by this computer's clock."""
    part: tuple[str, int, int] | None = None
    """While uploading: the file's name, how many of its sealed bytes are there, and how many there are."""


Report = Callable[[Progress], None]


class FilingResult(msgspec.Struct, frozen=True):
    """Where a version stands after a push. Receipt and decision are there only if they verified."""

    version_id: str
    return_key: str
    state: State
    receipt: Receipt | None = None
    decision: Decision | None = None
    promised: CommitAck | None = None
    """The endpoint's word that it is on time if its bytes arrive by ``upload_by``; there only if it verified."""
    code: str | None = None
    """What last went wrong, or None."""
    params: dict[str, object] = {}
    """Fills the places of the message's text."""
    alarm: bool = False
    """Somebody may be playing false: show it apart, and do not offer to try again."""
    next_attempt_at: datetime | None = None
    rebase_on: str | None = None
    """After base-moved: our own earlier version that got in late; a new version may be based on it quietly."""

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked by itself."""
        return self.next_attempt_at is None and self.state not in (State.QUEUED, State.SENT, State.RECEIVED)
