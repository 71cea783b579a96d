"""The catalogues of messages, as they are written."""

from __future__ import annotations

import re

from tests.house.source import ROOT

PLACE = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
FORMS = ROOT / "forms" / "messages.toml"
FILES = (FORMS, *sorted((ROOT / "resources" / "messages").glob("*.toml")))
