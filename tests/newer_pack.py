"""A version of the bundled definitions that takes the place of the present one in the middle of a period."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from client.net.library import Offer
from client.publishing import Offer as Published
from client.publishing import pack_offer
from client.usecases.home.pack_store import KeptPack
from client.usecases.home.session import Session
from client.usecases.renewal import pack_updates
from forms.pack.archive import pack_archive
from forms.pack.loader import bundled_pack, folder_of, load_pack

VERSION = f"{bundled_pack().version}.1"


def newer_pack(folder: Path, *, silent: bool = False) -> Path:
    """``folder/2026.1.1``: electricity in another unit, one indicator removed, one renamed, one limit tightened.

    With ``silent`` nothing but the version is another.
    """
    old = bundled_pack().version
    made = Path(shutil.copytree(folder_of("gd-eic"), folder / VERSION))
    _swap(made / "pack.toml", f'version = "{old}"', f'version = "{VERSION}"\nsupersedes = "{old}"')
    if silent:
        return made
    _swap(made / "pack.toml", "VAT_RATE_MAX = 0.17", "VAT_RATE_MAX = 0.13")
    _swap(made / "forms/JY.toml", 'unit = "万千瓦时"', 'unit = "千瓦时"')
    _swap(made / "forms/JY.toml", 'name = "进出口总额"', 'name = "进出口总额（海关口径）"')
    _swap(made / "forms/YF.toml", 'code = "YF041"', 'code = "YF056"\nformerly = "YF041"')
    text = (made / "forms/JB.toml").read_text("utf-8")
    start = text.index('[[section.indicator]]\ncode = "JB016"')
    end = text.index("[[section.indicator]]", start + 5)
    (made / "forms/JB.toml").write_text(text[:start] + text[end:], "utf-8")
    return made


def newer_offer(folder: Path) -> Published:
    """It as the bureau releases it; until 20 October the former version is accepted, too."""
    return pack_offer(newer_pack(folder), note_zh="用电量改以千瓦时填报", accepted_until="2025-10-20")


def fetch_newer(session: Session, folder: Path) -> None:
    """Have it in a home, as if it had been fetched."""
    made = newer_offer(folder)
    pack_updates.keep(session, Offer(made.name, "gd-eic", VERSION, 0, "", dict(made.custom)), made.data)


def other_forms_pack(folder: Path) -> Path:
    """``folder/2026.1.1``: PT is asked no more, ZZ is new."""
    made = newer_pack(folder, silent=True)
    for room in ("forms", "rules"):
        old = made / room / "PT.toml"
        (made / room / "ZZ.toml").write_text(_renumbered(old.read_text("utf-8")), "utf-8")
        old.unlink()
    targets = made / "targets.toml"
    targets.write_text(targets.read_text("utf-8").replace("PT0", "ZZ0"), "utf-8")
    return made


def _renumbered(text: str) -> str:
    text = text.replace("PT", "ZZ").replace("创新平台", "新设平台")
    return re.sub(r"^\[C(\d+)\]", r"[C9\1]", text, flags=re.MULTILINE)


def kept_pack(folder: Path) -> KeptPack:
    """A pack as a home keeps one it fetched."""
    pack = load_pack(folder)
    return KeptPack(pack.id, pack.version, pack_archive(folder), pack.sha256, "2026-01-01")


def _swap(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")
