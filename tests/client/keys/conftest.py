"""Without a keyring, unless a test asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Without asking for a keyring a test has none, whatever this computer offers."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)
