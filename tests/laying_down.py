"""A machine policy of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client.base import policy as module

LayDown = Callable[[str], None]


@contextmanager
def policies(folder: Path) -> Iterator[LayDown]:
    """``lay_down(text)`` writes the policy file; there is none on the machine, and none afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        file = folder / "policy.toml"
        patch.setattr(module, "machine_file", lambda: file)

        def lay_down(text: str) -> None:
            file.write_text(text, "utf-8")
            module._read.cache_clear()

        yield lay_down
    module._read.cache_clear()
