"""The style sheet: ``resources/style/jibao.qss`` with colours and distances put in.

Places are spelled ``{colour}`` and ``{0.5em}``; a distance is told in lines of text and comes out in
device-independent units, so that the file itself holds no pixel.
"""

from __future__ import annotations

import re

import msgspec

from client.base.paths import RESOURCES
from client.ui.theme.colours import Colours

_PLACE = re.compile(r"\{([a-z_]+|\d*\.?\d+em)\}")


def style_sheet(colours: Colours, em: float) -> str:
    """Fill the file's places. Raises ``KeyError`` for a colour nobody named."""
    named = msgspec.structs.asdict(colours)

    def fill(match: re.Match[str]) -> str:
        place = match.group(1)
        if place.endswith("em"):
            return f"{max(1, round(float(place[:-2]) * em))}px"
        return str(named[place])

    return _PLACE.sub(fill, (RESOURCES / "style" / "jibao.qss").read_text("utf-8"))
