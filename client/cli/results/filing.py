"""What was filed, where and with what receipt, as the answer of a command."""

from __future__ import annotations

from typing import Any

import msgspec

from client.cli.results.texts import Problem, Text


class FiledResult(msgspec.Struct, frozen=True, kw_only=True):
    """One filed version; ``verified`` says that the bureau's signature on the receipt holds."""

    key: str
    form: str
    period: str
    state: str
    version_id: str | None = None
    receipt_no: str | None = None
    received_at: str | None = None
    timeliness: str | None = None
    verified: bool = False
    receipt_file: str | None = None
    promised_until: str | None = None
    """The endpoint has acknowledged a commitment: on time if the bytes arrive by then, RFC 3339."""
    returned: list[dict[str, Any]] = []
    note: str | None = None
    """What the officer wrote beside the decision."""
    problem: Problem | None = None


class FetchedResult(msgspec.Struct, frozen=True, kw_only=True):
    """One version that another computer filed. ``outcome``: ``taken``, ``differs`` (see ``merge``), ``failed``."""

    key: str
    form: str
    period: str
    outcome: str
    kind: str | None = None
    device: str | None = None
    received_at: str | None = None
    receipt_no: str | None = None
    receipt_file: str | None = None
    problem: Problem | None = None


class EndpointResult(msgspec.Struct, frozen=True, kw_only=True):
    """Who the figures go to; ``env`` is ``prod`` or ``practice``."""

    name: str
    env: str
    base_url: str
    warnings: list[Problem] = []
    """What should be known although filing works: an inspected line, a log that contradicts itself."""


class VerdictResult(msgspec.Struct, frozen=True, kw_only=True):
    """Answer of ``receipt verify``: ``trusted``, ``root-unknown``, ``other-root`` or ``mismatch`` and where."""

    verdict: str
    what: Text
    remedy: Text
    where: str
    part: str | None
    """The member of the file that does not match, as far as it is one."""
    receipt_no: str | None
    return_key: str | None
    received_at: str | None
    env: str | None
    decision: str | None


class PromiseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One promise of the protocol: ``kept``, ``broken`` or ``not asked``; ``said`` tells what came instead."""

    name: str
    section: str
    promise: str
    verdict: str
    said: str
