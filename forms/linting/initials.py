"""Pinyin initials of code lists, written into the pack so that the program need not know pinyin.

For those who write packs: the library is not part of the program. What is written already is left as it is, so
that a place read in an unusual way can be corrected by hand and stays so.
"""

from __future__ import annotations

import re
from pathlib import Path

from forms.problems import FormsError

_READ_OTHERWISE = {
    "番禺": "py",
    "大埔": "db",
    "东莞": "dg",
    "六安": "la",
    "台州": "tz",
    "单位": "dw",
    "会计": "kj",
    "参股": "cg",
    "调试": "ts",
    "调节": "tj",
    "行业": "hy",
    "重点": "zd",
    "厦门": "xm",
    "塘厦": "tx",
    "大涌": "dc",
    "麻涌": "mc",
    "东涌": "dc",
    "高埗": "gb",
    "大岭山": "dls",
}
"""Words that dictionaries read in another way than the people who live there, or not as one word."""

_ENTRY = re.compile(r"^\[\[code\]\]$", re.MULTILINE)
_NAME = re.compile(r'^name = "(?P<name>[^"\n]*)"$', re.MULTILINE)


def write_initials(folder: Path) -> int:
    """Add ``initials`` to every code that has none, below its name; answers how many were added.

    Raises ``FormsError('lint.no-pinyin')`` where the library is not installed.
    """
    added = 0
    for file in sorted((folder / "lists").glob("*.toml")):
        before = file.read_text("utf-8")
        head, *entries = _ENTRY.split(before)
        written = [_with_initials(entry) for entry in entries]
        after = "[[code]]".join([head, *written])
        if after != before:
            added += sum(new != old for new, old in zip(written, entries, strict=True))
            file.write_text(after, "utf-8", newline="\n")
    return added


def initials(name: str) -> str:
    """``重庆市`` → ``cqs``; letters and digits as they are, in lower case; everything else is left out."""
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError as error:
        raise FormsError("lint.no-pinyin") from error
    for word, said in _READ_OTHERWISE.items():
        name = name.replace(word, said)
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def _with_initials(entry: str) -> str:
    match = _NAME.search(entry)
    if match is None or re.search(r"^initials = ", entry, re.MULTILINE):
        return entry
    made = initials(match["name"])
    if not made or made == match["name"].lower():
        return entry
    return f'{entry[: match.end()]}\ninitials = "{made}"{entry[match.end() :]}'
