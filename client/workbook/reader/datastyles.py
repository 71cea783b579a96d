"""Number formats of OpenDocument that show a figure smaller than it is. Runs inside the child."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from client.workbook.reader.shown import Scale, multiple_in

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"
_SCALING = re.compile("number:display-factor=|number:embedded-text|[千万亿][^<]{0,4}</number:text>".encode())


def shown_styles(*parts: bytes) -> dict[str, Scale]:
    """The cell styles that show a figure smaller, by name; of two alike that of the later part counts.

    Raises ``ElementTree.ParseError``.
    """
    if not any(map(_SCALING.search, parts)):
        return {}
    formats: dict[str, tuple[Scale | None, list[str]]] = {}
    cells: dict[str, tuple[str, str]] = {}
    for part in filter(None, parts):
        for event, node in ElementTree.iterparse(io.BytesIO(part), ("start", "end")):  # noqa: S314 - no declarations
            if event == "start":
                if node.tag == _BODY:
                    break
            elif node.tag.startswith(_NUMBER) and (name := node.get(f"{_STYLE}name")):
                others = [each.get(f"{_STYLE}apply-style-name", "") for each in node.iter(f"{_STYLE}map")]
                formats[name] = _scale_of(node), others
            elif node.tag == f"{_STYLE}style":
                above = node.get(f"{_STYLE}parent-style-name", "")
                cells[node.get(f"{_STYLE}name", "")] = node.get(f"{_STYLE}data-style-name", ""), above
    scales = {name: own or _first(formats, others) for name, (own, others) in formats.items()}
    found = {name: scales.get(_data_style(cells, name)) for name in cells}
    return {name: scale for name, scale in found.items() if scale is not None}


def _first(formats: dict[str, tuple[Scale | None, list[str]]], names: list[str]) -> Scale | None:
    """The scale of the first of the formats that another hands some figures to."""
    return next((scale for name in names if name in formats and (scale := formats[name][0])), None)


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
    return (power, named) if power or named else None
