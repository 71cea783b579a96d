"""Filing through a real proxy that cuts the line at the worst moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.net.over_httpx import WireSettings
from client.net.transport import Answer, Request
from client.practice import Practice
from client.sync.backoff import Wait
from client.sync.connecting import connect
from client.sync.filing import Filer
from client.sync.results import Progress
from client.sync.states import State
from tests.client.sync.cutting_proxy import Cut, CuttingProxy
from tests.client.sync.office import CLOCK, HASTE, PATIENT, Client, client_of, is_put, lose


@pytest.mark.parametrize(("cut", "arrived"), [("request", False), ("answer", True), ("half", True)])
def test_a_line_cut_during_put_files_once(practice: Practice, home: Path, cut: Cut, arrived: bool) -> None:
    with client_of(practice, home) as client, CuttingProxy() as proxy:
        version = client.queue()
        endpoint = connect(client.store, home, client.firm, settings=WireSettings(CLOCK, proxy, PATIENT))
        endpoint.me()  # hello and login are done; the next bytes are the PUT's

        def arm(step: Progress) -> None:
            if step.doing == "putting":
                proxy.cut = cut

        filer = Filer(client.store, endpoint, CLOCK, pace=HASTE)
        (result,) = filer.push([version.version_id], report=arm)
        assert (result.state, result.code) == (State.SENT, "net.cut-off")
        assert client.on_server(version.return_key) == [version.version_id] * arrived
        (result,) = filer.push([version.version_id], wait=60)
        assert result.receipt is not None
        assert client.on_server(version.return_key) == [version.version_id]
        assert proxy.tunnels >= 2
        endpoint.close()


def test_whoever_said_so_waits_for_two_attempts_only(client: Client) -> None:
    """Who gave only seconds waits as long as those last: an endpoint may be on its way up."""
    version = client.queue()

    def gone(request: Request) -> Answer | None:
        if is_put(request) and client.meddler.versions().count("PUT") < met:
            raise lose("net.refused", unsent=True)
        return None

    met, client.meddler.before = 100, gone
    (result,) = client.filer.push([version.version_id], wait=Wait(20, attempts=2))
    assert (result.state, result.code) == (State.SENT, "net.refused")
    assert client.meddler.versions().count("PUT") == 2
    met = 8
    (result,) = client.filer.push([version.version_id], wait=60)
    assert result.receipt is not None
