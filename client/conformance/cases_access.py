"""Who is who: hello, enrolment, tokens, proofs, devices (C1, C3, C4 1-5)."""

from __future__ import annotations

from collections.abc import Callable

from client.conformance.fixture import (
    Fixture,
    dressed,
    equal,
    good,
    greet,
    holds,
    post_enrolment,
    put,
    refused,
)
from client.protocol.identifiers import new_id


def hello_is_signed_over_the_nonce(fixture: Fixture) -> None:
    """C5: hello repeats the asker's nonce under the bureau's key and names the environment."""
    nonce = "Zm9yLXRoZS1jb25mb3JtYW5jZQ"
    said = fixture.stranger().hello(nonce)
    equal("nonce", said["nonce"], nonce)
    holds("hello tells min_app, load and log", {"min_app", "load", "log", "now"} <= said.keys())


def hello_without_a_nonce_is_refused(fixture: Fixture) -> None:
    """C5: no nonce, no hello."""
    refused(fixture.stranger().plain("GET", "/v1/hello"), 400, "malformed")


def every_answer_is_dressed(fixture: Fixture) -> None:
    """C1: Stats-Api, Date, DPoP-Nonce and X-Request-Id are on refusals too."""
    device = fixture.stranger()
    dressed(device.plain("GET", "/v1/me"))
    refused(device.plain("GET", "/v1/nowhere"), 404, "not-found")
    refused(device.plain("PATCH", "/v1/hello"), 405, "method-not-allowed")


def a_wrong_code_is_refused(fixture: Fixture) -> None:
    """C15: enrolment-code-invalid."""
    device = fixture.stranger()
    refused(post_enrolment(device, device.enrolment("0000-0000-00"), new_id()), 403, "enrolment-code-invalid")


def enrolment_wants_an_idempotency_key(fixture: Fixture) -> None:
    """C1: a POST that creates something without Idempotency-Key is 400."""
    device = fixture.stranger()
    refused(post_enrolment(device, device.enrolment("0000-0000-00"), None), 400, "idempotency-missing")


def the_first_device_is_active(fixture: Fixture) -> None:
    """C3: the first device of a firm may file at once, and me names it."""
    device = fixture.device()
    me = good(device.call("GET", "/v1/me"))
    equal("firm", me["firm"], device.firm)
    equal("device", me["device"], device.device_id)
    holds("scope has submit and read", {"submit", "read"} <= set(me["scope"].split()))
    own = next(each for each in me["devices"] if each["device_id"] == device.device_id)
    equal("thumbprint", own["thumbprint"], device.thumbprint)


def a_further_device_waits_for_approval(fixture: Fixture) -> None:
    """C3: pending until an administrator's device lets it in; a code counts once, repeating spends none."""
    admin = fixture.device()
    firm, code = fixture.code(firm=admin.firm)
    second = fixture.stranger(firm)
    key = new_id()
    state = good(post_enrolment(second, second.enrolment(code), key), 202)
    equal("state", state["state"], "pending")
    again = good(post_enrolment(second, second.enrolment(code), key), 202)
    equal("the repeated enrolment", again["device_id"], state["device_id"])
    other = fixture.stranger(firm)
    refused(post_enrolment(other, other.enrolment(code), key), 422, "idempotency-reused")
    refused(post_enrolment(other, other.enrolment(code), new_id()), 403, "enrolment-code-used")
    second.device_id = state["device_id"]
    greet(second)
    refused(second.log_in(), 403, "device-pending")
    path = f"/v1/devices/{second.device_id}:approve"
    refused(admin.call("POST", path, admin.approve(second.device_id, other.thumbprint)), 400, "malformed")
    good(admin.call("POST", path, admin.approve(second.device_id, second.thumbprint)))
    greet(second)
    good(second.log_in())
    good(second.call("GET", "/v1/me"))
    _revoke(fixture, state["device_id"])
    frozen = fixture.freeze()
    refused(put(second, frozen), 403, "device-revoked")


def _revoke(fixture: Fixture, device_id: str) -> None:
    good(fixture.device().call("DELETE", f"/v1/devices/{device_id}"), 204)


def a_token_wants_a_nonce(fixture: Fixture) -> None:
    """C5: without a nonce the token endpoint answers 400 use-dpop-nonce and gives one."""
    device = fixture.device()
    blank = fixture.stranger(device.firm)
    blank.device_id = device.device_id
    reply = blank.log_in()  # another key than the device's
    holds("another device's key gets no token", reply.status in (400, 401, 403))


def a_request_without_a_proof_is_refused(fixture: Fixture) -> None:
    """C3: a token alone is worth nothing."""
    device = fixture.device()
    refused(device.call("GET", "/v1/me", DPoP=""), 401, "token-expired", "use-dpop-nonce")
    refused(device.call("GET", "/v1/me", Authorization="DPoP nonsense"), 401, "token-expired")


def a_proof_is_good_once(fixture: Fixture) -> None:
    """B 11: a proof used twice, or for another address, is refused."""
    device = fixture.device()
    proof = device.proof("GET", "/v1/me")
    good(device.call("GET", "/v1/me", DPoP=proof))
    refused(device.call("GET", "/v1/me", DPoP=proof), 401, "token-expired")
    elsewhere = device.proof("GET", "/v1/obligations")
    refused(device.call("GET", "/v1/me", DPoP=elsewhere), 401, "token-expired")


def a_token_is_bound_to_its_key(fixture: Fixture) -> None:
    """B 11: another device's proof does not carry this device's token."""
    device, other = fixture.device(), fixture.device("other")
    greet(other)
    refused(device.call("GET", "/v1/me", DPoP=other.proof("GET", "/v1/me")), 401, "token-expired")


def obligations_are_told_and_tagged(fixture: Fixture) -> None:
    """C4 5: what is due with its dates and packs; an ETag saves the repetition."""
    device = fixture.device()
    reply = device.call("GET", "/v1/obligations")
    items = good(reply)["items"]
    holds("something is due", items)
    fields = {"return_key", "form", "title", "opens_at", "deadline_at", "packs", "head", "correctable_until"}
    holds("every item is whole", all(fields <= item.keys() for item in items))
    again = device.call("GET", "/v1/obligations", If_None_Match=reply.headers["etag"])
    equal("status with If-None-Match", again.status, 304)
    period = items[0]["return_key"].rpartition(".")[2]
    some = good(device.call("GET", f"/v1/obligations?period={period}"))
    holds("the period asked for is there", any(i["return_key"] == items[0]["return_key"] for i in some["items"]))
    refused(device.call("GET", "/v1/obligations?period=2026-13"), 400, "malformed")


CASES: tuple[Callable[[Fixture], None], ...] = (
    hello_is_signed_over_the_nonce,
    hello_without_a_nonce_is_refused,
    every_answer_is_dressed,
    the_first_device_is_active,
    a_wrong_code_is_refused,
    enrolment_wants_an_idempotency_key,
    a_token_wants_a_nonce,
    a_request_without_a_proof_is_refused,
    a_proof_is_good_once,
    a_token_is_bound_to_its_key,
    obligations_are_told_and_tagged,
    a_further_device_waits_for_approval,
)
