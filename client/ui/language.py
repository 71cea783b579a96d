"""Which language the window speaks, for words that come in both: those of packs, rules and findings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def english() -> bool:
    """Whether the window speaks English; the translation of one word says so."""
    return QCoreApplication.translate("language", "中文") == "English"


def told(zh: str, en: str) -> str:
    """Of two spellings the one of the window's language; Chinese where there is no other."""
    return en if en and english() else zh
