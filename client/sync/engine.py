"""What to do next about one filed version: a pure function of its state and of what happened.

``step(filing, event, moment)`` answers the new ``Filing`` and the effects, in the order in which they are
to be carried out. It reads no clock and draws no random number; both come in with the ``Moment``.

Three rules hold everywhere: the state ``sent`` is kept before a byte leaves; from ``sent`` only an answer
of the endpoint leads away; and when it is not known whether earlier bytes arrived, the endpoint is asked
(GET) before they are sent again (PUT).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

import msgspec

from client.net.problems import Retry
from client.sync.backoff import Pace
from client.sync.states import HAS_RECEIPT, WAYS, State


class Phase(StrEnum):
    """Which request is under way."""

    IDLE = "idle"
    ASKING = "asking"
    PUTTING = "putting"


class Filing(msgspec.Struct, frozen=True):
    """What is known about one version. The first four fields are kept in the outbox."""

    state: State = State.QUEUED
    attempts: int = 0
    """Turns begun since the version was queued; counted anew for the decision once it is received."""
    next_attempt_at: datetime | None = None
    error: str | None = None
    """Code of what last went wrong, in the words of the messages catalogue."""

    phase: Phase = Phase.IDLE
    uncertain: bool = True
    """Earlier bytes may have arrived. True after a restart, because nobody remembers."""
    promised: bool = False
    """The endpoint has acknowledged that these bytes will follow. Kept with the acknowledgement."""
    altered: int = 0
    """How often in a row the endpoint found the body altered on its way."""


class Moment(msgspec.Struct, frozen=True):
    """Time and chance, handed in: ``draw`` is a number in [0, 1)."""

    now: datetime
    draw: float = 0.5
    last_hour: bool = False
    """Whether the deadline of the return is less than an hour away."""
    pace: Pace = Pace()
    promise: bool = False
    """Whether the endpoint takes a commitment for the return and its deadline is near enough to want one."""
    long_queue: bool = False
    """Whether this version may have to wait for its turn, or takes long itself."""


# Events ------------------------------------------------------------------------------------------


class Restarted(msgspec.Struct, frozen=True):
    """The program came up again; what was under way is forgotten."""


class Due(msgspec.Struct, frozen=True):
    """It is time to act: a timer ran out, or a person pressed send."""


class Carried(msgspec.Struct, frozen=True):
    """The bytes were written into a file that leaves this computer: they may arrive any time from now on."""


class Confirmed(msgspec.Struct, frozen=True):
    """The endpoint's answer holds a receipt that verified, and ``decided`` says if also a decision that did."""

    state: State
    decided: bool = False
    decide_after: float | None = None
    """Seconds after which the endpoint wants to be asked for its decision."""


class Unchanged(msgspec.Struct, frozen=True):
    """304: nothing new since the last answer."""


class Unverified(msgspec.Struct, frozen=True):
    """An answer that claims success and does not verify."""

    code: str


class UnknownVersion(msgspec.Struct, frozen=True):
    """404 unknown-version: the endpoint never stored it."""


class Refused(msgspec.Struct, frozen=True):
    """A problem document, by its code in the table of problems."""

    code: str
    retry: Retry
    retry_after: float | None = None
    head_is_mine: bool = False
    """For base-moved: the head is a version that this client filed itself."""


class NoAnswer(msgspec.Struct, frozen=True):
    """No answer of the endpoint: the line, the proxy, a portal. ``code`` is the network failure's."""

    code: str
    unsent: bool = False
    """The connection was never made, so no byte can have arrived."""
    stop: bool = False
    """Somebody else may be playing the endpoint: nothing more is sent."""


class Promised(msgspec.Struct, frozen=True):
    """The endpoint's acknowledgement of a commitment verified and is kept."""


Event = (
    Restarted | Due | Carried | Promised | Confirmed | Unchanged | Unverified | UnknownVersion | Refused | NoAnswer
)

# Effects -----------------------------------------------------------------------------------------


class Keep(msgspec.Struct, frozen=True):
    """Commit the kept fields before anything else is done."""


class KeepReceipt(msgspec.Struct, frozen=True):
    """Commit receipt, decision if any, and the kept fields in one transaction."""


class Ask(msgspec.Struct, frozen=True):
    """GET the version."""


class Put(msgspec.Struct, frozen=True):
    """PUT the frozen bytes."""


class Promise(msgspec.Struct, frozen=True):
    """Commit to the bytes before the deadline (C9): a kilobyte that arrives where megabytes must queue."""


