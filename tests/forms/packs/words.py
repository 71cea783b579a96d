"""Returns written in a statistician's words, as in ``cases/*.txt``.

``营业收入 5000，营业成本 4000；上期：营业收入 4500`` is a return with two cells and the one before it with one.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from forms.pack.model import Form, Pack, Spec
from forms.periods import Period
from forms.returns import Return
from forms.values.reading import read

FIRM = "91440300MA5X004870"
OUTCOMES = {"相符": "pass", "不符": "fail", "不适用": "not_applicable", "无法判断": "undecided"}
FORMS = ("JB", "JY", "HY", "CP", "YF", "YX", "PT", "XM", "LJ")
NEVER = "不会无法判断："
USUAL = {"month": "2025-09", "quarter": "2025-Q3", "half": "2025-H1", "year": "2025"}
NO_ROWS = "没有行"
_GROUP = re.compile(rf"(上期|上年末|上年|{'|'.join(FORMS)}|期 [\dHQ-]+)：(.*)")
_ROW = re.compile(r"\[(\d+)\](.*)")
_CODE = re.compile(r"([A-Z]{2}\d{3})(?:\[(\d+)\])?(?:\.(\w+))?")
_LAST_YEAR = "（上年同期）"


class Case(msgspec.Struct, frozen=True):
    """One line of a case file: the check it is about, what was entered, and what should come of it."""

    rule: str
    entered: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.rule} {self.entered[:40]}"


def cases(path: Path) -> list[Case]:
    """The lines of a case file that tell a return and its outcome."""
    return [case for case in _lines(path) if case.outcome]


def never_undecided(path: Path) -> dict[str, str]:
    """The checks of a case file that always come to a decision, each with why."""
    return {case.rule: case.entered for case in _lines(path) if not case.outcome}


def _lines(path: Path) -> list[Case]:
    found: list[Case] = []
    rule = ""
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            rule = line.strip()
            continue
        if line.strip().startswith(NEVER):
            found.append(Case(rule, line.strip().removeprefix(NEVER), ""))
            continue
        entered, _, outcome = line.strip().rpartition(" → ")
        found.append(Case(rule, entered, OUTCOMES[outcome]))
    return found


class Desk:
    """The returns of one made-up firm, filled in by words."""

    def __init__(self, pack: Pack, form: str, period: str = "") -> None:
        self.pack = pack
        self.form = form
        self.period = Period.parse(period or USUAL[pack.forms[form].kind])
        self.returns: dict[tuple[str, str], Return] = {}

    @classmethod
    def of(cls, pack: Pack, form: str, entered: str) -> Desk:
        """The desk on which a line of a case file has been entered."""
        desk = cls(pack, form)
        for group in entered.split("；"):
            named = _GROUP.fullmatch(group.strip())
            where, words = named.groups() if named else ("", group)
            if where.startswith("期 "):
                desk.period, where = Period.parse(where[2:]), ""
            desk.fill(desk.sheet(where), words)
        return desk

    def sheet(self, where: str = "") -> Return:
        """The return of ``where``: another form of the same time, or this form at another time."""
        form = self.pack.forms[where if where in self.pack.forms else self.form]
        at: Period | None = self.period if form.code == self.form else form.period_of(self.period)
        if where == "上期":
            at = self.period.previous()
        elif where in ("上年", "上年末"):
            at = self.period.last_year() if where == "上年" else self.period.year_end()
        assert at is not None
        key = (form.code, str(at))
        if key not in self.returns:
            self.returns[key] = Return(FIRM, form.code, at, self.pack.name)
            if form.shape == "rows":
                self.returns[key].rows[form.code] = ["1"]
        return self.returns[key]

    def fill(self, target: Return, words: str) -> None:
        """Type ``名称 值，名称 值`` into a return; ``没有行`` leaves a form of rows empty."""
        if words.strip() == NO_ROWS:
            target.rows[target.form].clear()
            return
        for entry in words.replace("（空）", "").split("，"):
            if entry.strip():
                name, _, typed = entry.strip().partition(" ")
                address, spec = self._address(target, name)
                target.cells[address] = read(typed, spec, self.pack)

    def _address(self, target: Return, name: str) -> tuple[str, Spec]:
        form = self.pack.forms[target.form]
        numbered = _ROW.fullmatch(name)
        row, name = numbered.groups() if numbered else ("1", name)
        column = "@ly" if name.endswith(_LAST_YEAR) else ""
        code, inner, part = _split(form, name.removesuffix(_LAST_YEAR))
        indicator = form.indicators[code]
        spec: Spec = (indicator.table or indicator.parts).get(part, indicator)
        address = code + (f"[{inner}]" if inner else "") + (f".{part}" if part else "") + column
        outer = f"{form.code}[{row}]." if form.shape == "rows" else ""
        if outer:
            _keep_row(target, form.code, row)
        if inner:
            _keep_row(target, outer + code, inner)
        return outer + address, spec


def _split(form: Form, name: str) -> tuple[str, str, str]:
    """Code, row of a child table, and part of what a name stands for."""
    coded = _CODE.fullmatch(name)
    if coded:
        return coded[1], coded[2] or "", coded[3] or ""
    owners = [i.code for i in form.indicators.values() if name in (i.name, *i.aliases)]
    assert len(owners) == 1, f"{form.code} has no line called {name}"
    return owners[0], "", ""


def _keep_row(target: Return, table: str, row: str) -> None:
    rows = target.rows.setdefault(table, [])
    if row not in rows:
        rows.append(row)
