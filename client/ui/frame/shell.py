"""The window itself: rail, header, banner, pages, status line. It only swaps pages and takes dropped files."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from client.ui.frame.header import Header
from client.ui.frame.rail import Rail
from client.ui.frame.status import StatusLine
from client.ui.parts.banner import Banner
from client.ui.parts.keyboard import entrance
from client.ui.parts.mishaps import as_fault
from client.ui.parts.still import Bounded, Still
from client.ui.theme.icons import own_icon
from client.ui.theme.theme import Theme

OURS = frozenset({".jbsub", ".json"})
"""Of files that go between here and the authority: carry files, answers."""
DEFINITIONS = frozenset({".jbpack", ".zip"})
"""Of definitions in one file; others are a folder with this head:"""
HEAD = "pack.toml"


class Shell(QWidget):
    """``dropped`` carries Paths of workbooks and folders, ``handed`` one of ours, ``unfit`` the others that
    were dropped, ``leaving`` the event.

    ``dragging`` tells whether a workbook hovers over it.
    """

    dropped = Signal(object)
    handed = Signal(object)
    unfit = Signal(object)
    dragging = Signal(bool)
    leaving = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.at = ""
        """The page shown last, also while another stop of the rail is being pressed."""
        self.setWindowIcon(own_icon())
        self.setAcceptDrops(True)
        theme.dress(self)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._build()
        self.resize(_fitting(QSize(theme.space(82), theme.space(50))))
        self.rail.fit(self.height())

    def rebuild(self) -> None:
        """Make everything inside anew, in the language and size of letters now in force; pages shown are gone."""
        former = self._body
        self._build()
        self._outer.removeWidget(former)
        former.hide()
        former.deleteLater()

    def show_page(self, page: QWidget, name: str = "") -> None:
        """Swap to a page; ``name`` is the rail's, when it has one. The keyboard comes along but for the rail's."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        held = cast("QWidget | None", self.focusWidget())
        walking = held is not None and self.rail.isAncestorOf(held)
        self._stack.setCurrentWidget(page)
        if name:
            self.at = name
            self.rail.show_page(name)
        found = None if walking else entrance(page)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page(self) -> QWidget:
        page = self._stack.currentWidget()
        assert page is not None
        return page

    @as_fault
    def paintEvent(self, event: QPaintEvent) -> None:
        """On another screen everything is painted anew, with finer icons then if it is the finest so far."""
        super().paintEvent(event)
        if self._theme.icons.coarse:
            QTimer.singleShot(0, self._theme.sharpen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; of themselves Qt's do so in dialogs alone.

        Once: held down it would press what comes next as well, and sign and file what nobody looked at.
        """
        at = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(at, QAbstractButton):
            if not event.isAutoRepeat():
                at.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _take_copies(event):
            self.dragging.emit(bool(_books(event) or _ours(event)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.dragging.emit(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.dragging.emit(False)
        if not _take_copies(event):
            return
        self.banner.hide()  # what was said of the last files
        books, ours = _books(event), _ours(event)
        if books:
            self.dropped.emit(books)
        elif ours:
            self.handed.emit(ours[0])
        if unfit := [path for path in _paths(event) if path not in books and path not in ours]:
            self.unfit.emit(unfit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leaving.emit(event)

    def _build(self) -> None:
        theme = self._theme
        name = self.tr("集报")
        QGuiApplication.setApplicationDisplayName(name)  # Qt adds it to titles it is not the whole of
        self.setWindowTitle(name)
        self.rail = Rail(theme)
        self.header = Header(theme)
        self.banner = Banner(theme, apart=True)
        self.status = StatusLine(theme)
        self._stack = QStackedWidget()
        self._body = QWidget()
        self._lay_out()
        self._outer.addWidget(self._body)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.banner)
        right.addWidget(Bounded(self._stack), 1)
        right.addWidget(Still(self.status))
        whole = QHBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)


def _books(event: QDropEvent) -> list[Path]:
    """The local workbooks and folders among what is dragged."""
    found = [path for path in _paths(event) if is_book(path) or path.is_dir()]
    return [path for path in found if not is_definitions(path)]


def _ours(event: QDropEvent) -> list[Path]:
    return [path for path in _paths(event) if path.suffix.lower() in OURS or is_definitions(path)]


def is_book(path: Path) -> bool:
    """Whether a file may be a workbook, by its name."""
    from client.workbook.endings import SUFFIXES  # no start waits for the room of workbooks

    return path.suffix.lower() in SUFFIXES


def is_definitions(path: Path) -> bool:
    """Whether a file or folder is of definitions, by its name or by what heads it."""
    return path.suffix.lower() in DEFINITIONS or path.name == HEAD or (path / HEAD).is_file()


def _take_copies(event: QDropEvent) -> bool:
    """Accept files as copies, whatever is proposed: whoever offers to move one may delete it once it was moved."""
    if not _paths(event):
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _fitting(wanted: QSize) -> QSize:
    """No larger than the screen leaves room for."""
    return wanted.boundedTo(QGuiApplication.primaryScreen().availableGeometry().size() * 0.96)
