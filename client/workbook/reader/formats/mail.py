"""Web pages packed as mail (MHTML), as SAP exports tables and Excel saves them. Runs inside the child."""

from __future__ import annotations

import email
import html
import re

from client.workbook.reader import wire
from client.workbook.reader.containers import Refused
from client.workbook.reader.formats import pages
from client.workbook.reader.limits import Limits

_NAMED = re.compile(r"<x:Name>([^<]+)</x:Name>\s*<x:WorksheetSource\s+HRef=[\"']([^\"']+)[\"']", re.IGNORECASE)


def read(data: bytes, name: str, limits: Limits) -> list[wire.WireSheet]:
    """Every table of every page in the mail, named as the workbook names its sheets.

    Raises ``Refused`` where there is none, or where a page is refused.
    """
    found: list[wire.WireSheet] = []
    named: dict[str, str] = {}
    for part in email.message_from_bytes(data).walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if not isinstance(page, bytes):
            continue
        named |= _names(page)
        try:
            found += pages.read(page, named.get(_file(str(part.get("Content-Location", ""))), name), limits)
        except Refused as refused:
            if refused.code != "workbook.saved-as-page":  # a frame around the sheets holds no table
                raise
    if not found:
        raise Refused("workbook.saved-as-page")
    return found


def _names(page: bytes) -> dict[str, str]:
    """The sheets' names by the file that each is in, as the page around them tells."""
    said = _NAMED.findall(pages.decode(page)) if b"<x:Name" in page else []
    return {_file(where): html.unescape(name) for name, where in said}


def _file(location: str) -> str:
    return location.replace("\\", "/").rpartition("/")[2].casefold()
