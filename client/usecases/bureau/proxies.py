"""How an endpoint is reached, through which proxy, as the settings say."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

from client.net.over_httpx import Patience, WireSettings
from client.usecases.home import settings
from client.usecases.home.session import Session

ORDINARY = Patience()
LEAST = 10.0
"""Seconds an answer may take to come, however short a wait was asked for: a bad line is no reason to ask again."""
BRIEF = Patience(connect=5, read=10, write=10, pool=10, whole=15)
"""For what would only be good to know."""
_OWN = frozenset({"127.0.0.1", "localhost", "::1"})
"""The practice endpoint on this computer is never behind a proxy."""


class ChosenProxy:
    """A ``ProxyFinder``: the system's proxy, none, or the one typed in."""

    def __init__(self, choice: str, url: str = "") -> None:
        self._choice = choice
        self._url = url

    def proxy_for(self, url: str) -> str | None:
        """The proxy's address for ``url``, None for the straight way."""
        host = urlsplit(url).hostname or ""
        if self._choice == "none" or host in _OWN:
            return None
        if self._choice == "manual":
            return self._url or None
        if urllib.request.proxy_bypass(host):
            return None
        return urllib.request.getproxies().get(urlsplit(url).scheme)


def chosen_proxy(session: Session) -> ChosenProxy:
    """The proxy a home's settings choose."""
    kept = settings.everything(session)
    return ChosenProxy(str(kept["network.proxy"]), str(kept["network.proxy_url"]))


def patience_for(wait: float) -> Patience:
    """The patience of somebody who waits ``wait`` seconds: an answer that only drips holds them little longer."""
    return Patience(slow=min(ORDINARY.slow, max(LEAST, wait)))


def wire_settings(session: Session, patience: Patience = ORDINARY) -> WireSettings:
    """How requests of a home go out."""
    return WireSettings(session.clock, chosen_proxy(session), patience)
