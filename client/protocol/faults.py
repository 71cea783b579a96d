"""The one error of this layer: bytes of the other side that are not what the protocol promises."""

from __future__ import annotations

from client.base.errors import WorldError


class ProtocolFault(WorldError):
    """A message, token or sealed body was refused; ``code`` (``protocol.…``) names what did not hold.

    Nothing was changed by the refusal, and no figure is ever among its parameters.
    """
