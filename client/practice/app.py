"""The endpoint as an ASGI application: which operation stands at which method and path."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from client.practice.faults import Console, Cut, spoil
from client.practice.limiter import Kind
from client.practice.operations import archive, bundles, declaring, devices, public, returns, uploads
from client.practice.problems import Refusal
from client.practice.web.context import Context
from client.practice.web.exchange import DropAnswer, Envelope

DATABASE_SECONDS = 10
"""After which to come back when the database is away or stopped. Nothing was received then: a commit that was cut
off is told as an error inside, whose outcome the client asks for."""

log = logging.getLogger(__name__)

Operation = Callable[[Context, Request], Awaitable[Response]]

OPERATIONS: tuple[tuple[str, str, Operation], ...] = (
    ("GET", "/v1/hello", public.hello),
    ("POST", "/v1/enrolments", devices.enrol),
    ("GET", "/v1/enrolments/{enrolment_id}", devices.enrolment),
    ("POST", "/v1/token", devices.token),
    ("GET", "/v1/me", devices.me),
    ("POST", "/v1/devices/{device_id}:approve", devices.approve),
    ("DELETE", "/v1/devices/{device_id}", devices.revoke),
    ("GET", "/v1/obligations", returns.obligations),
    ("GET", "/tuf/{path:path}", public.tuf),
    ("GET", "/v1/returns/{return_key}", returns.history),
    ("PUT", "/v1/returns/{return_key}/versions/{version_id}", returns.put_version),
    ("GET", "/v1/returns/{return_key}/versions/{version_id}", returns.get_version),
    ("GET", "/v1/returns/{return_key}/versions/{version_id}/content", archive.content),
    ("GET", "/v1/returns/{return_key}/versions/{version_id}/attachments/{attachment_id}", archive.attachment),
    ("POST", "/v1/status:query", returns.status),
    ("POST", "/v1/prechecks", declaring.precheck),
    ("POST", "/v1/commitments", declaring.commit),
    ("POST", "/v1/uploads", uploads.create),
    ("HEAD", "/v1/uploads/{upload_id}", uploads.look),
    ("PATCH", "/v1/uploads/{upload_id}", uploads.append),
    ("DELETE", "/v1/uploads/{upload_id}", uploads.drop),
    ("GET", "/v1/notices", returns.notices),
    ("GET", "/v1/log/checkpoint", public.checkpoint),
    ("POST", "/v1/bundles", bundles.carry),
)
"""Method, path and operation, in the order of C4."""
FILING = "/v1/returns/{return_key}/versions/{version_id}"


KIND: dict[Operation, Kind] = {
    declaring.precheck: "precheck",
    archive.content: "content",
    archive.attachment: "content",
    returns.status: "status",
    uploads.create: "upload",
    uploads.look: "upload",
    uploads.append: "upload",
    uploads.drop: "upload",
    returns.put_version: "last",
    declaring.commit: "last",
    public.hello: "last",
}
"""Who is sent away first when there are too many (C12); whatever is not named is ``other``."""


def make_app(context: Context, envelope: Envelope, console: Console) -> ASGIApp:
    """The application that uvicorn runs."""
    by_path: dict[str, dict[str, Operation]] = {}
    for method, path, operation in OPERATIONS:
        by_path.setdefault(path, {})[method] = operation
    routes = [Route(path, Place(context, envelope, operations, console)) for path, operations in by_path.items()]
    routes.sort(key=lambda route: route.path != FILING)  # tried one after another, and most requests are filings
    return Router(routes, redirect_slashes=False, default=Place(context, envelope, {}, console))


class Place:
    """One path: its operations by method. A path without any is not found."""

    def __init__(
        self, context: Context, envelope: Envelope, operations: dict[str, Operation], console: Console
    ) -> None:
        self._console = console
        self._context = context
        self._envelope = envelope
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._console.draw(f"{scope['method']} {scope['path']}")
        try:
            if fault:
                await spoil(fault, self._console.plan, self._answer, scope, receive, send)
            else:
                await self._answer(scope, receive, send)
        except (DropAnswer, ClientDisconnect, Cut):
            _hang_up(send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._envelope.carry(Request(scope, receive), self._operate)
        await response(scope, receive, send)

    async def _operate(self, request: Request) -> Response:
        if not self._operations:
            raise Refusal("not-found")
        operation = self._operations.get(request.method)
        if operation is None and request.method == "HEAD":
            operation = self._operations.get("GET")
        if operation is None:
            raise Refusal("method-not-allowed", ", ".join(self._operations))
        books = self._context.books
        try:
            with self._context.limiter.admit(KIND.get(operation, "other")):
                return await operation(self._context, request)
        except books.failures as error:
            if not books.passing(error):
                raise
            log.warning("the database does not answer: %s", type(error).__name__)
            raise Refusal("busy", retry_after=DATABASE_SECONDS) from error


def _hang_up(send: Send) -> None:
    """Close the connection without a byte of answer; uvicorn's ``send`` knows the connection it belongs to."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
