"""The recovery card (应急卡): whether there is one, a new one, its code shown once and written as a sheet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout

from client.ui.frame.context import Context
from client.ui.ground.words import said
from client.ui.parts.announcing import announce
from client.ui.parts.asking import ask_where
from client.ui.parts.basics import Card, button, clear, label, plain, row, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import heading
from client.usecases.home import securing
from client.usecases.home.securing import RecoveryCard, Ways
from forms.problems import CodedError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_IN_A_LINE = 3


class RecoveryPart(Card):
    """A card of the settings page. The code is on the screen only until another page is shown.

    ``there`` tells that there is a card, and whether it is kept as a sheet; not ``alone``, others have said what
    it is for.
    """

    there = Signal(bool)

    def __init__(self, context: Context, *, alone: bool = True) -> None:
        super().__init__(context.theme)
        self.title = self.tr("应急卡")
        self._alone = alone
        self._context = context
        self._card: RecoveryCard | None = None
        self._printer: QPrinter | None = None
        theme = context.theme
        self._state = label(theme, role="soft", wrap=True)
        self._state.setObjectName("cardState")
        self.problem = Complaint(theme, name="cardProblem")
        self.make = button(self.tr("制作应急卡"), self._ask, name="makeCard")
        self.print = button(self.tr("打印…"), self._ask_printer, role="primary", name="printCard")
        self.save = button(self.tr("存为 PDF…"), self._ask_where, name="saveCard")
        self._groups = QGridLayout()
        self._groups.setSpacing(theme.space(0.5))
        self._shown = plain(self._groups)
        inside = self.inside
        if alone:
            inside.addWidget(heading(theme, self.title))
        inside.addWidget(self._state)
        inside.addWidget(self.problem)
        inside.addWidget(self._shown)
        inside.addLayout(row(theme, self.print, self.save, self.make, None))
        for each in (self._shown, self.print, self.save):
            set_shown(each, False)
        self._say("")
        self.refresh()

    def refresh(self) -> None:
        """Look whether there is a card."""
        session = self._context.session
        self._context.tasks.query(lambda: securing.ways_of(session), self._show)

    def _show(self, ways: Ways) -> None:
        if ways.card:
            said_ = self.tr("卡号 {}，{} 制作。换电脑、忘口令时，只有它能打开资料；卡丢了就重做，旧卡随即作废。")
            self._say(said_.format(ways.card, ways.card_made_at[:10]))
            self.make.setText(self.tr("重做应急卡"))
            self.there.emit(True)
        elif self._alone:
            self._say(self.tr("还没有应急卡。换电脑、系统重装或忘记口令时，没有它谁也打不开资料。"))

    def _say(self, words: str) -> None:
        self.problem.say("")
        self._state.setText(words)
        set_shown(self._state, bool(words))

    def _ask(self) -> None:
        self.make.setEnabled(False)  # a second one would void the first
        session = self._context.session
        self._context.tasks.query(lambda: securing.make_card(session), self._made, self._refused)

    def _made(self, card: RecoveryCard) -> None:
        self._card = card
        self.make.setEnabled(True)
        clear(self._groups)
        for number, group in enumerate(card.groups):
            shown = label(self._context.theme, group, selectable=True)
            shown.setFont(self._context.theme.fixed(1.4))
            self._groups.addWidget(shown, number // _IN_A_LINE, number % _IN_A_LINE)
        self._groups.setColumnStretch(_IN_A_LINE, 1)
        self._say(self.tr("这组恢复码只显示这一次。请马上打印，锁进保险柜，不要拍照。"))
        self.there.emit(False)
        for each in (self._shown, self.print, self.save):
            set_shown(each, True)
        self.print.setFocus()  # Enter once more must not make another card
        self.make.setText(self.tr("重做应急卡"))

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # a window that prints nothing needs no printers

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self)
        dialog.setObjectName("printCardDialog")
        dialog.accepted.connect(self.to_printer)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def to_printer(self) -> None:
        """Hand the sheet over; no file of ours is made on the way."""
        card, printer = self._card, self._printer
        if card is None or printer is None:
            return
        printer.setDocName(self.tr("应急卡"))
        self._context.tasks.query(partial(_print, printer, card), self._printed, self._refused)

    def _printed(self, _: int) -> None:
        printer, self._printer = self._printer, None
        if printer is None:
            return
        if printer.outputFileName():
            self._written(Path(printer.outputFileName()))
        elif printer.printerState() in (printer.PrinterState.Error, printer.PrinterState.Aborted):
            self.problem.say(self.tr("打印机没有接收。请检查打印机再打印，或存为 PDF 打印后删除。"))
        else:
            self._say(self.tr("已交给打印机。看清六组字符都印出来了再离开：恢复码不会再显示。"))
            self.there.emit(True)
            announce(self, self._state.text())

    def _ask_where(self) -> None:
        ask_where(
            self,
            self.tr("存为 PDF"),
            self.write,
            name="cardDialog",
            kinds="PDF (*.pdf)",
            suggested=self.tr("应急卡") + ".pdf",
        )

    def write(self, path: str) -> None:
        """Write the sheet; the file is to be printed and removed."""
        if self._card is not None:
            work = partial(securing.write_card, self._card, Path(path))
            self._context.tasks.query(work, self._written, self._refused)

    def _written(self, path: Path) -> None:
        self._say(self.tr("已写到 {}。打印后请删除这个文件。").format(path))
        self.there.emit(True)

    def _refused(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        if isinstance(error, CodedError):
            self.problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _print(printer: QPrinter, card: RecoveryCard) -> int:
    from client.printing.cards import paint_card  # the first run shows this part before anything is printed
    from client.printing.output import lay_out

    lay_out(printer, landscape=False)
    return paint_card(printer, securing.paper_of(card))
