"""The endpoint's HTTP interface as OpenAPI 3.1, made from its table of operations and its message types.

``resources/protocol/openapi.yaml`` is this document; a test holds them together. Whatever an operation may refuse
is a problem document (C11) under ``default``.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from client.practice.app import OPERATIONS, Operation
from client.practice.operations import archive, bundles, declaring, devices, public, returns, uploads
from client.protocol import carry_file
from client.protocol.messages import (
    JWS_MEDIA,
    PROBLEM_MEDIA,
    SUBMISSION_MEDIA,
    BundleAnswer,
    Content,
    Enrolment,
    EnrolmentState,
    Me,
    Notices,
    Obligations,
    Prechecked,
    Problem,
    ReturnState,
    StatusAnswer,
    StatusQuery,
    Submission,
    TokenAnswer,
    VersionState,
)

JSON = "application/json"
_BYTES = "application/octet-stream"
TITLE = "集报 filing protocol"
VERSION = "1"

KEY = "[0-9A-HJ-NP-RT-UW-Y]{18}\\.[A-Z]{2,4}\\.[0-9]{4}(-(H[12]|Q[1-4]|[01][0-9]))?"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
PERIOD = "[0-9]{4}(-(H[12]|Q[1-4]|[01][0-9]))?"

_PARAMETERS = {
    "return_key": f"^{KEY}$",
    "version_id": f"^{UUID}$",
    "device_id": f"^{UUID}$",
    "enrolment_id": f"^{UUID}$",
    "upload_id": f"^{UUID}$",
    "attachment_id": "^[A-Za-z0-9._-]{1,200}$",
    "path": "^[A-Za-z0-9._-]{1,100}$",
}


class Told(Struct, frozen=True):
    """What an operation takes and answers."""

    summary: str
    answers: dict[int, Any] = {}
    """Type by status; None for an empty body, text for another media type."""
    body: Any = None
    media: str = JSON
    query: dict[str, str] = {}
    headers: tuple[str, ...] = ()
    token: bool = True


_TUS = ("Tus-Resumable",)

TOLD: dict[Operation, Told] = {
    public.hello: Told(
        "Prove that this is the endpoint",
        {200: JWS_MEDIA},
        query={"nonce": "^[A-Za-z0-9_-]{16,128}$"},
        token=False,
    ),
    devices.enrol: Told(
        "Enrol a device", {202: EnrolmentState}, Enrolment, headers=("Idempotency-Key",), token=False
    ),
    devices.enrolment: Told(
        "How an enrolment stands; a proof of the pending key alone", {200: EnrolmentState}, token=False
    ),
    devices.token: Told(
        "An access token by private_key_jwt and DPoP", {200: TokenAnswer}, "form", devices.FORM, token=False
    ),
    devices.me: Told("Firm, roles, devices", {200: Me}),
    devices.approve: Told("Let a further device in", {200: EnrolmentState}, devices.Approval),
    devices.revoke: Told("Take a device out", {204: None}),
    returns.obligations: Told(
        "What is due",
        {200: Obligations, 304: None},
        query={"period": f"^{PERIOD}$", "from": f"^{PERIOD}$", "to": f"^{PERIOD}$"},
    ),
    public.tuf: Told("A file of the TUF repository", {200: _BYTES, 206: _BYTES}, token=False),
    returns.history: Told("Head and versions of a return", {200: ReturnState, 304: None}),
    returns.put_version: Told(
        "File a version", {200: VersionState, 201: VersionState}, Submission, SUBMISSION_MEDIA
    ),
    returns.get_version: Told("Receipt, decision, state", {200: VersionState, 304: None}),
    archive.content: Told("Content, sealed to the asking device", {200: Content}),
    archive.attachment: Told("One file of a version, sealed to the asking device", {200: _BYTES}),
    returns.status: Told("How up to 1,000 versions stand", {200: StatusAnswer}, StatusQuery),
    declaring.precheck: Told("A dry run; never counts", {200: Prechecked}, Submission, SUBMISSION_MEDIA),
    declaring.commit: Told(
        "Promise bytes before the deadline", {201: JWS_MEDIA}, "jws", JWS_MEDIA, headers=("Idempotency-Key",)
    ),
    uploads.create: Told(
        "An empty upload (tus creation)", {201: None}, headers=(*_TUS, "Upload-Length", "Upload-Metadata")
    ),
    uploads.look: Told("How far an upload has come", {200: None}, headers=_TUS),
    uploads.append: Told(
        "One piece with its checksum",
        {204: None},
        "bytes",
        uploads.PIECE_MEDIA,
        headers=(*_TUS, "Upload-Offset", "Upload-Checksum"),
    ),
    uploads.drop: Told("Drop an upload (tus termination)", {204: None}, headers=_TUS),
    returns.notices: Told(
        "What happened since a mark", {200: Notices, 304: None}, query={"after": "^n[0-9]{1,14}$"}
    ),
    public.checkpoint: Told("Signed head of the receipt chain", {200: JWS_MEDIA}, token=False),
    bundles.carry: Told(
        "A carry file", {207: BundleAnswer}, "bytes", carry_file.MEDIA, headers=("Idempotency-Key",), token=False
    ),
}
"""One line an operation, in the order of C4."""

_BODIES: dict[str, dict[str, Any]] = {
    "form": {
        "type": "object",
        "required": ["grant_type", "client_assertion_type", "client_assertion"],
        "properties": {
            "grant_type": {"const": "client_credentials"},
            "client_assertion_type": {"const": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            "client_assertion": {
                "type": "string",
                "pattern": "^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$",
            },
        },
    },
    "jws": {"type": "string", "pattern": "^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$"},
    "bytes": {"type": "string", "format": "binary"},
}


def document() -> dict[str, Any]:
    """The whole document, as JSON values."""
    types = [found for told in TOLD.values() for found in (told.body, *told.answers.values()) if _is_type(found)]
    _, components = msgspec.json.schema_components([*types, Problem], ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for method, path, operation in OPERATIONS:
        place = paths.setdefault(re.sub(r":path\}", "}", path), {})
        place[method.lower()] = _operation(path, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": "See protocol.md beside this file."},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"dpop": {"type": "http", "scheme": "DPoP", "description": "RFC 9449"}},
        },
    }


def _operation(path: str, operation: Operation) -> dict[str, Any]:
    told = TOLD[operation]
    names = re.findall(r"\{(\w+)(?::path)?\}", path)
    parameters = [_parameter(name, "path", _PARAMETERS[name]) for name in names]
    parameters += [_parameter(name, "query", pattern) for name, pattern in told.query.items()]
    parameters += [_parameter(name, "header", None) for name in told.headers]
    found: dict[str, Any] = {
        "operationId": operation.__module__.rpartition(".")[2] + "_" + operation.__name__,
        "summary": told.summary,
        "parameters": parameters,
        "responses": {str(status): _answer(shape) for status, shape in told.answers.items()},
    }
    found["responses"]["default"] = _body("refused, by name", _schema(Problem), PROBLEM_MEDIA)
    if told.body is not None:
        found["requestBody"] = {"required": True, "content": {told.media: {"schema": _schema(told.body)}}}
    if told.token:
        found["security"] = [{"dpop": []}]
    return found


def _parameter(name: str, where: str, pattern: str | None) -> dict[str, Any]:
    required = where != "query" or name == "nonce"
    schema = {"type": "string"} | ({"pattern": pattern} if pattern else {})
    return {"name": name, "in": where, "required": required, "schema": schema}


def _answer(shape: Any) -> dict[str, Any]:
    if shape is None:
        return {"description": "no body"}
    if isinstance(shape, str):
        return _body("as is", {"type": "string"}, shape)
    return _body(shape.__name__, _schema(shape), JSON)


def _body(description: str, schema: dict[str, Any], media: str) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": schema}}}


def _schema(shape: Any) -> dict[str, Any]:
    if isinstance(shape, str):
        return _BODIES[shape]
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _is_type(found: Any) -> bool:
    return isinstance(found, type)
