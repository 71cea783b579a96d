"""Who may do what: hello, enrolment, tokens, proofs, devices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from client.base.errors import UserError
from client.protocol import jws, strict_json
from client.protocol.dpop import client_assertion, proof
from client.protocol.hello import check_hello
from client.protocol.identifiers import new_id
from client.protocol.keys import generate, thumbprint, to_jwk
from client.protocol.messages import EnrolmentState, Me, Obligations, TokenAnswer, VersionState
from client.protocol.statements import unproven
from client.protocol.submission import Signer
from client.protocol.times import parse_time

from .conftest import Device, Devices, Endpoint, problem, read

NONCE = "q8" * 11


def test_hello_proves_the_endpoint_and_tells_its_time(devices: Devices) -> None:
    device = devices(ready=False)
    answer = device.raw("GET", f"/v1/hello?nonce={NONCE}")
    assert answer.headers["content-type"] == "application/jose"
    hello = check_hello(answer.text, NONCE, device.endpoint.keys, "practice")
    assert abs(parse_time(hello.now) - device.now()) < timedelta(seconds=30)
    assert (hello.iss, hello.read_only_until) == ("practice", None)


@pytest.mark.parametrize(
    "query", ["", "?nonce=", "?nonce=short", "?nonce=" + "x" * 200, "?nonce=%3Cscript%3E" * 3]
)
def test_hello_wants_a_nonce_worth_signing(devices: Devices, query: str) -> None:
    problem(devices(ready=False).raw("GET", f"/v1/hello{query}"), 400, "malformed")


def test_every_answer_says_whose_it_is(devices: Devices) -> None:
    device = devices(ready=False)
    for path in ("/v1/hello", "/v1/me", "/v1/nowhere", "/", "/tuf/metadata/timestamp.json", "/tuf/nothing"):
        headers = device.raw("GET", path).headers
        assert headers["stats-api"] == "1"
        assert {"date", "dpop-nonce", "x-request-id", "content-digest"} <= set(headers)
        assert "server" not in headers


def test_what_is_not_there_is_said_so(devices: Devices) -> None:
    device = devices(ready=False)
    problem(device.raw("GET", "/v1/nowhere"), 404, "not-found")
    problem(device.raw("GET", "/tuf/../practice.db"), 404, "not-found")
    refused = device.raw("POST", "/v1/hello")
    problem(refused, 405, "method-not-allowed")
    assert "GET" in refused.headers["allow"]


# Enrolment ---------------------------------------------------------------------------------------


def test_the_first_device_of_a_firm_is_active_at_once(devices: Devices) -> None:
    device = devices(ready=False)
    code = device.endpoint.practice.issue_code(device.firm, "深圳示例电子有限公司")
    state = device.enrol(code)
    assert (state.state, state.approve_by) == ("active", [])
    assert device.log_in().scope == "submit read admin"
    me = read(device.call("GET", "/v1/me"), Me)
    assert (me.firm, me.name, me.device) == (device.firm, "深圳示例电子有限公司", device.device_id)
    assert me.devices[0].thumbprint == thumbprint(to_jwk(device.keys.sig.public_key()))
    assert me.devices[0].last_seen is not None


def test_a_code_is_good_once_and_for_its_firm(devices: Devices) -> None:
    first, second, other = devices(ready=False), devices(ready=False), devices(another=True, ready=False)
    code = first.code()
    for device in (first, second, other):
        device.greet()
    problem(other.post_enrolment(other.enrolment(code)), 403, "enrolment-code-invalid")
    first.enrol(code.lower().replace("-", " "))
    problem(second.post_enrolment(second.enrolment(code)), 403, "enrolment-code-used")


def test_five_wrong_tries_lock_the_firm_s_codes(endpoint: Endpoint, own_devices: Devices) -> None:
    device = own_devices(ready=False)
    code = device.code()
    device.greet()
    for _ in range(5):
        problem(device.post_enrolment(device.enrolment("AAAA-AAAA-AA")), 403, "enrolment-code-invalid")
    problem(device.post_enrolment(device.enrolment(code)), 403, "enrolment-code-locked")
    endpoint.restart()
    device.again()
    device.greet()
    problem(device.post_enrolment(device.enrolment(code)), 403, "enrolment-code-locked")


def test_a_code_expires(endpoint: Endpoint, own_devices: Devices) -> None:
    device = own_devices(ready=False)
    code = device.code()
    endpoint.clock.ahead = timedelta(hours=73)
    device.greet()
    problem(device.post_enrolment(device.enrolment(code)), 403, "enrolment-code-expired")


def test_an_enrolment_whose_answer_was_lost_is_repeated(endpoint: Endpoint, own_devices: Devices) -> None:
    device = own_devices(ready=False)
    device.greet()
    sealed = device.seal(device.code())
    body, key = device.signed(sealed), new_id()
    first = read(device.post_enrolment(body, key), EnrolmentState, 202)
    assert read(device.post_enrolment(body, key), EnrolmentState, 202) == first
    # Another request by the same key of the device gets the same enrolment: no code is spent twice.
    again = device.enrolment("whatever")
    assert read(device.post_enrolment(again, new_id()), EnrolmentState, 202) == first
    problem(device.post_enrolment(again, key), 422, "idempotency-reused")
    problem(device.post_enrolment(body, ""), 400, "idempotency-missing")
    endpoint.restart()
    device.again()
    device.nonce = ""
    assert read(device.post_enrolment(device.signed(sealed), key), EnrolmentState, 202) == first


def test_an_enrolment_needs_a_fresh_nonce(endpoint: Endpoint, own_devices: Devices) -> None:
    device = own_devices(ready=False)
    code = device.code()
    for nonce in ("", "made-up", "AAAA" * 10):
        problem(device.post_enrolment(device.enrolment(code, nonce=nonce)), 401, "use-dpop-nonce")
    body = device.enrolment(code)
    endpoint.clock.ahead = timedelta(seconds=301)
    problem(device.post_enrolment(body), 401, "use-dpop-nonce")
    assert device.enrol(code).state == "active"


def test_two_enrolments_with_one_code_race_and_one_wins(devices: Devices) -> None:
    racers = [devices(ready=False) for _ in range(4)]
    code = racers[0].code()
    for racer in racers:
        racer.greet()
    bodies = [racer.enrolment(code) for racer in racers]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda pair: pair[0].post_enrolment(pair[1]), zip(racers, bodies, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [202, 403, 403, 403]


def test_a_stolen_enrolment_body_is_of_no_use(devices: Devices) -> None:
    device = devices(ready=False)
    device.greet()
    body = device.enrolment(device.code())
    sealed = strict_json.decode(body, dict)["sealed"]
    thief = generate()
    claims = unproven(strict_json.decode(body, dict)["self"], dict)
    own = jws.sign(strict_json.encode(claims), thief, "jibao-enrol", jwk=to_jwk(thief.public_key()))
    problem(device.post_enrolment(strict_json.encode({"sealed": sealed, "self": own})), 400, "malformed")
    sealed = sealed | {"kid": "somebody-else"}
    other = strict_json.encode({"sealed": sealed, "self": strict_json.decode(body, dict)["self"]})
    problem(device.post_enrolment(other), 400, "malformed")


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [(b"", 400, "malformed"), (b"{}", 422, "schema"), (b'{"sealed":1,"self":2}', 422, "schema")],
)
def test_junk_enrolments_are_refused(devices: Devices, body: bytes, status: int, name: str) -> None:
    problem(devices(ready=False).post_enrolment(body), status, name)


def test_an_enrolment_is_shown_to_its_own_key_alone(devices: Devices) -> None:
    mine, other = devices(ready=False), devices(ready=False)
    state = mine.enrol()
    path = f"/v1/enrolments/{state.enrolment_id}"
    assert read(mine.raw("GET", path, headers={"DPoP": mine.proof("GET", path)}), EnrolmentState) == state
    other.greet()
    problem(other.raw("GET", path, headers={"DPoP": other.proof("GET", path)}), 404, "not-found")
    problem(mine.raw("GET", path), 401, "token-expired")


def test_codes_are_issued_to_real_firms_only(shared: Endpoint) -> None:
    for firm in ("91440300MA5FT1234K", "", "x"):
        with pytest.raises(UserError, match="bad-firm"):
            shared.practice.issue_code(firm)


# Tokens and proofs -------------------------------------------------------------------------------


def test_without_a_nonce_the_token_endpoint_asks_for_one(devices: Devices) -> None:
    device = devices(ready=False)
    device.enrol()
    device.nonce = None
    answer = device.ask_token()
    refused = problem(answer, 400, "use-dpop-nonce")
    assert refused.error == "use_dpop_nonce"
    token = read(device.ask_token(), TokenAnswer)
    assert (token.token_type, token.expires_in) == ("DPoP", 600)


def test_without_a_nonce_an_operation_asks_for_one(device: Device) -> None:
    device.nonce = None
    answer = device.call("GET", "/v1/me")
    problem(answer, 401, "use-dpop-nonce")
    assert "use_dpop_nonce" in answer.headers["www-authenticate"]
    assert device.call("GET", "/v1/me").status_code == 200


def test_a_nonce_dies_after_five_minutes_and_with_the_run(endpoint: Endpoint, own_device: Device) -> None:
    nonce = own_device.nonce
    endpoint.clock.ahead = timedelta(seconds=290)
    assert own_device.call("GET", "/v1/me").status_code == 200
    own_device.nonce = nonce
    endpoint.clock.ahead = timedelta(seconds=302)
    problem(own_device.call("GET", "/v1/me"), 401, "use-dpop-nonce")
    endpoint.restart()
    own_device.again()
    problem(own_device.call("GET", "/v1/me"), 401, "use-dpop-nonce")
    assert own_device.call("GET", "/v1/me").status_code == 200  # the token outlives the restart


def test_a_token_lives_ten_minutes(endpoint: Endpoint, own_device: Device) -> None:
    endpoint.clock.ahead = timedelta(seconds=601)
    own_device.greet()
    answer = own_device.call("GET", "/v1/me")
    assert problem(answer, 401, "token-expired").retry == "R3"
    assert "invalid_token" in answer.headers["www-authenticate"]
    own_device.log_in()
    assert own_device.call("GET", "/v1/me").status_code == 200


def test_a_proof_is_good_once(device: Device) -> None:
    headers = device.headers("GET", "/v1/me")
    assert device.raw("GET", "/v1/me", headers=headers).status_code == 200
    refused = problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")
    assert refused.error == "invalid_dpop_proof"


def test_a_stolen_token_is_of_no_use_without_the_key(devices: Devices) -> None:
    victim, thief = devices(), devices(another=True)
    thief.token = victim.token
    problem(thief.call("GET", "/v1/me"), 401, "token-expired")
    stolen = proof(thief.keys.sig, "GET", thief.url("/v1/me"), thief.now(), nonce=thief.nonce, token="x")
    headers = {"Authorization": f"DPoP {victim.token}", "DPoP": stolen}
    problem(thief.raw("GET", "/v1/me", headers=headers), 401, "token-expired")


def test_a_proof_for_another_request_or_token_is_refused(device: Device) -> None:
    for made in (
        device.proof("POST", "/v1/me", device.token),
        device.proof("GET", "/v1/obligations", device.token),
    ):
        headers = {"Authorization": f"DPoP {device.token}", "DPoP": made}
        problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")
    for made in (device.proof("GET", "/v1/me"), device.proof("GET", "/v1/me", "other")):
        headers = {"Authorization": f"DPoP {device.token}", "DPoP": made}
        problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")


@pytest.mark.parametrize(
    "authorization", ["", "DPoP", "DPoP x.y", "DPoP !.!", "Bearer abc", "Basic YTpi", "DPoP a.b.c"]
)
def test_other_tokens_are_refused(device: Device, authorization: str) -> None:
    token = authorization.partition(" ")[2]
    headers = {"Authorization": authorization, "DPoP": device.proof("GET", "/v1/me", token)}
    problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")


def test_a_bearer_cannot_carry_a_bound_token(device: Device) -> None:
    headers = device.headers("GET", "/v1/me") | {"Authorization": f"Bearer {device.token}"}
    problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")


def test_a_clock_two_minutes_off_is_refused(device: Device) -> None:
    for wrong in (timedelta(seconds=-130), timedelta(seconds=180)):  # which a slow machine makes less
        made = proof(
            device.keys.sig,
            "GET",
            device.url("/v1/me"),
            device.now() + wrong,
            nonce=device.nonce,
            token=device.token,
        )
        headers = {"Authorization": f"DPoP {device.token}", "DPoP": made}
        problem(device.raw("GET", "/v1/me", headers=headers), 401, "token-expired")


def test_an_assertion_is_good_once_and_for_its_device(devices: Devices) -> None:
    device = devices(ready=False)
    device.enrol()
    assertion = client_assertion(device.keys.sig, device.device_id, device.url("/v1/token"), device.now())
    read(device.ask_token(client_assertion=assertion), TokenAnswer)
    problem(device.ask_token(client_assertion=assertion), 401, "token-expired")
    other = client_assertion(generate(), device.device_id, device.url("/v1/token"), device.now())
    problem(device.ask_token(client_assertion=other), 400, "malformed")
    elsewhere = client_assertion(device.keys.sig, device.device_id, device.url("/v1/other"), device.now())
    problem(device.ask_token(client_assertion=elsewhere), 400, "malformed")
    late = client_assertion(
        device.keys.sig, device.device_id, device.url("/v1/token"), device.now() - timedelta(seconds=300)
    )
    problem(device.ask_token(client_assertion=late), 401, "token-expired")
    unknown = client_assertion(device.keys.sig, new_id(), device.url("/v1/token"), device.now())
    problem(device.ask_token(client_assertion=unknown), 403, "device-revoked")


@pytest.mark.parametrize(
    "changed",
    [
        {"grant_type": "password"},
        {"client_assertion_type": "x"},
        {"client_assertion": ""},
        {"client_assertion": "a.b.c"},
        {"extra": "\x00" * 70_000},
    ],
)
def test_token_requests_are_read_strictly(device: Device, changed: dict[str, str]) -> None:
    answer = device.ask_token(**changed)
    if "extra" in changed:
        problem(answer, 413, "too-large")
    else:
        assert problem(answer, 400, "malformed").error


def test_a_token_needs_the_device_s_own_proof(devices: Devices) -> None:
    mine, other = devices(), devices(another=True)
    theirs = client_assertion(other.keys.sig, other.device_id, other.url("/v1/token"), other.now())
    problem(mine.ask_token(client_assertion=theirs), 401, "token-expired")


# Devices -----------------------------------------------------------------------------------------


def approval(admin: Device, other: Device, **changed: str) -> bytes:
    told = {"device_id": other.device_id, "thumbprint": thumbprint(to_jwk(other.keys.sig.public_key()))}
    token = jws.sign(strict_json.encode(told | changed), admin.keys.sig, "jibao-approve", kid=admin.device_id)
    return strict_json.encode({"approval": token})


def test_a_second_device_waits_for_approval(devices: Devices) -> None:
    admin, second = devices(), devices(ready=False)
    state = second.enrol()
    assert (state.state, state.approve_by) == ("pending", ["admin-device", "officer"])
    second.greet()
    problem(second.ask_token(), 403, "device-pending")
    path = f"/v1/devices/{second.device_id}:approve"
    problem(admin.call("POST", path, approval(admin, second, thumbprint="other")), 400, "malformed")
    problem(admin.call("POST", path, approval(second, second)), 400, "malformed")
    problem(admin.call("POST", path, b"{}"), 422, "schema")
    assert read(admin.call("POST", path, approval(admin, second)), EnrolmentState).state == "active"
    assert second.log_in().scope == "submit read"
    read(second.put(second.freeze()), VersionState, 201)
    third = devices(ready=False)
    third.enrol()
    by_second = f"/v1/devices/{third.device_id}:approve"
    problem(second.call("POST", by_second, approval(second, third)), 403, "device-revoked")
    third.endpoint.practice.approve(third.device_id)
    assert third.log_in().scope == "submit read"


def test_a_revoked_device_may_read_its_receipts_for_thirty_days(endpoint: Endpoint, own_devices: Devices) -> None:
    admin, second = own_devices(), own_devices(ready=False)
    second.enrol()
    endpoint.practice.approve(second.device_id)
    second.log_in()
    filed = second.freeze()
    read(second.put(filed), VersionState, 201)
    unsent = second.freeze("JY.2025-08")
    assert admin.call("DELETE", f"/v1/devices/{second.device_id}").status_code == 204
    problem(second.put(unsent), 403, "device-revoked")
    second.log_in()
    problem(second.put(unsent), 403, "device-revoked")
    assert read(second.get(filed), VersionState).receipt
    problem(second.call("GET", "/v1/obligations"), 403, "device-revoked")
    # What it signed while it was active may still be carried by another device of the firm.
    read(admin.put(unsent), VersionState, 201)
    endpoint.clock.ahead = timedelta(minutes=4)
    problem(
        admin.put(admin.freeze("JY.2025-07", signer=Signer(second.device_id, second.keys.sig))),
        400,
        "manifest-invalid",
    )
    endpoint.clock.ahead = timedelta(days=31)
    second.greet()
    problem(second.ask_token(), 403, "device-revoked")


def test_devices_of_other_firms_cannot_be_touched(devices: Devices) -> None:
    mine, other = devices(), devices(another=True)
    problem(mine.call("DELETE", f"/v1/devices/{other.device_id}"), 404, "not-found")
    problem(mine.call("POST", f"/v1/devices/{other.device_id}:approve", approval(mine, other)), 404, "not-found")
    assert other.call("GET", "/v1/me").status_code == 200


def test_a_device_may_sign_itself_off(device: Device) -> None:
    assert device.call("DELETE", f"/v1/devices/{device.device_id}").status_code == 204
    problem(device.put(device.freeze()), 403, "device-revoked")
    read(device.call("GET", f"/v1/returns/{device.key()}"), object)


def test_obligations_need_a_login(devices: Devices) -> None:
    device = devices(ready=False)
    problem(device.raw("GET", "/v1/obligations"), 401, "token-expired")
    assert read(devices().call("GET", "/v1/obligations"), Obligations).items
