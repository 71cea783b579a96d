"""Whether an answer is the endpoint's at all, and whether it is a problem (protocol C1, C11, C13)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import msgspec

from client.net.failures import NetworkFailure
from client.net.problems import problem_answer
from client.net.transport import Answer, Request
from client.protocol import strict_json
from client.protocol.encoding import matches_content_digest
from client.protocol.faults import ProtocolFault

GATEWAY = (500, 502, 503, 504)
"""Statuses a gateway gives when it lost the endpoint: the outcome is unknown, never failed."""


class _Head(msgspec.Struct, frozen=True):
    version_id: str | None = None


class _Problem(msgspec.Struct, frozen=True):
    """A problem document; whatever else it holds is not read."""

    type: str = ""
    retry: str | None = None
    head: _Head | None = None


def require_ours(request: Request, answer: Answer) -> Answer:
    """The answer, if it is the endpoint's and whole.

    Raises ``NetworkFailure``: ``net.proxy-login``, ``net.gateway``, ``net.portal``, ``net.altered``.
    """
    host = urlsplit(request.url).hostname or ""
    if answer.status == 407:
        raise NetworkFailure("net.proxy-login", host=host)
    if answer.header("stats-api") != "1":
        kind = "net.gateway" if answer.status in GATEWAY else "net.portal"
        raise NetworkFailure(kind, host=host, status=answer.status)
    require_whole(answer, host)
    if 300 <= answer.status < 400 and answer.status != 304:
        raise NetworkFailure("net.portal", host=host, status=answer.status)
    return answer


def require_whole(answer: Answer, host: str) -> None:
    """Raise ``net.altered`` when the body is packed or does not have the digest it came with."""
    if answer.header("content-encoding") not in ("", "identity"):
        raise NetworkFailure("net.altered", host=host)
    digest = answer.header("content-digest")
    if digest and not matches_content_digest(digest, answer.body):
        raise NetworkFailure("net.altered", host=host)


def require_success(request: Request, answer: Answer) -> Answer:
    """The answer, if it is a success (or 304).

    Raises what ``require_ours`` raises, and ``ProblemAnswer`` for a problem document of any kind.
    """
    require_ours(request, answer)
    if answer.status < 400:
        return answer
    problem = _problem(answer)
    raise problem_answer(
        problem.type.rpartition("/")[2],
        answer.status,
        told=problem.retry,
        retry_after=_retry_after(answer),
        head=problem.head.version_id if problem.head else None,
    )


def _problem(answer: Answer) -> _Problem:
    try:
        return strict_json.decode(answer.body, _Problem)
    except ProtocolFault:
        return _Problem()


def _retry_after(answer: Answer) -> float | None:
    """Seconds, from either spelling of the header; a date is measured from the answer's own ``Date``."""
    text = answer.header("retry-after")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until - parsedate_to_datetime(answer.header("date"))).total_seconds())
    except (ValueError, TypeError):  # absent, unreadable, or only one of them with a zone
        return None
