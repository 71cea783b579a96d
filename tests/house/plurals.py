"""How English plurals stand in messages and translations."""

from __future__ import annotations

import re

NUMBERS = "count|days|minutes|seconds|limit|size|least|missing|files|length|bytes|number|total"
PLURAL = re.compile(rf"\{{(?:{NUMBERS})\}} (?:(?!of |is |was |has |does |this )\w+ ){{0,2}}?\w+s\b|\(s\)")
