"""20,000 devices in the last ten minutes, in virtual time."""

from __future__ import annotations

import sys
import time

from tests.client.sync.herd import stampede


def main(devices: int, rate: int, seed: int) -> None:
    started = time.perf_counter()
    herd, door = stampede(devices, rate, seed)
    took = time.perf_counter() - started
    sys.stdout.write(
        f"{devices} devices, {rate} admitted a second, seed {seed}: {len(herd.received)} receipts, the last after "
        f"{max(herd.received):.0f} s of 600; {door.answers / devices:.2f} requests a device; {took:.1f} s\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
