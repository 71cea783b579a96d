"""A file that is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def whole(path: Path, put: Callable[[Path], None]) -> None:
    """Written beside it first, so that a full disk or a pulled stick leaves no half a file."""
    part = path.with_name(f"{path.name}.part")
    try:
        put(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
