"""Through which proxy an endpoint is reached: chosen in the settings, never for this computer itself."""

from __future__ import annotations

import pytest

from client.usecases.bureau.proxies import chosen_proxy
from client.usecases.home import settings
from client.usecases.home.session import Session

BUREAU = "https://tj.gd.example/v1"


@pytest.fixture(autouse=True)
def _system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://system.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")


def test_the_system_is_followed_unless_something_else_is_chosen(session: Session) -> None:
    assert chosen_proxy(session).proxy_for(BUREAU) == "http://system.example:3128"
    assert chosen_proxy(session).proxy_for("https://inside.example/") is None


def test_none_and_by_hand(session: Session) -> None:
    settings.put(session, "network.proxy", "none")
    assert chosen_proxy(session).proxy_for(BUREAU) is None
    settings.put(session, "network.proxy", "manual")
    assert chosen_proxy(session).proxy_for(BUREAU) is None, "nothing typed in yet"
    settings.put(session, "network.proxy_url", "http://10.0.0.9:8080")
    assert chosen_proxy(session).proxy_for(BUREAU) == "http://10.0.0.9:8080"


@pytest.mark.parametrize("choice", ["system", "manual"])
def test_this_computer_is_reached_straight(session: Session, choice: str) -> None:
    settings.put(session, "network.proxy_url", "http://10.0.0.9:8080")
    settings.put(session, "network.proxy", choice)
    assert chosen_proxy(session).proxy_for("https://127.0.0.1:8443/v1") is None
