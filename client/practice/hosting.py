"""Where an endpoint listens, what it keeps its database in, and where devices find it."""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

from msgspec import Struct

from client.base.errors import UserError


class Hosting(Struct, frozen=True):
    """Of an endpoint that other computers ask; one beside a home needs none of it.

    Raises ``UserError('practice.bad-public-url')`` for an address with more than ``https://``, host and port.
    """

    port: int = 0
    """0 is the home's last one or, when that is in use, any that is free."""
    database: str = ""
    """The address of one in PostgreSQL, which further processes may share; none is a file in the home."""
    public_url: str = ""
    """Where devices find the endpoint, when something stands in front of it."""

    def __post_init__(self) -> None:
        url, parts = self.public_url, urlsplit(self.public_url)
        if url and (parts.scheme != "https" or not parts.hostname or url != f"https://{parts.netloc}"):
            raise UserError("practice.bad-public-url", url=url)


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1 and nowhere else; raises ``UserError('practice.port-in-use')``."""
    # Named as TCP, so that asyncio turns Nagle's delay off: it would add 40 ms to every answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UserError("practice.port-in-use", port=port) from error
    return listener
