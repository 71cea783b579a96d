"""Runs a script and says when its work was done, before the process ends: ``shown.py SCRIPT WORDS…``.

Prints the seconds of the system's monotonic clock and those this process has had of the processor.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

del sys.argv[0]
script = Path(sys.argv[0])
code = compile(script.read_text("utf-8"), str(script), "exec")
try:
    exec(code, {"__name__": "__main__", "__file__": str(script)})
finally:
    print(time.monotonic(), time.process_time(), flush=True)
