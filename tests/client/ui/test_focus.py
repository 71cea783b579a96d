"""Where the keyboard is can be seen: on every control of every page, in every set of colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QSizePolicy, QWidget

from client.tour.script import Sample
from client.ui.entry.grid.sheet import Sheet
from client.ui.parts.table import Table
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from tests.client.ui.conftest import Pilot

PAGES = ("desk", "import", "send", "charts", "paper", "firms", "notices", "help", "settings", "diagnosis")
LOOKS = [("light", False), ("dark", False), ("light", True), ("dark", True)]
TOLD_APART = 3.0
"""Contrast between before and after, as WCAG 2.4.11 asks for."""
SEEN = 30
"""So many dots must have changed so much: the side of a small button."""


def luminance(image: QImage) -> npt.NDArray[np.float64]:
    """Of every dot, as WCAG reckons it."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    dots = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)[:, :, 2::-1] / 255
    linear = np.where(dots <= 0.04045, dots / 12.92, ((dots + 0.055) / 1.055) ** 2.4)
    weighed: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


def changed(before: QImage, after: QImage) -> int:
    """How many dots differ so that the change is seen."""
    one, other = luminance(before) + 0.05, luminance(after) + 0.05
    return int(np.count_nonzero(np.maximum(one / other, other / one) >= TOLD_APART))


def look(window: QWidget, of: QWidget) -> QImage:
    """What is to be seen where a control is."""
    image = QImage(of.size(), QImage.Format.Format_RGB32)
    window.render(image, QPoint(), of.rect().translated(of.mapTo(window, QPoint())))
    return image


def stops(page: QWidget) -> Iterator[QWidget]:
    """What Tab leads to; not the grid, whose cursor stays framed as in Excel, nor lists with nothing in them."""
    for each in page.findChildren(QWidget):
        if not each.isVisible() or not each.isEnabled() or not each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if isinstance(each, Sheet) or (isinstance(each, QAbstractItemView) and not each.model().rowCount()):
            continue
        if each.focusProxy() is None and not each.visibleRegion().isEmpty():
            yield each


def laid_out(page: QWidget) -> bool:
    """Whether all that scrolls, and every table that stands whole, is as high as it needs: a turn later it is."""
    tables = [each for each in page.findChildren(Table) if each.isVisible()]
    whole = [each for each in tables if each.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Fixed]
    if any(each.height() < each.sizeHint().height() for each in whole):
        return False
    areas = [each.widget() for each in page.findChildren(QScrollArea) if each.isVisible()]
    layouts = [(each, each.layout()) for each in areas if each is not None and each.layout() is not None]
    return all(made.height() >= layout.totalHeightForWidth(made.width()) for made, layout in layouts)


def bring(page: QWidget, part: QWidget) -> None:
    """Scroll as Tab does, to the head of what is higher than the page."""
    for area in page.findChildren(QScrollArea):
        inside = area.widget()
        if inside is not None and inside.isAncestorOf(part):
            at = part.mapTo(inside, QPoint())
            area.ensureVisible(at.x(), at.y() + min(part.height(), area.height() // 2), 0, area.height() // 2)


def unseen(window: QWidget, page: QWidget) -> list[str]:
    """Controls that look the same whether they have the keyboard or not."""
    found = []
    for each in list(stops(page)):
        bring(page, each)
        window.setFocus()
        before = look(window, each)
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if each.hasFocus() and changed(before, look(window, each)) < SEEN:
            found.append(f"{type(each).__name__} {each.objectName()} {each.property('role') or ''}")
    return found


@pytest.mark.parametrize(("choice", "contrast"), LOOKS)
def test_where_the_keyboard_is_can_be_seen(
    imported: Session, story: Sample, pilot: Pilot, choice: str, contrast: bool
) -> None:
    shell, theme = pilot.window.shell, pilot.window.conductor.context.theme
    theme.wear(choice, contrast=contrast, percent=100)  # type: ignore[arg-type]
    shell.activateWindow()
    pilot.qtbot.waitUntil(shell.isActiveWindow)
    found = {}
    for name in PAGES:
        pilot.window.conductor.go(name)
        pilot.settle()
        pilot.until(partial(laid_out, shell.page))
        found[name] = unseen(shell, shell.page)
    pilot.open("JY", story.period, "JY021")
    found["entry"] = unseen(shell, shell.page)
    pilot.window.conductor.import_book(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    found["review"] = unseen(shell, shell.page)
    found["rail"] = unseen(shell, pilot.window.shell.rail)
    assert not {name: silent for name, silent in found.items() if silent}
