"""Make the Windows setup program and the portable zip: natively on Windows, under Wine on Debian.

``python make.py installer`` runs this in the private environment; ``--fast`` compresses less, ``--smoke`` then
installs and drives what was made (``tests/installed``). The results are ``dist/jibao-setup-<version>.exe`` and
``dist/jibao-<version>-portable.zip``. Exit status: 0 · 4 the build failed, or something it needs is missing here.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from client.base.version import VERSION  # noqa: E402
from installer import inspecting, materials, signing  # noqa: E402
from installer.windows_python import Stop, fetch  # noqa: E402
from installer.wine import PACKAGES, Wine, missing  # noqa: E402

WINDOWS = sys.platform == "win32"
ROOM = ROOT / "build" / "installer"
DIST = ROOT / "dist"
PACKED = DIST / "jibao"
SETUP = DIST / f"jibao-setup-{VERSION}.exe"
PORTABLE = DIST / f"jibao-{VERSION}-portable.zip"
LARGEST_SETUP, LARGEST_INSTALLED = 45_000_000, 170_000_000
"""Bytes; more is said loudly."""


def main(arguments: list[str]) -> int:
    """Build, and try what was built if asked to."""
    options = read_options(arguments)
    try:
        if not (options.built and SETUP.exists()):
            build(options)
    except Stop as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return 4
    return smoke() if options.smoke else 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make.py installer", description="Make the Windows setup program.")
    parser.add_argument("--fast", action="store_true", help="compress less: for trials")
    parser.add_argument("--smoke", action="store_true", help="install and drive what was made")
    parser.add_argument("--skip-packing", action="store_true", help="take the folder packed last")
    parser.add_argument(
        "--built", action="store_true", help="take what was made last, if anything: to drive it again with --smoke"
    )
    return parser.parse_args(arguments)


def build(options: argparse.Namespace) -> None:
    """All steps; raises ``Stop``."""
    ROOM.mkdir(parents=True, exist_ok=True)
    if not options.skip_packing:
        pack()
    with step("检查打包结果", "checking what was packed"):
        found = inspecting.problems(PACKED)
        if found:
            raise Stop("the package would not start:\n  " + "\n  ".join(found))
        tell_costs()
    with step("签名", "signing"):
        signing.sign([PACKED / "jibao.exe", PACKED / "jibao-cli.exe"])
    with step("安装程序", "setup program"):
        compile_setup(PACKED, VERSION, SETUP, fast=options.fast)
        signing.sign([SETUP])
    with step("便携版", "portable zip"):
        make_portable()
    for made in (SETUP, PORTABLE):
        print(f"  {made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB  sha256 {digest(made)}")
    if SETUP.stat().st_size > LARGEST_SETUP:
        print(f"  ! the setup program is larger than {LARGEST_SETUP / 1e6:.0f} MB")


def pack() -> None:
    """PyInstaller over the program: the private Python on Windows, a Windows Python under Wine elsewhere."""
    if WINDOWS:
        python, wine = sys.executable, None
        materials.prepare(ROOT, ROOM, VERSION, None)
    else:
        wine = prepared_wine()
        with step("Windows Python 与依赖", "Python for Windows and the libraries"):
            folder = fetch(ROOM, uv(), ROOT)
        materials.prepare(ROOT, ROOM, VERSION, folder / "Lib" / "site-packages")
        python = str(folder / "python.exe")
    words = ["-m", "PyInstaller", "--noconfirm", "--log-level", "INFO", "--distpath", "dist", "--workpath"]
    words += ["build/installer/pyinstaller", "installer/jibao.spec"]
    with step("打包", "packing"):
        shutil.rmtree(PACKED, ignore_errors=True)
        if wine is None:
            done = subprocess.run([python, *words], cwd=ROOT, check=False, capture_output=True, text=True)
        else:
            wine.extra = {"PYTHONUTF8": "1", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1700000000"}
            wine.display = False  # nothing here opens a window
            done = wine.run([python, *words], cwd=ROOT, limit=3000)
            wine.display, wine.extra = True, {}
        (ROOM / "pyinstaller.log").write_text((done.stdout or "") + (done.stderr or ""), "utf-8")
        if done.returncode or not (PACKED / "jibao.exe").exists():
            raise Stop("PyInstaller failed:\n" + (done.stdout or "")[-3000:] + (done.stderr or "")[-3000:])


def prepared_wine() -> Wine:
    """Wine with its prefix, what it needs installed where this person may."""
    if missing():
        install_packages()
    wine = Wine(ROOM)
    if not (wine.drive / "windows" / "system32" / "icuuc.dll").exists():
        with step("Wine 环境", "Wine prefix"):
            wine.make()
    return wine


def install_packages() -> None:
    install = ["install", "--yes", "--no-install-recommends", *PACKAGES]
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # A machine just started often installs something by itself: wait for its lock, as make.py does.
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq"]
        subprocess.run([*apt, "update"], env=environment, check=False)
        subprocess.run([*apt, *install], env=environment, check=False, stdout=subprocess.DEVNULL)
    if missing():
        raise Stop("these Debian packages are needed: sudo apt-get " + " ".join(install))


def compile_setup(packed: Path, version: str, target: Path, *, fast: bool, **given: object) -> None:
    """``makensis`` over a packed folder; ``given`` are further names that ``setup.nsi`` lets one define."""
    given |= {"VERSION": version, "OUTFILE": target, "ICON": ROOM / "jibao.ico"}
    if WINDOWS:
        given["TARGET"] = "x86-unicode"  # the only stub its makers ship
    if signing.possible():
        given["SIGN"] = f'"{sys.executable}" "{ROOT / "installer" / "signing.py"}"'
    removals = ROOM / "removals.nsh"
    materials.write_removals(packed, removals)
    makensis = shutil.which("makensis")
    if makensis is None:
        raise Stop("makensis is not installed (NSIS 3)")
    words = [makensis, "-V2", "-INPUTCHARSET", "UTF8", *(["-DFAST"] if fast else [])]
    words += [f"-D{name}={value}" for name, value in {**given, "DIST": packed, "REMOVALS": removals}.items()]
    script = str(ROOT / "installer" / "setup.nsi")
    done = subprocess.run([*words, script], check=False, capture_output=True, text=True)
    if done.returncode:
        raise Stop("makensis failed:\n" + done.stdout[-3000:] + done.stderr[-1000:])


def make_portable() -> None:
    """The same folder as a zip; the mark beside the program makes it keep its data there."""
    with zipfile.ZipFile(PORTABLE, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(PACKED.rglob("*")):
            if path.is_file():
                archive.write(path, Path("jibao") / path.relative_to(PACKED))
        archive.writestr(
            "jibao/portable.txt", "数据放在本文件夹的 data 里。The data is kept in data beside this file.\n"
        )


def tell_costs() -> None:
    """What each library weighs, the heavy ones first."""
    weights = inspecting.costs(PACKED)
    total = sum(size for _, size in weights)
    print(f"  {total / 1e6:.0f} MB installed: " + ", ".join(f"{n} {size / 1e6:.1f}" for n, size in weights[:14]))
    if total > LARGEST_INSTALLED:
        print(f"  ! installed it is larger than {LARGEST_INSTALLED / 1e6:.0f} MB")


def smoke() -> int:
    """Install and drive it: ``tests/installed``."""
    environment = {**os.environ, "JIBAO_SETUP": str(SETUP), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/installed"]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode


def uv() -> str:
    rooms = os.pathsep.join(str(Path(sys.prefix) / "uv" / folder) for folder in ("bin", "Scripts"))
    found = shutil.which("uv", path=rooms) or shutil.which("uv")
    if found is None:
        raise Stop("uv is not in the private environment: run python make.py setup")
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def step(chinese: str, english: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    print(f"» {chinese} · {english}", flush=True)
    started = time.monotonic()
    yield
    print(f"  {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
