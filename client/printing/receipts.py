"""A receipt on one sheet, with a QR code that holds its number and digests."""

from __future__ import annotations

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice

from client.printing.ink import GREY, HEI, MONO, Ink
from client.printing.model import ReceiptPaper

CODE_MM = 38.0


def paint_receipt(device: QPagedPaintDevice, paper: ReceiptPaper) -> int:
    """Paint the sheet; answers 1."""
    with Ink(device) as ink:
        ink.text((0, 4, ink.width, 12), paper.title, ink.font(20, HEI, bold=True), "center")
        ink.line(0, 20, ink.width, 20, 0.35)
        beside = ink.width - CODE_MM - 8
        y = _pairs(ink, paper.facts, 25.0, beside, ink.font(11))
        paint_code(ink, paper.code, ink.width - CODE_MM, 26.0)
        y = max(y, 26.0 + CODE_MM) + 6
        ink.line(0, y, ink.width, y)
        y = _pairs(ink, paper.proof, y + 4, ink.width, ink.font(9, MONO))
        note = ink.font(9)
        height = ink.text_height(paper.note, note, ink.width)
        ink.text((0, y + 4, ink.width, height + 1), paper.note, note, top=True)
        ink.text((0, ink.height - 5, ink.width, 5), paper.mark, ink.font(7), colour=GREY)
    return 1


def _pairs(ink: Ink, pairs: tuple[tuple[str, str], ...], y: float, width: float, font: QFont) -> float:
    """Names on the left, values beside them; answers where they end."""
    small = ink.font(9)
    for name, value in pairs:
        height = max(7.0, ink.text_height(value, font, width - 34) + 1.6)
        ink.text((0, y, 32, height), name, small, colour=GREY)
        ink.text((34, y, width - 34, height), value, font)
        y += height
    return y


def paint_code(ink: Ink, text: str, x: float, y: float) -> None:
    """A QR code, ``CODE_MM`` wide with its quiet zone; error level M, as it is printed and copied."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    step = CODE_MM / len(rows)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                area = ink.rect(x + across * step, y + down * step, step * 1.02, step * 1.02)
                ink.painter.fillRect(area, QColor(Qt.GlobalColor.black))
