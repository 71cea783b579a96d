#!/usr/bin/env python3
"""For people who work on Jibao: set up and start, test, check, measure and pack the program.

Standard library alone, Python 3.11 to 3.13, Windows and Linux. ``python make.py`` lists the commands.
Everything is put in ``.venv`` beside this file; on Debian-like systems missing Qt system libraries and a
Chinese font are installed where that is allowed, else the one line to run is printed.

Exit status: that of the command run; 2 when something on this machine has to be put right first.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
UV_FOLDER = VENV / "uv"
STAMP = VENV / "jibao-setup"

UV_VERSION = "0.13.9"
UV_HASHES = {
    "linux x86_64": "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    "linux aarch64": "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    "windows amd64": "6a44b2ed8111d2f60d2b92627c5dccda3f7ed7570b18ce115e569cd68c28246b",
    "windows arm64": "eeb92051c2123b9730c46b04cc843cfa4bc7d7b0aec56df431a2215ef4cb0273",
}
"""The uv that reads uv.lock: sha256 of its wheels, checked by pip before it is unpacked."""

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt's wheels are linked against and do not carry (ldd over QtGui, QtNetwork, the xcb plugin) → package."""

CJK_FONT_PACKAGE = "fonts-noto-cjk"
CJK_FONT_NAMES = "CJK|SourceHan|NotoSansSC|wqy|uming|ukai|DroidSansFallback|simsun"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
DISK_NEEDED = 1_500_000_000


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status."""
    speak_any_language()
    require_python()
    command, rest = read_arguments(arguments)
    os.chdir(ROOT)
    set_up()
    return COMMANDS[command](rest)


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────


def run(rest: list[str]) -> int:
    """open the program with a sample enterprise against the practice endpoint (no display: the tour as text)"""
    window = ["--window"] if has_display() else []
    return python("main.py", "demo", *window, *rest)


def test(rest: list[str]) -> int:
    """lint, types, contracts, then every test, headless; further words go to pytest"""
    if not (WINDOWS or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        install_system_packages(["postgresql"], needed=False)  # its tests are skipped without it
    failed = check([])
    beside = [] if rest else ["-n", "2", "--dist", "loadfile"]  # a file stays together: its fixtures are made once
    return failed or python("-m", "pytest", *beside, *rest, **headless())


def check(rest: list[str]) -> int:
    """lint, types and import contracts only"""
    steps = {
        ("代码规范", "lint"): [tool("ruff"), "check", "."],
        ("代码格式", "format"): [tool("ruff"), "format", "--check", "."],
        ("类型", "types"): [str(PYTHON), "-m", "mypy", *rest],
        ("分层约定", "import contracts"): [tool("lint-imports")],
    }
    failed = []
    for (chinese, english), words in steps.items():
        say(f"检查{chinese}", f"checking {english}")
        if call(words):
            failed.append(english)
    if failed:
        say("检查未通过：" + "、".join(failed), "failed: " + ", ".join(failed))
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    """measure, as ratios within one run; a name runs one measurement only"""
    return python("tests/bench/run.py", *rest, **headless())


def pictures(rest: list[str]) -> int:
    """take the pictures of every page (build/pictures), those of the documents into docs/pictures"""
    return python("docs/pictures/take.py", *rest, **headless())


def translations(_rest: list[str]) -> int:
    """collect the words of the window for translation and compile the English ones"""
    return python("resources/translations/collect.py")


def installer(rest: list[str]) -> int:
    """make the Windows setup and portable zip (Wine, or natively); --smoke installs and drives them"""
    return python("installer/build.py", *rest)


def setup(_rest: list[str]) -> int:
    """only set up .venv (every other command does this first)"""
    say(f"环境就绪：{VENV}", f"ready: {VENV}")
    return 0


JOBS = (run, test, check, bench, installer, pictures, translations, setup)
COMMANDS = {job.__name__: job for job in JOBS}


# ── set-up ──────────────────────────────────────────────────────────────────────────────────────────────────


def set_up() -> None:
    """Make ``.venv`` hold exactly what uv.lock says; a stamp makes the second time take no time."""
    wanted = stamp()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    started = time.monotonic()
    say("首次准备环境，约需一两分钟", "setting up, a minute or two the first time")
    require_disk()
    install_system_packages(missing_packages())
    make_venv()
    install_uv()
    install_dependencies()
    STAMP.write_text(wanted, "utf-8")
    seconds = round(time.monotonic() - started)
    say(f"环境已备好，用时 {seconds} 秒", f"set up in {seconds} s")


def stamp() -> str:
    """What the environment was made from, as one line."""
    lock = hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()
    return f"{lock} uv {UV_VERSION} python {sys.version_info.major}.{sys.version_info.minor} {ROOT}"


def make_venv() -> None:
    """Create the private environment, anew when it is broken or of another Python version."""
    probe = "import sys, importlib.util as u; print('%d.%d' % sys.version_info[:2], bool(u.find_spec('pip')))"
    version, _, pip = output([str(PYTHON), "-c", probe]).strip().partition(" ")
    same = version == f"{sys.version_info.major}.{sys.version_info.minor}"
    if same and pip == "True":
        return
    if VENV.exists() and not same:
        say("旧环境不能用，重新建立", "the old environment is unusable, making a new one")
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", None) or sys.executable
    if call([base, "-m", "venv", str(VENV)]):
        stop("无法建立虚拟环境", "could not make the virtual environment", *room_or_network("venv"))


def install_uv() -> None:
    """Fetch the pinned uv through pip, which checks its hash, into a folder of its own in ``.venv``."""
    found = uv()
    if found and UV_VERSION in output([found, "--version"]):
        return
    shutil.rmtree(UV_FOLDER, ignore_errors=True)
    wanted = VENV / "uv-requirement.txt"
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in UV_HASHES.values())
    wanted.write_text(f"uv=={UV_VERSION} {hashes}\n", "utf-8")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    if call([*pip, "--only-binary=:all:", "--require-hashes", "--target", str(UV_FOLDER), "-r", str(wanted)]):
        stop("无法下载 uv", "could not fetch uv", *room_or_network("uv"))


def uv() -> str | None:
    """The uv in its folder, or None when it is not there yet."""
    return shutil.which("uv", path=os.pathsep.join(str(UV_FOLDER / folder) for folder in ("bin", "Scripts")))


def install_dependencies() -> None:
    """Install what uv.lock names, no more and no less."""
    program = uv()
    if program is None:
        stop("uv 安装不完整，请删除 .venv 后重试", "uv was not unpacked whole: delete .venv and try again")
    private = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    clean = {name: value for name, value in os.environ.items() if name not in private}
    clean |= {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON": str(PYTHON), "UV_PYTHON_DOWNLOADS": "never"}
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    if call([program, "sync", "--locked", "--system-certs", *quiet], env=clean):
        stop("依赖安装失败", "could not install the dependencies", *room_or_network("依赖 dependencies"))


# ── this machine ────────────────────────────────────────────────────────────────────────────────────────────


def missing_packages() -> list[str]:
    """Debian names of what Qt and this script need from a Linux system and do not find."""
    if WINDOWS:
        return []
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if not has_cjk_font():
        missing.append(CJK_FONT_PACKAGE)
    if not has_venv():
        missing.append(f"python3.{sys.version_info.minor}-venv")
    return missing


def install_system_packages(packages: list[str], *, needed: bool = True) -> None:
    """Install them when this person may; else print the one line to run and stop, if they are ``needed``."""
    if not packages:
        return
    names = " ".join(packages)
    say(f"系统缺少：{names}", f"missing on this system: {names}")
    may = administrator() if shutil.which("apt-get") else None
    if may is None and not needed:
        return
    if may is None:
        ask_for(packages)
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq"]
    say("用 apt-get 安装", "installing them with apt-get")
    call([*apt, "update"])
    failed = call([*apt, "install", "--yes", "--no-install-recommends", *packages], stdout=subprocess.DEVNULL)
    if failed and needed:
        ask_for(packages)
    still = missing_packages() if needed else []
    if still:
        ask_for(still)


def ask_for(packages: list[str]) -> NoReturn:
    """Stop with the one line that puts this system right."""
    names = " ".join(packages)
    line = f"sudo apt-get update && sudo apt-get install --yes --no-install-recommends {names}"
    if shutil.which("apt-get"):
        stop("请运行下面一行，然后重试", "run this line, then try again", line)
    stop("请安装与这些 Debian 软件包相当的软件包", "install what these Debian packages hold", names)


def administrator() -> list[str] | None:
    """The words before a command that make it run as root; None when this person may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and output([sudo, "-n", "id", "-u"]).strip() == "0" else None


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_cjk_font() -> bool:
    """Whether some font with Chinese glyphs is installed."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    files = (path.name for folder in folders for path in folder.rglob("*.[ot]t[cf]"))
    return any(re.search(CJK_FONT_NAMES, name, re.IGNORECASE) for name in files)


def has_venv() -> bool:
    """Whether this Python can make environments (Debian splits that off into a package)."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def require_python() -> None:
    """Stop with a clear word under a Python that is too old, or newer than the locked libraries."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        have = ".".join(map(str, sys.version_info[:3]))
        fix = ("请改用 Python 3.11、3.12 或 3.13，例如：python3.13 make.py run", "use Python 3.11, 3.12 or 3.13")
        stop(f"当前 Python 是 {have}，不受支持", f"Python {have} is not supported", *fix)


def require_disk() -> None:
    """Stop before starting what would fill the disk."""
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED and not VENV.exists():
        have, need = f"{free / 1e9:.1f} GB", f"{DISK_NEEDED / 1e9:.1f} GB"
        fix = (f"请腾出至少 {need} 后重试", f"free at least {need} and try again")
        stop(f"磁盘空间不足，只剩 {have}", f"disk nearly full, {have} left", *fix)


def room_or_network(what: str) -> tuple[str, str]:
    """What most probably made a download fail: a full disk, or else the way to the package index."""
    if shutil.disk_usage(ROOT).free < 200_000_000:
        return "磁盘已满，请腾出空间后重试", "the disk is full; free some room and try again"
    return (
        f"取不到{what}：请看上面的原因；需要代理时设置 HTTPS_PROXY，单位自签证书设置 SSL_CERT_FILE，然后重试",
        "see the reason above; behind a proxy set HTTPS_PROXY, with a company certificate SSL_CERT_FILE",
    )


def has_display() -> bool:
    """Whether a window could be shown."""
    return WINDOWS or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ── helpers ─────────────────────────────────────────────────────────────────────────────────────────────────


def read_arguments(arguments: list[str]) -> tuple[str, list[str]]:
    """The command and its further words, which are passed on as they are."""
    listing = "\n".join(f"  {name:<10}{(job.__doc__ or '').strip()}" for name, job in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="make.py",
        description="Set up, start, test, check, measure and pack Jibao.",
        epilog="commands:\n" + listing,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(COMMANDS), metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="passed on to the command")
    known = parser.parse_args(arguments or ["--help"])
    return known.command, known.rest


def headless() -> dict[str, str]:
    """Environment in which windows are drawn off screen and text is UTF-8 everywhere."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    if not WINDOWS:
        environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return environment


def tool(name: str) -> str:
    """A command installed in the private environment."""
    return str(BIN / (name + ".exe" if WINDOWS else name))


def python(*words: str, **environment: str) -> int:
    """Run the private Python on some words."""
    return call([str(PYTHON), *words], env={**os.environ, **environment})


def call(words: list[str], env: dict[str, str] | None = None, stdout: int | None = None) -> int:
    """Run a command to its end and return its exit status, 130 when interrupted."""
    sys.stdout.flush()
    try:
        return subprocess.run(words, env=env, stdout=stdout, check=False).returncode
    except KeyboardInterrupt:
        return 130


def output(words: list[str]) -> str:
    """What a command prints; nothing when it cannot be started."""
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def speak_any_language() -> None:
    """Never die for a console that cannot show Chinese."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(chinese: str, english: str) -> None:
    print(f"» {chinese} · {english}", flush=True)


def stop(chinese: str, english: str, *remedy: str) -> NoReturn:
    """Say what is wrong and what to do, then end with status 2."""
    print(f"✗ {chinese} · {english}", *remedy, sep="\n  ", file=sys.stderr, flush=True)
    raise SystemExit(2)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
