"""A small pack, and strategies for its rules and data: what closures and columns are held to each other with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from forms.columns.outcomes import TableOutcome
from forms.columns.tables.table import Table
from forms.pack.model import Code, CodeList, Form, Indicator, Pack, Part, Rule
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import FINER, Cell, Origin, Return
from forms.rules.binding import Binder
from forms.rules.compiled import CompiledRule
from forms.rules.scope import Books
from forms.rules.wording.reporting import reason
from forms.rules.wording.saying import Speaker
from forms.values.canonical import plain

EXAMPLES = int(os.environ.get("JIBAO_EXAMPLES", "60"))
"""How many rules and returns each property is tried on; a long run sets more."""

PERIOD = Period.parse("2025-06")
SHIFTED = {
    "previous": Period.parse("2025-05"),
    "last_year": Period.parse("2024-06"),
    "year_end": Period.parse("2024-12"),
}
NUMBERS = ("001", "002", "003", "004", "005", "006")
TEXTS = ("011", "012", "013")
MONTHS = ("014", "015")


PARTS = {"no": Part("no", "编号"), "valid": Part("valid", "有效期", type="month")}


def indicators(form: str) -> dict[str, Indicator]:
    """The same indicators for both forms: numbers of several kinds and scales, texts, months, truths, codes."""

    def made(number: str, **fields: Any) -> Indicator:
        code = form + number
        return Indicator(
            code=code, form=form, section="一", name=f"指标{number}", name_en=f"item {number}", **fields
        )

    found = [
        made("001", type="integer", unit="千元", kind="cumulative", columns=("ly",)),
        made("002", type="integer", unit="千元", kind="cumulative"),
        made("003", type="integer", unit="千元", kind="point", signed=True),
        made("004", type="decimal", scale=2, unit="%", kind="month"),
        made("005", type="decimal", scale=1, unit="千元", kind="cumulative"),
        made("006", type="integer", unit="人", kind="point"),
        made("010", type="boolean"),
        made("011", type="code", list="stage"),
        made("012", type="text"),
        made("013", type="uscc"),
        made("014", type="month"),
        made("015", type="month"),
        made("016", type="codes", list="stage"),
        made(
            "017",
            type="composite",
            parts={"no": Part("no", "编号"), "valid": Part("valid", "有效期", type="month")},
        ),
    ]
    return {each.code: each for each in found}


STAGES = CodeList(
    "stage", "阶段", "Stages", {code: Code(code, f"阶段{code}", group="AABB"[int(code) - 1]) for code in "1234"}
)
SINGLE = Form(code="SS", name="单表", unit="千元", columns=("ly",), indicators=indicators("SS"))
LISTED = Form(code="LL", name="清单", shape="rows", unit="千元", row_key="LL012", indicators=indicators("LL"))


def pack_with(*rules: Rule) -> Pack:
    """The small pack with some rules."""
    forms = {form.code: form for form in (SINGLE, LISTED)}
    return Pack(
        id="small",
        version="1",
        title="小",
        title_en="Small",
        authority="厅",
        valid_from="2024-01",
        valid_to="2027-12",
        sha256="",
        forms=forms,
        lists={"stage": STAGES},
        rules={rule.id: rule for rule in rules},
        constants={"RATIO": Decimal("0.75"), "HIGH": Decimal(100), "WORDS": ("甲", "1")},
        home={code: form.code for form in forms.values() for code in form.indicators},
    )


class Writing:
    """Strategies of expressions over one form, by the kind of what they give."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.rows = form == "LL"

    @cache  # noqa: B019 — two writers live as long as the tests
    def field(self, numbers: tuple[str, ...]) -> st.SearchStrategy[str]:
        own = st.sampled_from([self.form + number for number in numbers])
        shifted = st.builds("{}({})".format, st.sampled_from(["previous", "last_year", "year_end"]), own)
        return st.one_of(own, own, own, shifted)

    @cache  # noqa: B019 — two writers live as long as the tests
    def number(self, depth: int) -> st.SearchStrategy[str]:
        plain = st.one_of(
            self.field(NUMBERS),
            self.field(NUMBERS),
            st.just("SS001@ly") if self.form == "SS" else st.just("SS001"),
            st.sampled_from(["0", "1", "2", "0.5", "10", "12.25", "5%", "RATIO", "HIGH", "months", "year"]),
        )
        if depth == 0:
            return plain
        part = self.number(depth - 1)
        text, truth = self.text(0), self.truth(depth - 1)
        choices = [
            plain,
            st.builds("({} + {} - {})".format, part, part, part),
            st.builds("({} * {})".format, part, part),
            st.builds("({} / {})".format, part, part),
            st.builds("({} / {} * {})".format, part, part, part),
            st.builds("(-{})".format, part),
            st.builds("abs({})".format, part),
            st.builds("or_zero({})".format, self.field(NUMBERS)),
            st.builds("{}({}, {})".format, st.sampled_from(["max", "min"]), part, part),
            st.builds("round({}, {})".format, part, st.sampled_from("012")),
            st.builds("(if {} then {} else {})".format, truth, part, part),
            st.builds("length({})".format, text),
            st.builds("number({})".format, text),
            st.builds("months_between({}, {})".format, self.month(), self.month()),
        ]
        if self.rows:
            own = st.sampled_from([self.form + number for number in NUMBERS])
            name = st.sampled_from(["sum", "largest", "smallest", "count"])
            choices += [
                st.builds("{}({})".format, name, own),
                st.builds("{}({} where {})".format, name, own, self.truth(0)),
                st.just("count(LL)"),
            ]
        return st.one_of(choices)

    @cache  # noqa: B019 — two writers live as long as the tests
    def month(self) -> st.SearchStrategy[str]:
        return st.one_of(self.field(MONTHS), st.sampled_from(["period", "january", '"2025-03"']))

    @cache  # noqa: B019 — two writers live as long as the tests
    def text(self, depth: int) -> st.SearchStrategy[str]:
        plain = st.one_of(self.field(TEXTS), self.field(TEXTS), st.sampled_from(['"1"', '"甲"', '""']))
        if depth == 0:
            return plain
        cut = st.builds("text({}, {}, {})".format, plain, st.sampled_from("123"), st.sampled_from("12"))
        looked = st.builds("group({}, stage)".format, st.sampled_from([f"{self.form}011", f"{self.form}012"]))
        size = st.builds("size_class({}, {})".format, self.number(0), self.number(0))
        return st.one_of(plain, cut, looked, size)

    @cache  # noqa: B019 — two writers live as long as the tests
    def truth(self, depth: int) -> st.SearchStrategy[str]:
        op = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
        number, text = self.number(depth), self.text(depth)
        plain = st.one_of(
            st.builds("{} {} {}".format, number, op, number),
            st.builds("{} {} {}".format, number, op, number),
            st.builds("{} between {} and {}".format, number, number, number),
            st.builds("{} {} {}".format, text, op, text),
            st.builds("{} {} {}".format, self.month(), op, self.month()),
            st.builds('{} in {{"1", "甲", "3"}}'.format, text),
            st.builds("{} in {{1, 2, 10}}".format, number),
            st.builds("{} not in {}".format, text, st.sampled_from(["stage", "WORDS", f"{self.form}016"])),
            st.builds("{}({})".format, st.sampled_from(["filled", "blank"]), self.anything()),
            st.builds("valid_uscc({})".format, self.field(("013",))),
            st.builds('matches({}, "#")'.format, text),
            st.builds(
                "contains({}, {})".format, text, st.sampled_from([f"{self.form}012", f"{self.form}016", "WORDS"])
            ),
            st.builds("near_power_of_ten({}, 0.1)".format, number),
            st.just(f"{self.form}010"),
        )
        if depth == 0:
            return plain
        part = self.truth(depth - 1)
        choices = [
            plain,
            st.builds("({} and {})".format, part, part),
            st.builds("({} or {} or {})".format, part, part, part),
            st.builds("(not ({}))".format, part),
            st.builds("(if {} then {})".format, part, part),
            st.builds("(if {} then ({}) else ({}))".format, part, part, part),
        ]
        if self.rows:
            choices += [
                st.builds("unique({})".format, self.field(("012", "001", "011"))),
                st.builds("{}({})".format, st.sampled_from(["every", "any"]), part),
            ]
        return st.one_of(choices)

    def words(self) -> st.SearchStrategy[str]:
        return st.sampled_from([f"{self.form}012", f"{self.form}016", "WORDS"])

    @cache  # noqa: B019 — two writers live as long as the tests
    def anything(self) -> st.SearchStrategy[str]:
        codes = [self.form + n for n in (*NUMBERS, *TEXTS, *MONTHS, "010", "016", "017")]
        return st.one_of(st.sampled_from([*codes, f"{self.form}017.valid"]), self.field((*NUMBERS, *TEXTS)))

    @cache  # noqa: B019
    def rule(self, depth: int = 2) -> st.SearchStrategy[Rule]:
        tolerance = st.sampled_from(["", "", "0", "2", "1%", "0.5", f"{self.form}006"])
        return st.builds(
            lambda expect, tolerance, missing, when: Rule(
                id="R", form=self.form, level="error", expect=expect, zh="则", en="rule",
                tolerance=tolerance, missing=missing, when=when, scope="row" if self.rows else "",
            ),
            self.truth(depth),
            tolerance,
            st.sampled_from(["skip", "zero", "decide"]),
            st.one_of(st.just(""), st.just(""), self.truth(1)),
        )  # fmt: skip


