"""How the window looks, as far as that must be known before the home is open: language, colours, letters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from client.base.errors import UserError
from client.base.files import write_private
from client.base.home import LOOK_FILE
from client.usecases.home.managed_settings import managed
from client.usecases.home.settings_fitting import or_default
from client.usecases.home.settings_table import SETTINGS, Value


def read_look(home: Path) -> dict[str, Value]:
    """What the window looks like, as far as it must be known before the home is open; else the defaults."""
    found: object = {}
    with suppress(OSError, msgspec.DecodeError, RecursionError):
        found = msgspec.json.decode((home / LOOK_FILE).read_bytes())
    held = found if isinstance(found, dict) else {}
    laid: dict[str, Value] = {}
    with suppress(UserError):  # told when the home is opened
        laid = managed()
    chosen = {each.key: or_default(each, held.get(each.key)) for each in SETTINGS if each.look}
    return chosen | {key: value for key, value in laid.items() if key in chosen}


def write_look(home: Path, chosen: Mapping[str, Value]) -> None:
    """Keep the look beside the store; a disk that refuses costs a wrong colour at the next start."""
    look = {setting.key: chosen[setting.key] for setting in SETTINGS if setting.look}
    with suppress(OSError):
        write_private(home / LOOK_FILE, msgspec.json.encode(look), lasting=False)
