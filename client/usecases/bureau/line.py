"""The line on which an enterprise speaks with the endpoint it files at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from client.store import Store
from client.sync.filing import Filer
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.net import Endpoint


@dataclass(frozen=True)
class Line:
    """An enterprise of an opened home, and its endpoint ready to be asked (``connecting.line``)."""

    session: Session
    firm: str
    endpoint: Endpoint

    @property
    def store(self) -> Store:
        return self.session.store_of(self.firm)

    @property
    def root(self) -> str:
        """What the endpoint is known by."""
        return self.endpoint.profile.root_id

    @property
    def filer(self) -> Filer:
        return Filer(self.store, self.endpoint, self.session.clock)