class Adopt(msgspec.Struct, frozen=True):
    """The head is our own earlier version: fetch its receipt; the next draft is based on it."""


class Tell(msgspec.Struct, frozen=True):
    """Show the person a message of the catalogue; ``alarm`` when somebody may be playing false."""

    code: str
    alarm: bool = False


Effect = Keep | KeepReceipt | Ask | Put | Promise | Adopt | Tell
Step = tuple[Filing, tuple[Effect, ...]]

ALTERED_LIMIT = 3
"""After so many bodies that arrived altered, the line is named and the person asked."""

PARKED = frozenset({"problem.device-pending", "problem.device-revoked", "problem.app-too-old"})
"""Refusals that are about the device or the program: the same bytes are good once it is mended."""


def step(filing: Filing, event: Event, moment: Moment) -> Step:
    """The next state and what to do, for any event in any state; an event that cannot matter changes nothing."""
    match event:
        case Restarted() | Promised():
            return _noted(filing, event), ()
        case Due():
            return _begin(filing, moment)
        case Carried():
            return _carried(filing)
        case Confirmed():
            return _confirm(filing, event, moment)
        case Unchanged():
            return _undecided(filing, moment)
        case Unverified():
            return _distrust(filing, event.code, moment)
        case UnknownVersion():
            return _unknown(filing, moment)
        case Refused():
            return _refuse(filing, event, moment)
        case NoAnswer():
            return _no_answer(filing, event, moment)
        case _:
            assert_never(event)


def _noted(filing: Filing, event: Restarted | Promised) -> Filing:
    if isinstance(event, Promised):
        return msgspec.structs.replace(filing, promised=True)
    return msgspec.structs.replace(filing, phase=Phase.IDLE, uncertain=True, altered=0)


def _carried(filing: Filing) -> Step:
    """From now on only an answer tells; a turn under way goes on as it is."""
    if filing.state not in (State.QUEUED, State.SENT):
        return filing, ()
    attempts = filing.attempts + (filing.state is State.QUEUED)
    return msgspec.structs.replace(filing, state=State.SENT, attempts=attempts, uncertain=True), (Keep(),)


def _begin(filing: Filing, moment: Moment) -> Step:
    """Start one turn, unless one is under way or nothing is left to ask."""
    if filing.phase is not Phase.IDLE:
        return filing, ()
    begun = msgspec.structs.replace(filing, attempts=filing.attempts + 1, next_attempt_at=None)
    first = (Promise(),) if moment.promise and moment.long_queue and not filing.promised else ()
    match filing.state:
        case State.QUEUED:
            sent = msgspec.structs.replace(begun, state=State.SENT, phase=Phase.PUTTING, uncertain=False)
            return sent, (Keep(), *first, Put())
        case State.SENT if not filing.uncertain:
            return msgspec.structs.replace(begun, phase=Phase.PUTTING), (Keep(), *first, Put())
        case State.SENT | State.RECEIVED | State.ACCEPTED | State.REJECTED:
            return msgspec.structs.replace(begun, phase=Phase.ASKING), (Keep(), Ask())
        case _:
            return filing, ()


def _confirm(filing: Filing, event: Confirmed, moment: Moment) -> Step:
    """A verified receipt. Accepted and rejected count only with their verified decision."""
    claimed = event.state
    if claimed in (State.ACCEPTED, State.REJECTED) and not event.decided:
        claimed = State.RECEIVED
    if claimed not in HAS_RECEIPT or (claimed is not filing.state and claimed not in WAYS[filing.state]):
        return _wait(filing, moment, filing.error)
    first = filing.state not in HAS_RECEIPT
    settled = Filing(state=claimed, attempts=0 if first else filing.attempts, uncertain=False)
    if claimed is State.RECEIVED:
        asked = 0 if first else max(1, filing.attempts)
        wait = moment.pace.delay_of_decision(asked, moment.draw, event.decide_after)
        settled = msgspec.structs.replace(settled, next_attempt_at=_later(moment, wait))
    return settled, (KeepReceipt(),)


def _undecided(filing: Filing, moment: Moment) -> Step:
    """Nothing new since the last answer: of a received version, that there is no decision yet."""
    if filing.state is not State.RECEIVED:
        return _wait(filing, moment, filing.error)
    asked = moment.pace.delay_of_decision(max(1, filing.attempts), moment.draw)
    return _wait(filing, moment, None, asked)


def _distrust(filing: Filing, code: str, moment: Moment) -> Step:
    filing, effects = _wait(msgspec.structs.replace(filing, uncertain=True), moment, code)
    return filing, (*effects, Tell(code, alarm=True))


