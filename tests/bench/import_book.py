"""Import a workbook through the same use case as window and command line, timing its parts."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from client.usecases import importing
from client.usecases.opening import open_session
from client.workbook import reading
from forms.periods import Period

FIRM = "91440101MA5XXXXX6N"


def main(book: Path, home: Path) -> None:
    """Print seconds of the guarded reading alone and of the whole import."""
    with open_session(home) as session:
        reading.warm()
        started = time.perf_counter()
        reading.read(book)
        print(f"read {time.perf_counter() - started}")
        started = time.perf_counter()
        planned = importing.plan(session, book, FIRM, Period.parse("2025-09"), forms=["XM"])
        print(f"plan {time.perf_counter() - started}")
        importing.apply(session, planned)
        print(f"whole {time.perf_counter() - started}")
        print(f"values {len(planned.lines)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
