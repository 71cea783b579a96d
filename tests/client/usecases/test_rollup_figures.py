"""What may be added up, what is made anew, what is left out: a roll-up is right as a statistician reckons it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.base.home import firm_store
from client.base.stopping import Stop, Stopped
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.rollup.adding import group_choices, roll_up
from client.usecases.views.rollup.model import Line, Question, Rollup
from client.usecases.views.rollup.showing import in_unit, unit_shown
from client.usecases.views.rollup.sorting import sorted_form
from client.usecases.views.rollup.spans import Span
from forms.pack import Pack, load_pack
from forms.pack.shelf import bundled_shelf
from forms.periods import Period
from forms.returns import Cell, Change, Edit, ReturnKey

FIRST, OTHER, THIRD = "91440300708461136T", "91441900MA5W0003X1", "91441300MA58H0D25G"
MONTH, YEAR = "2025-09", "2025"
MONTHS = st.integers(2, 12)


@pytest.fixture
def home_of_three(session: Session) -> Session:
    for code, name in ((FIRST, "甲公司"), (OTHER, "乙公司"), (THIRD, "丙公司")):
        enterprises.add(session, code, name)
    return session


def enter(session: Session, firm: str, form: str, period: str, **texts: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, form, Period.parse(period))).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


def list_up(session: Session, firm: str, form: str, period: str, *records: Mapping[str, str]) -> None:
    """Records of a list, each with its cells by code."""
    for number, record in enumerate(records):
        draft = open_draft(session, ReturnKey(firm, form, Period.parse(period)))
        save(session, draft.add_row(form, f"r{number}").change).result()
        outcome = draft.type({f"{form}[r{number}].{code}": text for code, text in record.items()})
        assert outcome is not None
        save(session, outcome.change).result()


def added(session: Session, period: str, form: str, **asked: Any) -> Rollup:
    return roll_up(session, Question(period=Period.parse(period), form=form, **asked))


def test_a_share_is_made_of_the_sums_not_added(home_of_three: Session) -> None:
    for firm, revenue, spent in ((FIRST, "1000", "100"), (OTHER, "3000", "60")):
        enter(home_of_three, firm, "JY", "2025-12", JY001=revenue)
        enter(home_of_three, firm, "YF", YEAR, YF007=spent)
    enter(
        home_of_three, THIRD, "YF", YEAR, YF007="500"
    )  # no revenue known: 500 over nothing would raise the share
    line = added(home_of_three, YEAR, "YF").line("YF050")
    assert [part.value for part in line.parts] == [Decimal(10), Decimal(2)]
    assert (line.total, line.recomputed) == (Decimal(4), True)
    assert line.missing == (THIRD,)
    assert line.against("last_year") is None
    assert added(home_of_three, YEAR, "YF").line("YF007").total == 660


def test_computed_figures_are_those_of_each_enterprise(home_of_three: Session) -> None:
    enter(home_of_three, FIRST, "JY", "2025-08", JY001="700")
    enter(home_of_three, FIRST, "JY", MONTH, JY001="1000")
    enter(home_of_three, OTHER, "JY", MONTH, JY001="400")  # no report before: its month is not known
    line = added(home_of_three, MONTH, "JY").line("JY043")
    assert (line.total, line.missing) == (300, (OTHER,))


def test_products_are_added_up_each_in_its_own_unit(home_of_three: Session) -> None:
    first, second = list(home_of_three.pack.lists["product"].codes.values())[:2]
    list_up(
        home_of_three,
        FIRST,
        "CP",
        MONTH,
        {"CP001": first.code, "CP005": "10"},
        {"CP001": second.code, "CP005": "7"},
    )
    list_up(home_of_three, OTHER, "CP", MONTH, {"CP001": first.code, "CP005": "5", "CP010": "90"})
    found = added(home_of_three, MONTH, "CP")
    told = {(x.key, x.unit): x.total for x in found.lines if x.address == "CP005"}
    assert told == {(first.code, first.unit): 15, (second.code, second.unit): 7}
    assert found.line("CP005", key=first.code).name == f"1—本月产量：{first.name}"
    assert found.line("CP005", key=second.code).missing == ()  # who does not make it lacks nothing
    assert found.line("CP010").missing == (FIRST,)


def test_what_is_part_of_another_record_is_not_counted_twice(home_of_three: Session) -> None:
    codes = home_of_three.pack.lists["product"].codes
    inner = codes["391103"]  # notebooks, of microcomputers 391102, of computers 391101
    rows = [{"CP001": code, "CP005": "10", "CP010": "70"} for code in ("391101", inner.code)]
    list_up(home_of_three, FIRST, "CP", MONTH, *rows)
    list_up(home_of_three, OTHER, "CP", MONTH, rows[1])
    found = added(home_of_three, MONTH, "CP")
    assert found.line("CP010").total == 140
    assert [found.line("CP005", key=key).total for key in ("391101", inner.code)] == [10, 20]


def test_records_without_the_figure_are_told(home_of_three: Session) -> None:
    list_up(home_of_three, FIRST, "XM", MONTH, {"XM001": "P1", "XM012": "50"}, {"XM001": "P2"})
    (part,) = added(home_of_three, MONTH, "XM").line("XM012").parts
    assert (part.value, part.records, part.blanks) == (50, (("P1", Decimal(50)),), 1)


def test_a_range_takes_flows_off_and_keeps_states(home_of_three: Session) -> None:
    for period, revenue, stock in (("2025-03", "300", "9"), ("2025-06", "700", "11"), (MONTH, "1000", "12")):
        enter(
            home_of_three, FIRST, "JY", period, JY001=revenue, JY026=stock, JY033="5", **{"JY001@ly": revenue[:-1]}
        )
    enter(home_of_three, OTHER, "JY", MONTH, JY001="400")
    found = added(home_of_three, MONTH, "JY", since=Period.parse("2025-04"))
    line = found.line("JY001")
    assert (line.total, line.missing) == (700, (OTHER,))  # without March its part of the range is not known
    assert line.parts[0].last_year == 70
    assert found.line("JY026").total == 12
    unknown = added(home_of_three, MONTH, "JY", since=Period.parse("2025-08")).line("JY001")
    assert (unknown.total, unknown.missing) == (None, (FIRST, OTHER))  # July is not there: nobody's is known
    assert "JY033" in {each.address for each in found.left_out if each.why == "mean"}
    whole = added(home_of_three, MONTH, "JY", since=Period.parse("2025-01"))
    assert (whole.line("JY001").total, whole.line("JY033").total) == (1400, 5)


def test_a_range_that_means_nothing_is_refused(home_of_three: Session) -> None:
    enter(home_of_three, FIRST, "JY", MONTH, JY001="1")
    for form, since, code in (
        ("XM", "2025-04", "rollup.range-form"),
        ("JY", "2025-10", "rollup.range-order"),
        (None, "2025-04", "rollup.range-form"),
    ):
        with pytest.raises(UserError) as caught:
            added(home_of_three, MONTH, form, since=Period.parse(since))  # type: ignore[arg-type]
        assert caught.value.code == code


def test_growth_is_of_those_that_have_both(home_of_three: Session) -> None:
    enter(home_of_three, FIRST, "JY", MONTH, JY001="110", **{"JY001@ly": "100"})
    enter(home_of_three, OTHER, "JY", MONTH, JY001="900")  # new this year
    enter(home_of_three, THIRD, "JY", MONTH, JY001="50")
    enter(home_of_three, THIRD, "JY", "2024-09", JY001="20")  # without the column: as it was reported then
    line = added(home_of_three, MONTH, "JY").line("JY001")
    compared = line.against("last_year")
    assert compared is not None
    assert (line.total, compared.now, compared.before, compared.firms) == (1060, 160, 120, 2)
    assert round(compared.growth or 0, 1) == Decimal("33.3")
    assert line.against("previous") is None


def test_what_does_not_apply_is_neither_missing_nor_zero(home_of_three: Session) -> None:
    enter(home_of_three, FIRST, "JY", MONTH, JY001="5")
    said = Edit("JY037", None, Cell("不适用", na="not-asked"))
    change = Change(FIRST, "JY", Period.parse(MONTH), (said,), (), (), "returned")
    home_of_three.store_of(FIRST).run(lambda books: books.returns.record(change))
    enter(home_of_three, OTHER, "JY", MONTH, JY001="5", JY037="3")
    line = added(home_of_three, MONTH, "JY").line("JY037")
    assert (line.total, line.exempt, line.missing) == (3, (FIRST,), ())


def test_what_is_not_added_up_is_named_with_its_reason(home_of_three: Session) -> None:
    pack = home_of_three.pack
    why = {each.address: each.why for form in pack.forms for each in sorted_form(pack, form).left_out}
    assert why == {
        "HY006": "ratio",
        "CP012": "ratio",
        "XM027": "ratio",
        "XM031": "ratio",
        "XM028.number": "unit",
        "XM029.number": "unit",
        "LJ009": "level",
    }


def test_an_enterprise_whose_reading_is_stopped_is_not_half_counted(home_of_three: Session) -> None:
    enter(home_of_three, FIRST, "JY", MONTH, JY001="5")
    stop, heard = Stop(), []

    def hear(at: int, of: int, name: str) -> None:
        heard.append((at, of, name))
        stop.ask()

    with pytest.raises(Stopped):
        roll_up(home_of_three, Question(period=Period.parse(MONTH)), heard=hear, stop=stop)
    assert heard == [(0, 3, "甲公司")]


def test_an_enterprise_whose_store_is_gone_is_named_and_the_others_are_added(home_of_three: Session) -> None:
    for firm in (FIRST, OTHER):
        enter(home_of_three, firm, "JY", MONTH, JY001="5")
    home_of_three.vault.shut(OTHER)
    firm_store(home_of_three.home, OTHER).unlink()
    found = added(home_of_three, MONTH, "JY")
    assert {firm: error.code for firm, error in found.unread.items()} == {OTHER: "store.missing"}
    assert (found.line("JY001").total, found.absent["JY"]) == (5, (THIRD,))
    with pytest.raises(UserError) as caught:
        added(home_of_three, MONTH, "JY", firms=(OTHER,))
    assert caught.value.code == "store.missing"


def test_groups_are_offered_where_there_is_a_list(home_of_three: Session) -> None:
    assert {"JB009", "JB005", "JB018"} <= set(group_choices(home_of_three.pack))
    assert "JB002" not in group_choices(home_of_three.pack)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return bundled_shelf().newest


@given(
    flows=st.lists(st.integers(-99, 99), min_size=36, max_size=36),
    first=MONTHS,
    last=MONTHS,
    apart=st.integers(0, 2),
)
@settings(deadline=None, max_examples=60)
def test_flows_over_a_range_are_those_of_its_months(
    pack: Pack, flows: list[int], first: int, last: int, apart: int
) -> None:
    form, end = pack.forms["JY"], Period(2023 + apart, "month", last)
    since = Period(2023, "month", first if apart else min(first, last))
    wanted = range(since.index - 1 if since.index > 2 else 0, apart * 12 + last)
    total = sum(flows[month] for month in wanted)
    cumulative = Span(form, end, since).terms("cumulative")
    assert cumulative is not None
    assert total == sum(
        sign * sum(flows[(at.year - 2023) * 12 : (at.year - 2023) * 12 + at.index]) for at, sign in cumulative
    )
    monthly = Span(form, end, since).terms("month")
    assert monthly is not None
    own = {at: flows[(at.year - 2023) * 12 + at.index - 1] for at, _ in monthly}
    own |= {at: flows[(at.year - 2023) * 12] + flows[(at.year - 2023) * 12 + 1] for at in own if at.index == 2}
    assert total == sum(own.values())


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14))
@settings(deadline=None)
def test_another_unit_loses_no_digit(value: Decimal) -> None:
    for wanted in ("元", "千元", "万元", "亿元"):
        assert in_unit(in_unit(value, "千元", wanted), wanted, "千元") == value
    assert in_unit(value, "人", "万元") == value
    assert unit_shown("人", "万元") == "人"


def test_the_sum_is_the_sum_of_its_parts_and_of_its_groups(home_of_three: Session) -> None:
    for number, (firm, region) in enumerate(((FIRST, "441302"), (OTHER, "441303"), (THIRD, "441302")), 1):
        enter(home_of_three, firm, "JY", MONTH, JY001=str(number), JY030=str(number * 7))
        enter(home_of_three, firm, "JB", YEAR, JB009=region)
    lines: tuple[Line, ...] = added(home_of_three, MONTH, "JY", by="JB009").lines
    assert lines
    for line in lines:
        assert line.total == sum(part.value for part in line.parts) == sum(line.groups().values())
    assert [name[:6] for name in lines[0].groups()] == ["441302", "441303"]


def test_units_of_another_office_are_added_and_rates_are_not() -> None:
    """A unit the program has no word for is still one unit; what is told for each, or as a mean, is no sum."""
    pack = load_pack(Path(__file__).parents[2] / "forms" / "foreign" / "accommodation")
    sortings = [sorted_form(pack, form) for form in pack.forms]
    assert {each.address: each.why for one in sortings for each in one.left_out} == {
        "HT002": "level",
        "HT009": "ratio",
    }
    assert {"HT001", "HT004", "HR003"} <= {line for one in sortings for line in one.lines}
    assert {line for one in sortings for line in one.quotients} == {"HT005", "HH003"}
    assert not any(one.split for one in sortings)
