"""Filing: the order of checks of C6, receipts, decisions, corrections, nil returns, withdrawals."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from client.conformance.fixture import Fixture, decided, equal, freeze, good, holds, put, refused
from client.conformance.own_device import spoil_manifest
from client.protocol.identifiers import new_id
from client.protocol.submission import MAX_BODY


def a_version_is_received_with_a_signed_receipt(fixture: Fixture) -> None:
    """C5: 201 with a receipt over exactly these bytes, and the same receipt for ever after."""
    device, frozen = fixture.device(), fixture.freeze()
    first = good(put(device, frozen), 201)
    said = device.check_receipt(first["receipt"], frozen)
    equal("sealed_sha256", said["sealed_sha256"], frozen.sealed_sha256)
    holds("timeliness is told", said["timeliness"] in ("on_time", "late"))
    equal("the receipt of a repetition", good(put(device, frozen))["receipt"], first["receipt"])
    equal("the receipt of GET", good(device.call("GET", frozen.path))["receipt"], first["receipt"])


def what_was_never_stored_is_unknown(fixture: Fixture) -> None:
    """C5: 404 unknown-version means that PUT is safe; another firm learns nothing either."""
    device, frozen = fixture.device(), fixture.freeze()
    refused(device.call("GET", frozen.path), 404, "unknown-version")
    good(put(device, frozen), 201)
    refused(fixture.device("other").call("GET", frozen.path), 404, "unknown-version")


def a_version_is_tagged(fixture: Fixture) -> None:
    """C4 9: GET with the ETag of the answer before is 304 until the state changes."""
    device, frozen = fixture.device(), fixture.freeze()
    good(put(device, frozen), 201)
    decided(device, frozen)
    reply = device.call("GET", frozen.path)
    equal("status", device.call("GET", frozen.path, If_None_Match=reply.headers["etag"]).status, 304)


def a_version_id_is_used_once(fixture: Fixture) -> None:
    """C6 5: other bytes under a known version id are 409 version-id-reused."""
    device, due = fixture.device(), fixture.obligation()
    frozen = freeze(device, due)
    good(put(device, frozen), 201)
    other = freeze(device, due, version_id=frozen.version_id)
    refused(put(device, other), 409, "version-id-reused")


def a_base_that_moved_is_refused_with_the_head(fixture: Fixture) -> None:
    """C6 9: the base must be the head; the refusal names the head."""
    device, due = fixture.device(), fixture.obligation()
    frozen = freeze(device, due)
    good(put(device, frozen), 201)
    problem = refused(put(device, freeze(device, due)), 409, "base-moved")
    equal("head", problem["head"]["version_id"], frozen.version_id)
    wrong = freeze(device, due, kind="correction", base=new_id(), reason="更正")
    refused(put(device, wrong), 409, "base-moved")


def identity_comes_before_base(fixture: Fixture) -> None:
    """C6 5: what is known gets its receipt again, even when it is superseded."""
    device, due = fixture.device(), fixture.obligation()
    original = freeze(device, due)
    receipt = good(put(device, original), 201)["receipt"]
    correction = freeze(device, due, kind="correction", base=original.version_id, reason="更正")
    good(put(device, correction), 201)
    again = good(put(device, original))
    equal("receipt", again["receipt"], receipt)
    equal("state", again["state"], "superseded")
    history = good(device.call("GET", f"/v1/returns/{due['return_key']}"))
    equal("head", history["head"], correction.version_id)
    bases = [line["base_version_id"] for line in history["versions"]]
    equal("the chain of bases", bases, [None, original.version_id])


def of_two_at_once_one_wins(fixture: Fixture) -> None:
    """B 8: two versions on one base at the same moment: exactly one is received."""
    device, due = fixture.device(), fixture.obligation()
    rivals = [freeze(device, due), freeze(device, due)]
    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(reply.status for reply in pool.map(lambda each: put(device, each), rivals))
    equal("statuses", statuses, [201, 409])


def one_version_twice_at_once_is_one(fixture: Fixture) -> None:
    """C6: the same bytes on two connections get one receipt."""
    device, frozen = fixture.device(), fixture.freeze()
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda each: put(device, each), [frozen, frozen]))
    holds("both are answered", all(reply.status in (200, 201) for reply in replies))
    equal("receipts", len({reply.json()["receipt"] for reply in replies}), 1)


def a_decision_follows(fixture: Fixture) -> None:
    """C5: accepted or rejected, signed, about this manifest; findings name cells and no value."""
    device = fixture.device()
    frozen = fixture.freeze(cells={})
    good(put(device, frozen), 201)
    state = decided(device, frozen)
    said = device.check_decision(state["decision"], frozen)
    equal("state", said["state"], state["state"])
    holds("findings are listed", isinstance(said["findings"], list))


def what_cannot_be_unsealed_is_decided_on(fixture: Fixture) -> None:
    """C6: it is received like any other and decided rejected, never dropped."""
    device, frozen = fixture.device(), fixture.freeze(spoilt=True)
    device.check_receipt(good(put(device, frozen), 201)["receipt"], frozen)
    equal("state", decided(device, frozen)["state"], "rejected")


def nil_is_accepted(fixture: Fixture) -> None:
    """C7: a nil return carries a reason and no cell."""
    device = fixture.device()
    frozen = fixture.freeze(kind="nil", cells={}, reason="本期没有业务")
    good(put(device, frozen), 201)
    equal("state", decided(device, frozen)["state"], "accepted")


def what_is_rejected_can_be_withdrawn_and_filed_anew(fixture: Fixture) -> None:
    """C7, C15: withdrawal leads to withdrawn; after acceptance it is 409 too-late-to-withdraw."""
    device, due = fixture.device(), fixture.obligation()
    first = freeze(device, due, spoilt=True)
    good(put(device, first), 201)
    decided(device, first)
    second = freeze(device, due, kind="withdrawal", cells={}, base=first.version_id, reason="报错")
    good(put(device, second), 201)
    equal("state", decided(device, second)["state"], "withdrawn")
    third = freeze(device, due, kind="nil", cells={}, base=second.version_id, reason="没有业务")
    good(put(device, third), 201)
    equal("state", decided(device, third)["state"], "accepted")
    late = freeze(device, due, kind="withdrawal", cells={}, base=third.version_id, reason="再撤")
    refused(put(device, late), 409, "too-late-to-withdraw")


def altered_bodies_are_refused(fixture: Fixture) -> None:
    """C6 2, 3: size, media type and digest, in this order."""
    device, frozen = fixture.device(), fixture.freeze()
    refused(put(device, frozen, Content_Digest="sha-256=:" + "A" * 43 + "=:"), 400, "digest-mismatch")
    refused(put(device, frozen, Content_Digest=""), 400, "digest-mismatch")
    refused(put(device, frozen, Content_Type="text/plain"), 415, "unsupported-media")
    refused(put(device, frozen, b" " * (MAX_BODY + 1)), 413, "too-large")
    refused(device.call("GET", frozen.path), 404, "unknown-version")


def junk_is_refused_by_name(fixture: Fixture) -> None:
    """C1: not JSON, a key twice, too deep: 400; a field nobody knows: 422."""
    device, frozen = fixture.device(), fixture.freeze()
    for body in (b"{", b"[]", b'{"manifest":"a","manifest":"b"}', b"[" * 40 + b"]" * 40, b"\xff\xfe"):
        refused(put(device, frozen, body), 422 if body == b"[]" else 400, "malformed", "schema")
    refused(put(device, frozen, frozen.body[:-1] + b',"more":1}'), 422, "schema")


def a_manifest_must_hold(fixture: Fixture) -> None:
    """C6 4, B 7, B 21: signature, ids of the address, environment, algorithm."""
    device, due = fixture.device(), fixture.obligation()
    frozen = freeze(device, due)
    refused(put(device, frozen, spoil_manifest(frozen)), 400, "manifest-invalid")
    other = freeze(device, due)
    swapped = other._replace(version_id=frozen.version_id)
    refused(put(device, swapped), 400, "manifest-invalid")
    for header in ('{"alg":"none","typ":"jibao-manifest","kid":"x"}', '{"alg":"HS256","typ":"jibao-manifest"}'):
        refused(put(device, frozen, _with_header(frozen.body, header)), 400, "manifest-invalid")


def _with_header(body: bytes, header: str) -> bytes:
    from client.protocol.encoding import b64u

    head, _, rest = body.partition(b".")
    start = head.rindex(b'"') + 1
    return head[:start] + b64u(header.encode()).encode() + b"." + rest


def only_the_firms_own_open_returns(fixture: Fixture) -> None:
    """C6 6: another firm's return, a form nobody asks for, a period that is not open."""
    device, due = fixture.device(), fixture.obligation()
    foreign = f"{fixture.device('other').firm}.{due['return_key'].partition('.')[2]}"
    refused(put(device, freeze(device, due | {"return_key": foreign})), 403, "not-your-return")
    strange = f"{device.firm}.ZZ.{due['return_key'].rpartition('.')[2]}"
    refused(put(device, freeze(device, due | {"return_key": strange, "form": "ZZ"})), 404, "unknown-return")


def retired_definitions_are_refused(fixture: Fixture) -> None:
    """C6 7: a pack that is not allowed is 409 definition-retired."""
    device, due = fixture.device(), fixture.obligation()
    packs = [{"version": "1900.1", "sha256": "0" * 64, "use": "current"}]
    refused(put(device, freeze(device, due | {"packs": packs})), 409, "definition-retired")


CASES: tuple[Callable[[Fixture], None], ...] = (
    a_version_is_received_with_a_signed_receipt,
    what_was_never_stored_is_unknown,
    a_version_is_tagged,
    a_version_id_is_used_once,
    a_base_that_moved_is_refused_with_the_head,
    identity_comes_before_base,
    of_two_at_once_one_wins,
    one_version_twice_at_once_is_one,
    a_decision_follows,
    what_cannot_be_unsealed_is_decided_on,
    nil_is_accepted,
    what_is_rejected_can_be_withdrawn_and_filed_anew,
    altered_bodies_are_refused,
    junk_is_refused_by_name,
    a_manifest_must_hold,
    only_the_firms_own_open_returns,
    retired_definitions_are_refused,
)
