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
    "idempotency-missing": _kind(Retry.BUG, 400),
    "idempotency-reused": _kind(Retry.BUG, 422),
    "in-progress": _kind(Retry.AS_TOLD, 409),
    "digest-mismatch": _kind(Retry.SAME_BYTES, 400),
    "malformed": _kind(Retry.NEVER, 400),
    "schema": _kind(Retry.NEVER, 422),
    "too-large": _kind(Retry.NEVER, 413),
    "unsupported-media": _kind(Retry.NEVER, 415),
    "manifest-invalid": _kind(Retry.NEVER, 400),
    "token-expired": _kind(Retry.AUTHENTICATE, 401),
    "use-dpop-nonce": _kind(Retry.AUTHENTICATE, 400, 401),
    "device-pending": _kind(Retry.PERSON, 403),
    "device-revoked": _kind(Retry.PERSON, 403),
    "not-your-return": _kind(Retry.PERSON, 403),
    "unknown-return": _kind(Retry.NEVER, 404),
    "unknown-version": _kind(Retry.PROCEED, 404),
    "version-id-reused": _kind(Retry.NEVER, 409),
    "base-moved": _kind(Retry.PERSON, 409),
    "period-not-open": _kind(Retry.PERSON, 409),
    "period-closed": _kind(Retry.PERSON, 409),
    "too-late-to-withdraw": _kind(Retry.PERSON, 409),
    "definition-retired": _kind(Retry.PERSON, 409),
    "attachments-incomplete": _kind(Retry.SAME_BYTES, 409),
    "upload-offset": _kind(Retry.SAME_BYTES, 409),
    "upload-checksum": _kind(Retry.SAME_BYTES, 460),
    "upload-gone": _kind(Retry.SAME_BYTES, 410),
    "app-too-old": _kind(Retry.PERSON, 426),
    "rate-limited": _kind(Retry.AS_TOLD, 429),
    "busy": _kind(Retry.AS_TOLD, 503),
    "maintenance": _kind(Retry.AS_TOLD, 503),
    "internal": _kind(Retry.SAME_BYTES, 500, 502, 504),
    "enrolment-code-invalid": _kind(Retry.PERSON, 400, 403, 404),
    "enrolment-code-expired": _kind(Retry.PERSON, 400, 403, 410),
    "enrolment-code-used": _kind(Retry.PERSON, 400, 403, 409),
    "enrolment-code-locked": _kind(Retry.PERSON, 400, 403, 423, 429),
}

UNNAMED = "unnamed"
"""Stands for a type that is not in the table: a newer endpoint, or an answer that names none."""


def retry_class(kind: str, status: int, told: str | None = None) -> Retry:
    """What to do after problem ``kind``; ``told`` is the answer's own ``retry``, which overrides the table."""
    if told in _CLASSES:
        return Retry(told)
    known = KINDS.get(kind)
    return known.retry if known else _by_status(status)


_CLASSES = frozenset(retry.value for retry in Retry)


def _by_status(status: int) -> Retry:
    if status in (429, 503):
        return Retry.AS_TOLD
    if status == 401:
        return Retry.AUTHENTICATE
    return Retry.SAME_BYTES if status >= 500 else Retry.NEVER


class ProblemAnswer(JibaoError):
    """The endpoint said no, in a problem document. ``kind`` is the type's last path segment."""

    def __init__(
        self,
        kind: str,
        *,
        status: int,
        retry: Retry,
        retry_after: float | None = None,
        head: str | None = None,
        where: str = "",
    ) -> None:
        self.kind = kind
        self.status = status
        self.retry = retry
        self.retry_after = retry_after
        """Seconds to wait, as told by ``Retry-After``."""
        self.head = head
        """For base-moved: the version that is the head now."""
        name = kind if kind in KINDS else UNNAMED
        super().__init__(f"net.problem.{name}", kind=kind, status=status, where=where)


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
    where: str = "",
) -> ProblemAnswer:
    """The error that stands for a problem document; which root it has follows from its retry class."""
    retry = retry_class(kind, status, told)
    return _root(kind, retry)(kind, status=status, retry=retry, retry_after=retry_after, head=head, where=where)


def _root(kind: str, retry: Retry) -> type[ProblemAnswer]:
    if kind == "base-moved":
        return ConflictProblem
    if retry is Retry.BUG:
        return OurProblem
    return UserProblem if retry is Retry.PERSON else WorldProblem
