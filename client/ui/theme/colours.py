"""The two sets of colours, each named by what it is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """``#rrggbb`` by purpose. ``…_soft`` is the ground on which its namesake is written."""

    window: str
    surface: str
    sunken: str
    computed: str
    line: str
    line_strong: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    selection: str
    error: str
    error_soft: str
    query: str
    query_soft: str
    hint: str
    hint_soft: str
    good: str
    good_soft: str
    practice: str
    practice_soft: str


LIGHT = Colours(
    window="#f5f6f8",
    surface="#ffffff",
    sunken="#eceef2",
    computed="#f3f4f6",
    line="#e2e5ea",
    line_strong="#c3c9d2",
    text="#1b2027",
    text_soft="#525c69",
    text_faint="#646d79",
    accent="#1f5fa6",
    accent_hover="#194f8c",
    accent_soft="#e4eefa",
    on_accent="#ffffff",
    selection="#d9e7f8",
    error="#b3261e",
    error_soft="#fcebe9",
    query="#8a5600",
    query_soft="#fdf2da",
    hint="#3a6186",
    hint_soft="#e9f1f8",
    good="#1b7040",
    good_soft="#e3f3e9",
    practice="#6a3fa0",
    practice_soft="#f1eafa",
)

DARK = Colours(
    window="#1a1d21",
    surface="#212529",
    sunken="#15181b",
    computed="#282d33",
    line="#333940",
    line_strong="#4c545e",
    text="#e7e9ec",
    text_soft="#aeb6bf",
    text_faint="#8f98a3",
    accent="#74abea",
    accent_hover="#92bdf0",
    accent_soft="#24364b",
    on_accent="#0d1a2a",
    selection="#2b4059",
    error="#f28b82",
    error_soft="#40282a",
    query="#e6b866",
    query_soft="#3b3121",
    hint="#90b9dd",
    hint_soft="#25323e",
    good="#7fcd98",
    good_soft="#21372a",
    practice="#c6a9f4",
    practice_soft="#33294a",
)
