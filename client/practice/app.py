"""The endpoint as an ASGI application: routes, the envelope around each, and faults on purpose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from client.practice import counter, lobby, reception
from client.practice.exchange import DropAnswer, Envelope
from client.practice.problems import Refusal
from client.practice.room import Room

Operation = Callable[[Room, Request], Awaitable[Response]]

OPERATIONS: tuple[tuple[str, str, Operation], ...] = (
    ("GET", "/v1/hello", lobby.hello),
    ("POST", "/v1/enrolments", reception.enrol),
    ("GET", "/v1/enrolments/{enrolment_id}", reception.enrolment),
    ("POST", "/v1/token", reception.token),
    ("GET", "/v1/me", reception.me),
    ("POST", "/v1/devices/{device_id}:approve", reception.approve),
    ("DELETE", "/v1/devices/{device_id}", reception.revoke),
    ("GET", "/v1/obligations", counter.obligations),
    ("GET", "/tuf/{path:path}", lobby.tuf),
    ("GET", "/v1/returns/{return_key}", counter.history),
    ("PUT", "/v1/returns/{return_key}/versions/{version_id}", counter.put_version),
    ("GET", "/v1/returns/{return_key}/versions/{version_id}", counter.get_version),
    ("POST", "/v1/status:query", counter.status),
    ("GET", "/v1/notices", counter.notices),
    ("GET", "/v1/log/checkpoint", lobby.checkpoint),
)
"""Method, path and operation, in the order of C4."""


def make_app(room: Room, envelope: Envelope) -> ASGIApp:
    """The application that uvicorn runs."""
    by_path: dict[str, dict[str, Operation]] = {}
    for method, path, operation in OPERATIONS:
        by_path.setdefault(path, {})[method] = operation
    routes = [
        Route(path, _handler(room, envelope, operations), methods=list(operations))
        for path, operations in by_path.items()
    ]

    async def refuse(request: Request, error: Exception) -> Response:
        return await envelope.carry(request, _raiser(error))

    app = Starlette(routes=routes, exception_handlers={HTTPException: refuse})
    app.router.redirect_slashes = False
    return Dropping(app)


class Dropping:
    """Closes the connection without an answer when a hook raised ``DropAnswer``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except DropAnswer:
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            if transport is not None:
                transport.abort()


def _handler(
    room: Room, envelope: Envelope, operations: dict[str, Operation]
) -> Callable[[Request], Awaitable[Response]]:
    async def operate(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await operations[method](room, request)

    async def handle(request: Request) -> Response:
        return await envelope.carry(request, operate)

    return handle


def _raiser(error: Exception) -> Callable[[Request], Awaitable[Response]]:
    async def refuse(_: Request) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 405:
            allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
            raise Refusal("method-not-allowed", allowed)
        raise Refusal("not-found" if status == 404 else "malformed")

    return refuse
