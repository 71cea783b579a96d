"""One spelling for every string of bytes, id and moment."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.base.clock import CHINA, rfc3339
from client.protocol.encoding import (
    b64u,
    chain_digest,
    content_digest,
    matches_content_digest,
    sha256_hex,
    unb64u,
)
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import check_id, is_id, new_id, parse_return_key
from client.protocol.times import parse_time
from forms.periods import Period
from forms.returns import ReturnKey


@given(st.binary(max_size=100))
def test_base64url_round_trip(data: bytes) -> None:
    assert unb64u(b64u(data)) == data
    assert "=" not in b64u(data)


@pytest.mark.parametrize("text", ["a", "ab=", "ab==", "a b", "a+b/", "QQ\n", "ＱＱ", "QR", "QUJ", "é"])
def test_a_second_spelling_of_the_same_bytes_is_refused(text: str) -> None:
    with pytest.raises(ProtocolFault, match="not-base64url"):
        unb64u(text)


def test_digests_are_spelled_as_the_protocol_says() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert chain_digest("a.b.c") == "sha256:" + hashlib.sha256(b"a.b.c").hexdigest()
    known = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"  # RFC 9530, appendix B.1
    assert content_digest(b'{"hello": "world"}\n') == known


def test_content_digest_is_found_among_others() -> None:
    body = b"body"
    field = content_digest(body)
    assert matches_content_digest(field, body)
    assert matches_content_digest(f"sha-512=:AAAA:, {field}", body)
    assert not matches_content_digest(field, b"other")
    assert not matches_content_digest("", body)
    assert not matches_content_digest("sha-512=:AAAA:", body)
    assert not matches_content_digest("xsha-256=:" + base64.b64encode(b"x" * 32).decode() + ":", body)


@pytest.mark.parametrize("period", ["2025", "2025-H1", "2025-Q3", "2025-09"])
def test_return_keys_come_apart_as_they_were_put_together(period: str) -> None:
    text = str(ReturnKey("91440101MA5XXXXX0A", "JY", Period.parse(period)))
    key = parse_return_key(text)
    assert (key.firm, key.form, str(key.period), str(key)) == ("91440101MA5XXXXX0A", "JY", period, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91440101MA5XXXXX0A",
        "91440101MA5XXXXX0A.JY",
        "91440101MA5XXXXX0.JY.2025",
        "91440101ma5xxxxx0a.JY.2025",
        "91440101MA5XXXXX0A.jy.2025",
        "91440101MA5XXXXX0A.JY.2025-13",
        "91440101MA5XXXXX0A.JY. 2025",
        "91440101MA5XXXXX0A.JY.2025-q3",
        "91440101MA5XXXXX0A.JY.2025.x",
        "91440101MA5IOSVZ0A.JY.2025",
        "../../etc/passwd",
    ],
)
def test_a_malformed_return_key_is_refused(text: str) -> None:
    with pytest.raises(ProtocolFault, match="bad-return-key"):
        parse_return_key(text)


def test_ids_are_uuids_of_version_4() -> None:
    assert is_id(new_id())
    assert check_id("3b1e0000-0000-4000-8000-000000000001")
    for text in ("", "3B1E0000-0000-4000-8000-000000000001", "3b1e0000-0000-1000-8000-000000000001", "x" * 36):
        with pytest.raises(ProtocolFault, match="bad-id"):
            check_id(text)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)))
def test_times_round_trip_to_the_millisecond(moment: datetime) -> None:
    aware = moment.replace(tzinfo=CHINA)
    text = rfc3339(aware)
    assert text.endswith("+08:00")
    assert abs(parse_time(text) - aware) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "text", ["", "2025-10-09", "2025-10-09T16:02:11", "2025-13-09T16:02:11+08:00", "20251009T160211Z", "now"]
)
def test_a_time_without_offset_is_refused(text: str) -> None:
    with pytest.raises(ProtocolFault, match="bad-time"):
        parse_time(text)
