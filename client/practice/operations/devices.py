"""Devices: enrolment by code, access tokens, who is who in the firm, approval and revocation (C3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from client.base.clock import rfc3339
from client.practice.bureau import enrolling
from client.practice.database import records
from client.practice.database.ledger import Connection
from client.practice.database.records import Device
from client.practice.problems import Refusal, refusal_of
from client.practice.web.context import Caller, Context
from client.practice.web.exchange import JSON, answer, read_body
from client.practice.web.gate import SKEW, TOKEN_LIFE, scope_of
from client.protocol import jws, strict_json
from client.protocol.dpop import ASSERTION_TYPE, Assertion, read_assertion
from client.protocol.enrolment import SignedEnrolment, open_enrolment, read_enrolment
from client.protocol.faults import ProtocolFault
from client.protocol.keys import PublicKey, read_jwk
from client.protocol.messages import DeviceInfo, EnrolmentContent, EnrolmentState, Me, TokenAnswer

SMALL = 64 * 1024
"""Bytes that enrolments, token requests, approvals and queries may have."""
FORM = "application/x-www-form-urlencoded"
MAX_KEY = 200


class Approval(Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``:approve``: a JWS ``jibao-approve`` over ``ApprovedDevice`` by an administrator's device."""

    approval: str


class ApprovedDevice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which device is approved, and by which key it is known on both screens."""

    device_id: Annotated[str, Meta(max_length=64)]
    thumbprint: Annotated[str, Meta(max_length=64)]


async def enrol(context: Context, request: Request) -> Response:
    """POST /v1/enrolments."""
    body = await read_body(request, JSON, SMALL)
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= MAX_KEY:
        raise Refusal("idempotency-missing")
    try:
        signed = read_enrolment(body, context.url(request))
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault
    before = await context.look(lambda connection: enrolling.earlier(connection, key, signed))
    if before is not None:
        return answer(before, 202)
    now = context.clock.now()
    await context.over_nonces(lambda: context.gate.check_nonce(signed.server_nonce, now))
    content = _open(context, signed)
    result = await context.run(lambda connection: enrolling.enrol(connection, key, signed, content, now))
    if isinstance(result, Refusal):
        raise result
    return answer(result, 202)


async def enrolment(context: Context, request: Request) -> Response:
    """GET /v1/enrolments/{id}: proven by the enrolling key alone."""
    now = context.clock.now()
    proof = await context.proof(request, now)
    await context.first_use(proof.jkt, proof.jti, now)
    wanted = request.path_params["enrolment_id"]
    device = await context.look(lambda connection: records.device_of_enrolment(connection, wanted))
    if device is None or device.thumbprint != proof.jkt:
        raise Refusal("not-found")
    return answer(enrolling.state_of(device))


async def token(context: Context, request: Request) -> Response:
    """POST /v1/token: client credentials by ``private_key_jwt`` and DPoP, both with the device's key."""
    form = _form(await read_body(request, FORM, SMALL, digest=False))
    now = context.clock.now()
    url = context.url(request)
    proof = await context.proof(request, now, status=400)
    await context.first_use(proof.jkt, proof.jti, now, status=400)
    if form.get("grant_type") != "client_credentials":
        raise Refusal("malformed", "grant_type", error="unsupported_grant_type")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise Refusal("malformed", "client_assertion_type", error="invalid_request")
    device, claims = await _logged_in(context, form.get("client_assertion", ""), url)
    if proof.jkt != device.thumbprint:
        raise Refusal("token-expired", "设备证明与登录的设备不符", error="invalid_dpop_proof")
    _check_life(claims, now)
    await context.first_use(device.device_id, claims.jti, now, status=400)
    context.allowances.spend(device.device_id)
    scope = scope_of(device, now)
    await context.run(lambda connection: records.saw_device(connection, device.device_id, rfc3339(now)))
    return answer(TokenAnswer(context.gate.token(device, scope, now), "DPoP", TOKEN_LIFE, scope))


