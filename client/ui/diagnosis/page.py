"""诊断: each thing looked at in a line, one sentence and one action; the whole as a report without figures."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.base.stopping import Stop, Stopped
from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.ground.tasks import Doing, LongWork, Report
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms
from client.ui.parts.announcing import announce
from client.ui.parts.basics import Picture, button, card, clear, column, label, plain, row, rule, set_shown
from client.ui.parts.frame import PageFrame
from client.ui.parts.keyboard import in_order
from client.ui.settings.backup_part import BackUpNow
from client.usecases.home.session import Session
from client.usecases.safekeeping.backing_up import BackedUp
from client.usecases.support.diagnosing import Probe, backup_probe, diagnose, report
from forms.words import Count

_ICONS = {"good": "check", "query": "query", "error": "error"}


class DiagnosisPage(QWidget):
    """``support`` asks for the support bundle, ``left`` says that the person goes back.

    ``card`` asks for where the recovery card is made.
    """

    support = Signal()
    left = Signal()
    card = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.probes: tuple[Probe, ...] = ()
        self._work: LongWork | None = None
        theme = context.theme
        words = self.tr("从磁盘到报送平台挨个看一遍；只看，不改动，也不送出任何数字。")
        back = button(self.tr("返回"), self.left, name="leaveDiagnosis")
        frame = PageFrame(theme, self.tr("诊断"), words, back=back)
        self.again = button(self.tr("再看一遍"), self.look, role="primary", name="diagnoseAgain")
        self.copy = button(self.tr("复制报告"), self._copy, name="copyDiagnosis")
        bundle = button(self.tr("保存诊断文件…"), self.support, name="diagnosisSupport")
        self.halt = button(self.tr("停止"), self._stop, name="stopDiagnosis")
        self.verdict = label(theme, bold=True, wrap=True)
        self.verdict.setObjectName("diagnosisVerdict")
        surface, inside = card(theme, 1.0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(0.35))
        inside.addLayout(self._lines)
        frame.inside.addLayout(row(theme, self.again, self.halt, self.copy, bundle, None))
        frame.inside.addWidget(self.verdict)
        frame.inside.addWidget(surface)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._stops = self.again, self.halt, self.copy, bundle, surface, back
        in_order(*self._stops)  # else Enter, on arriving, goes back
        self._ready(busy=False)

    def refresh(self) -> None:
        """Look as soon as the page is shown."""
        if self._work is None:
            self.look()

    def look(self) -> None:
        """Look at everything anew."""
        self.probes = ()
        self._show()
        self.verdict.setText(self.tr("正在检查…"))
        work = partial(_diagnose, self._context.session, self._context.firm)
        self._ready(busy=True)
        self._work = self._context.tasks.long(self.tr("诊断"), work, self._found, self._failed, self._heard)

    def _heard(self, told: object) -> None:
        if isinstance(told, Probe):
            self.probes = (*self.probes, told)
            self._show()

    def _found(self, probes: tuple[Probe, ...]) -> None:
        self._work, self.probes = None, probes
        self._show()
        in_order(*self._stops)  # what is to be pressed beside a line comes before the way back
        self._ready(busy=False)
        bad = sum(probe.state == "error" for probe in probes)
        look = sum(probe.state == "query" for probe in probes)
        if bad:
            words = self.tr("有 {} 处不通，按下面写的做就好。").format(Count(bad))
        elif look:
            words = self.tr("都通；有 {} 处值得看一眼。").format(Count(look))
        else:
            words = self.tr("一切正常。")
        self.verdict.setText(words)
        announce(self, words)

    def _failed(self, error: BaseException) -> None:
        self._work = None
        self._ready(busy=False)
        self.verdict.setText(self.tr("没有看完。"))
        if not isinstance(error, Stopped):
            self._context.tasks.trouble.emit(error)

    def _ready(self, *, busy: bool) -> None:
        """The keyboard goes from the button that looks to the one that stops, and back again."""
        if busy:
            set_shown(self.halt, True)
        self.again.setEnabled(not busy)
        self.copy.setEnabled(not busy and bool(self.probes))
        if not busy:
            if self.halt.hasFocus():
                self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            set_shown(self.halt, False)

    def _show(self) -> None:
        clear(self._lines)
        for number, probe in enumerate(self.probes):
            if number:
                self._lines.addWidget(rule(self._context.theme))
            self._lines.addWidget(self._line(probe))

    def _line(self, probe: Probe) -> QWidget:
        theme = self._context.theme
        icon = Picture(theme, _ICONS[probe.state], probe.state)
        name = label(theme, what_word(probe.what), bold=True)
        name.setFixedWidth(theme.space(7))
        said = column(theme, gap=0.05)
        if probe.problem is None:
            said.addWidget(label(theme, fact_word(probe), role="soft", wrap=True))
        else:
            said.addWidget(label(theme, probe.problem.what(spoken()), wrap=True, selectable=True))
            said.addWidget(label(theme, probe.problem.remedy(spoken()), role="soft", wrap=True, selectable=True))
        if probe.what == "backup":
            said.addSpacing(theme.space(0.25))
            said.addWidget(self._back_up_now())
        if probe.problem is not None and probe.problem.code == "diagnosis.no-card":
            said.addSpacing(theme.space(0.25))
            said.addLayout(row(theme, button(self.tr("制作应急卡…"), self.card, name="diagnosisCard"), None))
        line = row(theme, icon, name, said, gap=0.6)
        line.setStretch(2, 1)
        made = plain(line)
        made.setAccessibleName(f"{what_word(probe.what)} {probe.problem.what(spoken()) if probe.problem else ''}")
        return made

    def _back_up_now(self) -> BackUpNow:
        made = BackUpNow(self._context, told=False)
        made.done.connect(self._backed_up)
        return made

    def _backed_up(self, made: BackedUp) -> None:
        """The line that told of the backup tells of the new one; nothing else is looked at again."""
        if self._work is None and made.problem is None:
            new = backup_probe(self._context.session)
            self._found(tuple(new if probe.what == new.what else probe for probe in self.probes))

    def _copy(self) -> None:
        now = self._context.session.clock.now()
        QGuiApplication.clipboard().setText(report(self.probes, f"{now:%Y-%m-%d %H:%M}"))
        self.verdict.setText(self.tr("报告已复制，里面没有填报数字和单位名称。"))

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop.ask()


def _diagnose(session: Session, firm: str, tell: Report, stop: Stop) -> tuple[Probe, ...]:
    def heard(probe: Probe) -> None:
        tell(probe)
        tell(Doing(what_word(probe.what)))

    return diagnose(session, firm, heard, stop)


def what_word(what: str) -> str:
    """What is looked at, in words."""
    return _LOOKED_AT[what]


_LOOKED_AT = Terms(
    "diagnosis",
    {
        "program": QT_TRANSLATE_NOOP("diagnosis", "程序版本"),
        "disk": QT_TRANSLATE_NOOP("diagnosis", "磁盘"),
        "keys": QT_TRANSLATE_NOOP("diagnosis", "钥匙与应急卡"),
        "backup": QT_TRANSLATE_NOOP("diagnosis", "备份"),
        "store": QT_TRANSLATE_NOOP("diagnosis", "资料库"),
        "proxy": QT_TRANSLATE_NOOP("diagnosis", "代理"),
        "line": QT_TRANSLATE_NOOP("diagnosis", "到报送平台的网络"),
        "clock": QT_TRANSLATE_NOOP("diagnosis", "时间"),
        "log": QT_TRANSLATE_NOOP("diagnosis", "收件记录"),
        "device": QT_TRANSLATE_NOOP("diagnosis", "本机的登记"),
    },
)


def fact_word(probe: Probe) -> str:
    """What is well, in words."""
    if probe.what == "backup" and not probe.fact:
        return QCoreApplication.translate("diagnosis", "还没有备份；退出程序时会自动备份")
    if probe.what == "proxy":
        return _PROXY.get(probe.fact)
    fact = Count(probe.fact) if probe.what == "store" else probe.fact
    return _WELL[probe.what].format(fact)


_WELL = Terms(
    "diagnosis",
    {
        "program": QT_TRANSLATE_NOOP("diagnosis", "集报 {}"),
        "disk": QT_TRANSLATE_NOOP("diagnosis", "还有 {} 空间，保存很快"),
        "keys": QT_TRANSLATE_NOOP("diagnosis", "钥匙完好，应急卡已制作"),
        "backup": QT_TRANSLATE_NOOP("diagnosis", "最近一次 {}"),
        "store": QT_TRANSLATE_NOOP("diagnosis", "{} 条修改记录逐条核对，全部相符"),
        "line": QT_TRANSLATE_NOOP("diagnosis", "{} 有应答，是主管部门签名的"),
        "clock": QT_TRANSLATE_NOOP("diagnosis", "与报送平台一致"),
        "log": QT_TRANSLATE_NOOP("diagnosis", "与报送平台以前签名的相符"),
        "device": QT_TRANSLATE_NOOP("diagnosis", "报送平台认得这台电脑"),
    },
)
_PROXY = Terms(
    "diagnosis",
    {
        "yes": QT_TRANSLATE_NOOP("diagnosis", "经代理"),
        "no": QT_TRANSLATE_NOOP("diagnosis", "不经代理"),
    },
)
