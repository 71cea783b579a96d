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
    """Start the packed program away from the source, in an empty home."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "JIBAO_HOME": home, "PYTHONUTF8": "1"}
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(
            [str(PROGRAM), "--version"],
            cwd=home,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    print(done.stdout.strip() or done.stderr.strip())
    if done.returncode or not done.stdout.startswith("jibao "):
        print("打包的程序没有正常启动 · the packed program did not start", file=sys.stderr)
        return 4
    return 0


def size(folder: Path) -> int:
    """Bytes of all files in a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
