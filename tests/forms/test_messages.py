"""Every code that is raised has its texts, every text has its code, and the places of both languages agree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from forms.problems import FormsError
from forms.rules.kinds import Kind
from forms.rules.scope import Why
from forms.words import PLACE

FORMS = Path(__file__).parents[2] / "forms"
CATALOGUE = FormsError.catalogue()
CODE = re.compile(r"""["']((?:period|address|value|unit|pack|rule|lint|form|target|entry)\.[a-z0-9-]+)["']""")


def raised() -> set[str]:
    sources = [path.read_text("utf-8") for path in FORMS.rglob("*.py") if "test" not in path.name]
    words = {"pack.toml", "period.month", "period.months", "period.year", "period.quarter"}
    codes = {code for source in sources for code in CODE.findall(source)} - words
    codes |= {f"kind.{kind}" for kind in get_args(Kind)}
    return codes | {f"reason.{why}" for why in get_args(Why)} | {"finding.required", "finding.sign"}


def test_every_code_has_texts_and_every_text_its_code() -> None:
    assert raised() == set(CATALOGUE)


def test_texts_are_complete_and_speak_of_the_same_things() -> None:
    for code, message in CATALOGUE.items():
        assert all((message.zh, message.en)), code
        assert all((message.zh_fix, message.en_fix)) or code.startswith("kind."), code  # named within others
        places = [{name for name, *_ in PLACE.findall(text)} for text in (message.zh, message.en)]
        assert places[0] == places[1], code
