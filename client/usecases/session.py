"""The one thing every use case takes: an opened home with its store, definitions and clock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from client.base.clock import Clock
from client.base.instance import HomeLock
from client.store import Store
from forms.pack import Pack


@dataclass
class Session:
    """An opened home. Closing it ends the writer thread and lets the next program in."""

    home: Path
    store: Store
    pack: Pack
    clock: Clock
    lock: HomeLock

    def close(self) -> None:
        self.store.close()
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
