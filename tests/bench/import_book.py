"""Import a workbook through the same use case as window and command line, timing its parts.

Prints seconds (``read``, ``checked``, ``stored``: each from the file on, the child's start included), processor
seconds of program and child together, and the peak memory of both together in MiB.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from client.usecases.books import importing
from client.usecases.home.opening import open_session
from client.workbook.reader import reading, worker
from forms.periods import Period

FIRM = "91440101MA5XXXXX6N"


def main(book: Path, home: Path, part: str) -> None:
    """``part`` is ``read`` for the guarded reading alone, or ``import``."""
    with open_session(home) as session:
        started, used = time.perf_counter(), time.process_time()
        if part == "read":
            reading.read(book)
            print(f"read {time.perf_counter() - started}")
        else:
            planned = importing.plan(session, book, FIRM, Period.parse("2025-09"), forms=["XM"])
            print(f"checked {time.perf_counter() - started}")
            checked = time.process_time() - used
            importing.apply(session, planned)
            print(f"stored {time.perf_counter() - started}")
            print(f"values {len(planned.lines)}")
            print(f"checked-cpu {checked + children()}")
        own = time.process_time() - used
    worker.shared.close()
    print(f"cpu {own + children()}")
    print(f"memory {(peak(resource.RUSAGE_SELF) + peak(resource.RUSAGE_CHILDREN)) / 1024}")


def children() -> float:
    """Processor seconds of the reading child; it is ended, so that they are known."""
    worker.shared.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak(who: int) -> int:
    """KiB."""
    return resource.getrusage(who).ru_maxrss


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
