"""打印: choose a form and a period, see the sheets, print them or keep them as PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from client.base.errors import UserError
from client.base.stopping import Stop, Stopped
from client.printing.forms import paint_form
from client.printing.model import FormPaper
from client.printing.output import lay_out
from client.ui.frame.context import Context
from client.ui.ground.language import spoken, told
from client.ui.ground.newest import Newest
from client.ui.ground.periods import periods_back
from client.ui.ground.tasks import Doing, Report
from client.ui.ground.words import Word, period_word, said
from client.ui.paper.preview import Preview, Sheet
from client.ui.parts.asking import ask_where
from client.ui.parts.banner import Banner
from client.ui.parts.basics import button, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.empty import Empty
from client.ui.parts.frame import page_title
from client.usecases.views import papers
from forms.pack import Form
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import ReturnKey
from forms.words import Words

Kind = Literal["filled", "blank", "receipt"]
T = TypeVar("T")

PREVIEWED = 250
"""Lines of a form that are seen before it is printed, some ten sheets; more would keep the window waiting."""


class PageState(NamedTuple):
    """What outlasts the page: the return that is chosen, and what of it is put on paper."""

    form: str
    period: Period
    kind: Kind


class PaperPage(QWidget):
    """``shown`` follows every change of what is seen."""

    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.sheet: Sheet | None = None
        self._under_way = False
        self._pressed: QPushButton | None = None
        """The button that had the keyboard when it was begun."""
        self._fetching = Newest(self, context.tasks, self._answered)
        theme = context.theme
        self.kind = Choice(theme, "paperKind", self.tr("打印什么"))
        kinds: list[tuple[str, object]] = [
            (self.tr("填好的报表"), "filled"),
            (self.tr("空白报表"), "blank"),
            (self.tr("报送回执"), "receipt"),
        ]
        self.kind.offer(kinds)
        self.form = Choice(theme, "paperForm", self.tr("报表"))
        forms = context.session.forms.values()
        self.form.offer([(f"{form.code}　{told(form.name, form.name_en)}", form.code) for form in forms])
        self.period = Choice(theme, "paperPeriod", self.tr("报告期"))
        self.banner = Banner(theme)
        self.save = button(self.tr("存为 PDF…"), self._save, name="savePaper")
        self.print = button(self.tr("打印…"), self._print, role="primary", name="printPaper")
        self._turned = False
        """Whether a return was chosen, by a person or as what was entered last."""
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.preview = Preview(theme, self._printer, self.tr("打印预览"))
        self.nothing = Empty(theme, "paper", "", "")
        self._partly = label(theme, self.tr("这张表很长，预览只有开头；打印和存为 PDF 都是全部。"), role="soft")
        set_shown(self._partly, False)
        self._lay_out()
        self._offer_periods()
        self.form.currentIndexChanged.connect(self._form_chosen)
        self.period.currentIndexChanged.connect(self._other_chosen)
        self.kind.currentIndexChanged.connect(self._other_chosen)

    def choose(self, form: str, period: Period, kind: Kind | None = None) -> None:
        """Turn to one return, and to its receipt when that is asked for."""
        self._turned = True
        self.form.turn_to(form)
        if kind is not None:
            self.kind.turn_to(kind)
        self._offer_periods(period)
        self.refresh()

    def save_state(self) -> PageState | None:
        """What is put on paper, once it was chosen."""
        chosen = PageState(self._form().code, self.period.currentData(), self.kind.currentData())
        return chosen if self._turned else None

    def restore_state(self, held: PageState | None) -> None:
        """Put the same on paper, if anything was chosen."""
        if held is not None:
            self.choose(*held)

    @property
    def outcome(self) -> Word:
        """What came of printing, or of keeping it as a PDF."""
        return self.banner.said

    def refresh(self) -> None:
        """Fetch what the sheets are to show; at first what was entered last."""
        if not self._turned:
            self._turned = True
            self._context.tasks.query(partial(_filled, self._context), self._turn_to)
            return
        form, period, kind = self._form(), self.period.currentData(), self.kind.currentData()
        if isinstance(period, Period):
            self._fetching.ask(partial(_found, partial(_fetch, self._context, form, period, kind)))

    def _turn_to(self, place: tuple[str, Period] | None) -> None:
        if place is None:
            self.refresh()
        else:
            self.choose(*place)

    def _answered(self, found: Sheet | UserError) -> None:
        if isinstance(found, UserError):
            self._refused(found)
        else:
            self._show(found)

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        seen = sheet.beginning(PREVIEWED) if isinstance(sheet, FormPaper) else sheet
        set_shown(self._partly, seen is not sheet)
        lay_out(self._printer, landscape=isinstance(sheet, FormPaper) and sheet.landscape)
        self._switch(seen=True)
        self.preview.show_sheet(seen)
        self.shown.emit()

    def _refused(self, error: UserError) -> None:
        """There is nothing to print: said in the middle of the page, not as an alarm, and by name."""
        period: Period = self.period.currentData()
        names = {"form": self._form().words, "period": Words(period.label("zh"), period.label("en"))}
        error = UserError(error.code, **error.params | names)
        self.sheet = self.preview.sheet = None
        set_shown(self._partly, False)
        self.nothing.say(error.what(spoken()), error.remedy(spoken()))
        self._switch(seen=False)
        self.shown.emit()

    def _save(self) -> None:
        name = f"{self._form().name} {self.period.currentText()}"
        if self.kind.currentData() != "filled":
            name = f"{name} {self.kind.currentText()}"
        ask_where(
            self, self.tr("存为 PDF"), self.write, name="paperDialog", kinds="PDF (*.pdf)", suggested=f"{name}.pdf"
        )

    def write(self, path: str) -> None:
        """Keep the sheets as a PDF at ``path``."""
        if self.sheet is not None:
            self._begin(self.tr("存为 PDF"), partial(_write, self.sheet, Path(path)), self._written)

    def _begin(self, title: str, work: Callable[[Report, Stop], T], done: Callable[[T], None]) -> None:
        """A list of thousands takes a while; meanwhile nothing else is put on paper."""
        held = self.window().focusWidget()  # while the dialog goes, the keyboard is not yet back in the window
        self._pressed = next((each for each in (self.save, self.print) if each is held), None)
        self._under_way = True
        self._switch(seen=self.sheet is not None)
        self._context.tasks.long(title, work, done, self._failed, changes=False, whole=True)

    def _ended(self) -> None:
        self._under_way = False
        self._switch(seen=self.sheet is not None)
        if self._pressed is not None:
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)
            self._pressed = None

    def _written(self, path: Path) -> None:
        self._ended()
        self.banner.tell_written(self.tr("已存为 {}").format(path), path)

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if isinstance(error, CodedError):
            self.banner.tell("error", said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _print(self) -> None:
        dialog = QPrintDialog(self._printer, self)
        dialog.setObjectName("printDialog")
        dialog.accepted.connect(self._to_printer)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _to_printer(self) -> None:
        sheet = self.sheet
        if isinstance(sheet, FormPaper) and self.preview.sheet is not sheet:
            self._begin(self.tr("打印"), partial(_print, self._printer, sheet), self._printed)
        else:
            self.preview.print_()
            self._printed(0)

    def _printed(self, _: int) -> None:
        self._ended()
        if self._printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            self.banner.tell("error", self.tr("打印机没有接收。请检查打印机，或存为 PDF 再打印。"))
        else:
            self.banner.tell("good", self.tr("已交给打印机"))

    def _switch(self, *, seen: bool) -> None:
        self.preview.setVisible(seen)
        self.nothing.setVisible(not seen)
        self.save.setEnabled(seen and not self._under_way)
        self.print.setEnabled(seen and not self._under_way)

    def _form(self) -> Form:
        return self._context.session.forms[str(self.form.currentData())]

    def _other_chosen(self) -> None:
        self._turned = True
        self.refresh()

    def _form_chosen(self) -> None:
        self._turned = True
        self._offer_periods()
        self.refresh()

    def _offer_periods(self, chosen: Period | None = None) -> None:
        offered = periods_back(self._form(), self._context.session.clock.now().date())
        if chosen is not None and chosen not in offered:
            offered.insert(0, chosen)
        newest = offered[min(1, len(offered) - 1)]
        self.period.offer([(period_word(period), period) for period in offered], chosen or newest)

    def _lay_out(self) -> None:
        theme = self._context.theme
        title = page_title(theme, self.tr("打印"))
        pad = theme.margin
        inside = QVBoxLayout(self)
        inside.setContentsMargins(pad, pad, pad, pad)
        inside.setSpacing(theme.space(0.8))
        inside.addLayout(row(theme, title, None, self.save, self.print))
        inside.addLayout(row(theme, self.form, self.period, self.kind, None))
        inside.addWidget(self.banner)
        inside.addWidget(self._partly)
        inside.addWidget(self.preview, 1)
        inside.addWidget(self.nothing, 1)
        self._switch(seen=False)


def _write(sheet: Sheet, path: Path, report: Report, stop: Stop) -> Path:
    if isinstance(sheet, FormPaper):
        papers.write_form(sheet, path, partial(_tell, report, stop))
    else:
        papers.write_receipt(sheet, path)
    return path


def _print(printer: QPrinter, sheet: FormPaper, report: Report, stop: Stop) -> int:
    """Onto the printer; what was handed over before the end was asked for is withdrawn."""
    try:
        return paint_form(printer, sheet, partial(_tell, report, stop))
    except Stopped:
        printer.abort()
        raise


def _tell(report: Report, stop: Stop, at: int, of: int) -> None:
    stop.check()
    report(Doing("", at, of))


def _filled(context: Context) -> tuple[str, Period] | None:
    """The return something was entered in last, if any."""
    heads = context.session.look(context.firm, lambda books: books.returns.heads(context.firm))
    newest = max(heads, key=lambda head: head.changed_at, default=None)
    return (newest.form, newest.period) if newest is not None else None


def _found(work: Callable[[], Sheet]) -> Sheet | UserError:
    """What came of it; what the person can mend is an answer too."""
    try:
        return work()
    except UserError as error:
        return error


def _fetch(context: Context, form: Form, period: Period, kind: Kind) -> Sheet:
    session, firm = context.session, context.firm
    if kind == "blank":
        return papers.blank_form(session.pack_for(period), form, period)
    if kind == "receipt":
        return papers.receipt_of(session, ReturnKey(firm, form.code, period))
    return papers.filled_form(session, ReturnKey(firm, form.code, period))
