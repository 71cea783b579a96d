"""What is due, filing, and what became of it (C5, C6)."""

from __future__ import annotations

import hashlib
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from client.base.clock import rfc3339
from client.practice.bureau import calendar, intake
from client.practice.bureau.intake import Arrived
from client.practice.database import records
from client.practice.database.ledger import Connection
from client.practice.database.records import Device, Version
from client.practice.operations.devices import SMALL
from client.practice.problems import Refusal, refusal_of
from client.practice.web.context import Caller, Context
from client.practice.web.exchange import JSON, answer, read_body, unchanged
from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import is_id, parse_return_key
from client.protocol.messages import (
    SUBMISSION_MEDIA,
    HeadInfo,
    Kind,
    Notice,
    Notices,
    Obligation,
    Obligations,
    PackUse,
    ReturnState,
    StatusAnswer,
    StatusItem,
    StatusQuery,
    VersionInfo,
    VersionState,
)
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import ReturnKey

DECIDE_AFTER = 1.0
"""Seconds after which a decision is worth asking for."""


async def obligations(context: Context, request: Request) -> Response:
    """GET /v1/obligations: of one period and those it lies in, of a range, or all that is open."""
    caller = await context.caller(request)
    caller.require("read")
    heads = await context.look(lambda connection: records.heads(connection, caller.firm))
    now = context.clock.now()
    open_now = [due for due in calendar.due(context.pack, now) if _asked(due, request)]
    items = [_obligation(context, due, caller.firm, heads) for due in open_now]
    etag = hashlib.sha256(strict_json.encode(items)).hexdigest()[:32]
    named = request.query_params.get("period")
    return unchanged(request, etag) or answer(Obligations(named, rfc3339(now), items), etag=etag)


async def history(context: Context, request: Request) -> Response:
    """GET /v1/returns/{rk}."""
    caller = await context.caller(request)
    key = _own_return(request, caller, context)

    def look(connection: Connection) -> list[VersionInfo]:
        names = {device.device_id: device.name for device in records.devices(connection, caller.firm)}
        return [_line(version, names) for version in records.versions(connection, str(key))]

    lines = await context.look(look)
    head = lines[-1] if lines else None
    etag = f"{head.version_id}:{head.state}" if head else "none"
    state = ReturnState(str(key), head.version_id if head else None, lines)
    return unchanged(request, etag) or answer(state, etag=etag)


async def put_version(context: Context, request: Request) -> Response:
    """PUT /v1/returns/{rk}/versions/{vid}: the checks of C6 in their order."""
    caller = await context.caller(request)
    caller.require("submit")
    body = await read_body(request, SUBMISSION_MEDIA)
    words = request.path_params
    arrived = Arrived(words["return_key"], words["version_id"], body, context.clock.now())
    _, submission = intake.outline(arrived)
    signed_by = intake.signer_id(submission)
    signer: Device | None = caller.device
    if signed_by != caller.device.device_id:
        signer = await context.device(signed_by)
    read = intake.verify(submission, arrived, signer, caller.firm)
    if context.hooks.before_commit is not None:
        context.hooks.before_commit(arrived.version_id)
    received = await context.run(
        lambda connection: intake.receive(connection, read, arrived, caller.firm, context.pack, context.keys),
        writes_last=not read.manifest.attachments,
    )
    if received.created:
        context.decider.wake(received.version.seq)
        if context.hooks.after_commit is not None:
            context.hooks.after_commit(arrived.version_id)
    return _version_answer(received.version, 201 if received.created else 200)


async def get_version(context: Context, request: Request) -> Response:
    """GET /v1/returns/{rk}/versions/{vid}: 404 means that it was never stored, and PUT is safe."""
    caller = await context.caller(request)
    words = request.path_params
    version = await context.look(lambda connection: records.version(connection, caller.firm, words["version_id"]))
    if version is None or version.return_key != words["return_key"]:
        raise Refusal("unknown-version")
    return unchanged(request, _etag(version)) or _version_answer(version, 200)