def _unknown(filing: Filing, moment: Moment) -> Step:
    """The endpoint has not got it: PUT is safe. Of a version it gave a receipt for, this is an alarm."""
    if filing.state is State.SENT and filing.phase is Phase.ASKING:
        return msgspec.structs.replace(filing, phase=Phase.PUTTING, uncertain=False), (Put(),)
    if filing.state in HAS_RECEIPT:
        return _distrust(filing, "sync.receipt-denied", moment)
    return _wait(filing, moment, filing.error)


def _refuse(filing: Filing, event: Refused, moment: Moment) -> Step:
    verdict = filing.state is State.SENT and filing.phase is Phase.PUTTING
    match event.retry:
        case Retry.PROCEED:
            return _unknown(filing, moment)
        case Retry.AS_TOLD:
            return _as_told(filing, event, moment)
        case Retry.SAME_BYTES | Retry.AUTHENTICATE | Retry.ENVIRONMENT:
            return _repeat(filing, event, moment)
        case Retry.PERSON | Retry.NEVER if verdict and event.code not in PARKED:
            return _turned_away(filing, event)
        case Retry.PERSON | Retry.NEVER | Retry.BUG:
            waiting, effects = _wait(filing, moment, event.code)
            return waiting, (*effects, Tell(event.code, alarm=event.retry is Retry.BUG))
        case _:
            assert_never(event.retry)


def _turned_away(filing: Filing, event: Refused) -> Step:
    """The endpoint's last word on these bytes. They are kept; a person, or a rebase, makes new ones."""
    if event.code == "problem.base-moved":
        parted = Filing(state=State.CONFLICT, attempts=filing.attempts, error=event.code, uncertain=False)
        return parted, (Keep(), Adopt()) if event.head_is_mine else (Keep(), Tell(event.code))
    door = Filing(state=State.AT_DOOR, attempts=filing.attempts, error=event.code, uncertain=False)
    return door, (Keep(), Tell(event.code, alarm=event.code == "problem.version-id-reused"))


def _as_told(filing: Filing, event: Refused, moment: Moment) -> Step:
    """Busy. The endpoint sheds questions before submissions, so a question turned away is followed by PUT,
    which is safe because the endpoint looks for a known version first."""
    asked = filing.phase is Phase.ASKING and filing.state is State.SENT
    certain = msgspec.structs.replace(filing, uncertain=filing.uncertain and not asked)
    if event.retry_after is None:
        waiting, effects = _wait(certain, moment, event.code)
    else:
        until = _later(moment, moment.pace.told(event.retry_after) + moment.pace.first * moment.draw)
        waiting = msgspec.structs.replace(certain, phase=Phase.IDLE, next_attempt_at=until, error=event.code)
        effects = (Keep(),)
    if moment.promise and filing.state is State.SENT and not filing.promised:
        return waiting, (*effects, Promise())
    return waiting, effects


def _repeat(filing: Filing, event: Refused, moment: Moment) -> Step:
    altered = filing.altered + 1 if event.code == "problem.digest-mismatch" else 0
    # An endpoint that failed inside may have failed after its commit.
    uncertain = filing.uncertain or event.code in ("problem.internal", "problem.unnamed")
    waiting, effects = _wait(
        msgspec.structs.replace(filing, altered=altered, uncertain=uncertain),
        moment,
        event.code,
        event.retry_after,
    )
    if altered >= ALTERED_LIMIT:
        return waiting, (*effects, Tell("net.altered"))
    return waiting, effects


def _no_answer(filing: Filing, event: NoAnswer, moment: Moment) -> Step:
    lost = filing.phase is Phase.PUTTING and not event.unsent
    waiting, effects = _wait(
        msgspec.structs.replace(filing, uncertain=filing.uncertain or lost), moment, event.code
    )
    return waiting, (*effects, Tell(event.code))


def _wait(filing: Filing, moment: Moment, error: str | None, told: float | None = None) -> Step:
    """End the turn and come back after the back-off, or when told to. A turn not begun changes nothing."""
    if filing.phase is Phase.IDLE:
        return filing, ()
    pause = moment.pace.delay(max(1, filing.attempts), moment.draw, last_hour=moment.last_hour)
    if told is not None:
        pause = moment.pace.told(told)
    until = _later(moment, pause)
    return msgspec.structs.replace(filing, phase=Phase.IDLE, next_attempt_at=until, error=error), (Keep(),)


def _later(moment: Moment, seconds: float) -> datetime:
    return moment.now + timedelta(seconds=seconds)
