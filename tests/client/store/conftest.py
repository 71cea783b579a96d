"""Fixtures: a real encrypted store in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from client.store import Store, Version
from client.store.file import connection
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Origin

FIRM = "91440101MA5TEST00A"


@pytest.fixture
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jibao.store"


@pytest.fixture
def store(path: Path, key: bytes) -> Iterator[Store]:
    with Store.open(path, key, actor="王会计") as opened:
        yield opened


@pytest.fixture
def september() -> Period:
    return Period.parse("2025-09")


@pytest.fixture
def cell() -> Callable[..., Cell]:
    def make(number: int | str, place: str = "") -> Cell:
        origin = Origin("workbook", place, f"{number}000", "元") if place else Origin()
        return Cell(str(number), Decimal(number), origin=origin)

    return make


@pytest.fixture
def put(september: Period, cell: Callable[..., Cell]) -> Callable[..., Change]:
    """``put("JY", JY001=5, JY002=None)``: a change that sets or blanks cells."""

    def make(form: str, **values: int | None) -> Change:
        edits = tuple(
            Edit(address, None, None if value is None else cell(value)) for address, value in values.items()
        )
        return Change(FIRM, form, september, edits)

    return make


@pytest.fixture
def version(september: Period) -> Callable[..., Version]:
    def make(version_id: str = "v1", **others: object) -> Version:
        fields: dict[str, object] = {
            "version_id": version_id,
            "return_key": f"{FIRM}.JY.2025-09",
            "firm": FIRM,
            "form": "JY",
            "period": september,
            "base_version_id": None,
            "kind": "original",
            "pack": "2026.1",
            "endpoint": "0123456789abcdef",
            "manifest": f"manifest.of.{version_id}",
            "sealed": b"\x00sealed\xff",
            "sealed_sha256": "a" * 64,
            "manifest_sha256": "b" * 64,
            "commitment": "c" * 64,
            "seal_kid": "collect-1",
            "seal_suite": "P256",
            "created_at": "2025-10-03T09:00:00.000+08:00",
        }
        return Version(**{**fields, **others})  # type: ignore[arg-type]

    return make


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked file is waited for a fraction of the real time."""
    monkeypatch.setattr(connection, "PATIENCE", 0.4)
    monkeypatch.setattr(connection, "_PAUSE", 0.01)
