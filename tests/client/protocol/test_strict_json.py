"""JSON is read once, strictly."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.protocol import strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.messages import Document, StatusQuery, VersionState

TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def refused(data: bytes, shape: type = dict) -> str:
    with pytest.raises(ProtocolFault) as caught:
        strict_json.decode(data, shape)
    return caught.value.code


@settings(max_examples=100)
@given(TREES.filter(lambda tree: depth(tree) <= 16))
def test_what_is_written_is_read_back(tree: object) -> None:
    assert strict_json.decode(strict_json.encode(tree), object) == tree


def depth(tree: object) -> int:
    if isinstance(tree, dict):
        return 1 + max((depth(value) for value in tree.values()), default=0)
    return 1 + max((depth(value) for value in tree), default=0) if isinstance(tree, list) else 0


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_junk_is_refused_and_nothing_else_happens(data: bytes) -> None:
    with contextlib.suppress(ProtocolFault):
        strict_json.decode(data, Document)


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":2}', '{"a":{"b":1,"c":2,"b":3}}', '[{"x":1,"\\u0078":2}]', '{"cells":{"A":"1","A":"1"}}'],
)
def test_a_key_twice_is_refused_at_any_depth(text: str) -> None:
    assert refused(text.encode(), object) == "protocol.duplicate-key"


def test_depth_is_bounded_and_brackets_inside_strings_do_not_count() -> None:
    assert strict_json.decode(b"[" * 16 + b"]" * 16, object)
    assert refused(b"[" * 17 + b"]" * 17, object) == "protocol.too-deep"
    assert refused(b"[" * 100_000, object) == "protocol.too-deep"
    assert refused(b'{"a":' * 50_000, object) == "protocol.too-deep"
    brackets = json.dumps(["[" * 40, '"[[{{' * 40]).encode()
    assert strict_json.decode(brackets, list)


@settings(max_examples=100)
@given(TREES, st.integers(0, 6))
def test_what_lies_deeper_than_allowed_is_refused_and_nothing_else(tree: object, limit: int) -> None:
    if depth(tree) <= limit:
        assert strict_json.decode(strict_json.encode(tree), object, limit) == tree
        return
    with pytest.raises(ProtocolFault, match="too-deep"):
        strict_json.decode(strict_json.encode(tree), object, limit)


@pytest.mark.parametrize(("piece", "code"), [(b"[],", "not-json"), (b"[", "too-deep"), (b"[[{}],", "too-deep")])
def test_megabytes_of_brackets_are_refused(piece: bytes, code: str) -> None:
    assert refused(b"[" + piece * 500_000, object) == f"protocol.{code}"


@pytest.mark.parametrize("piece", [b'\\"', b'"', b"\\", b'["', b'":', b'{"\\u005b'])
def test_reading_takes_time_in_proportion_to_size(piece: bytes) -> None:
    """A reader that starts over at each quote would not come back from this within the test's time limit."""
    assert refused(b'"' + piece * 500_000, object) in {"protocol.not-json", "protocol.too-deep"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nul",
        b"{",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b"{} {}",
        b'{"a":"\xed\xa0\x80"}',
        b'["\\ud800"]',
        b"[" + b"9" * 5000 + b"]",
        b"{'a':1}",
        b'{"a":01}',
        b'{"a":"\n"}',
    ],
)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert refused(data, object) in {"protocol.not-json", "protocol.wrong-shape"}


def test_a_wrong_shape_is_named_by_its_place_and_never_by_its_value() -> None:
    with pytest.raises(ProtocolFault) as caught:
        strict_json.decode(b'{"cells":{"JY001":987654321}}', Document)
    assert caught.value.code == "protocol.wrong-shape"
    assert "cells" in str(caught.value.params["where"])
    assert "987654321" not in str(caught.value)


def test_questions_are_strict_and_answers_may_grow() -> None:
    assert refused(b'{"version_ids":[],"more":1}', StatusQuery) == "protocol.wrong-shape"
    grown = strict_json.decode(b'{"state":"received","receipt":"a.b.c","since":"2030"}', VersionState)
    assert grown == VersionState("received", "a.b.c")


def test_amounts_are_never_json_numbers() -> None:
    assert refused(b'{"cells":{"JY001":1234}}', Document) == "protocol.wrong-shape"
    assert refused(b'{"cells":{"JY001":12.5}}', Document) == "protocol.wrong-shape"


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**18, 10**400])
def test_numbers_no_clock_can_hold_are_refused(number: int) -> None:
    assert refused(b'{"a":[%d]}' % number, object) == "protocol.wrong-shape"
    assert strict_json.decode(b"[%d,%d]" % (2**53, -(2**53)), object) == [2**53, -(2**53)]
