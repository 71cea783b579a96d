"""A hundred rules over thirty columns in four notations, and a list of rows for them, for ``rules.py``.

Each rule is written in the pack's language, in VTL, as what is bad in a frame (pandas, and numpy where the words
are the same) and by hand over float64 arrays. Bounds are chosen so that doubles decide them as exact figures do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from forms.pack.model import Code, CodeList, Form, Indicator, Pack, Rule

PARTS = [f"P{n}" for n in range(1, 9)]
TOTALS = [f"T{n}" for n in range(1, 8)]
WHOLE = [*PARTS, *TOTALS, "STAFF"]
CENTS = ["D1", "D2", "D3", "D4"]
CODES = ["K1", "K2", "K3", "K4"]
MONTHS = ["M1", "M2"]
TRUTHS = ["F1", "F2"]
COLUMNS = ["ID", *WHOLE, *CENTS, *CODES, *MONTHS, *TRUTHS, "NOTE"]
LETTERS = ["1", "2", "3", "4", "9"]

Arrays = dict[str, Any]


@dataclass(frozen=True)
class Hundredth:
    """One rule: ours, in VTL, what is bad in a frame, and its outcomes by hand (0 pass, 1 fail, 2 neither)."""

    ours: Rule
    vtl: str
    bad: Callable[[Any], Any]
    hand: Callable[[Arrays], Any]


def rules() -> list[Hundredth]:
    """Ten families of ten."""
    families = (sums, orders, ratios, conditions, members, months, gaps, links, shares, flags)
    return [
        Hundredth(_rule(f"R{number}", **ours), vtl, bad, hand)
        for number, (ours, vtl, bad, hand) in enumerate(each for family in families for each in family())
    ]


def _rule(name: str, expect: str, tolerance: str = "", when: str = "") -> Rule:
    return Rule(id=name, form="BB", level="error", expect=expect, tolerance=tolerance, when=when, zh=name, en=name)


Written = Iterator[tuple[dict[str, str], str, Callable[[Any], Any], Callable[[Arrays], Any]]]


def _out(bad: Any, none: Any) -> Any:
    found = bad.view(np.uint8)
    found[none] = 2
    return found


def sums() -> Written:
    made = ["T1 P1 P2", "T2 P3 P4", "T3 P5 P6", "T4 P7 P8", "T5 T1 T2", "T6 T3 T4", "T7 T5 T6", "T7 T1 T2 T6"]
    for text in [*made, "T7 T5 T3 T4", "T5 P1 P2 T2"]:
        whole, *parts = text.split()

        def gap(f: Any, whole: str = whole, parts: list[str] = parts) -> Any:
            total = f[parts[0]]
            for part in parts[1:]:
                total = total + f[part]
            return f[whole] - total

        def hand(f: Arrays, gap: Any = gap) -> Any:
            by = gap(f)
            return _out(np.abs(by) > 2, np.isnan(by))

        written = f"{whole} = {' + '.join(parts)}"
        vtl = f"abs({whole} - ({' + '.join(parts)})) <= 2"
        yield {"expect": written, "tolerance": "2"}, vtl, lambda f, gap=gap: np.abs(gap(f)) > 2, hand


def orders() -> Written:
    for text in ["T1 P1", "T2 P3", "T3 P5", "T4 P7", "T5 T1", "T6 T3", "T7 T5", "T7 T6", "D1 D2", "D1 D3"]:
        one, other = text.split()
        yield (
            {"expect": f"{one} >= {other}"},
            f"{one} >= {other}",
            lambda f, a=one, b=other: f[a] < f[b],
            lambda f, a=one, b=other: _out(f[a] < f[b], np.isnan(f[a]) | np.isnan(f[b])),
        )


def ratios() -> Written:
    for text in ["P1 P2", "P2 P3", "P3 P4", "P4 P5", "P5 P6", "P6 P7", "P7 P8", "P8 P1", "T1 T2", "D2 D3"]:
        one, other = text.split()

        def bad(f: Any, a: str = one, b: str = other) -> Any:
            ratio = f[a] / f[b]
            return (f[b] > 0) & ((ratio < 0.375) | (ratio > 2.75))

        def hand(f: Arrays, a: str = one, b: str = other) -> Any:
            ratio = f[a] / f[b]
            return _out((ratio < 0.375) | (ratio > 2.75), ~(f[b] > 0) | np.isnan(f[a]))

        written = {"expect": f"{one} / {other} between 0.375 and 2.75", "when": f"{other} > 0"}
        vtl = f"when {other} > 0 then {one} / {other} >= 0.375 and {one} / {other} <= 2.75"
        yield written, vtl, bad, hand


def conditions() -> Written:
    for number in range(10):
        code, letter, part = CODES[number % 4], LETTERS[number % 4], PARTS[number % 8]
        place = LETTERS.index(letter)
        yield (
            {"expect": f"{part} >= 1010", "when": f'{code} = "{letter}"'},
            f'when {code} = "{letter}" then {part} >= 1010',
            lambda f, k=code, c=letter, p=part: (f[k] == c) & (f[p] < 1010),
            lambda f, k=code, c=place, p=part: _out(f[p] < 1010, (f[k] != c) | np.isnan(f[p])),
        )


def members() -> Written:
    for number in range(10):
        code, most = CODES[number % 4], 3 + number % 2
        allowed = LETTERS[:most]
        quoted = ", ".join(f'"{letter}"' for letter in allowed)
        fine = np.array([letter in allowed for letter in LETTERS])
        yield (
            {"expect": f"{code} in {{{quoted}}}"},
            f"{code} in {{{quoted}}}",
            lambda f, k=code, allowed=allowed: ~f[k].isin(allowed) & f[k].notna(),
            lambda f, k=code, fine=fine: _out(~fine[f[k]], f[k] < 0),
        )


def months() -> Written:
    yield (
        {"expect": "M1 <= M2"},
        "M1 <= M2",
        lambda f: f["M1"] > f["M2"],
        lambda f: _out(f["M1"] > f["M2"], (f["M1"] < 0) | (f["M2"] < 0)),
    )
    for number in range(9):
        column, month = MONTHS[number % 2], f"{2021 + number}-0{1 + number}"
        op, is_bad = ("<=", np.greater) if number > 4 else (">=", np.less)
        count = (2021 + number) * 12 + number
        yield (
            {"expect": f'{column} {op} "{month}"'},
            f'{column} {op} "{month}"',
            lambda f, m=column, month=month, op=op: f[m] > month if op == "<=" else f[m] < month,
            lambda f, m=column, n=count, is_bad=is_bad: _out(is_bad(f[m], n), f[m] < 0),
        )


def gaps() -> Written:
    made = ["T1 P1 P2", "T2 P3 P4", "T3 P5 P6", "T4 P7 P8", "T5 T1 T2", "T6 T3 T4", "T7 T5 T6", "D1 D2 D3"]
    for text in [*made, "T5 P1 P3", "T6 P5 P7"]:
        whole, one, other = text.split()

        def far(f: Any, t: str = whole, a: str = one, b: str = other) -> Any:
            return np.abs(f[t] - f[a] - f[b]) - f[t] * 0.625

        def hand(f: Arrays, far: Any = far) -> Any:
            by = far(f)
            return _out(by > 0, np.isnan(by))

        written = f"abs({whole} - {one} - {other}) <= {whole} * 0.625"
        yield {"expect": written}, written, lambda f, far=far: far(f) > 0, hand


def links() -> Written:
    for number in range(10):
        one, other = PARTS[number % 8], [*PARTS[1:], *TOTALS][number]

        def bad(f: Any, a: str = one, b: str = other) -> Any:
            return ((f[a] > 0) & (f[b] <= 0)) | ((f[b] > 0) & (f[a] <= 0))

        def hand(f: Arrays, a: str = one, b: str = other) -> Any:
            return _out((f[a] > 0) != (f[b] > 0), np.isnan(f[a]) | np.isnan(f[b]))

        yield (
            {"expect": f"(if {one} > 0 then {other} > 0) and (if {other} > 0 then {one} > 0)"},
            f"(not({one} > 0) or {other} > 0) and (not({other} > 0) or {one} > 0)",
            bad,
            hand,
        )


def shares() -> Written:
    for text in ["P1 T1", "P2 T1", "P3 T2", "P4 T2", "P5 T3", "P6 T3", "P7 T4", "P8 T4", "T1 T5", "T3 T6"]:
        one, other = text.split()
        yield (
            {"expect": f"{one} <= {other} * 0.8125"},
            f"{one} <= {other} * 0.8125",
            lambda f, a=one, b=other: f[a] > f[b] * 0.8125,
            lambda f, a=one, b=other: _out(f[a] > f[b] * 0.8125, np.isnan(f[a]) | np.isnan(f[b])),
        )


def flags() -> Written:
    for number in range(10):
        flag, part = TRUTHS[number % 2], ["STAFF", *PARTS, "T1"][number]
        yield (
            {"expect": f"if {flag} then {part} >= 1005"},
            f"not({flag}) or {part} >= 1005",
            lambda f, g=flag, p=part: f[g] & (f[p] < 1005),
            lambda f, g=flag, p=part: _out(f[g] & (f[p] < 1005), np.isnan(f[p])),
        )


def pack(found: list[Hundredth]) -> Pack:
    """A pack with one list form and the rules."""

    def made(code: str) -> Indicator:
        kind = {"K": "code", "M": "month", "F": "boolean", "I": "text", "N": "text", "D": "decimal"}
        type_ = "integer" if code in WHOLE else kind[code[0]]
        scale, unit = (2 if code in CENTS else 0), ("千元" if code in (*WHOLE, *CENTS) else "")
        listed = "letters" if code in CODES else ""
        return Indicator(
            code=code, form="BB", section="", name=code, type=type_, scale=scale, unit=unit, list=listed
        )  # type: ignore[arg-type]

    indicators = {code: made(code) for code in COLUMNS}
    form = Form(code="BB", name="清单", shape="rows", row_key="ID", indicators=indicators)
    letters = CodeList("letters", "", "", {letter: Code(letter, letter) for letter in LETTERS})
    return Pack(
        id="bench",
        version="1",
        title="",
        title_en="",
        authority="",
        valid_from="2024-01",
        valid_to="2027-12",
        sha256="",
        forms={"BB": form},
        lists={"letters": letters},
        rules={each.ours.id: each.ours for each in found},
        constants={},
        home=dict.fromkeys(COLUMNS, "BB"),
    )


def figures(rows: int, seed: int = 20250930) -> Arrays:
    """Columns that agree, with a slip in one cell of a hundred and a blank in another; NaN and -1 are blanks."""
    rng = np.random.default_rng(seed)
    f: Arrays = {part: rng.integers(1000, 2000, rows).astype(np.float64) for part in PARTS}
    for number, (one, other) in enumerate([("P1", "P2"), ("P3", "P4"), ("P5", "P6"), ("P7", "P8")], start=1):
        f[f"T{number}"] = f[one] + f[other]
    f["T5"], f["T6"] = f["T1"] + f["T2"], f["T3"] + f["T4"]
    f["T7"], f["STAFF"] = f["T5"] + f["T6"], rng.integers(1000, 5000, rows).astype(np.float64)
    for cents in ("D2", "D3", "D4"):
        f[cents] = rng.integers(100_000, 200_000, rows) / 100
    f["D1"] = np.rint((f["D2"] + f["D3"]) * 100) / 100
    for column in (*WHOLE, *CENTS):
        f[column] = _slipped(f[column], rng, np.nan)
    for column in CODES:
        f[column] = _slipped(rng.integers(0, 4, rows), rng, -1, 4)
    f["M1"] = _slipped(rng.integers(2022 * 12, 2024 * 12, rows), rng, -1)
    f["M2"] = _slipped(rng.integers(2024 * 12, 2027 * 12, rows), rng, -1)
    return f | {flag: rng.random(rows) < 0.5 for flag in TRUTHS}


def _slipped(values: Any, rng: Any, blank: float, slip: int | None = None) -> Any:
    found = values.copy()
    wrong = rng.random(len(found)) < 0.01
    if slip is not None:
        found[wrong] = slip
    elif found.dtype == np.float64:
        found[wrong] = found[wrong] * rng.choice([10, -1, 0], wrong.sum())
    found[rng.random(len(found)) < 0.01] = blank
    return found
