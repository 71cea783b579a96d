"""Collects the words of the window for translation and compiles the English ones: ``make.py translations``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OPTIONS = ("-silent", "-no-obsolete", "-locations", "none", "-source-language", "zh_CN", "-target-language", "en")


def main() -> int:
    """Bring the .ts up to date with the sources and make the .qm of it; answers the exit status."""
    words = HERE / "jibao_en.ts"
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "client" / "ui").rglob("*.py"))
    collected = run("lupdate", *sources, *OPTIONS, "-ts", str(words))
    return collected or run("lrelease", "-silent", str(words), "-qm", str(words.with_suffix(".qm")))


def run(tool: str, *words: str) -> int:
    """One of Qt's tools beside this Python."""
    ending = ".exe" if sys.platform == "win32" else ""
    program = Path(sys.executable).parent / f"pyside6-{tool}{ending}"
    return subprocess.run([program, *words], cwd=ROOT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