def _said(value: Any, origin: Origin = Origin()) -> Cell:  # noqa: B008
    text = (
        plain(value)
        if isinstance(value, Decimal)
        else "、".join(value)
        if isinstance(value, tuple)
        else str(value)
    )
    return Cell(text, value, origin=origin)


def _pools() -> dict[str, list[Cell | None]]:
    """By the last digits of a code: what may stand in a cell, odd things included, the usual first and often."""
    nothing = [None, Cell(""), Cell("?", problem="value.not-a-number"), Cell("", na="无")]
    finer = Origin("workbook", raw="1", unit=FINER)
    small = [_said(Decimal(n)) for n in (0, 1, 2, 3, 5, 6, 10, 12, 100, 101)]
    moved = [_said(Decimal(n), finer) for n in (0, 1, 2, 3, 10, 100)]
    large = [
        _said(n)
        for n in (Decimal(10) ** 17, Decimal(4 * 10**18), Decimal(10) ** 25, Decimal("0.001"), Decimal(-7))
    ]
    wrong = [_said("x"), _said(True), _said(Decimal(1))]
    integer = small * 4 + moved * 2 + large + nothing + wrong[:2]
    tenths = [_said(Decimal(n) / 10) for n in (0, 1, 5, 10, 15, 122)]

    def mostly(values: list[Any]) -> list[Cell | None]:
        return [_said(value) for value in values] * 4 + nothing + wrong

    months = mostly(["2025-03", "2025-06", "2024-12", "2026-01", "x"])
    found: dict[str, list[Cell | None]] = dict.fromkeys(NUMBERS, integer)
    found |= {"004": tenths * 3 + integer, "005": tenths * 3 + integer, "010": mostly([True, False])}
    found |= {
        "011": mostly(["1", "2", "3"]),
        "012": mostly(["甲", "1", "乙1", "12"]),
        "014": months,
        "015": months,
    }
    found |= {"013": mostly(["91440300MA5X004870", "1", "甲"]), "016": mostly([("1",), ("1", "2"), ("3",), ()])}
    return found | {"017.no": found["012"], "017.valid": months, "001@ly": integer}