async def me(context: Context, request: Request) -> Response:
    """GET /v1/me."""
    caller = await context.caller(request)

    def look(connection: Connection) -> Me:
        known = [_info(device) for device in records.devices(connection, caller.firm)]
        name = records.firm_name(connection, caller.firm)
        return Me(caller.firm, name, caller.device.device_id, caller.scope, known)

    return answer(await context.look(look))


async def approve(context: Context, request: Request) -> Response:
    """POST /v1/devices/{id}:approve: an administrator's device lets another one in."""
    caller = await context.caller(request)
    caller.require("admin")
    body = await read_body(request, JSON, SMALL)
    approved = _approved(body, caller)
    wanted = request.path_params["device_id"]
    at = context.sign_time()

    def let_in(connection: Connection) -> EnrolmentState:
        device = _of_firm(connection, wanted, caller)
        if (approved.device_id, approved.thumbprint) != (device.device_id, device.thumbprint):
            raise Refusal("malformed", "批准的不是这台设备")
        if device.state == "pending":
            context.set_device_state(connection, wanted, "active", at)
        return enrolling.state_of(_of_firm(connection, wanted, caller))

    return answer(await context.run(let_in))


async def revoke(context: Context, request: Request) -> Response:
    """DELETE /v1/devices/{id}: by an administrator's device, or by the device itself."""
    caller = await context.caller(request)
    wanted = request.path_params["device_id"]
    if wanted != caller.device.device_id:
        caller.require("admin")
    at = context.sign_time()

    def shut_out(connection: Connection) -> None:
        state = _of_firm(connection, wanted, caller).state
        if state in ("active", "pending"):
            context.set_device_state(connection, wanted, "revoked" if state == "active" else "refused", at)

    await context.run(shut_out)
    return Response(status_code=204)


def _open(context: Context, signed: SignedEnrolment) -> EnrolmentContent:
    key = context.keys.unsealing(signed.sealed.kid)
    if key is None:
        raise Refusal("malformed", "密封所用的密钥不是本端的")
    try:
        return open_enrolment(signed, key)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault


def _form(body: bytes) -> dict[str, str]:
    """Form fields, each given once."""
    try:
        fields = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=20)
    except ValueError as error:
        raise Refusal("malformed", FORM, error="invalid_request") from error
    if any(len(values) != 1 for values in fields.values()):
        raise Refusal("malformed", FORM, error="invalid_request")
    return {name: values[0] for name, values in fields.items()}


async def _logged_in(context: Context, assertion: str, url: str) -> tuple[Device, Assertion]:
    try:
        device_id = jws.kid(assertion, "jibao-client+jwt")
        device = await context.device(device_id)
        if device is None:
            raise Refusal("device-revoked", error="invalid_client")
        return device, read_assertion(assertion, device_key(device), url)
    except ProtocolFault as fault:
        raise Refusal("malformed", fault.what("zh"), error="invalid_client") from fault


def device_key(device: Device) -> PublicKey:
    """The key a device signs with."""
    return read_jwk(device.sig)


def _check_life(claims: Assertion, now: datetime) -> None:
    moment = now.timestamp()
    if not claims.iat - SKEW <= moment <= claims.exp + SKEW:
        raise Refusal("token-expired", "登录凭据的时间与报送平台相差过大", error="invalid_client")


def _approved(body: bytes, caller: Caller) -> ApprovedDevice:
    try:
        approval = strict_json.decode(body, Approval)
        payload = jws.verify(approval.approval, device_key(caller.device), "jibao-approve")
        return strict_json.decode(payload, ApprovedDevice)
    except ProtocolFault as fault:
        raise refusal_of(fault) from fault


def _of_firm(connection: Connection, device_id: str, caller: Caller) -> Device:
    device = records.device(connection, device_id)
    if device is None or device.firm != caller.firm:
        raise Refusal("not-found")
    return device


def _info(device: Device) -> DeviceInfo:
    return DeviceInfo(
        device_id=device.device_id,
        name=device.name,
        thumbprint=device.thumbprint,
        state=device.state,
        enrolled_at=device.enrolled_at,
        last_seen=device.last_seen,
    )
