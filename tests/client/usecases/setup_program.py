"""A setup program and a program as a test has them: scripts that do what ``installer/setup.nsi`` and jibao.exe do.

Real files, real processes; what the program does at its start and to put a version back is the real code.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = f"""#!{sys.executable}
import os, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
os.environ["PYTHONUTF8"] = "1"
VERSION, folder = "@VERSION@", Path(__file__).resolve().parent
library = folder / ("lib-" + VERSION)
words = sys.argv[1:]
if not (library / "whole").exists():
    sys.exit(9)
import client.base.version
client.base.version.VERSION = VERSION
if words == ["--version"]:
    print(VERSION)
elif words == ["--starts"]:
    sys.exit(7 if (library / "broken").exists() else 0)
elif words[:1] == ["--put-back"]:
    from client.ui.putting_back import main
    sys.exit(main(words[1:]))
else:
    from client.base.program import Installed
    from client.usecases.renewal import installing
    home, log = Path(words[0]), folder / "log.txt"
    came = installing.begin(home, Installed(folder, VERSION), words)
    with log.open("a") as file:
        file.write(f"{{VERSION}} {{came}}\\n")
    if came == "ask":
        sys.exit(0)
    if (library / "crashes").exists():
        os._exit(3)
    told = installing.settle(home, Installed(folder, VERSION))
    with log.open("a") as file:
        file.write(f"{{VERSION}} shown {{told[0]}}\\n")
"""

SETUP = f"""#!{sys.executable}
import os, shutil, subprocess, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from client.base.program import wait_for_end
VERSION, MARKS, PROGRAM = "@VERSION@", "@MARKS@".split(), @PROGRAM@
words = {{w.partition("=")[0]: w.partition("=")[2] for w in sys.argv[1:]}}
folder = Path(words["/D"])
steps = 0
def step():
    global steps
    steps += 1
    if os.environ.get("KILLED_AT") == str(steps):
        os._exit(137)
def lay_down(name):
    (folder / (name + ".new")).write_text(PROGRAM); (folder / (name + ".new")).chmod(0o700); step()
def exchange(name):
    if (folder / name).exists():
        shutil.copy2(folder / name, folder / (name + ".tmp")); step()
        (folder / (name + ".tmp")).replace(folder / (name + ".old")); step()
    (folder / (name + ".new")).replace(folder / name); step()
if "/WAIT" in words:
    wait_for_end(int(words["/WAIT"]))
library = folder / ("lib-" + VERSION)
library.mkdir(parents=True, exist_ok=True); step()
for mark in [*MARKS, "whole"]:
    (library / mark).write_text(""); step()
for name in ("jibao-cli", "jibao"):
    lay_down(name)
if (folder / "jibao").exists() and subprocess.run([str(folder / "jibao-cli.new"), "--starts"]).returncode:
    (folder / "refused.txt").write_text(VERSION); step()
    for name in ("jibao-cli", "jibao"):
        (folder / (name + ".new")).unlink(); step()
    shutil.rmtree(library)
    sys.exit(6)
for name in ("jibao-cli", "jibao"):
    exchange(name)
"""


def program(version: str) -> str:
    return PROGRAM.replace("@VERSION@", version)


def setup(version: str, *marks: str) -> bytes:
    """A setup program of a version; ``broken`` makes it fail its check, ``crashes`` only its real start."""
    script = SETUP.replace("@VERSION@", version).replace("@MARKS@", " ".join(marks))
    return script.replace("@PROGRAM@", repr(program(version))).encode()
