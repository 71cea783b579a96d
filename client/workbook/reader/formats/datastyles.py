"""Number formats of OpenDocument that show a figure smaller than it is, or in brackets. Runs inside the child."""

from __future__ import annotations

import io
import re
from typing import NamedTuple
from xml.etree import ElementTree

from client.workbook.reader.shown import BRACKETED, Scale, multiple_in, scaled

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"
_WORTH_A_LOOK = re.compile(
    "number:display-factor=|number:embedded-text|[千万亿][^<]{0,4}</number:text>|[(（][^<]{0,4}</number:text>".encode()
)
_OF_POSITIVE = re.compile(r"value\(\)>=?0(?:\.0*)?")
_OF_OTHERS = re.compile(r"value\(\)(?:<=?|=)0(?:\.0*)?")


class _Format(NamedTuple):
    """A number format: how it shows a figure, and to which it hands some of them, each with the condition."""

    scale: Scale | None
    bracketed: bool
    others: list[tuple[str, str]]


def shown_styles(*parts: bytes) -> dict[str, Scale]:
    """The cell styles that show a figure smaller, or a positive one in brackets, by name.

    Of two alike that of the later part counts. Raises ``ElementTree.ParseError``.
    """
    if not any(map(_WORTH_A_LOOK.search, parts)):
        return {}
    formats: dict[str, _Format] = {}
    cells: dict[str, tuple[str, str]] = {}
    for part in filter(None, parts):
        for event, node in ElementTree.iterparse(io.BytesIO(part), ("start", "end")):  # noqa: S314 - no declarations
            if event == "start":
                if node.tag == _BODY:
                    break
            elif node.tag.startswith(_NUMBER) and (name := node.get(f"{_STYLE}name")):
                formats[name] = _Format(_scale_of(node), _in_brackets(node), _handed_on(node))
            elif node.tag == f"{_STYLE}style":
                above = node.get(f"{_STYLE}parent-style-name", "")
                cells[node.get(f"{_STYLE}name", "")] = node.get(f"{_STYLE}data-style-name", ""), above
    scales = {name: _shown_by(formats, each) for name, each in formats.items()}
    found = {name: scales.get(_data_style(cells, name)) for name in cells}
    return {name: scale for name, scale in found.items() if scale is not None}


def _shown_by(formats: dict[str, _Format], form: _Format) -> Scale | None:
    """The scale of a format, or of the first of those it hands figures to; else whether it shows brackets."""
    scales = (form.scale, *(formats[name].scale for _, name in form.others if name in formats))
    return next(filter(None, scales), None) or (BRACKETED if _of_positive(formats, form).bracketed else None)


def _of_positive(formats: dict[str, _Format], form: _Format) -> _Format:
    """The format positive figures are shown in; one that brackets nothing where that cannot be told."""
    plain = _Format(None, False, [])
    for condition, name in form.others:
        if _OF_POSITIVE.fullmatch(condition):
            return formats.get(name, plain)
        if not _OF_OTHERS.fullmatch(condition):
            return plain
    return form


def _handed_on(form: ElementTree.Element) -> list[tuple[str, str]]:
    """Conditions without spaces, and the formats they hand figures to."""
    return [
        (each.get(f"{_STYLE}condition", "").replace(" ", ""), each.get(f"{_STYLE}apply-style-name", ""))
        for each in form.iter(f"{_STYLE}map")
    ]


def _in_brackets(form: ElementTree.Element) -> bool:
    """Whether a bracket stands open before the figure and is closed behind it."""
    before, behind, seen = "", "", False
    for part in form:
        seen = seen or part.tag == f"{_NUMBER}number"
        if part.tag == f"{_NUMBER}text":
            before, behind = (before, behind + (part.text or "")) if seen else (before + (part.text or ""), behind)
    opened = re.search(r"[(（][^()（）]*$", before)
    return opened is not None and re.match(r"[^()（）]*[)）]", behind) is not None


def _data_style(cells: dict[str, tuple[str, str]], name: str) -> str:
    """The number format of a cell style, or of the nearest one above it that has one."""
    for _ in range(len(cells)):
        own, name = cells.get(name, ("", ""))
        if own or not name:
            return own
    return ""


def _scale_of(form: ElementTree.Element) -> Scale | None:
    number = form.find(f"{_NUMBER}number")
    if number is None:
        return None
    factor = number.get(f"{_NUMBER}display-factor", "1")
    power = len(factor.partition(".")[0].rstrip()) - 1 if factor.startswith("1") else 0
    for text in number.iter(f"{_NUMBER}embedded-text"):
        if text.text == ".":  # a decimal point that is only written between two digits
            power += int(text.get(f"{_NUMBER}position", "0"))
        elif text.text == "!":  # the same, from Excel's 0!.0
            power += int(number.get(f"{_NUMBER}decimal-places", "0"))
    named = multiple_in("".join(text.text or "" for text in form.iter(f"{_NUMBER}text")))
    return scaled(power, named)
