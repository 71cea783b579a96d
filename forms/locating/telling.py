"""Proposals in words: what to change, which slip it looks like, the rules it settles, the past beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from forms.addresses import parse
from forms.locating.history import History, compared
from forms.locating.model import CellChange, Kind, Proposal, Range, Settled
from forms.locating.records import Record
from forms.locating.ruling import SIGN
from forms.locating.trying import Tried
from forms.rules.binding import Binder
from forms.rules.tree import Ref
from forms.rules.wording.saying import Speaker
from forms.rules.wording.telling import name_of_row
from forms.values.canonical import plain
from forms.values.numbers import grouped
from forms.values.units import convertible
from forms.words import Words

_KINDS: dict[Kind, Words] = {
    "sign": Words("像是正负号填反", "It looks like a reversed sign"),
    "transposed": Words("像是相邻两位数字抄颠倒", "It looks like two neighbouring digits exchanged"),
    "mistyped": Words("像是有一位数字抄错", "It looks like one digit mistyped"),
    "dropped": Words("像是漏了一位数字", "It looks like a digit left out"),
    "doubled": Words("像是有一位数字多打了一遍", "It looks like a digit typed twice"),
    "swapped": Words("像是两格填颠倒", "It looks like two cells exchanged"),
    "omission": Words("这一格空着，其余各格推得这个数", "The cell is blank; the other cells imply this figure"),
    "balance": Words(
        "不像常见的笔误；这是其余各格推得的数", "No typical slip; it is the figure the other cells imply"
    ),
}
_SHOWN_RULES = 12
_BLANK_SCORE = -2.0


class Teller:
    """Puts the proposals of one return into words."""

    def __init__(self, record: Record, history: History) -> None:
        self._record, self._history = record, history
        binder = Binder(record.snapshot.pack)
        self._speakers = (Speaker(binder, "zh"), Speaker(binder, "en"))

    def proposal(
        self, values: Mapping[str, Decimal], kind: Kind, power: int, tried: Tried, score: float
    ) -> Proposal:
        """A proposal that has been tried."""
        olds = self._record.cells.values
        counted = not any(convertible(self._record.specs[address].unit) for address in values)
        evidence = [self._kind(kind, power, counted=counted)] if len(values) == 1 or kind == "swapped" else []
        evidence += self._rules(tried.settles, _SETTLES)
        for address, value in values.items():
            evidence += compared(self._history, address, olds.get(address), value)
        evidence += self._rules(tried.raises, _RAISES)
        cells = tuple(self._change(address, plain(value)) for address, value in values.items())
        return Proposal(
            kind=kind,
            cells=cells,
            settles=tried.settles,
            raises=tried.raises,
            evidence=tuple(evidence),
            score=score,
        )

    def blank(self, address: str, allowed: Sequence[Range]) -> Proposal:
        """A required blank whose figure the other cells do not give."""
        evidence = [
            Words("必填而空着，其余各格推不出这个数", "Required and blank; the other cells do not give the figure")
        ]
        bounded = [part for part in allowed if part.low is not None or part.high is not None]
        if len(bounded) == 1 == len(allowed):
            low, high = (grouped(e) if e is not None else "…" for e in (bounded[0].low, bounded[0].high))
            evidence.append(
                Words(f"按各项关系应在 {low} 至 {high} 之间", f"By the rules it should be from {low} to {high}")
            )
        return Proposal(
            kind="omission",
            cells=(self._change(address, ""),),
            settles=(),
            evidence=tuple(evidence),
            score=_BLANK_SCORE,
        )

    def name(self, address: str) -> Words:
        """A cell's name with its row."""
        place = parse(address)
        part = place.part or ""
        zh, en = (s.noun(Ref(0, place.code, part, place.column or "")) for s in self._speakers)
        row = self._row(address)
        return Words(f"{row}　{zh}" if row else zh, f"{row}: {en}" if row else en)

    def _row(self, address: str) -> str:
        place = parse(address)
        if place.form_row is None:
            return ""
        frame = (
            self._record.books().sheet(self._record.form.code).table(self._record.form.code).get(place.form_row)
        )
        return name_of_row(self._speakers[0], frame)

    def _change(self, address: str, new: str) -> CellChange:
        name = self.name(address)
        cell = self._record.target.cells.get(address)
        return CellChange(address, name.zh, name.en, cell.text.strip() if cell is not None else "", new)

    def _kind(self, kind: Kind, power: int, *, counted: bool) -> Words:
        if kind != "unit":
            return _KINDS[kind]
        times = grouped(Decimal(10) ** abs(power))
        if counted:
            much = Words("大", "large") if power > 0 else Words("小", "small")
            return Words(
                f"像是 0 的个数或小数点填错：填{much.zh}了 {times} 倍",
                f"It looks like the noughts or the decimal point: {times} times too {much.en}",
            )
        if power > 0:
            return Words(f"像是单位填错：填大了 {times} 倍", f"It looks like the unit: {times} times too large")
        return Words(f"像是单位填错：填小了 {times} 倍", f"It looks like the unit: {times} times too small")

    def _rules(self, keys: Sequence[Settled], words: Words) -> list[Words]:
        """The rules a change settles or breaks, with their titles."""
        if not keys:
            return []
        zh, en = (self._titles(keys, language) for language in ("zh", "en"))
        return [Words(words.zh + zh, words.en + en)]

    def _titles(self, keys: Sequence[Settled], language: str) -> str:
        rules = self._record.snapshot.pack.rules
        told = []
        for rule in dict.fromkeys(key.rule for key in keys):
            if rule in _BUILT_IN:
                told.append(_BUILT_IN[rule].zh if language == "zh" else _BUILT_IN[rule].en)
                continue
            title = rules[rule].zh if language == "zh" else rules[rule].en or rules[rule].zh
            told.append(f"{rule} {title}")
        joint = "；" if language == "zh" else "; "
        return joint.join(told[:_SHOWN_RULES])


_BUILT_IN = {
    SIGN: Words("不应为负数", "no negative figure here"),
    "REQ": Words("必填", "required"),
    "READ": Words("应能读成数", "to be read as a number"),
}
_SETTLES = Words("改后满足：", "Settles: ")
_RAISES = Words("改后还需核实：", "To be explained afterwards: ")
