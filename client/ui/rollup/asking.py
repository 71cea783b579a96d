"""What is to be added up: form, periods, which enterprises, what counts, and the unit of money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from client.ui.ground.language import told
from client.ui.ground.periods import periods_back
from client.ui.ground.words import period_word, unit_word
from client.ui.parts.basics import set_shown
from client.ui.parts.choice import Choice
from client.ui.parts.flow import flow
from client.ui.theme.theme import Theme
from client.usecases.views.rollup.adding import group_choices
from client.usecases.views.rollup.model import Basis, Question, Rollup
from client.usecases.views.rollup.showing import MONEY
from client.usecases.views.rollup.spans import can_range
from forms.pack import Form, Pack
from forms.periods import Period
from forms.values.units import compatible
from forms.words import Count

OWN, ALL = "own", "all"


class Asked(NamedTuple):
    """What is asked, by what stands for it in any language."""

    form: str
    period: Period
    since: Period | None
    basis: Basis
    scope: str
    by: str
    unit: str
    own: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    groups_en: dict[str, str]


class Asking(QWidget):
    """``changed`` when something else is to be added up, ``unit_chosen`` when it is only to be shown otherwise."""

    changed = Signal()
    unit_chosen = Signal()
    own_chosen = Signal(bool)
    """Whether enterprises are to be picked one by one."""

    def __init__(self, theme: Theme, pack: Pack, today: date) -> None:
        super().__init__()
        self._pack = pack
        self._today = today
        self._groups: dict[str, tuple[str, ...]] = {}
        self._groups_en: dict[str, str] = {}
        self._count = 0
        self.own: tuple[str, ...] = ()
        """Enterprises picked one by one."""
        self.form = Choice(theme, "rollupForm", self.tr("报表"))
        self.period = Choice(theme, "rollupPeriod", self.tr("报告期"))
        self.since = Choice(theme, "rollupSince", self.tr("从哪一期算起"))
        self.by = Choice(theme, "rollupBy", self.tr("按什么分组"))
        self.scope = Choice(theme, "rollupFirms", self.tr("汇总哪些单位"))
        self.basis = Choice(theme, "rollupBasis", self.tr("哪些数算在内"))
        self.unit = Choice(theme, "rollupUnit", self.tr("金额按什么单位显示"))
        self._offer()
        self.form.currentIndexChanged.connect(self._form_chosen)
        self.period.currentIndexChanged.connect(self._period_chosen)
        self.by.currentIndexChanged.connect(self._by_chosen)
        self.scope.currentIndexChanged.connect(self._scope_chosen)
        for each in (self.since, self.basis):
            each.currentIndexChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self.unit_chosen)
        what = (self.form, self.period, self.since, self.basis, self.scope, self.by, self.unit)
        self.setLayout(flow(theme, *what, gap=0.45))

    @property
    def question(self) -> Question | None:
        """What is asked now; None while no enterprise is picked."""
        chosen = self.scope.currentData()
        firms = self.own if chosen == OWN else self._groups.get(str(chosen), ())
        if chosen == OWN and not firms:
            return None
        return Question(
            period=self.period.currentData(),
            form=self.chosen_form.code,
            by=str(self.by.currentData()),
            firms=firms,
            since=self.since.currentData(),
            basis=self.basis.currentData(),
        )

    @property
    def chosen_form(self) -> Form:
        return self._pack.forms[str(self.form.currentData())]

    @property
    def shown_unit(self) -> str:
        """The unit of money; blank for each indicator's own."""
        return str(self.unit.currentData())

    @property
    def asked(self) -> Asked:
        """What is asked now, for another in this one's place."""
        return Asked(
            form=self.form.currentData(),
            period=self.period.currentData(),
            since=self.since.currentData(),
            basis=self.basis.currentData(),
            scope=self.scope.currentData(),
            by=self.by.currentData(),
            unit=self.unit.currentData(),
            own=self.own,
            groups=self._groups,
            groups_en=self._groups_en,
        )

    def restore_state(self, asked: Asked) -> None:
        """Ask the same, without telling anybody."""
        self.own, self._groups, self._groups_en = asked.own, asked.groups, asked.groups_en
        self.form.turn_to(asked.form)
        self._offer_periods(asked.period)
        self._offer_scope()
        self.since.turn_to(asked.since)
        self.basis.turn_to(asked.basis)
        self.scope.turn_to(asked.scope)
        self.by.turn_to(asked.by)
        self.unit.turn_to(asked.unit)

    def show_firms(self, count: int) -> None:
        """So many enterprises there are."""
        self._count = count
        self._offer_scope()

    def show_groups(self, found: Rollup) -> None:
        """Offer the groups that an answer for all enterprises was divided into."""
        if found.question.firms:
            return
        names = sorted(set(found.groups.values()))
        self._groups = {
            name: tuple(firm for firm in found.firms if found.groups.get(firm) == name) for name in names
        }
        self._groups_en = dict(found.groups_en)
        self._offer_scope()

    def _offer(self) -> None:
        forms = list(self._pack.forms.values())
        first = next((each for each in forms if each.shape == "single" and each.kind == "month"), forms[0])
        self.form.offer([(f"{x.code}　{told(x.name, x.name_en)}", x.code) for x in forms], first.code)
        self._offer_periods(None)
        profile = [(code, self._named(code)) for code in group_choices(self._pack)]
        by: list[tuple[str, object]] = [(self.tr("按{}").format(name), code) for code, name in profile]
        self.by.offer([(self.tr("不分组"), ""), *by])
        self.basis.offer([(self.tr("已填的都算，含草稿"), "entered"), (self.tr("只算已送达的"), "filed")])
        self.unit.offer([(self.tr("表内单位"), ""), *((unit_word(unit), unit) for unit in MONEY)])
        self._offer_scope()

    def _named(self, code: str) -> str:
        indicator = next(form.indicators[code] for form in self._pack.forms.values() if code in form.indicators)
        return told(indicator.name, indicator.name_en)

    def _offer_periods(self, wanted: Period | None) -> None:
        offered = periods_back(self.chosen_form, self._today)
        newest = offered[min(1, len(offered) - 1)]
        chosen = wanted if wanted in offered else newest
        self.period.offer([(period_word(each), each) for each in offered], chosen)
        self._offer_since()
        money = any(compatible(each.unit, MONEY[0]) for each in self.chosen_form.indicators.values() if each.unit)
        set_shown(self.unit, money)

    def _offer_since(self) -> None:
        """The reports before the one chosen, as far as they are offered, where several can be taken together."""
        end: Period = self.period.currentData()
        before = [
            p for p in periods_back(self.chosen_form, self._today) if (p.year, p.index) < (end.year, end.index)
        ]
        several: Sequence[Period] = before if can_range(self.chosen_form) else ()
        entries: list[tuple[str, object]] = [(self.tr("从{}起").format(period_word(p)), p) for p in several]
        self.since.offer([(self.tr("只看这一期"), None), *entries])
        set_shown(self.since, bool(several))

    def _offer_scope(self) -> None:
        groups: list[tuple[str, object]] = [
            (self.tr("{}（{} 家）").format(told(name, self._groups_en.get(name, name)), len(firms)), name)
            for name, firms in self._groups.items()
        ]
        every: list[tuple[str, object]] = [(self.tr("全部 {} 家").format(Count(self._count)), ALL), *groups]
        self.scope.offer([*every, (self.tr("自己挑…"), OWN)], self.scope.currentData() or ALL)

    def _form_chosen(self) -> None:
        now = self.period.currentData()
        self._offer_periods(now if isinstance(now, Period) else None)
        self.changed.emit()

    def _period_chosen(self) -> None:
        self._offer_since()
        self.changed.emit()

    def _by_chosen(self) -> None:
        self._groups = {}
        if self.scope.currentData() != OWN:
            self.scope.offer([], None)
        self._offer_scope()
        self.changed.emit()

    def _scope_chosen(self) -> None:
        own = self.scope.currentData() == OWN
        self.own_chosen.emit(own)
        if not own or self.own:
            self.changed.emit()
