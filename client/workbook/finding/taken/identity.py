"""The hidden sheet by which a template is known again: pack, enterprise, period, and the form of every sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from client.base.errors import UserError
from client.workbook.finding.taken.choices import Choices
from client.workbook.model import Book
from forms.periods import Period
from forms.problems import FormsError

if TYPE_CHECKING:
    from openpyxl import Workbook

LISTS = "集报·代码表"
"""The hidden sheet of code lists behind the drop-down boxes; it is ours and never read back."""

SHEET = "集报·标识"
"""Ours; never read as figures."""
_MARK = "jibao-template"
_VERSION = "1"


class Sheet(msgspec.Struct, frozen=True):
    """What a sheet is for."""

    form: str
    period: str


class Identity(msgspec.Struct, frozen=True):
    """What a template was made for; ``enterprise`` is ``""`` when for any."""

    pack: str
    enterprise: str
    name: str
    period: str
    sheets: Mapping[str, Sheet]


def write(book: Workbook, identity: Identity) -> None:
    """Add the sheet, where only the program sees it."""
    sheet = book.create_sheet(SHEET)
    for line in (
        (_MARK, _VERSION),
        ("pack", identity.pack),
        ("enterprise", identity.enterprise),
        ("name", identity.name),
        ("period", identity.period),
        *(("sheet", title, each.form, each.period) for title, each in identity.sheets.items()),
    ):
        sheet.append([str(text) for text in line])
    sheet.sheet_state = "veryHidden"


def of(book: Book) -> Identity | None:
    """The identity of a workbook that was made by the program; None for any other."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
    if sheet is None or sheet.text(1, 1) != _MARK:
        return None
    told = {sheet.text(row, 1): sheet.text(row, 2) for row in sheet.rows[:5]}
    sheets = {
        sheet.text(row, 2): Sheet(sheet.text(row, 3), sheet.text(row, 4))
        for row in sheet.rows
        if sheet.text(row, 1) == "sheet"
    }
    return Identity(
        told.get("pack", ""), told.get("enterprise", ""), told.get("name", ""), told.get("period", ""), sheets
    )


def check(identity: Identity, file: str, period: Period, firm: str, choices: Choices) -> None:
    """Refuse a template that was made for another enterprise or period.

    Raises ``UserError`` ``workbook.other-enterprise`` and ``workbook.other-period``.
    """
    if identity.enterprise and identity.enterprise != firm and not choices.any_enterprise:
        raise UserError("workbook.other-enterprise", file=file, expected=firm, found=identity.enterprise)
    try:
        made_for = Period.parse(identity.period)
    except FormsError:
        return  # somebody changed the hidden sheet: what stands on the sheets themselves counts
    if made_for.last_month != period.last_month and choices.period is None:
        raise UserError("workbook.other-period", file=file, expected=period.words, found=made_for.words)
