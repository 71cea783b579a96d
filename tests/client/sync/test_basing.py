"""What the next version of a return builds on, case by case; random histories of several computers go further."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from client.sync.basing import Footing, TakenIn, footing


class Made(NamedTuple):
    version_id: str
    state: str
    base_version_id: str | None = None
    attempts: int = 1


def test_what_never_left_is_discarded() -> None:
    assert footing([Made("a", "queued", attempts=0)]) == Footing(discards=("a",))


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_what_may_have_arrived_is_waited_for(state: str) -> None:
    """A queued version that was tried once may lie at the endpoint, although nothing came back."""
    assert footing([Made("a", state)]) == Footing(waits_for="a")


def test_the_newest_that_the_endpoint_holds_is_built_on() -> None:
    made = [Made("a", "superseded"), Made("b", "received", "a"), Made("c", "queued", "b", 0)]
    stand = footing(made)
    assert (stand.base, stand.discards, stand.waits_for) == ("b", ("c",), None)
    assert stand.standing


def test_what_was_turned_away_at_the_door_is_no_base() -> None:
    assert footing([Made("a", "rejected-at-door")]) == Footing()


def test_a_head_from_elsewhere_is_built_on_unless_our_own_already_does() -> None:
    theirs = TakenIn("t", "accepted")
    own = [Made("a", "received", "t")]
    assert footing([], theirs) == Footing("t", "accepted")
    assert footing([Made("a", "received")], theirs) == Footing("t", "accepted")
    assert footing(own, theirs).base == "a"
    assert footing([*own, Made("b", "received", "a")], theirs).base == "b", "two steps below it"