_POOLS = _pools()


def record(form: str) -> st.SearchStrategy[dict[str, Cell]]:
    """The cells of one record: a byte for each says which of its pool."""

    def made(choices: bytes) -> dict[str, Cell]:
        found = {
            form + field: pool[byte % len(pool)]
            for byte, (field, pool) in zip(choices, _POOLS.items(), strict=True)
        }
        return {field: cell for field, cell in found.items() if cell is not None and field in fields}

    fields = {form + field for field in _POOLS if form == "SS" or "@" not in field}
    return st.binary(min_size=len(_POOLS), max_size=len(_POOLS)).map(made)


@cache
def single_return(period: Period) -> st.SearchStrategy[Return]:
    return record("SS").map(lambda cells: Return("f", "SS", period, "small/1", cells))


@cache
def listed_return(period: Period, most: int = 5) -> st.SearchStrategy[Return]:
    def made(rows: list[dict[str, Cell]]) -> Return:
        ids = [f"r{number}" for number in range(1, len(rows) + 1)]
        found = Return("f", "LL", period, "small/1", rows={"LL": ids})
        for row, cells in zip(ids, rows, strict=True):
            found.cells |= {f"LL[{row}].{code}": cell for code, cell in cells.items()}
        return found

    return st.lists(record("LL"), max_size=most).map(made)


@cache
def returns() -> st.SearchStrategy[dict[tuple[str, str], Return]]:
    """What one enterprise has: this period's returns, and perhaps earlier ones."""
    periods = [PERIOD, *SHIFTED.values()]
    strategies = [
        st.one_of(st.just(None), kind(period)) if period != PERIOD else kind(period)
        for period in periods
        for kind in (single_return, listed_return)
    ]
    return st.tuples(*strategies).map(lambda found: {(r.form, str(r.period)): r for r in found if r is not None})


Seen = tuple[int, str, str | None, str, str]
"""Enterprise, line of the rule, row, outcome, and the reason in words."""


def by_closures(
    pack: Pack, form: str, firms: list[Mapping[tuple[str, str], Return]], period: Period
) -> list[Seen]:
    """What the closures say of the one rule of a pack."""
    (rule,) = pack.rules.values()
    compiled, speaker, seen = CompiledRule(pack, rule), Speaker(Binder(pack), "zh"), []
    for firm, held in enumerate(firms):
        for judged in compiled.judge(Books(pack, held, form, period)):
            why = (
                ""
                if judged.unknown is None
                else f"{judged.unknown.why} {reason(speaker, judged.unknown, compiled.trees())}"
            )
            seen.append((firm, judged.variant.code, judged.row, judged.outcome, why))
    return sorted(seen, key=str)


def by_columns(pack: Pack, table: Table, outcome: TableOutcome) -> list[Seen]:
    """The same from a table's outcome."""
    ((name, found),) = outcome.items()
    if found.error is not None:
        raise AssertionError(found.error.what("en"))
    seen = []
    for number, line in enumerate(found.lines):
        for place in range(len(line.outcomes)):
            unknown = line.unknown(place)
            why = "" if unknown is None else f"{unknown.why} {outcome.reason(name, place, number)}"
            where = table.where(place) if found.rows is None else None
            firm, row = (where.firm, where.row) if where is not None else found.rows[place]  # type: ignore[index]
            seen.append((firm, line.code, row, line.outcome(place), why))
    return sorted(seen, key=str)


def has_meaning(pack: Pack) -> bool:
    (rule,) = pack.rules.values()
    try:
        CompiledRule(pack, rule)
    except FormsError:
        return False
    return True
