"""Long work heard out until so much was told of it."""

from __future__ import annotations

from client.base.stopping import Stop


class Hearing(list[object]):
    """What was told so far; ``stop`` is asked for with the telling that makes it ``most``."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.stop = Stop()
        self._most = most

    def __call__(self, told: object) -> None:
        self.append(told)
        if len(self) >= self._most:
            self.stop.ask()
