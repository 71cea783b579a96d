"""Spoil so many workbooks of the corpus and tell how they ended; the number of the first may follow."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from client.workbook.reader.worker import Worker
from tests.workbook import fuzzing

if __name__ == "__main__":
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    child = Worker()
    with tempfile.TemporaryDirectory(prefix="jibao-fuzz-") as folder:
        tally = fuzzing.run(range(first, first + count), Path(folder), child)
    child.close()
    print(f"{count} spoilt workbooks from number {first} on, {len(tally.faults)} faults")
    print("; ".join(f"{end} {number}" for end, number in tally.ends.most_common()))
    print(f"slowest: {tally.slowest[0]:.1f} s, number {tally.slowest[1]}")
    print("\n".join(tally.faults))
    sys.exit(1 if tally.faults else 0)
