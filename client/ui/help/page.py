"""帮助: short topics, read inside the program without a network, in the language of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextListFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QWidget

from client.base.paths import RESOURCES
from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.parts.basics import button, column, plain, rule
from client.ui.parts.contents import Contents

HEADINGS = {True: 1.5, False: 1.08}
"""How much larger than other words a topic's title is, and the headings within it."""
LEADING = 118
"""Height of a topic's lines, in hundredths of what the letters need."""
DOTS = QTextListFormat.Style.ListDisc
OF_PAGE = {
    "desk": "1-start",
    "entry": "2-entry",
    "finding": "4-checks",
    "import": "3-import",
    "send": "5-filing",
    "notices": "5-filing",
    "paper": "5-filing",
    "charts": "2-entry",
    "rollup": "6-rollup",
    "firms": "1-start",
    "settings": "7-safety",
    "backups": "7-safety",
    "definitions": "1-start",
    "diagnosis": "8-trouble",
}
"""The topic that is opened when help is asked for on a page."""


def topics(language: str) -> list[Path]:
    """The files of a language, in the order they are listed."""
    return sorted((RESOURCES / "help" / language).glob("*.md"))


def title_of(topic: Path) -> str:
    """A topic's name: its first heading."""
    return topic.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()


class Sheet(QTextBrowser):
    """Words in lines of at most ``widest`` device-independent units; the bar stands at the margin of the page."""

    def __init__(self, widest: int) -> None:
        super().__init__()
        self._widest = widest

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        self.setViewportMargins(0, 0, max(self.width() - bar - self._widest, 0), 0)
        super().resizeEvent(event)


class HelpPage(QWidget):
    """Topics at the left, the one that is read at the right. ``support`` asks for the support bundle."""

    support = Signal()
    diagnose = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self._files = topics(spoken())
        self.topics = Contents(self._theme, "helpTopics", self.tr("帮助主题"))
        self.text = Sheet(self._theme.space(50))
        self.text.setObjectName("helpText")
        self.text.setAccessibleName(self.tr("帮助内容"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(self._theme.margin)
        self.topics.put([title_of(topic) for topic in self._files])
        self.topics.setFixedWidth(self._theme.space(12))
        self.topics.turned.connect(self._read)
        self.topics.entered.connect(self._enter)
        self._theme.changed.connect(self._read)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._left())
        inside.addWidget(rule(self._theme, upright=True))
        inside.addWidget(self.text, 1)
        self._read()

    def _left(self) -> QWidget:
        """The topics, and below them the way to technical support."""
        save = button(self.tr("保存诊断文件…"), self.support, name="helpSupport")
        save.setToolTip(self.tr("给技术支持：版本、设置、资料库和报送平台的状态、日志；没有填报数字和单位名称"))
        look = button(self.tr("诊断…"), self.diagnose, name="helpDiagnose")
        below, pad = column(self._theme, look, save, gap=0.4), self._theme.margin
        below.setContentsMargins(pad, pad, pad, pad)
        return plain(column(self._theme, self.topics, below, gap=0))

    def open_for(self, page: str) -> None:
        """Turn to what concerns a page of the rail."""
        wanted = OF_PAGE.get(page)
        for number, topic in enumerate(self._files):
            if topic.stem == wanted:
                self.topics.setCurrentRow(number)

    def _enter(self) -> None:
        """Whoever has found the topic reads it: the keyboard scrolls it."""
        self.text.setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self) -> None:
        document = self.text.document()
        document.setDefaultFont(self._running())
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        document.setIndentWidth(self._theme.space(1.3))
        document.setMarkdown(self._files[self.topics.currentRow()].read_text("utf-8"), features)
        self._set(document)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)  # it stood at the end, and is kept in sight

    def _mark(self) -> QTextCharFormat:
        """Of the dot before a line: smaller than the letters, and as far from them as its blank is wide."""
        font, made = self._theme.font(0.7), QTextCharFormat()
        font.setStretch(300)  # the one thing about a font that widens a blank taken by itself
        made.setFont(font)
        return made

    def _running(self) -> QFont:
        """For sentences: the two halves of a Chinese dash join, as the font says."""
        font = self._theme.font()
        font.setStyleStrategy(QFont.StyleStrategy.PreferDefault)
        return font

    def _set(self, document: QTextDocument) -> None:
        """Lines to be read in peace; a topic's title as large as a page's, what is below it as a card's."""
        cursor, block = QTextCursor(document), document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            level, spaced = block.blockFormat().headingLevel(), QTextBlockFormat()
            spaced.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            spaced.setTopMargin(self._theme.space(0.7) if level > 1 else 0)
            spaced.setBottomMargin(self._theme.space(0.35))
            cursor.mergeBlockFormat(spaced)
            if level:
                larger = QTextCharFormat()
                larger.setFont(self._theme.font(HEADINGS[level == 1], bold=True))
                cursor.setCharFormat(larger)
            elif block.textList() is not None and block.textList().format().style() == DOTS:
                cursor.setBlockCharFormat(self._mark())
            block = block.next()
