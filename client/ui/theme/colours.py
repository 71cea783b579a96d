"""The sets of colours, light and dark and each with more contrast, named by what they are for."""

from __future__ import annotations

import msgspec


class Colours(msgspec.Struct, frozen=True):
    """``#rrggbb`` by purpose. ``…_soft`` is the ground on which its namesake is written."""

    window: str
    surface: str
    sunken: str
    computed: str
    hover: str
    line: str
    line_strong: str
    border: str
    """Around what is typed into, chosen from or switched: by it alone a blank field is told from the page."""
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    selection: str
    focus: str
    """Around what has the keyboard, and around nothing else where contrast is high."""
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
    plain_soft: str


LIGHT = Colours(
    window="#f5f6f8",
    surface="#ffffff",
    sunken="#eceef2",
    computed="#f3f4f6",
    hover="#e2e5ea",
    line="#e2e5ea",
    line_strong="#c3c9d2",
    border="#7f8995",
    text="#1b2027",
    text_soft="#4c5562",
    text_faint="#5e6773",
    accent="#1f5fa6",
    accent_hover="#194f8c",
    accent_soft="#e4eefa",
    on_accent="#ffffff",
    selection="#d9e7f8",
    focus="#1f5fa6",
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
    plain_soft="#eceef2",
)

DARK = Colours(
    window="#1a1d21",
    surface="#212529",
    sunken="#15181b",
    computed="#282d33",
    hover="#333940",
    line="#333940",
    line_strong="#4c545e",
    border="#6f7984",
    text="#e7e9ec",
    text_soft="#b4bcc5",
    text_faint="#9aa3ae",
    accent="#74abea",
    accent_hover="#92bdf0",
    accent_soft="#24364b",
    on_accent="#0d1a2a",
    selection="#273a51",
    focus="#74abea",
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
    plain_soft="#31373e",
)

LIGHT_HIGH = msgspec.structs.replace(
    LIGHT,
    window="#ffffff",
    sunken="#f2f2f2",
    computed="#f2f2f2",
    hover="#dcdfe3",
    line="#767676",
    line_strong="#1a1a1a",
    border="#1a1a1a",
    text="#000000",
    text_soft="#1f2429",
    text_faint="#2e343b",
    accent="#083d77",
    accent_hover="#052c57",
    focus="#0050ff",
    error="#8c120b",
    query="#5f3a00",
    hint="#1d3f5e",
    good="#0b4a26",
    practice="#4a2379",
    plain_soft="#e8eaed",
)

DARK_HIGH = msgspec.structs.replace(
    DARK,
    window="#000000",
    surface="#000000",
    sunken="#0d0d0d",
    computed="#141414",
    hover="#2b2b2b",
    line="#8a8a8a",
    line_strong="#f2f2f2",
    border="#f2f2f2",
    text="#ffffff",
    text_soft="#e6e9ed",
    text_faint="#cfd5dc",
    accent="#9cc9ff",
    accent_hover="#c3deff",
    on_accent="#000000",
    selection="#20344b",
    focus="#ffd23f",
    error="#ffb3ac",
    query="#ffd68a",
    hint="#bcdcf7",
    good="#a8ecc0",
    practice="#dcc8ff",
    plain_soft="#262626",
)
