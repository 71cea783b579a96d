"""Figures with value added tax in them, where a return asks for those without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from client.workbook.finding.names.traditional import compared
from client.workbook.finding.names.vocabulary import Target
from client.workbook.finding.readers.consolidated import titles
from client.workbook.finding.readers.taking import Taking
from client.workbook.finding.taken.converting import MONEY
from client.workbook.finding.taken.extraction import Found, Note, note
from client.workbook.finding.taken.places import spot_of
from forms.pack.model import Form
from forms.values.units import compatible

_WITH = re.compile(r"(?<!不)含(?:增值)?税(?![金费额])|价税合计")
_FOOT = 6
_WITHOUT = re.compile("不含增值税|不含税")


def said(target: Target, form: Form, texts: Iterable[str]) -> str:
    """The words by which a line or column says that tax is in it; ``""`` where nothing does, or it may be.

    The accounts of a single form never hold it; of a list only what its definition says so of.
    """
    words = next((text for text in texts if _WITH.search(compared(text))), "")
    asked_without = form.shape == "single" or _WITHOUT.search(target.indicator.definition) is not None
    return words if asked_without and compatible(target.spec.unit, MONEY) else ""


def remark(taking: Taking, target: Target, texts: Iterable[str]) -> None:
    """Add a remark where figures say that tax is in them; once for each line or column."""
    if words := said(target, taking.pack.forms[target.form], texts):
        taking.doubt(note("warn.with-tax", sheet=taking.sheet.name, text=words))


def titled(taking: Taking) -> Iterator[Note]:
    """A remark where the title or the foot of a statement says that tax is in its figures."""
    sheet, used = taking.sheet, taking.rows_used()
    if taking.pack.forms[taking.forms[0]].shape != "single" or not used:
        return
    foot = (sheet.text(row, at) for row in sheet.rows[-_FOOT:] if row > max(used) for at in sheet.across[:_FOOT])
    told = next((text for text in (*titles(taking), *foot) if _WITH.search(compared(text))), "")
    if told and not any(_WITH.search(str(each.params.get("text", ""))) for each in taking.conflicts):
        yield note("warn.with-tax", sheet=sheet.name, text=told[:40])


def settle(taking: Taking, taxed: Sequence[tuple[Found, Target, str]]) -> None:
    """Leave the figures with tax where another line has them without; the others are remarked upon."""
    without = {_place(each) for each in taking.values if all(each is not found for found, *_ in taxed)}
    for found, target, text in taxed:
        if _place(found) in without:
            taking.values = [each for each in taking.values if each is not found]
            spot = spot_of(found.place)
            taking.leave(note("left.row-with-tax"), row=spot.row, column=spot.column, label=text)
        else:
            remark(taking, target, (text,))


def _place(found: Found) -> tuple[str, str]:
    return found.form, found.address
