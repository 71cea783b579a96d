"""The yardsticks of import: a library reads a workbook, every cell of it, and nothing is done with it.

The second argument names it: ``calamine`` (also when none is given), ``openpyxl`` or ``pandas``. Prints seconds,
processor seconds and the peak memory in MiB.
"""

from __future__ import annotations

import resource
import sys
import time

library = sys.argv[2] if len(sys.argv) > 2 else "calamine"
if library == "calamine":
    import python_calamine
elif library == "openpyxl":
    import openpyxl
else:
    import pandas

started = time.perf_counter()
if library == "calamine":
    with python_calamine.load_workbook(sys.argv[1]) as book:
        rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
elif library == "openpyxl":
    rows = [
        list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True)
    ]
else:
    rows = pandas.read_excel(sys.argv[1], sheet_name=None, header=None)
print(f"read {time.perf_counter() - started}")
print(f"cpu {time.process_time()}")
print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")
