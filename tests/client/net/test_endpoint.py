"""The endpoint's operations over real TLS: who it is, who we are, and what time it is."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from client.base.clock import SystemClock
from client.base.errors import OurFault
from client.net import Endpoint, NetworkFailure, ProblemAnswer
from client.net.over_httpx import WireSettings
from client.net.transport import Answer, Request
from client.practice import Hosting, Practice
from client.protocol.encoding import content_digest
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import new_id
from client.sync.connecting import connect, open_endpoint, read_profile
from tests.client.sync.office import PATIENT, TODAY, Client, client_of, lose

ITS_DAYS = (TODAY, TODAY + timedelta(days=1))
"""Of an endpoint that is started today; a midnight may pass while it runs."""

OURS = {"stats-api": "1", "content-type": "application/problem+json"}


def problem(status: int, kind: str) -> Answer:
    body = {"type": f"https://x/problems/{kind}", "title": "t", "status": status}
    return Answer(status, OURS, msgspec.json.encode(body))


def test_hello_proves_the_endpoint_and_brings_its_time(client: Client) -> None:
    hello = client.endpoint.hello()
    assert hello.env == "practice"
    assert client.endpoint.clock.now().date() in ITS_DAYS
    assert client.endpoint.clock.drift is not None
    assert not client.endpoint.clock.misleading


def test_an_old_hello_played_again_is_an_impostors(lone: Client) -> None:
    kept: list[Answer] = []

    def replay(request: Request, answer: Answer) -> Answer:
        if "/v1/hello" in request.url:
            kept.append(answer)
            return kept[0]
        return answer

    lone.meddler.after = replay
    lone.endpoint.hello()
    with pytest.raises(NetworkFailure) as caught:
        lone.endpoint.hello()
    assert caught.value.code == "net.impostor"
    assert caught.value.params["why"] == "protocol.hello-nonce"
    lone.meddler.passed.clear()
    with pytest.raises(NetworkFailure, match="impostor"):
        lone.endpoint.me()
    assert lone.meddler.passed == []


def test_another_environment_is_refused(client: Client, practice: Practice) -> None:
    profile = msgspec.structs.replace(client.endpoint.profile, env="prod")
    endpoint = Endpoint(profile, client.meddler, client.endpoint.keys, client.endpoint.device)
    with pytest.raises(NetworkFailure) as caught:
        endpoint.me()
    assert caught.value.code == "net.wrong-env"
    assert caught.value.stop


def test_a_spent_token_is_renewed_silently(client: Client) -> None:
    client.endpoint.me()
    client.meddler.passed.clear()
    refusals = iter([problem(401, "token-expired")])
    client.meddler.before = lambda request: next(refusals, None) if request.url.endswith("/v1/me") else None
    assert client.endpoint.me().firm == client.firm
    assert client.meddler.passed == ["GET /v1/me", "POST /v1/token", "GET /v1/me"]


def test_a_nonce_is_renewed_without_a_new_token(client: Client) -> None:
    client.endpoint.me()
    client.meddler.passed.clear()
    refusals = iter([problem(401, "use-dpop-nonce")])
    client.meddler.before = lambda request: next(refusals, None) if request.url.endswith("/v1/me") else None
    assert client.endpoint.me().firm == client.firm
    assert client.meddler.passed == ["GET /v1/me", "GET /v1/me"]


def test_the_history_of_another_return_is_not_taken_for_the_one_asked_for(client: Client) -> None:
    def other(request: Request, answer: Answer) -> Answer:
        body = json.dumps(json.loads(answer.body) | {"return_key": f"{client.firm}.JY.2025-08"}).encode()
        return Answer(answer.status, {**answer.headers, "content-digest": content_digest(body)}, body)

    filed = client.queue()
    client.filer.push([filed.version_id])
    client.meddler.after = other
    with pytest.raises(ProtocolFault, match="wrong-shape"):
        client.endpoint.history(filed.return_key)


def test_an_endpoint_that_never_believes_us_is_asked_three_times(client: Client) -> None:
    client.meddler.before = lambda request: (
        problem(401, "token-expired") if request.url.endswith("/v1/me") else None
    )
    with pytest.raises(ProblemAnswer) as caught:
        client.endpoint.me()
    assert caught.value.code == "problem.token-expired"
    assert sum(line == "GET /v1/me" for line in client.meddler.passed) == 3
    client.calm()
    client.endpoint.me()
    assert client.meddler.passed[0].startswith("GET /v1/hello"), "our time was not asked for again"


def losing(client: Client, times: int) -> list[str]:
    """Let the first ``times`` requests in the device's name be cut off; returns where their proofs are noted."""
    proofs: list[str] = []

    def cut(request: Request) -> Answer | None:
        if request.headers.get("Authorization", ""):
            proofs.append(request.headers["DPoP"])
            if len(proofs) <= times:
                raise lose()
        return None

    client.meddler.before = cut
    return proofs


