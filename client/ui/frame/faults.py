"""When the program itself failed: a calm page with a report that holds no figures and no names."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from client.base.traces import trace_of
from client.base.version import VERSION
from client.ui.parts.basics import Picture, button, column, label, row
from client.ui.theme.theme import Theme


def report(error: BaseException) -> str:
    """Kinds of errors and places in our source, never their words: words may hold a person's figures."""
    import platform  # only once something went wrong

    machine = f"{platform.system()} {platform.release()}"
    head = f"Jibao {VERSION} · Python {platform.python_version()} · PySide6 {pyside_version} · {machine}"
    return "\n".join([head, *trace_of(error)])


class Faults(QObject):
    """Catches what nothing else caught and tells it in the window's thread; ``fault`` carries the exception."""

    fault = Signal(object)

    def install(self) -> None:
        """Take over ``sys.excepthook`` and that of threads, whose failures would be told to nobody."""
        self._former, self._former_thread = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._former, self._former_thread

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._former(kind, error, trace)
            return
        self.fault.emit(error.with_traceback(trace))


class FaultPage(QWidget):
    """Says what is safe, offers the report, and leads back."""

    back = Signal()
    support = Signal()

    def __init__(self, theme: Theme) -> None:
        from PySide6.QtWidgets import QPlainTextEdit  # only once something went wrong

        super().__init__()
        icon = Picture(theme, "fault", "error", 2.4)
        title = label(theme, self.tr("程序出了意外"), scale=1.5, bold=True)
        said = label(
            theme,
            self.tr(
                "已保存的数据没有受影响，刚才的操作可能没有完成。下面的报告不含任何填报数字，可以复制给技术支持。"
            ),
            role="soft",
            wrap=True,
        )
        self.text = QPlainTextEdit()
        self.text.setObjectName("faultReport")
        self.text.setReadOnly(True)
        copy = button(self.tr("复制报告"), self._copy, role="primary", name="copyReport")
        support = button(self.tr("保存诊断文件…"), self.support, name="faultSupport")
        back = button(self.tr("回到工作台"), self.back, name="leaveFault")
        inside = column(theme, icon, title, said, self.text, row(theme, copy, support, back, None), gap=0.7)
        pad = theme.margin
        inside.setContentsMargins(pad, pad, pad, pad)
        inside.setAlignment(icon, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(inside)

    def show_fault(self, error: BaseException) -> None:
        self.text.setPlainText(report(error))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