async def status(context: Context, request: Request) -> Response:
    """POST /v1/status:query."""
    caller = await context.caller(request)
    body = await read_body(request, JSON, SMALL)
    try:
        asked = strict_json.decode(body, StatusQuery)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault

    def look(connection: Connection) -> list[StatusItem]:
        return [_status(connection, caller.firm, version_id) for version_id in asked.version_ids]

    return answer(StatusAnswer(await context.look(look)))


async def notices(context: Context, request: Request) -> Response:
    """GET /v1/notices?after=: returns sent back since then."""
    caller = await context.caller(request)
    caller.require("read")
    after = request.query_params.get("after", "n0")
    if not (after[:1] == "n" and after[1:].isascii() and after[1:].isdigit() and len(after) < 16):
        raise Refusal("malformed", "after")
    rows = await context.look(lambda connection: records.rejections(connection, caller.firm, int(after[1:])))
    items = [
        Notice(f"n{row['id']}", "rejected", row["decided_at"], row["return_key"], row["version_id"], "被退回")
        for row in rows
    ]
    newest = items[-1].id if items else after
    return unchanged(request, newest) or answer(Notices(newest, items), etag=newest)


def version_state(version: Version) -> VersionState:
    """What is answered about a version, to PUT, GET and carry files alike."""
    after = DECIDE_AFTER if version.state == "received" else None
    return VersionState(version.state, version.receipt, version.decision, after)


def _version_answer(version: Version, status: int) -> Response:
    return answer(version_state(version), status, etag=_etag(version))


def _etag(version: Version) -> str:
    return f"{version.version_id}:{version.state}:{version.decisions}"


def _status(connection: Connection, firm: str, version_id: str) -> StatusItem:
    version = records.version(connection, firm, version_id) if is_id(version_id) else None
    if version is None:
        return StatusItem(version_id, "unknown")
    return StatusItem(version_id, version.state, version.receipt, version.decision)


def _own_return(request: Request, caller: Caller, context: Context) -> ReturnKey:
    try:
        key = parse_return_key(request.path_params["return_key"])
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    if key.firm != caller.firm:
        raise Refusal("not-your-return")
    if calendar.find(context.pack, key.form, key.period) is None:
        raise Refusal("unknown-return")
    return key


def _asked(due: calendar.Due, request: Request) -> bool:
    """Whether the question's ``period``, or ``from`` and ``to``, take in this obligation."""
    words = request.query_params
    try:
        named = {name: Period.parse(words[name]) for name in ("period", "from", "to") if name in words}
    except FormsError as error:
        raise Refusal("malformed", error.what("zh")) from error
    if "period" in named:
        return named["period"].enclosing(due.period.kind) == due.period
    first, last = named.get("from"), named.get("to")
    ends = due.period.last_month
    return (first is None or calendar.first_month(first) <= ends) and (last is None or ends <= last.last_month)


def _obligation(context: Context, due: calendar.Due, firm: str, heads: dict[str, HeadInfo]) -> Obligation:
    key = str(ReturnKey(firm, due.form.code, due.period))
    return Obligation(
        return_key=key,
        form=due.form.code,
        title=due.form.name,
        opens_at=rfc3339(due.opens_at),
        deadline_at=rfc3339(due.deadline_at),
        grace_until=None,
        correctable_until=rfc3339(due.correctable_until),
        packs=[PackUse(context.pack.version, context.pack.sha256, "current")],
        head=heads.get(key),
        commitments=True,
    )


def _line(version: Version, names: dict[str, str]) -> VersionInfo:
    return VersionInfo(
        version_id=version.version_id,
        base_version_id=version.base_version_id,
        kind=cast(Kind, version.kind),
        state=version.state,
        received_at=version.received_at,
        device_name=names.get(version.device_id, ""),
    )
