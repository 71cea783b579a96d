"""Pack the program for the system this runs on, then start what was packed.

``python make.py installer`` runs this in the private environment. The packed program is ``dist/jibao``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
WORK = ROOT / "build" / "pyinstaller"
PROGRAM = DIST / "jibao" / ("jibao-cli.exe" if sys.platform == "win32" else "jibao")


def main() -> int:
    """Build and try; answers the exit status."""
    build = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(WORK)]
    spec = ROOT / "installer" / "jibao.spec"
    if subprocess.run([sys.executable, "-m", "PyInstaller", *build, str(spec)], check=False).returncode:
        print("打包失败 · packing failed", file=sys.stderr)
        return 4
    print(f"已打包 · packed: {PROGRAM.parent} ({size(PROGRAM.parent) / 1e6:.0f} MB)")
    return try_it()


def try_it() -> int:
    """Start the packed program away from the source, in an empty home: its version, then the whole guided tour."""
    for words in (["--version"], ["demo"]):
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                [str(PROGRAM), *words],
                cwd=home,
                env=environment(home),
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            print(f"打包的程序没有正常运行 · the packed program failed: {' '.join(words)}", file=sys.stderr)
            return 4
        print(f"已试运行 · tried: {PROGRAM.name} {' '.join(words)}")
    return 0


def environment(home: str) -> dict[str, str]:
    """What the packed program is started with: no display, no Python of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DISPLAY", "WAYLAND"))
    }
    return {**kept, "JIBAO_HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def size(folder: Path) -> int:
    """Bytes of all files in a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
