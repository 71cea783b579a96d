"""A receipt as a card: its number, when it was received and decided, that its signature holds, and the file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from client.base.clock import CHINA
from client.protocol.messages import DecisionFinding
from client.protocol.times import parse_time
from client.ui.ground.words import Tone, Word, cell_word, level_word, moment_word, period_word
from client.ui.parts.basics import Chip, Picture, button, column, label, literal, plain, row
from client.ui.parts.flow import FlowLayout
from client.ui.sending.preflight import SendRow
from client.ui.theme.theme import SMALL, Theme
from forms.pack.model import Pack


class ReceiptCard(QFrame):
    """``saved`` and ``printed`` carry the ``SendRow`` whose file or sheet is wanted.

    ``visit`` carries a row and a cell as decisions spell it.
    """

    saved = Signal(object)
    printed = Signal(object)
    visit = Signal(object, str)

    def __init__(self, theme: Theme, pack: Pack, shown: SendRow) -> None:
        super().__init__()
        assert shown.receipt is not None
        self._theme = theme
        self._pack = pack
        self._row = shown
        self.setProperty("role", "card")
        self.setObjectName("receipt")
        inside = QVBoxLayout(self)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.8))
        inside.setSpacing(theme.space(0.5))
        inside.addLayout(self._heading())
        number = label(theme, shown.receipt.receipt_no, scale=1.2, bold=True, selectable=True)
        number.setObjectName("receiptNumber")
        numbered = column(theme, label(theme, self.tr("回执号"), role="faint", scale=SMALL), number, gap=0.05)
        save = button(self.tr("保存回执文件…"), self._save, name="saveReceipt")
        sheet = button(self.tr("打印…"), self._print, name="printReceipt")
        inside.addLayout(row(theme, numbered, None, sheet, save, gap=0.5))
        inside.addLayout(self._moments())
        inside.addLayout(self._proof())
        if shown.changed:
            inside.addLayout(row(theme, Chip(theme, Word(self.tr("此后有改动，还没有报送"), "query")), None))
        for finding in shown.decision.findings if shown.decision else ():
            inside.addWidget(self._returned(finding))
        if shown.note:
            inside.addWidget(self._note(shown.note))

    def _heading(self) -> QVBoxLayout:
        theme, shown = self._theme, self._row
        title = label(theme, f"{shown.form_name}", bold=True)
        period = label(theme, period_word(shown.period), role="soft")
        return column(theme, row(theme, title, period, None, gap=0.5))

    def _moments(self) -> QGridLayout:
        theme, receipt, decision = self._theme, self._row.receipt, self._row.decision
        assert receipt is not None
        late = receipt.timeliness == "late"
        timely = Chip(theme, Word(self.tr("逾期"), "query") if late else Word(self.tr("按时"), "plain"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(0.5))
        grid.setVerticalSpacing(theme.space(0.35))
        grid.setColumnStretch(2, 1)
        grid.addWidget(Chip(theme, Word(self.tr("已送达"), "accent")), 0, 0)
        grid.addLayout(row(theme, label(theme, _when(receipt.received_at)), timely, None), 0, 1)
        if decision is None:
            word = Word(self.tr("待受理"), "plain")
        elif decision.state == "accepted":
            word = Word(self.tr("已受理"), "good")
        else:
            word = Word(self.tr("被退回"), "error")
        grid.addWidget(Chip(theme, word), 1, 0)
        if decision is not None:
            grid.addWidget(label(theme, _when(decision.decided_at)), 1, 1)
        return grid

    def _proof(self) -> QHBoxLayout:
        theme = self._theme
        icon = Picture(theme, "seal", "good", 1.1)
        words = self.tr("签名已验证，与本机报送的内容一致")
        if self._row.check is not None and self._row.check.filed_elsewhere:
            words = self.tr("签名已验证，与从另一台电脑取回的内容一致")
        said = label(theme, words, wrap=False)
        said.setProperty("tone", "good")
        said.setObjectName("signatureVerified")
        return row(theme, icon, said, None, gap=0.3)

    def _returned(self, finding: DecisionFinding) -> QFrame:
        theme = self._theme
        frame, inside = self._framed("error" if finding.severity == "error" else "query")
        cells = FlowLayout(theme.space(0.3))
        for cell in finding.cells:
            made = button(literal(cell_word(cell, self._pack)), self._visit, role="cell")
            made.setProperty("cell", cell)
            cells.addWidget(made)
        message = label(theme, finding.message or finding.rule, wrap=True)
        word = self._remark(finding)
        level = label(theme, word.text, bold=True)
        level.setProperty("tone", word.tone)
        head = row(theme, level, message, gap=0.7)
        head.setAlignment(level, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        inside.addLayout(head)
        inside.addWidget(plain(cells))
        return frame

    def _framed(self, tone: Tone) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("banner", tone)
        inside = QVBoxLayout(frame)
        across, down = self._theme.space(0.7), self._theme.space(0.5)
        inside.setContentsMargins(across, down, across, down)
        inside.setSpacing(self._theme.space(0.35))
        return frame, inside

    def _remark(self, finding: DecisionFinding) -> Word:
        """Called as above the grid, where all that was remarked on a return sent back is to be attended to."""
        level = level_word(finding.severity)
        assert self._row.decision is not None
        returned = self._row.decision.state == "rejected"
        return Word(level_word("remark").text, level.tone) if returned else level

    def _note(self, text: str) -> QFrame:
        """The officer's own words."""
        theme = self._theme
        frame, inside = self._framed("hint")
        said = label(theme, text, wrap=True, selectable=True)
        said.setObjectName("officerNote")
        inside.addWidget(label(theme, self.tr("主管部门附言"), role="faint", scale=SMALL))
        inside.addWidget(said)
        return frame

    def _save(self) -> None:
        self.saved.emit(self._row)

    def _print(self) -> None:
        self.printed.emit(self._row)

    def _visit(self) -> None:
        self.visit.emit(self._row, str(self.sender().property("cell")))


def _when(text: str) -> str:
    return moment_word(parse_time(text).astimezone(CHINA), seconds=True)