def test_what_only_looks_is_asked_once_more_with_a_new_proof(client: Client) -> None:
    proofs = losing(client, 1)
    assert client.endpoint.me().firm == client.firm
    assert len(set(proofs)) == 2


def test_a_line_that_stays_cut_is_told(client: Client) -> None:
    proofs = losing(client, 9)
    with pytest.raises(NetworkFailure, match="cut-off"):
        client.endpoint.me()
    assert len(proofs) == 2


def test_what_may_have_been_stored_is_not_sent_again_unasked(client: Client) -> None:
    proofs = losing(client, 9)
    with pytest.raises(NetworkFailure, match="cut-off"):
        client.endpoint.put_version(f"{client.firm}.JY.2025-09", new_id(), b"{}")
    assert len(proofs) == 1


def test_a_portal_is_never_an_empty_list(client: Client) -> None:
    client.endpoint.me()
    client.meddler.before = lambda request: Answer(200, {"content-type": "application/json"}, b'{"items":[]}')
    with pytest.raises(NetworkFailure) as caught:
        client.endpoint.obligations()
    assert caught.value.code == "net.portal"


def test_unknown_and_known_versions(client: Client) -> None:
    version = client.queue()
    with pytest.raises(ProblemAnswer) as caught:
        client.endpoint.get_version(version.return_key, version.version_id)
    assert caught.value.code == "problem.unknown-version"
    client.filer.push([version.version_id])
    nobody = new_id()
    items = {item.version_id: item for item in client.endpoint.status([version.version_id, nobody]).items}
    assert items[nobody].state == "unknown"
    assert items[version.version_id].receipt


def test_a_version_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    version = client.queue()
    client.filer.push([version.version_id], wait=60)
    first = client.endpoint.get_version(version.return_key, version.version_id)
    assert first.state is not None
    assert first.etag
    again = client.endpoint.get_version(version.return_key, version.version_id, first.etag)
    assert again.state is None
    assert client.endpoint.get_version(version.return_key, version.version_id, '"other"').state is not None


def test_unchanged_is_no_answer_where_nothing_is_known_yet(client: Client) -> None:
    version = client.queue()
    client.meddler.after = lambda request, answer: Answer(304, dict(answer.headers), b"", answer.certificate)
    with pytest.raises(NetworkFailure):
        client.endpoint.get_version(version.return_key, version.version_id)


@pytest.mark.parametrize("year", [1999, 2047])
def test_a_wrong_clock_of_the_computer_does_not_matter(client: Client, year: int) -> None:
    clock = SystemClock(date(year, 2, 3))
    with closing(
        connect(client.store, client.home, client.firm, settings=WireSettings(clock, patience=PATIENT))
    ) as wrong:
        assert wrong.me().firm == client.firm
        assert wrong.clock.misleading
        assert wrong.clock.now().date() in ITS_DAYS


def test_a_restarted_endpoint_is_spoken_to_as_before(tmp_path: Path) -> None:
    office = tmp_path / "office"
    with Practice(office, SystemClock(TODAY)) as first:
        port = int(first.base_url.rpartition(":")[2])
        made = client_of(first, tmp_path / "client")
        client = made.__enter__()
        client.endpoint.me()
    with Practice(office, SystemClock(TODAY), hosting=Hosting(port)):
        assert client.endpoint.me().firm == client.firm
        made.__exit__(None, None, None)


def test_without_a_device_nothing_is_asked_in_its_name(practice: Practice, home: Path) -> None:
    endpoint = open_endpoint(read_profile(practice.profile_path), home, settings=WireSettings(SystemClock(TODAY)))
    endpoint.hello()
    with pytest.raises(OurFault, match="no-device"):
        endpoint.me()
    with pytest.raises(OurFault, match="no-device"):
        _ = endpoint.own_device
    endpoint.close()


def test_the_heavy_libraries_come_only_with_the_first_request(root: Path) -> None:
    script = (
        "import sys; import client.sync.filing, client.sync.connecting, client.sync.enrolling;"
        "print([name for name in ('httpx', 'tuf', 'truststore', 'joserfc', 'urllib3') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
