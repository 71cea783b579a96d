"""What the practice endpoint made at its start is not walked through again while it answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from client.cli.commands.practice import YOUNG, settle_memory


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.enable()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_stands_is_left_alone_and_rings_made_later_are_still_found() -> None:
    settle_memory()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == YOUNG
    assert gc.isenabled()
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
