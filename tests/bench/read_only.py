"""The yardstick of import: python-calamine reads a workbook and nothing is done with it."""

from __future__ import annotations

import sys
import time

import python_calamine

started = time.perf_counter()
with python_calamine.load_workbook(sys.argv[1]) as book:
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
print(f"read {time.perf_counter() - started}")
