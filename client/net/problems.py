"""The endpoint's problem types (protocol C11) as data, and the errors they become."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from client.base.errors import ConflictError, JibaoError, OurFault, UserError, WorldError


class Retry(StrEnum):
    """What the client does after a problem."""

    SAME_BYTES = "R1"
    AS_TOLD = "R2"
    AUTHENTICATE = "R3"
    ENVIRONMENT = "R6"
    PERSON = "user"
    NEVER = "never"
    BUG = "bug"
    PROCEED = "proceed"


class Kind(msgspec.Struct, frozen=True):
    """One row of the table: the statuses it comes with and what is done after it."""

    statuses: tuple[int, ...]
    retry: Retry


def _kind(retry: Retry, *statuses: int) -> Kind:
    return Kind(statuses, retry)


KINDS: dict[str, Kind] = {
    "problem.idempotency-missing": _kind(Retry.BUG, 400),
    "problem.idempotency-reused": _kind(Retry.BUG, 422),
    "problem.in-progress": _kind(Retry.AS_TOLD, 409),
    "problem.digest-mismatch": _kind(Retry.SAME_BYTES, 400),
    "problem.malformed": _kind(Retry.NEVER, 400),
    "problem.schema": _kind(Retry.NEVER, 422),
    "problem.too-large": _kind(Retry.NEVER, 413),
    "problem.unsupported-media": _kind(Retry.NEVER, 415),
    "problem.manifest-invalid": _kind(Retry.NEVER, 400),
    "problem.token-expired": _kind(Retry.AUTHENTICATE, 401),
    "problem.use-dpop-nonce": _kind(Retry.AUTHENTICATE, 400, 401),
    "problem.device-pending": _kind(Retry.PERSON, 403),
    "problem.device-revoked": _kind(Retry.PERSON, 403),
    "problem.not-your-return": _kind(Retry.PERSON, 403),
    "problem.unknown-return": _kind(Retry.NEVER, 404),
    "problem.unknown-version": _kind(Retry.PROCEED, 404),
    "problem.version-id-reused": _kind(Retry.NEVER, 409),
    "problem.base-moved": _kind(Retry.PERSON, 409),
    "problem.period-not-open": _kind(Retry.PERSON, 409),
    "problem.period-closed": _kind(Retry.PERSON, 409),
    "problem.too-late-to-withdraw": _kind(Retry.PERSON, 409),
    "problem.definition-retired": _kind(Retry.PERSON, 409),
    "problem.attachments-incomplete": _kind(Retry.SAME_BYTES, 409),
    "problem.content-unreadable": _kind(Retry.NEVER, 409),
    "problem.upload-offset": _kind(Retry.SAME_BYTES, 409),
    "problem.upload-checksum": _kind(Retry.SAME_BYTES, 460),
    "problem.upload-gone": _kind(Retry.SAME_BYTES, 410),
    "problem.app-too-old": _kind(Retry.PERSON, 426),
    "problem.rate-limited": _kind(Retry.AS_TOLD, 429),
    "problem.busy": _kind(Retry.AS_TOLD, 503),
    "problem.maintenance": _kind(Retry.AS_TOLD, 503),
    "problem.internal": _kind(Retry.SAME_BYTES, 500, 502, 504),
    "problem.enrolment-code-invalid": _kind(Retry.PERSON, 400, 403, 404),
    "problem.enrolment-code-expired": _kind(Retry.PERSON, 400, 403, 410),
    "problem.enrolment-code-used": _kind(Retry.PERSON, 400, 403, 409),
    "problem.enrolment-code-locked": _kind(Retry.PERSON, 400, 403, 423, 429),
}

UNNAMED = "problem.unnamed"
"""Stands for a type that is not in the table: a newer endpoint, or an answer that names none."""


def retry_class(code: str, status: int, told: str | None = None) -> Retry:
    """What to do after problem ``code``; ``told`` is the answer's own ``retry``, which overrides the table."""
    if told in _CLASSES:
        return Retry(told)
    known = KINDS.get(code)
    return known.retry if known else _by_status(status)


_CLASSES = frozenset(retry.value for retry in Retry)


def _by_status(status: int) -> Retry:
    if status in (429, 503):
        return Retry.AS_TOLD
    if status == 401:
        return Retry.AUTHENTICATE
    return Retry.SAME_BYTES if status >= 500 else Retry.NEVER


class ProblemAnswer(JibaoError):
    """The endpoint said no, in a problem document; ``code`` is ``problem.`` and the type's last segment."""

    def __init__(
        self,
        code: str,
        *,
        status: int,
        retry: Retry,
        retry_after: float | None = None,
        head: str | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(code, status=status, kind=kind)
        self.status = status
        self.retry = retry
        self.retry_after = retry_after
        """Seconds to wait, as told by ``Retry-After``."""
        self.head = head
        """For base-moved: the version that is the head now."""


class UserProblem(ProblemAnswer, UserError):
    """The person can mend it."""


class WorldProblem(ProblemAnswer, WorldError):
    """It passes, or the office mends it."""


class ConflictProblem(ProblemAnswer, ConflictError):
    """Someone else was first."""


class OurProblem(ProblemAnswer, OurFault):
    """The client asked for something it should not have asked for."""


def problem_answer(
    kind: str,
    status: int,
    *,
    told: str | None = None,
    retry_after: float | None = None,
    head: str | None = None,
) -> ProblemAnswer:
    """The error that stands for a problem of type ``…/problems/<kind>``; its root follows from its class."""
    code = f"problem.{kind}"
    retry = retry_class(code, status, told)
    root = _root(code, retry)
    named = code if code in KINDS else _like(status)
    return root(named, status=status, retry=retry, retry_after=retry_after, head=head, kind=kind)


def _like(status: int) -> str:
    """What a status means by itself, as RFC 9457 wants it of a type that says nothing (``about:blank``)."""
    if status == 429:
        return "problem.rate-limited"
    if status == 503:
        return "problem.busy"
    return "problem.internal" if status >= 500 else UNNAMED


def _root(code: str, retry: Retry) -> type[ProblemAnswer]:
    if code == "problem.base-moved":
        return ConflictProblem
    if retry is Retry.BUG:
        return OurProblem
    return UserProblem if retry is Retry.PERSON else WorldProblem
