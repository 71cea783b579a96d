"""The person's data folder: what lies where in it, and which folders are refused.

SQLite's write-ahead log needs a local disk, and a folder that a sync program copies while it is written
becomes damaged; both are refused before anything is created.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from client.base.errors import OurFault, UserError
from client.base.reasons import reason_of

STORE_FILE = "home.store"
"""The home's own store: which enterprises there are, and what belongs to none of them."""
FIRMS_FOLDER = "enterprises"
FIRM_STORE_FILE = "returns.store"
BACKUPS_FOLDER = "backups"
SINGLE_STORE_FILE = "jibao.store"
"""Where homes of the first layout kept everything; such a home is split when it is opened."""
KEYS_FILE = "keys.json"
LOCK_FILE = "jibao.lock"
DOOR_FILE = "jibao.door"
NEW_FOLDER = "restore.new"
"""Where the home of a backup is made ready, on a new computer."""
CACHE_FOLDER = "cache"
"""What can be made anew at any time; in no backup."""
LOOK_FILE = "look.json"
"""How the window looks, wanted before the store is open; no secret."""

SYNC_FOLDERS = ("onedrive", "nutstore", "坚果云", "dropbox", "icloud", "baidusyncdisk", "百度网盘")
"""Beginnings of the names of folders that a sync program copies to elsewhere."""

POLICY = "JIBAO_HOME_POLICY"
"""Set by an IT department that knows what it does: ``network``, ``synced`` or both, with a comma."""

_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where Windows tells the programs which folders OneDrive copies, whatever they are called."""

_DRIVE_REMOTE = 4


def prepare_home(home: Path) -> Path:
    """Make ``home`` (readable by its owner alone) and answer its absolute path.

    Raises ``UserError``: ``home.network``, ``home.synced``, ``home.is-a-file``, ``home.not-writable``.
    """
    allowed = os.environ.get(POLICY, "").split(",")
    if on_network(str(home)) and "network" not in allowed:
        raise UserError("home.network", home=home)
    absolute = home.expanduser().absolute()
    if (synced := sync_root(absolute)) and "synced" not in allowed:
        raise UserError("home.synced", home=absolute, program=synced)
    if absolute.exists() and not absolute.is_dir():
        raise UserError("home.is-a-file", home=absolute)
    _probe(absolute)
    return absolute


def may_name_a_folder(firm: str) -> bool:
    """Whether an enterprise of this code, perhaps a stranger's file's, can have a folder of its own everywhere."""
    return _PLAIN.fullmatch(firm) is not None


def firm_store(home: Path, firm: str) -> Path:
    """Where the store of an enterprise lies. Raises ``OurFault('home.no-code')`` for what is no plain code."""
    if not may_name_a_folder(firm):
        raise OurFault("home.no-code")
    return home / FIRMS_FOLDER / firm / FIRM_STORE_FILE


def has_stores(home: Path) -> bool:
    """Whether there is a store, its log or its note in ``home``, of any layout."""
    places = (f"{STORE_FILE}*", f"{SINGLE_STORE_FILE}*", f"{FIRMS_FOLDER}/*/{FIRM_STORE_FILE}*")
    return any(True for place in places for _ in home.glob(place))


def half_restored(home: Path) -> bool:
    """Whether making the home of a backup was cut short: its own store comes last."""
    return (home / NEW_FOLDER).exists() and not (home / STORE_FILE).exists()


_PLAIN = re.compile(r"(?!(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])$)[0-9A-Z]{1,32}")
"""Windows opens a device by some names, in whatever folder."""


def on_network(path: str) -> bool:
    """Whether ``path`` is a UNC path (``\\\\server\\share``) or lies on a mapped network drive (Windows)."""
    if path.lower().startswith("\\\\?\\unc\\"):
        return True
    if path.startswith(("\\\\", "//")) and not path.startswith("\\\\?\\"):
        return True
    if sys.platform == "win32":
        import ctypes

        drive = Path(path).absolute().drive
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
    return False


def sync_root(path: Path) -> str | None:
    """The name of the sync program's folder that ``path`` lies in, if any."""
    for root in filter(None, map(os.environ.get, _ONEDRIVE)):
        if path.is_relative_to(root):
            return Path(root).name
    for part in path.parts:
        if part.lower().startswith(SYNC_FOLDERS):
            return part
    return None


def _probe(folder: Path) -> None:
    """Create ``folder`` and write, flush and remove one file in it."""
    probe = folder / f".probe-{os.urandom(4).hex()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.close(descriptor)
        probe.unlink()
    except OSError as error:
        raise UserError("home.not-writable", home=folder, reason=reason_of(error)) from error
