"""Before there is a workbook: drop one, choose several, or begin with a template."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.ui.parts.basics import button, column, label, plain, row
from client.ui.parts.empty import Empty
from client.ui.parts.flow import flow
from client.ui.theme.theme import Theme


class Waiting(QWidget):
    """``one`` and ``many`` ask for workbooks, ``template`` for one to fill in, ``mappings`` for what is
    kept, ``earlier`` for what was imported before."""

    one = Signal()
    many = Signal()
    template = Signal()
    mappings = Signal()
    earlier = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._target = Empty(
            theme,
            "import",
            self.tr("把工作簿拖到窗口里"),
            self.tr("Excel、WPS、CSV 都可以。先看会改动什么、什么没有取用，确认后才写入，写入后也能整体撤销。"),
            button(self.tr("选择工作簿…"), self.one, role="primary", name="chooseForImport"),
            button(self.tr("一次导入多个…"), self.many, name="importMany"),
            drop=True,
        )
        none_yet = label(theme, self.tr("还没有工作簿？"), role="soft")
        template = button(self.tr("从模板开始"), self.template, role="link", name="fromTemplate")
        mappings = button(self.tr("记住的对应关系"), self.mappings, role="link", name="toMappings")
        earlier = button(self.tr("以前的导入"), self.earlier, role="link", name="toEarlier")
        begin = plain(row(theme, none_yet, template, gap=0.1))
        below = flow(theme, begin, earlier, mappings, gap=1.5, centred=True)
        whole = column(theme, self._target, below, gap=0.7)
        whole.setStretch(0, 1)
        room = theme.margin
        whole.setContentsMargins(room, room, room, theme.space(0.9))
        self.setLayout(whole)

    def light_up(self, over: bool) -> None:
        """Show that something is being dragged over the window."""
        self._target.light_up(over)
