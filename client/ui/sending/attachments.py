"""附件: scans beside the month's returns; attached, seen, taken off, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from client.ui.frame.context import Context
from client.ui.ground.terms import QT_TRANSLATE_NOOP, TonedTerms
from client.ui.ground.words import period_word, said
from client.ui.parts.asking import ask_where, ask_which
from client.ui.parts.basics import button, label, row, set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.shown import Shown as Cell
from client.ui.parts.table import Table, TableColumn
from client.usecases.bureau import attaching
from client.usecases.bureau.attaching import Shown
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import ReturnKey

KINDS = "PDF · JPEG · PNG (*.pdf *.jpg *.jpeg *.png)"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FileRow:
    """One file and the return it lies beside."""

    form: str
    form_name: str
    period: Period
    shown: Shown


class AttachmentsCard(QFrame):
    """``changed`` is told when a file came or went, so that the page looks anew."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._places: dict[str, tuple[str, Period]] = {}
        theme = context.theme
        self.setProperty("role", "card")
        self.of = Choice(theme, "attachTo", self.tr("附在哪张表上"))
        self.add = button(self.tr("添加扫描件…"), self._ask_file, name="attach")
        self.off = button(self.tr("取下"), self._take_off, name="detach")
        self.table: Table[FileRow] = Table(theme, file_columns(), lines=3.0, name="attachments")
        self.table.stand_whole()
        self.table.setAccessibleName(self.tr("附件"))
        self.table.picked.connect(self._ask_where)
        self._hint = label(theme, role="soft", wrap=True)
        self._hint.setObjectName("attachHint")
        inside = QVBoxLayout(self)
        pad = theme.space(0.9)
        inside.setContentsMargins(pad, theme.space(0.7), pad, theme.space(0.8))
        inside.setSpacing(theme.space(0.5))
        inside.addLayout(row(theme, label(theme, self.tr("附件"), bold=True), None, self.of, self.add, self.off))
        inside.addWidget(self._hint)
        inside.addWidget(self.table)

    def show_files(self, rows: Sequence[FileRow], returns: Sequence[tuple[str, str, Period]]) -> None:
        """The files of the month, and the returns one may be attached to: how each is called, form and period."""
        self._places = {f"{form} {period}": (form, period) for _, form, period in returns}
        entries: list[tuple[str, object]] = [(words, f"{form} {period}") for words, form, period in returns]
        self.of.offer(entries, self.of.currentData())
        self.of.setEnabled(bool(returns))
        self.add.setEnabled(bool(returns))
        self.table.put(list(rows))
        set_shown(self.table, bool(rows))
        set_shown(self.off, any(each.shown.state != "taken-off" for each in rows))
        self._say(
            self.tr("盖章的打印件扫描后附在这里，随下次报送密封送出；只有主管部门能打开。每个不超过 20 MB。")
        )

    def attach(self, path: str) -> None:
        """Keep a file beside the chosen return."""
        session, firm = self._context.session, self._context.firm
        chosen = self._places.get(self.of.currentData())
        if chosen is not None:
            form, period = chosen
            work = partial(attaching.attach, session, ReturnKey(firm, form, period), Path(path))
            self._context.tasks.change(lambda _report: work(), self._done, self._refused)

    def _ask_file(self) -> None:
        ask_which(self, self.tr("添加扫描件"), self.attach, name="attachDialog", kinds=KINDS)

    def _take_off(self) -> None:
        at = self.table.currentIndex().row()
        if at < 0:
            return
        chosen = self.table.rows_model.rows[at]
        session, firm = self._context.session, self._context.firm
        work = partial(
            attaching.remove, session, ReturnKey(firm, chosen.form, chosen.period), chosen.shown.file.id
        )
        self._context.tasks.change(lambda _report: work(), self._done, self._refused)

    def _ask_where(self, chosen: FileRow) -> None:
        if chosen.shown.state == "taken-off":
            return
        dialog = ask_where(
            self, self.tr("另存附件"), self._save, name="saveAttachment", suggested=chosen.shown.file.name
        )
        dialog.setProperty("row", self.table.rows_model.rows.index(chosen))

    def _save(self, path: str) -> None:
        chosen = self.table.rows_model.rows[int(self.sender().property("row"))]
        session, firm, file = self._context.session, self._context.firm, chosen.shown.file
        key = ReturnKey(firm, chosen.form, chosen.period)
        work = partial(attaching.save_copy, session, key, file.id, Path(path), over=True)  # the dialog has asked
        self._context.tasks.query(work, self._saved, self._refused)

    def _saved(self, path: Path) -> None:
        self._say(self.tr("附件已另存到 {}").format(path))

    def _done(self, _: object) -> None:
        self.changed.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._say(said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _say(self, text: str) -> None:
        self._hint.setText(text)


def file_columns() -> tuple[TableColumn[FileRow], ...]:
    """File, fingerprint, state, the way to a copy."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("attachments", "文件"), _file, 9.5, stretch=3),
        TableColumn(translate("attachments", "大小与指纹"), _print, 9, stretch=1),
        TableColumn(translate("attachments", "状态"), _state, 8, stretch=1),
        TableColumn("", _way, 4.2),
    )


def _file(each: FileRow) -> Cell:
    return Cell(each.shown.file.name, below=f"{each.form_name} · {period_word(each.period)}")


def _print(each: FileRow) -> Cell:
    file = each.shown.file
    kind = file.media.rpartition("/")[2].upper()
    return Cell(f"{kind} {size_word(file.size)}", below=f"SHA-256 {file.sha256[:12]}…")


def _state(each: FileRow) -> Cell:
    shown = each.shown
    if shown.state == "uploading":
        share = shown.arrived / shown.whole if shown.whole else 0.0
        return Cell(f"{shown.arrived / MEGABYTE:.1f} / {shown.whole / MEGABYTE:.1f}", share=share)
    return Cell(chips=(_STATES[shown.state],))


_STATES = TonedTerms(
    "attachments",
    {
        "waiting": (QT_TRANSLATE_NOOP("attachments", "随下次报送"), "plain"),
        "frozen": (QT_TRANSLATE_NOOP("attachments", "等待上传"), "hint"),
        "filed": (QT_TRANSLATE_NOOP("attachments", "已送达"), "good"),
        "taken-off": (QT_TRANSLATE_NOOP("attachments", "已取下"), "plain"),
    },
)


def _way(each: FileRow) -> Cell:
    if each.shown.state == "taken-off":
        return Cell("")
    return Cell(QCoreApplication.translate("attachments", "另存"), link=True)


def size_word(size: int) -> str:
    """A size as people say it."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, size // 1024)} KB"
