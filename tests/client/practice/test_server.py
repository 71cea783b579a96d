"""The endpoint's life: its home, its certificate, its profile, being killed, being spoken to badly."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tuf.api.metadata import Metadata, Root, Timestamp
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from client.base.clock import CHINA, SystemClock
from client.base.errors import UserError
from client.practice import DropAnswer, Hooks, Hosting, Practice
from client.practice.database import tuf_repository
from client.practice.problems import KINDS
from client.protocol.identifiers import new_id
from client.protocol.keys import KeySet
from client.protocol.messages import SUBMISSION_MEDIA, VersionState

from .conftest import PACK, TODAY, Device, Devices, Endpoint, problem, read

ROOT = Path(__file__).resolve().parents[3]


def test_the_profile_is_the_owner_s_alone_and_complete(endpoint: Endpoint) -> None:
    profile = endpoint.profile
    assert (profile.env, profile.base_url) == ("practice", endpoint.practice.base_url)
    assert json.loads(profile.tuf_root)["signed"]["_type"] == "root"
    if os.name == "posix":
        assert stat.S_IMODE(endpoint.practice.profile_path.stat().st_mode) == 0o600
        assert stat.S_IMODE(endpoint.practice.profile_path.parent.stat().st_mode) == 0o700


def test_a_home_keeps_its_keys_and_its_port(endpoint: Endpoint) -> None:
    before, timestamp = endpoint.profile, timestamp_of(endpoint)
    endpoint.restart()
    assert endpoint.profile == before
    assert timestamp_of(endpoint).version == timestamp.version + 1


def test_two_homes_share_nothing(endpoint: Endpoint, tmp_path: Path) -> None:
    with Practice(tmp_path / "other") as other:
        theirs = json.loads(other.profile_path.read_text("utf-8"))
    assert theirs["tuf_root"] != endpoint.profile.tuf_root
    assert theirs["tls_ca_pem"] != endpoint.profile.tls_ca_pem


def test_a_second_endpoint_on_the_same_home_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises(UserError, match=r"practice\.in-use"):
        Practice(endpoint.home)
    with endpoint.http() as http:
        assert http.get("/v1/hello?nonce=" + "n" * 22).status_code == 200


def test_a_second_program_on_the_same_home_is_refused(endpoint: Endpoint) -> None:
    code = (
        f"from pathlib import Path; from client.practice import Practice; Practice(Path({str(endpoint.home)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "practice.in-use" in done.stderr


def test_a_port_in_use_is_named_and_leaves_the_home_free(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=r"practice\.port-in-use"):
            Practice(home, hosting=Hosting(port))
    with Practice(home, hosting=Hosting(port)) as practice:
        assert practice.base_url.endswith(f":{port}")


def test_the_last_port_in_use_by_others_is_left_to_them(endpoint: Endpoint) -> None:
    endpoint.practice.close()
    port = int(endpoint.practice.base_url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        endpoint.start()
    assert not endpoint.practice.base_url.endswith(f":{port}")
    assert endpoint.profile.base_url == endpoint.practice.base_url


def test_a_home_that_is_a_file_or_damaged_or_newer_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UserError, match="not-writable"):
        Practice(tmp_path / "file")
    (tmp_path / "junk" / "practice").mkdir(parents=True)
    (tmp_path / "junk" / "practice" / "practice.db").write_bytes(b"junk" * 5000)
    with pytest.raises(UserError, match="damaged"):
        Practice(tmp_path / "junk")
    Practice(tmp_path / "newer").close()
    connection = sqlite3.connect(tmp_path / "newer" / "practice" / "practice.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(UserError, match="newer"):
        Practice(tmp_path / "newer")


def test_what_cannot_be_begun_leaves_the_home_free(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise RuntimeError("no repository")

    with monkeypatch.context() as broken:
        broken.setattr(tuf_repository, "prepare", fails)
        with pytest.raises(RuntimeError, match="no repository"):
            Practice(home)
    with Practice(home) as practice:
        assert practice.profile_path.exists()


def test_closing_twice_is_harmless(home: Path) -> None:
    practice = Practice(home)
    practice.close()
    practice.close()


def test_it_listens_on_this_computer_alone(endpoint: Endpoint) -> None:
    port = int(endpoint.practice.base_url.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", port))


def test_the_certificate_is_for_this_computer_under_its_own_authority(endpoint: Endpoint) -> None:
    host, port = "127.0.0.1", int(endpoint.practice.base_url.rpartition(":")[2])
    authority = x509.load_pem_x509_certificate((endpoint.profile.tls_ca_pem or "").encode())
    server = x509.load_pem_x509_certificate(ssl.get_server_certificate((host, port)).encode())
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert authority.extensions.get_extension_for_class(x509.NameConstraints).critical
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as stranger:
        stranger.get(endpoint.practice.base_url + "/v1/hello")
    by_name = endpoint.practice.base_url.replace("127.0.0.1", "localhost")
    with endpoint.http() as http:
        assert http.get(by_name + "/v1/hello?nonce=" + "n" * 22).status_code == 200


def test_old_tls_is_refused(endpoint: Endpoint) -> None:
    context = ssl.create_default_context(cadata=endpoint.profile.tls_ca_pem or "")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    port = int(endpoint.practice.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw, server_hostname="127.0.0.1")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example:1", "127.0.0.1:1", ""])
def test_a_foreign_host_name_is_refused(shared: Endpoint, host: str) -> None:
    with shared.http() as http:
        problem(http.get("/v1/hello?nonce=" + "n" * 22, headers={"Host": host}), 400, "malformed")


# TUF ---------------------------------------------------------------------------------------------


class HttpxFetcher(FetcherInterface):
    """python-tuf's own client over a plain httpx client."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def _fetch(self, url: str):  # type: ignore[no-untyped-def]
        from tuf.api.exceptions import DownloadHTTPError

        response = self._http.get(url)
        if response.status_code != 200:
            raise DownloadHTTPError(url, response.status_code)
        return iter([response.content])


