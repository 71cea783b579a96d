"""Other people's engines to measure against, in an environment of their own: the program's stays as locked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv-bench"
UV_FOLDER = ROOT / ".venv" / "uv"


def interpreter() -> str:
    """A Python that has the dependency group ``bench``; made by the pinned uv on first use.

    ``JIBAO_BENCH_PYTHON`` names one that is there already.
    """
    ready = os.environ.get("JIBAO_BENCH_PYTHON")
    if ready:
        return ready
    program = shutil.which("uv", path=os.pathsep.join(str(UV_FOLDER / folder) for folder in ("bin", "Scripts")))
    if program is None:
        raise SystemExit("the pinned uv is missing: run python make.py setup")
    private = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    clean = {name: value for name, value in os.environ.items() if name not in private}
    clean |= {"UV_PROJECT_ENVIRONMENT": str(HOME), "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"}
    words = [program, "sync", "--locked", "--system-certs", "--quiet", "--group", "bench"]
    if subprocess.run(words, cwd=ROOT, env=clean, check=False).returncode:
        raise SystemExit("could not install the dependency group bench")
    return str(HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
