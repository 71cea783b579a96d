"""The ways to say no: every kind has its words, its status and what the client is to do about it."""

from __future__ import annotations

import re

import pytest

from client.practice.problems import KINDS, Kind, Refusal, refusal_of
from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.messages import Problem, ProblemHead

BASE = "https://127.0.0.1:8443"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
RETRIES = {"never", "user", "bug", "proceed", "R1", "R2", "R3"}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_status_a_retry_class_and_chinese_words(name: str) -> None:
    kind = KINDS[name]
    assert 400 <= kind.status < 600
    assert kind.retry in RETRIES
    assert CHINESE.search(kind.title)
    assert not kind.title.endswith(("。", "."))


@pytest.mark.parametrize("name", KINDS)
def test_the_name_survives_the_way_over_the_wire(name: str) -> None:
    sent = Refusal(name, "哪里不对").problem(BASE, "/v1/hello")
    got = strict_json.decode(strict_json.encode(sent), Problem)
    assert got == sent
    assert got.name == name
    assert (got.title, got.status, got.retry) == (KINDS[name].title, KINDS[name].status, KINDS[name].retry)


def test_no_two_kinds_are_told_in_the_same_words() -> None:
    titles = [kind.title for kind in KINDS.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("idempotency-missing", Kind(400, "bug", "缺少 Idempotency-Key")),
        ("digest-mismatch", Kind(400, "R1", "内容与 Content-Digest 不符")),
        ("use-dpop-nonce", Kind(401, "R3", "请使用新的随机数")),
        ("base-moved", Kind(409, "user", "已有更新的版本")),
        ("unknown-version", Kind(404, "proceed", "未收到这一版本")),
        ("too-large", Kind(413, "never", "内容过大")),
        ("internal", Kind(500, "R1", "报送平台内部错误")),
    ],
)
def test_the_protocol_s_own_table(name: str, kind: Kind) -> None:
    assert KINDS[name] == kind


def test_what_only_a_person_can_settle_is_never_tried_again_by_itself() -> None:
    for name, kind in KINDS.items():
        if name.startswith(("enrolment-code", "device-", "period-")):
            assert kind.retry == "user", name


def test_what_is_retried_by_itself_is_no_conflict_of_versions() -> None:
    again = {name for name, kind in KINDS.items() if kind.retry in {"R1", "R3", "proceed"}}
    assert again.isdisjoint({"base-moved", "version-id-reused", "too-late-to-withdraw", "schema", "malformed"})


def test_a_kind_nobody_knows_is_a_mistake_of_ours_and_shows_at_once() -> None:
    with pytest.raises(KeyError, match="no-such-kind"):
        Refusal("no-such-kind")


def test_the_token_endpoint_says_it_with_another_status() -> None:
    refusal = Refusal("token-expired", status=400, error="invalid_client")
    told = refusal.problem(BASE, "/v1/token")
    assert (refusal.status, told.status, told.error) == (400, 400, "invalid_client")
    assert Refusal("token-expired").problem(BASE, "/v1/me").status == 401


def test_the_newer_head_is_named_when_someone_was_first() -> None:
    head = ProblemHead("3b1e0000-0000-4000-8000-000000000001", "2025-10-09T16:02:11.000+08:00")
    told = Refusal("base-moved", head=head).problem(BASE, "/v1/returns/x")
    assert strict_json.decode(strict_json.encode(told), Problem).head == head


def test_what_is_not_said_is_not_sent() -> None:
    sent = strict_json.encode(Refusal("not-found").problem(BASE, "/x"))
    assert b'"head"' not in sent
    assert b'"error"' not in sent
    assert b'"detail"' not in sent
    assert b'"instance":"/x"' in sent


def test_a_wrong_shape_is_a_schema_fault_and_anything_else_malformed() -> None:
    assert refusal_of(ProtocolFault("protocol.wrong-shape", where="$.v")).kind == "schema"
    assert refusal_of(ProtocolFault("protocol.not-json")).kind == "malformed"
    assert refusal_of(ProtocolFault("protocol.too-deep")).kind == "malformed"


def test_a_kind_that_was_asked_for_stays_whatever_the_fault() -> None:
    for code in ("protocol.wrong-shape", "protocol.jws-signature", "protocol.not-json"):
        assert refusal_of(ProtocolFault(code), "manifest-invalid").kind == "manifest-invalid"


@pytest.mark.parametrize("code", ["protocol.jws-signature", "protocol.duplicate-key", "protocol.unsealable"])
def test_the_detail_is_the_fault_in_chinese(code: str) -> None:
    fault = ProtocolFault(code)
    refusal = refusal_of(fault)
    assert refusal.detail == fault.what("zh")
    assert CHINESE.search(refusal.detail)
    assert refusal.problem(BASE, "/").detail == refusal.detail
