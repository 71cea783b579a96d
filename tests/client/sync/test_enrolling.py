"""Enrolment, what is due, and connecting, against the real practice endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from client.base.errors import UserError
from client.net import NetworkFailure, ProblemAnswer
from client.net.over_httpx import HttpxTransport
from client.net.transport import ANSWER_LIMIT, Answer, Request
from client.practice import Practice
from client.protocol import strict_json
from client.protocol.messages import EndpointProfile
from client.store import Store
from client.sync.connecting import connect, parse_profile, read_profile
from client.sync.enrolling import enrol, refresh
from client.sync.obligations import fetch, held, owed
from tests.client.sync.office import CLOCK, KEY, WIRE, Client, client_of, lose, new_firm


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def profile(practice: Practice) -> EndpointProfile:
    return read_profile(practice.profile_path)


def test_the_first_device_is_active_and_the_second_waits(
    practice: Practice, profile: EndpointProfile, store: Store, home: Path, tmp_path: Path
) -> None:
    firm = new_firm()
    first = enrol(store, home, profile, firm, practice.issue_code(firm), "PC1", settings=WIRE)
    assert (first.state, first.firm) == ("active", firm)
    assert first.device_id
    other = tmp_path / "second"
    other.mkdir()
    with Store.open(other / "jibao.db", KEY, clock=CLOCK) as second_store:
        code = practice.issue_code(firm)
        second = enrol(second_store, other, profile, firm, code, "PC2", settings=WIRE)
        assert second.state == "pending"
        again = refresh(second_store, other, firm, settings=WIRE)
        assert again == second
        endpoint = connect(second_store, other, firm, settings=WIRE)
        with pytest.raises(ProblemAnswer) as caught:
            endpoint.me()
        assert caught.value.code == "problem.device-pending"
        endpoint.close()
    endpoint = connect(store, home, firm, settings=WIRE)
    me = endpoint.me()
    assert me.firm == firm
    assert {device.name for device in me.devices} == {"PC1", "PC2"}
    endpoint.close()


def test_a_wrong_code_keeps_nothing(profile: EndpointProfile, store: Store, home: Path) -> None:
    firm = new_firm()
    with pytest.raises(UserError) as caught:
        enrol(store, home, profile, firm, "AAAA-AAAA-AA", "PC1", settings=WIRE)
    assert caught.value.code == "problem.enrolment-code-invalid"
    assert store.run(lambda books: books.endpoints.get(firm)) is None
    assert store.run(lambda books: books.cache.names("enrolment/")) == []


def test_a_used_code_does_not_harm_the_device_that_used_it(
    practice: Practice, profile: EndpointProfile, store: Store, home: Path
) -> None:
    firm = new_firm()
    code = practice.issue_code(firm)
    first = enrol(store, home, profile, firm, code, "PC1", settings=WIRE)
    with pytest.raises(UserError, match="enrolment-code-used"):
        enrol(store, home, profile, firm, code, "PC1", settings=WIRE)
    assert store.run(lambda books: books.endpoints.get(firm)) == first


def test_a_lost_answer_is_fetched_with_the_same_keys(
    practice: Practice,
    profile: EndpointProfile,
    store: Store,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    firm = new_firm()
    code = practice.issue_code(firm)
    send = HttpxTransport.send

    def drop(self: HttpxTransport, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        answer = send(self, request, limit=limit)
        if request.method == "POST":
            raise lose()
        return answer

    with monkeypatch.context() as line:
        line.setattr(HttpxTransport, "send", drop)
        with pytest.raises(NetworkFailure, match="cut-off"):
            enrol(store, home, profile, firm, code, "PC1", settings=WIRE)
    assert store.run(lambda books: books.endpoints.get(firm)) is None
    enrolled = enrol(store, home, profile, firm, code, "PC1", settings=WIRE)
    assert enrolled.state == "active"
    endpoint = connect(store, home, firm, settings=WIRE)
    assert [device.device_id for device in endpoint.me().devices] == [enrolled.device_id]
    endpoint.close()
    assert store.run(lambda books: books.cache.names("enrolment/")) == []


def test_what_is_due_is_kept_for_offline_days(practice: Practice, home: Path) -> None:
    with client_of(practice, home) as client:
        store, firm = client.store, client.firm
        due = store.run(lambda books: held(books, firm))
        assert due is not None
        keys = {item.return_key for item in due.items}
        assert f"{firm}.JY.2025-09" in keys
        assert set(store.run(lambda books: owed(books, firm))) == keys
        one = fetch(store, client.endpoint, firm, period="2025-09")
        assert {item.return_key for item in one.items} == keys, "an answer about one period forgot the others"
        few = client.endpoint.obligations(first="2025-08", last="2025-09")
        assert {item.form for item in few.items} >= {"JY"}
        assert len(few.items) < len(keys)
        client.meddler.before = _dead
        with pytest.raises(NetworkFailure, match=r"net\.dns"):
            fetch(store, client.endpoint, firm)
        assert store.run(lambda books: held(books, firm)) == one


def _dead(request: Request) -> Answer | None:
    raise lose("net.dns", unsent=True)


def test_connecting_needs_an_enrolment(store: Store, home: Path) -> None:
    with pytest.raises(UserError, match="not-enrolled"):
        connect(store, home, new_firm())


def test_a_profile_of_another_endpoint_is_refused_and_a_moved_one_kept(
    practice: Practice, profile: EndpointProfile, home: Path
) -> None:
    with client_of(practice, home) as client:
        stranger = msgspec.structs.replace(profile, tuf_root=profile.tuf_root.replace("1", "2", 1))
        with pytest.raises(UserError, match="other-endpoint"):
            connect(client.store, home, client.firm, profile=stranger)
        moved = msgspec.structs.replace(profile, base_url=profile.base_url.replace("127.0.0.1", "localhost"))
        connect(client.store, home, client.firm, profile=moved, settings=WIRE).close()
        assert kept_profile(client) == moved


def test_a_profile_that_leads_nowhere_does_not_take_the_place_of_one_that_works(
    practice: Practice, profile: EndpointProfile, home: Path
) -> None:
    """A mistyped or spoilt profile given once must not keep the firm from filing next time."""
    with client_of(practice, home) as client:
        dead = msgspec.structs.replace(profile, base_url="https://127.0.0.1:1")
        connect(client.store, home, client.firm, profile=dead, settings=WIRE).close()
        assert kept_profile(client) == profile
        spoilt = msgspec.structs.replace(profile, tls_ca_pem="x")
        with pytest.raises(UserError, match="authority-unreadable"):
            connect(client.store, home, client.firm, profile=spoilt)
        assert kept_profile(client) == profile


def kept_profile(client: Client) -> EndpointProfile:
    kept = client.store.run(lambda books: books.endpoints.get(client.firm))
    assert kept is not None
    return strict_json.decode(kept.profile, EndpointProfile)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "sync.profile-unreadable"),
        (b"{}", "sync.profile-unreadable"),
        (b'{"name":"a","env":"prod","base_url":"http://x","tuf_root":"{}"}', "sync.profile-not-https"),
        (b'{"name":"a","name":"b"}', "sync.profile-unreadable"),
    ],
)
def test_profiles_that_are_none(text: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        parse_profile(text, "p.json")
    assert caught.value.code == code
    with pytest.raises(UserError, match="profile-missing"):
        read_profile(tmp_path / "nowhere.json")
