"""Too many clients: the order of sending away is C12's, and silent ones keep nobody from filing."""

from __future__ import annotations

import socket

import pytest

from client.practice.app import KIND, OPERATIONS
from client.practice.limiter import LIMITS, Limiter
from client.practice.problems import Refusal
from client.protocol.messages import VersionState

from .conftest import Device, read

SLOW = 300


def test_what_counts_is_turned_away_last() -> None:
    order = [LIMITS[kind] for kind in ("precheck", "content", "status", "upload", "other", "last")]
    assert order == sorted(order)
    assert {KIND.get(operation, "other") for _, _, operation in OPERATIONS} == set(LIMITS)
    last = {path for _, path, operation in OPERATIONS if KIND.get(operation) == "last"}
    assert last == {"/v1/hello", "/v1/commitments", "/v1/returns/{return_key}/versions/{version_id}"}


def test_a_full_house_says_when_to_come_back() -> None:
    limiter = Limiter({"precheck": 1, "content": 1, "status": 2, "upload": 2, "other": 2, "last": 3})
    with limiter.admit("last"), pytest.raises(Refusal) as caught, limiter.admit("precheck"):
        pass
    assert caught.value.kind == "busy"
    assert caught.value.retry_after == 1
    assert limiter.level == 0
    with (
        limiter.admit("last"),
        limiter.admit("last"),
        limiter.admit("last"),
        pytest.raises(Refusal),
        limiter.admit("last"),
    ):
        pass
    with limiter.admit("precheck"):
        assert limiter.level == 0


def test_hundreds_of_silent_connections_keep_nobody_from_filing(own_device: Device) -> None:
    port = int(own_device.endpoint.practice.base_url.rpartition(":")[2])
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    try:
        frozen = own_device.freeze()
        read(own_device.put(frozen), VersionState, 201)
    finally:
        for each in silent:
            each.close()
