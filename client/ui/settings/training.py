"""Faults of the practice endpoint, by scenario: for people who train for a bad day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from client.ui.frame.context import Context
from client.ui.parts.basics import Card, label, row
from client.ui.parts.choice import Choice
from client.ui.parts.frame import heading
from client.usecases.bureau import training
from client.usecases.bureau.training import SCENARIOS


class TrainingPart(Card):
    """A card of the settings page; what is chosen counts at once, and for practice alone."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self.title = self.tr("练习故障")
        self._context = context
        theme = context.theme
        self.scenario = Choice(theme, "practiceFaults", self.tr("练习故障"))
        self.scenario.offer([(words(each.name)[0], each.name) for each in SCENARIOS])
        self.scenario.currentIndexChanged.connect(self._choose)
        self._told = label(theme, role="soft", wrap=True)
        self._told.setObjectName("practiceFaultsTold")
        inside = self.inside
        inside.addLayout(row(theme, heading(theme, self.title), None, self.scenario))
        inside.addWidget(self._told)
        self.refresh()

    def refresh(self) -> None:
        """Look which scenario is in force."""
        session = self._context.session
        self._context.tasks.query(lambda: training.chosen(session), self._show)

    def _show(self, name: str) -> None:
        entries: list[tuple[str, object]] = [(words(each.name)[0], each.name) for each in SCENARIOS]
        if name == "own":
            entries.append((words(name)[0], name))
        self.scenario.offer(entries, name)
        self._told.setText(words(name)[1])

    def _choose(self) -> None:
        name = self.scenario.currentData()
        if name != "own":
            work = partial(training.choose, self._context.session, name)
            self._context.tasks.query(work, self._show)


def words(name: str) -> tuple[str, str]:
    """What a scenario is called, and what to expect of it."""
    translate = QCoreApplication.translate
    told = {
        "none": (
            translate("training", "不加故障"),
            translate("training", "练习平台一切正常。故障只影响练习，不影响正式报送。"),
        ),
        "lost-answers": (
            translate("training", "收下了，回执丢失"),
            translate("training", "报送平台收下报表，应答却到不了。程序会先问后送，不会重复报送。"),
        ),
        "bad-line": (
            translate("training", "线路时断时续"),
            translate("training", "请求和应答随机丢失、重复、残缺。程序自己重试，直到拿到回执。"),
        ),
        "slow": (translate("training", "网络很慢"), translate("training", "每次应答都要等上几秒。")),
        "busy": (
            translate("training", "截止前拥挤"),
            translate("training", "报送平台常说繁忙。程序按报送平台说的时间再来，必要时先作承诺。"),
        ),
        "broken": (
            translate("training", "报送平台出错"),
            translate("training", "报送平台或网关常常出错。结果未知时程序先查询，不当作失败，也不当作成功。"),
        ),
        "wrong-certificate": (
            translate("training", "证书不对"),
            translate("training", "有人冒充报送平台，或网关在检查流量。程序会停下来并说明缘由。"),
        ),
        "clock": (
            translate("training", "时钟差十分钟"),
            translate("training", "报送平台与本机的时钟不一致。程序以报送平台的时间为准。"),
        ),
        "own": (translate("training", "自定义"), translate("training", "由命令行 practice-faults 设定。")),
    }
    return told[name]
