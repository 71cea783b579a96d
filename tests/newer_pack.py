"""A version of the bundled definitions that takes the place of the present one in the middle of a period."""

from __future__ import annotations

import shutil
from pathlib import Path

from forms.pack.loader import bundled_pack, folder_of

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


def _swap(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")
