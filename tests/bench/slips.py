"""``make.py bench slips``: single slips put into a made-up year; how many are found, and how many are placed.

Each required numeric indicator with a non-zero value gets each slip in turn. Found: some finding, of any level,
that was not there before. Placed: the first proposal changes that cell and no other; restored: it gives its old
figure.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from forms.addresses import parse
from forms.checking import Snapshot, check
from forms.findings import Finding
from forms.locating import Proposal, locate
from forms.locating.records import record_of
from forms.locating.ruling import SIGN, ruled
from forms.pack.loader import bundled_pack
from forms.pack.model import Indicator, Pack
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.canonical import plain
from tests.bench.made_up import FIRM, Year, with_computed

Returns = tuple[tuple[str, str], ...]
RETURNS: Returns = (
    ("JB", "2025"),
    ("JY", "2025-09"),
    ("JY", "2025-12"),
    ("HY", "2025-Q3"),
    ("CP", "2025-09"),
    ("YF", "2025"),
    ("YX", "2025"),
    ("PT", "2025-H2"),
    ("XM", "2025-09"),
    ("LJ", "2025-Q4"),
)
SEEDS = (2025, 2026)
_WEIGHTY = 0.1


Change = Callable[[Decimal, Decimal, Random], Decimal | None]


def _power(power: int) -> Change:
    return lambda value, step, _: value.scaleb(power).quantize(step, rounding=ROUND_HALF_UP)


def _transposed(value: Decimal, step: Decimal, chance: Random) -> Decimal:
    """Two neighbouring digits that differ exchanged, wherever they stand (a leading nought does not arise)."""
    scale = max(-step.adjusted(), 0)
    digits = str(int(abs(value).scaleb(scale)))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not places:
        return value
    i = chance.choice(places)
    swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
    return Decimal(swapped).scaleb(-scale).copy_sign(value)


SLIPS: dict[str, Change] = {
    "sign": lambda value, _step, _chance: -value,
    "unit ×1000": _power(3),
    "unit ÷1000": _power(-3),
    "unit ×10": _power(1),
    "transposition": _transposed,
    "omission": lambda _value, _step, _chance: None,
}


@dataclass
class Injected:
    """One slip and what came of it."""

    form: str
    period: str
    address: str
    slip: str
    found: bool
    placed: bool
    restored: bool
    milliseconds: float
    first: Proposal | None
    rules: tuple[str, ...]
    share: float
    """By what share of itself the slip moves the figure; 1 for an omission."""

    @property
    def field(self) -> str:
        return parse(self.address).field


@dataclass
class Report:
    """All slips of one run."""

    injected: list[Injected] = field(default_factory=list)
    reachable: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        """The figures as they are printed."""
        unreached = sorted({one.field for one in self.injected} - self.reachable)
        reached = [one for one in self.injected if one.field in self.reachable]
        yield _shares("every required figure", self.injected)
        yield _shares("figures some rule speaks of", reached)
        for slip in SLIPS:
            yield _shares(f"  {slip}", [one for one in reached if one.slip == slip])
        weighty = [one for one in reached if one.share >= _WEIGHTY]
        yield _shares("  any that moves the figure by a tenth or more", weighty)
        yield _shares("  without omission", [one for one in reached if one.slip != "omission"])
        for form in dict.fromkeys(one.form for one in reached):
            yield _shares(f"  {form}", [one for one in reached if one.form == form])
        yield f"no rule speaks of: {' '.join(unreached) or 'none'}"
        missed = Counter(one.field for one in reached if not one.found)
        yield "slips not found: " + (" ".join(f"{name}×{n}" for name, n in sorted(missed.items())) or "none")
        times = [one.milliseconds for one in self.injected if one.found]
        yield f"processor time of a location: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms"


def _shares(what: str, slips: Iterable[Injected]) -> str:
    known = list(slips)
    if not known:
        return f"{what}: none"
    found, placed, restored = (
        sum(getattr(one, name) for one in known) for name in ("found", "placed", "restored")
    )
    of_found = 100 * placed / found if found else 0
    return (
        f"{what}: {found} of {len(known)} found ({100 * found / len(known):.1f} %), "
        f"placed {placed} ({100 * placed / len(known):.1f} %; {of_found:.1f} % of the found), "
        f"restored {restored} ({100 * restored / len(known):.1f} %)"
    )


def targets(snapshot: Snapshot, form: str, period: Period, columns: bool) -> list[str]:
    """The required numeric cells of a return that hold something other than 0."""
    record = record_of(snapshot, form, period)
    return [
        address
        for address, value in record.cells.values.items()
        if value and _required(record.indicators[address]) and ("@" in address) is columns
    ]


def _required(indicator: Indicator) -> bool:
    return indicator.required not in ("no", "computed")


def slipped(snapshot: Snapshot, form: str, period: Period, address: str, value: Decimal | None) -> Snapshot:
    """The same with one cell changed (blank for None), its origin kept, and computed cells brought up to date."""
    old = snapshot.returns[form, str(period)]
    cells = dict(old.cells)
    if value is None:
        del cells[address]
    else:
        cells[address] = Cell(plain(value), value, origin=cells[address].origin)
    new = Return(FIRM, form, period, old.pack, cells, old.rows)
    return with_computed(
        Snapshot(snapshot.pack, FIRM, {**snapshot.returns, (form, str(period)): new}), form, period
    )


def measure(
    pack: Pack,
    seeds: Iterable[int] = SEEDS,
    *,
    columns: bool = False,
    past: bool = True,
    returns: Returns = RETURNS,
    limit_ms: float = 200,
) -> Report:
    """Put in every slip; ``columns`` takes last year's columns in place of this year's.

    Without ``past`` the enterprise has no earlier returns, so that only the return itself can speak.
    """
    report = Report()
    for seed in seeds:
        year = Year(pack, seed)
        for form, spelled in returns:
            period = Period.parse(spelled)
            whole = year.until(form, period) if past else _without_past(year.until(form, period), period)
            report.reachable |= reachable(whole, form, period)
            for address in targets(whole, form, period, columns):
                report.injected += _injected(
                    whole, form, period, address, Random(f"{seed} {address} {period}"), limit_ms
                )
    return report


def reachable(snapshot: Snapshot, form: str, period: Period) -> set[str]:
    """The fields that some rule looks at here, through computed ones too; the built-in checks do not count."""
    record = record_of(snapshot, form, period)
    rules = [one for one in ruled(record.books(), record.cells) if one.key.rule != SIGN]
    return {parse(a).field for one in rules if one.outcome != "not_applicable" for a in one.cells}


def _without_past(snapshot: Snapshot, period: Period) -> Snapshot:
    same = {key: kept for key, kept in snapshot.returns.items() if kept.period.last_month == period.last_month}
    return Snapshot(snapshot.pack, snapshot.firm, same)


def _injected(
    whole: Snapshot, form: str, period: Period, address: str, chance: Random, limit_ms: float
) -> Iterator[Injected]:
    record = record_of(whole, form, period)
    spec, value = record.specs[address], record.cells.values[address]
    step = Decimal(1).scaleb(-(spec.scale if spec.type == "decimal" else 0))
    before = _places(check(whole, form, period))
    for slip, change in SLIPS.items():
        new = change(value, step, chance)
        if new == value or new == 0:  # too small to be off by a thousand
            continue
        wrong = slipped(whole, form, period, address, new)
        after = check(wrong, form, period)
        started = time.process_time()
        location = locate(wrong, form, period, limit_ms)
        spent = 1000 * (time.process_time() - started)
        first = location.proposals[0] if location.proposals else None
        found = bool(_places(after) - before)
        placed = found and first is not None and [cell.address for cell in first.cells] == [address]
        restored = placed and first is not None and first.cells[0].new == plain(value)
        rules = tuple(sorted({f"{rule}/{level}" for rule, level, *_ in _places(after) - before}))
        share = 1.0 if new is None else abs(float(new / value) - 1)
        yield Injected(form, str(period), address, slip, found, placed, restored, spent, first, rules, share)


def _places(findings: Iterable[Finding]) -> set[tuple[str, str, str | None, str]]:
    return {(f.rule, f.level, f.row, " ".join(ref.address for ref in f.cells)) for f in findings}


def lines() -> Iterator[str]:
    """The whole measurement, as it is printed."""
    pack = bundled_pack()
    yield f"— slips, this year's column, enterprises {SEEDS} —"
    yield from measure(pack).lines()
    yield "— the same without earlier returns —"
    yield from measure(pack, past=False).lines()
    yield "— slips, last year's column —"
    yield from measure(pack, columns=True).lines()


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