def update(endpoint: Endpoint, folder: Path) -> bytes:
    """``keys/collect.json`` as TUF's reference client brings it from the profile's root."""
    for name in ("metadata", "targets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    base = endpoint.practice.base_url
    with endpoint.http() as http:
        updater = Updater(
            str(folder / "metadata"),
            f"{base}/tuf/metadata/",
            str(folder / "targets"),
            f"{base}/tuf/targets/",
            fetcher=HttpxFetcher(http),
            bootstrap=endpoint.profile.tuf_root.encode(),
        )
        updater.refresh()
        info = updater.get_targetinfo("keys/collect.json")
        assert info is not None
        return Path(updater.download_target(info)).read_bytes()


def timestamp_of(endpoint: Endpoint) -> Timestamp:
    with endpoint.http() as http:
        return Metadata[Timestamp].from_bytes(http.get("/tuf/metadata/timestamp.json").content).signed


def test_tuf_s_own_client_brings_the_keys(endpoint: Endpoint, tmp_path: Path) -> None:
    keys = KeySet.from_bytes(update(endpoint, tmp_path))
    for use in ("seal", "hello", "receipt", "decision", "log"):
        assert keys.current(use, endpoint.clock.now())[0].startswith(f"practice-{use}-")  # type: ignore[arg-type]
    endpoint.restart()
    assert KeySet.from_bytes(update(endpoint, tmp_path)).current("seal", endpoint.clock.now())
    root = Metadata[Root].from_bytes(endpoint.profile.tuf_root.encode()).signed
    assert root.consistent_snapshot


def test_the_timestamp_is_renewed_while_it_runs(endpoint: Endpoint) -> None:
    first = timestamp_of(endpoint)
    today = datetime.now(CHINA) - endpoint.clock.now()
    endpoint.clock.ahead = today + timedelta(days=3)
    assert timestamp_of(endpoint).version == first.version
    endpoint.clock.ahead = today + timedelta(days=4)
    renewed = timestamp_of(endpoint)
    assert renewed.version == first.version + 1
    assert renewed.expires >= first.expires + timedelta(days=4)


def test_another_home_s_root_does_not_trust_it(endpoint: Endpoint, tmp_path: Path) -> None:
    from tuf.api.exceptions import RepositoryError

    other = Endpoint(tmp_path / "other")
    try:
        (tmp_path / "client").mkdir()
        foreign = other.profile
        endpoint.practice.profile_path.write_text(
            endpoint.practice.profile_path.read_text("utf-8").replace(
                json.dumps(endpoint.profile.tuf_root)[1:-1], json.dumps(foreign.tuf_root)[1:-1]
            ),
            "utf-8",
        )
        assert endpoint.profile.tuf_root == foreign.tuf_root
        with pytest.raises(RepositoryError):
            update(endpoint, tmp_path / "client")
    finally:
        other.practice.close()


@pytest.mark.parametrize("today", [date(2023, 5, 1), date(2027, 5, 1)])
def test_a_moved_calendar_has_fresh_metadata_and_valid_keys(home: Path, today: date) -> None:
    with Practice(home, SystemClock(today)) as practice:
        running = Endpoint.__new__(Endpoint)
        running.practice, running.home = practice, home
        assert not timestamp_of(running).is_expired()
        assert timestamp_of(running).expires.date() >= today + timedelta(days=6)
        with running.http() as http:
            said = http.get("/v1/hello?nonce=" + "n" * 22).headers["date"]
        assert str(today.year) in said


# Faults ------------------------------------------------------------------------------------------

KILLED = """
import os, sys
from pathlib import Path
from datetime import date
from client.base.clock import SystemClock
from client.practice import Hooks, Practice
from forms.pack.loader import load_pack
die = lambda version_id: os._exit(9)
hooks = Hooks(**{sys.argv[3]: die})
clock = SystemClock(date.fromisoformat(sys.argv[4]))
Practice(Path(sys.argv[1]), clock, pack=load_pack(sys.argv[2]), hooks=hooks)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("moment", "stored"), [("before_commit", False), ("after_commit", True)])
def test_killed_around_the_commit_nothing_is_lost_or_doubled(
    endpoint: Endpoint, own_device: Device, moment: str, stored: bool
) -> None:
    frozen = own_device.freeze()
    endpoint.practice.close()
    words = [sys.executable, "-c", KILLED, str(endpoint.home), str(PACK), moment, TODAY.isoformat()]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        own_device.again()
        own_device.greet()
        with pytest.raises(httpx.TransportError):
            own_device.put(frozen)
        assert process.wait() == 9
    endpoint.start()
    own_device.again()
    own_device.greet()
    asked = own_device.get(frozen)
    if stored:
        held = read(asked, VersionState).receipt
        assert read(own_device.put(frozen), VersionState).receipt == held
    else:
        problem(asked, 404, "unknown-version")
        read(own_device.put(frozen), VersionState, 201)
    assert own_device.decided(frozen).state == "accepted"
    seqs = endpoint.practice._books.run(lambda c: [row["seq"] for row in c.execute("SELECT seq FROM versions")])
    assert seqs == [1]


def test_an_answer_can_be_dropped_after_the_commit(home: Path) -> None:
    def drop(_: str) -> None:
        raise DropAnswer

    running = Endpoint(home, hooks=Hooks(after_commit=drop))
    device = Device(running, running.next_firm())
    try:
        device.enrol()
        device.log_in()
        frozen = device.freeze()
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            device.put(frozen)
        receipt = read(device.get(frozen), VersionState).receipt
        assert read(device.put(frozen), VersionState).receipt == receipt
    finally:
        device.http.close()
        running.practice.close()


# Junk --------------------------------------------------------------------------------------------

METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
OPEN = ("/v1/hello", "/v1/enrolments", "/v1/token", "/v1/log/checkpoint", "/tuf/metadata/1.root.json")
GUARDED = ("/v1/me", "/v1/obligations", "/v1/status:query", "/v1/notices", "/v1/returns/y", "/v1/devices/x")
PLACES = st.sampled_from([*OPEN, *GUARDED, f"/v1/returns/x/versions/{new_id()}"])
HEADERS = st.dictionaries(
    st.sampled_from(
        ["DPoP", "Authorization", "Content-Type", "Content-Digest", "Idempotency-Key", "If-None-Match"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip),
)
MEDIA = st.sampled_from(["application/json", SUBMISSION_MEDIA, "application/x-www-form-urlencoded"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(method=METHODS, place=PLACES, headers=HEADERS, body=st.binary(max_size=100), query=st.text(max_size=10))
def test_junk_never_breaks_it(
    devices: Devices, method: str, place: str, headers: dict[str, str], body: bytes, query: str
) -> None:
    device = _stranger(devices)
    answer = device.raw(method, place, params={"nonce": query, "period": query}, content=body, headers=headers)
    assert answer.status_code < 500
    assert answer.headers["stats-api"] == "1"


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=PLACES, media=MEDIA, body=st.binary(max_size=200), method=METHODS)
def test_junk_from_a_device_never_breaks_it(
    device: Device, place: str, media: str, body: bytes, method: str
) -> None:
    answer = device.call(method, place, body, media)
    assert answer.status_code < 500


def _stranger(devices: Devices) -> Device:
    """One connection for all examples."""
    if not hasattr(devices, "stranger"):
        devices.stranger = devices(ready=False)  # type: ignore[attr-defined]
    return devices.stranger  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("sent", [b"\x16\x03\x01junk", b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 500, b""])
def test_what_is_not_tls_is_dropped(shared: Endpoint, sent: bytes) -> None:
    port = int(shared.practice.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw, suppress(ConnectionError):
        raw.sendall(sent)
        raw.shutdown(socket.SHUT_WR)
        while raw.recv(1000):
            pass
    with shared.http() as http:
        assert http.get("/v1/hello?nonce=" + "n" * 22).status_code == 200


def test_every_refusal_is_one_the_client_knows() -> None:
    from client.net.problems import KINDS as KNOWN

    known = {code.removeprefix("problem."): kind for code, kind in KNOWN.items()}
    assert not set(KINDS) - set(known) - {"not-found", "method-not-allowed"}
    for name in set(KINDS) & set(known):
        assert KINDS[name].retry == known[name].retry
        assert KINDS[name].status in known[name].statuses
