"""What a start may not load before the desk is shown. It is no measurement: it names what would make one worse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

FORBIDDEN = (
    # read when a return is opened, checked or imported
    *("forms.pack", "forms.rules", "forms.columns", "forms.locating", "forms.linting", "pypinyin", "highspy"),
    *(
        "client.usecases.returns.editing",
        "client.usecases.views.desk_looking",
        "client.workbook",
        "numpy",
        "openpyxl",
    ),
    *("python_calamine", "rapidfuzz", "tomllib"),
    # the network, and what only practising needs
    *("client.net", "client.sync", "client.practice", "httpx", "ssl", "http.client", "urllib.request", "tuf"),
    *("truststore", "joserfc", "email", "socket", "asyncio"),
    # other pages and paper
    *("pyqtgraph", "segno", "client.printing", "client.ui.entry", "client.ui.importing", "client.ui.sending"),
    *("client.ui.charts", "client.ui.paper", "client.ui.settings", "client.ui.firms", "client.ui.help"),
    "client.usecases.views.calendar_file",
    *("PySide6.QtPrintSupport", "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtSvg"),
    # what libraries would load without need
    *("shibokensupport.signature.parser", "shibokensupport.signature.lib.pyi_generator", "more_itertools"),
    *("importlib_metadata", "importlib.metadata", "importlib.resources", "multiprocessing", "subprocess"),
    *("typing_extensions", "tarfile", "backports.tarfile", "inspect", "msgspec.inspect"),
    *("secrets", "random", "tempfile", "textwrap", "platform", "argparse", "gettext", "bz2", "lzma"),
    *("msgspec.toml", "json", "logging", "pkgutil", "backports", "ipaddress", "tokenize", "traceback"),
    # OpenSSL under hashlib: 4 MB
    "_hashlib",
    # 6 MB: not where the keyring holds the master key
    "cryptography",
    # a class that these make takes a millisecond; what is kept in months needs none of it
    *("dataclasses", "calendar"),
    *("client.cli", "client.tour", "typer"),
)
"""Modules; what lies in a package counts with it."""

UNMADE = (
    # an event that Python hears as any has all 60 kinds made, with 30 enumerations: 0.5 MB and 4 ms
    "QTabletEvent",
    # 340 KB and 4 ms: names of everything a style can paint
    "QStyle",
    # of pages and parts that are made when they are first wanted
    *("QLineEdit", "QDialog", "QMenu", "QScrollEvent", "QListView", "QPlainTextEdit"),
)
"""Classes of PySide: each is made when it is first named or met."""

MAKE = """
import sys
from pathlib import Path
from client.usecases.home import enterprises, settings
from client.usecases.views.desk import overview
from client.usecases.home.opening import open_session
with open_session(Path(sys.argv[1])) as session:
    settings.put(session, "reminders.tray", False)  # comes later, but maybe before a slow end
    overview(session, enterprises.add(session, "91441300MA58H0D25G", "惠州市粤华光电科技有限公司（虚构）").code)
"""
START = """
import sys, main
status = main.main(["--window", "--exit-when-shown", "--home", sys.argv[1]])
print("\\n".join(sys.modules))
def made(kind):
    for each in type.__subclasses__(kind):
        if each.__module__.startswith("PySide6"):
            print("made:" + each.__name__)
        made(each)
made(sys.modules["shiboken6"].Shiboken.Object)
sys.exit(status)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules, and the classes of PySide, that are there when the desk of an enterprise has been painted."""
    folder = tmp_path_factory.mktemp("start")
    keyring = {"PYTHON_KEYRING_BACKEND": "tests.bench.file_keyring.Keyring", "JIBAO_PASSPHRASE": ""}
    around = {**os.environ, **keyring, "JIBAO_BENCH_KEYRING": str(folder / "keyring"), "PYTHONUTF8": "1"}
    for script in (MAKE, START):
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder / "home")],
            cwd=ROOT,
            env=around,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    return set(done.stdout.split())


def test_the_desk_was_shown(loaded: set[str]) -> None:
    assert {"client.ui.desk.page", "client.store.file.store", "keyring.core", "apsw"} <= loaded


def test_the_desk_waits_for_nothing_it_does_not_need(loaded: set[str]) -> None:
    needless = sorted(
        each for each in loaded if any(each == name or each.startswith(f"{name}.") for name in FORBIDDEN)
    )
    assert not needless


def test_no_class_of_qt_is_made_that_the_desk_does_not_need(loaded: set[str]) -> None:
    assert "made:QTableView" in loaded
    assert not [name for name in UNMADE if f"made:{name}" in loaded]
