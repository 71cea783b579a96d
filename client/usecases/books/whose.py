"""Whether a workbook is the enterprise's own, by the name that stands in it."""

from __future__ import annotations

import re
import unicodedata

from client.usecases.home.session import Session
from client.workbook import Extraction, Note
from client.workbook.finding.names.traditional import simplified
from client.workbook.finding.taken.extraction import note

_KIND = re.compile(r"股份|有限|责任|集团|公司|分公司")
_ENTERPRISE = re.compile(
    r"公司|厂|集团|院|中心|[^场]所|[^报]社|店|银行|企业|\b(?:co|ltd|inc|corp)\b", re.IGNORECASE
)
"""What is called otherwise may be any words beside 单位名称: a heading of a list."""
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[^\w]|_")


def another_name(session: Session, firm: str, extraction: Extraction) -> tuple[Note, ...]:
    """A doubt where a workbook that names no credit code bears the name of another enterprise than ``firm``."""
    if extraction.firm_code or not _ENTERPRISE.search(extraction.firm_name):
        return ()
    known = session.own.run(lambda books: books.enterprises.get(firm))
    if known is None or not known.name or alike(known.name, extraction.firm_name):
        return ()
    return (note("warn.other-name", found=extraction.firm_name, expected=known.name),)


def alike(one: str, other: str) -> bool:
    """Whether two names may be one enterprise's: one short for the other, or in scripts not to be compared."""
    short, long = sorted(map(_core, (one, other)), key=len)
    if not short or short.isascii() != long.isascii():
        return True
    letters = iter(long)
    return all(letter in letters for letter in short)


def _core(name: str) -> str:
    """What tells an enterprise from others: no brackets, no 有限公司."""
    plain = _ASIDE.sub("", simplified(unicodedata.normalize("NFKC", name)).casefold())
    return _KIND.sub("", plain) or plain
