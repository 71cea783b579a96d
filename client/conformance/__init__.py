"""The contract suite: what the protocol page promises, asked of any endpoint, one case a promise.

The cases know only a ``Device``, which makes and reads the protocol's bytes. The one beside them stands on this
program's own protocol layer; a bureau's engineer may bring another.
"""

from client.conformance.device import Device, Frozen, Reply
from client.conformance.running import Outcome, run

__all__ = ["Device", "Frozen", "Outcome", "Reply", "run"]
