"""The states of one version (protocol C2) and the ways between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a version stands. A draft is not a version yet, so the outbox never holds one."""

    QUEUED = "queued"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"
    AT_DOOR = "rejected-at-door"


_DECIDED = {State.ACCEPTED, State.REJECTED, State.SUPERSEDED, State.WITHDRAWN}

WAYS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENT}),
    # One look at the endpoint may show more than one step taken since.
    State.SENT: frozenset({State.AT_DOOR, State.CONFLICT, State.RECEIVED, *_DECIDED}),
    State.RECEIVED: frozenset(_DECIDED),
    State.ACCEPTED: frozenset({State.REJECTED, State.SUPERSEDED, State.WITHDRAWN}),
    State.REJECTED: frozenset({State.ACCEPTED, State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    # A delayed duplicate may still get in after the refusal; then its verified receipt is the truth.
    State.CONFLICT: frozenset({State.RECEIVED, *_DECIDED}),
    State.AT_DOOR: frozenset({State.RECEIVED, *_DECIDED}),
}
"""From which state a version may go where. Discarding a queued version is the person's act, not the planner's."""

UNSETTLED = frozenset({State.QUEUED, State.SENT, State.RECEIVED})
"""States in which the client still has something to ask."""

HAS_RECEIPT = frozenset({State.RECEIVED, *_DECIDED})
"""States that only a verified receipt leads to."""
