"""Whatever comes over the wire as a name, time or digest is in its one spelling or refused by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.protocol.encoding import (
    b64u,
    content_digest,
    matches_content_digest,
    unb64u,
)
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import check_id, is_id, new_id, parse_return_key
from client.protocol.times import parse_time

JUNK = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[0-9A-Z]{17,19}\.[A-Z]{1,5}\.20\d\d(-(H|Q)?\d{1,2})?", fullmatch=True),
    st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+\d\d:\d\d)", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_=-]{0,12}", fullmatch=True),
)
READERS: list[tuple[Callable[[str], object], str]] = [
    (parse_time, "protocol.bad-time"),
    (parse_return_key, "protocol.bad-return-key"),
    (check_id, "protocol.bad-id"),
    (unb64u, "protocol.not-base64url"),
]


@pytest.mark.parametrize(("reader", "code"), READERS, ids=[code for _, code in READERS])
@settings(max_examples=40)
@given(text=JUNK)
def test_junk_is_refused_by_its_own_name_and_nothing_else_happens(
    reader: Callable[[str], object], code: str, text: str
) -> None:
    try:
        reader(text)
    except ProtocolFault as fault:
        refused = fault.code
    else:
        refused = code
    assert refused == code


@settings(max_examples=40)
@given(text=JUNK)
def test_what_is_read_is_written_back_the_same(text: str) -> None:
    for reader, writer in ((parse_return_key, str), (unb64u, b64u)):
        try:
            read = reader(text)  # type: ignore[operator]
        except ProtocolFault:
            continue
        assert writer(read) == text  # type: ignore[operator]


@pytest.mark.parametrize(
    "change", [str.upper, lambda text: text[:-1], lambda text: f"{text} ", lambda text: f"{{{text}}}"]
)
def test_an_id_has_one_spelling(change: Callable[[str], str]) -> None:
    name = "3b1e0000-0000-4000-8000-00000000000a"
    assert check_id(name) == name
    assert not is_id(change(name))
    assert is_id(new_id())


@pytest.mark.parametrize(
    "text",
    ["2025-02-29T00:00:00+08:00", "2025-13-01T00:00:00Z", "2025-10-09T24:61:00Z", "２025-10-09T00:00:00Z"],
)
def test_a_moment_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(ProtocolFault, match=r"protocol\.bad-time"):
        parse_time(text)


@settings(max_examples=40)
@given(body=st.binary(max_size=64), other=st.binary(max_size=64))
def test_a_digest_fits_its_own_body_alone(body: bytes, other: bytes) -> None:
    assert matches_content_digest(content_digest(body), other) == (body == other)


@settings(max_examples=40)
@given(field=st.text(max_size=80), body=st.binary(max_size=16))
def test_a_digest_field_of_junk_fits_nothing(field: str, body: bytes) -> None:
    assert matches_content_digest(field, body) is False
