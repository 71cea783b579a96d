"""Every reason the code may give has its words, and every word is given by some code."""

from __future__ import annotations

import re
import tomllib
from typing import get_args

from client.base.paths import PROGRAM, RESOURCES
from client.workbook.finding.sheets.headings import Role
from client.workbook.finding.taken.extraction import note

MESSAGES = RESOURCES / "messages"
TEXTS = tomllib.loads((MESSAGES / "workbook.toml").read_text("utf-8"))
CLIENT = PROGRAM / "client"
AREAS = "left|seen|warn|workbook|records|choices|template|marked|export|doubt"
CODE = re.compile(rf'"((?:{AREAS})\.(?!xml")[a-z-]+)"')
SILENT = {"code", "line", "unit", "reference"}


def used() -> set[str]:
    """Codes spelled out in the package and in what compares with it, and those made of the meaning of a column."""
    codes = {f"left.column-{role.replace('_', '-')}" for role in get_args(Role) if role not in SILENT}
    codes |= {"seen.down", "seen.across", "seen.why-down", "seen.why-across", "warn.day-first", "warn.month-first"}
    for path in (*(CLIENT / "workbook").rglob("*.py"), *(CLIENT / "usecases" / "books").rglob("*.py")):
        codes |= set(CODE.findall(path.read_text("utf-8")))
    return codes


def test_codes_and_words_agree() -> None:
    usecases = set(tomllib.loads((MESSAGES / "usecases.toml").read_text("utf-8")))
    assert used() - usecases == set(TEXTS)


def test_places_are_the_same_in_both_languages() -> None:
    for code, text in TEXTS.items():
        places = [set(re.findall(r"\{(\w+)", text[key])) for key in ("zh", "en")]
        assert places[0] == places[1], code


def test_a_note_in_both_languages() -> None:
    why = note("left.row-same-key", key="K1", row=7)
    assert why.what() == "代码“K1”与第 7 行重复"
    assert why.what("en") == "the code “K1” was used in line 7 already"
    assert why.remedy("en") == "Check the code; one line a record."
