"""Cells of a sheet as cells of a return: units, rounding, dashes, errors; whole columns as single cells."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.finding.names.labels import any_may_end_list, may_end_list
from client.workbook.finding.names.vocabulary import Target, Vocabulary, of_pack
from client.workbook.finding.taken import bulk
from client.workbook.finding.taken.converting import Converter, Way, resolve_unit
from client.workbook.finding.taken.extraction import Note
from client.workbook.model import Coded, Column, Scalar, Sheet, as_shown, as_text
from forms.blocks import Figures, Words
from forms.pack.loader import bundled_pack
from forms.pack.model import Indicator, ValueType
from forms.returns import Cell
from tests.client.workbook.grids import grid

PACK = bundled_pack()
NAN = float("nan")


def way(
    type_: ValueType = "integer", unit: str = "千元", shown: str = "", scale: int = 0, *, negated: bool = False
) -> Way:
    """How a figure of this indicator is read from a sheet that counts in ``shown``."""
    indicator = Indicator(code="XX001", form="XX", section="一", name="某指标", type=type_, unit=unit, scale=scale)
    return Way(target=Target(indicator, form="XX"), unit=shown or unit, negated=negated)


def taken(value: object, how: Way, **about: Sequence[tuple[int, int]]) -> Cell | Note | None:
    sheet = grid([[value]], "利润表", **about)
    return Converter("账.xlsx", sheet, PACK).cell(1, 1, how)


def cell(value: object, how: Way, **about: Sequence[tuple[int, int]]) -> Cell:
    made = taken(value, how, **about)
    assert isinstance(made, Cell)
    return made


@pytest.mark.parametrize(
    ("figure", "shown", "value"),
    [
        (1234500, "元", "1235"),
        (1234499, "元", "1234"),
        (-1234500, "元", "-1235"),
        (499, "元", "0"),
        (-499, "元", "0"),
        (12.3456, "万元", "123"),
        (0.5, "千元", "1"),
        (2.5, "千元", "3"),
        (1.2, "亿元", "120000"),
        (3, "百万元", "3000"),
        (0, "元", "0"),
    ],
)
def test_figures_come_in_the_unit_of_the_indicator(figure: float, shown: str, value: str) -> None:
    made = cell(figure, way(shown=shown))
    assert (made.text, made.value, made.problem) == (value, Decimal(value), None)
    assert made.origin.unit == shown


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", "1200"),
        ("（350）", "-350"),
        ("－35", "-35"),
        ("1.2万", "12"),
        ("1.2万元", "12"),
        ("3亿元", "300000"),
        ("￥8,000元", "8"),
        ("５６", "56"),
        (" 7 ", "7"),
    ],
)
def test_figures_written_as_text(written: str, value: str) -> None:
    made = cell(written, way())
    assert made.value == Decimal(value)
    assert made.origin.raw == written.strip()


def test_a_unit_behind_the_figure_outweighs_that_of_the_sheet() -> None:
    made = cell("25元", way(shown="万元", unit="元"))
    assert (made.value, made.origin.unit) == (Decimal(25), "元")


@pytest.mark.parametrize("written", ["-", "—", "——", "－", "/", "无", "N/A", "n/a", "不适用", "·"])
def test_a_dash_in_the_place_of_a_figure_is_no_zero(written: str) -> None:
    made = taken(written, way())
    assert isinstance(made, Note)
    assert made.code == "left.cell-dash"
    assert made.params["cell"] == "A1"
    assert written in made.what("zh")


@pytest.mark.parametrize("written", ["待定", "约100", "1,23", "10人", "25千瓦时", "1.2.3"])
def test_what_is_no_figure_is_kept_and_marked(written: str) -> None:
    made = cell(written, way())
    assert (made.text, made.value) == (written, None)
    assert made.problem is not None
    assert made.problem.startswith("value.")


def test_a_figure_no_return_can_hold() -> None:
    made = cell(Decimal(10) ** 18, way(shown="元"))
    assert (made.value, made.problem) == (None, "value.too-large")
    assert made.text == "1" + "0" * 18


def test_a_truth_value_is_no_figure() -> None:
    assert cell(True, way()).problem is not None


@pytest.mark.parametrize(
    ("value", "text"), [("  惠州\n示例 ", "惠州 示例"), (12, "12"), (12.50, "12.5"), ("-", "-"), (True, "是")]
)
def test_texts_are_taken_as_they_read(value: object, text: str) -> None:
    made = cell(value, way("text", ""))
    assert (made.text, made.value, made.problem) == (text, text, None)


def test_months_come_in_their_one_spelling() -> None:
    assert {cell(value, way("month", "")).text for value in ("2025-09", "2025年9月", "202509", "2025.9")} == {
        "2025-09"
    }


def test_percentages_as_they_show() -> None:
    share = way("decimal", "%", scale=1)
    shown = cell(0.685, share, percents=[(1, 1)])
    assert shown.value == Decimal("68.5")
    assert (shown.origin.raw, shown.origin.unit) == ("68.5", "%"), "as the workbook shows it, not 0.685 %"
    assert cell(0.685, share).value == Decimal("0.7")
    assert cell("68.5%", share, percents=[(1, 1)]).value == Decimal("68.5")
    assert cell(0.5, way(), percents=[(1, 1)]).value == Decimal(1)


def test_losses_are_turned_where_the_sheet_shows_them_with_a_minus_sign() -> None:
    assert cell(-300, way(negated=True)).value == Decimal(300)
    assert cell(300, way(negated=True)).value == Decimal(-300)
    assert cell(0, way(negated=True)).text == "0"


def test_blank_errors_and_uncalculated_formulas_are_three_things() -> None:
    assert taken(None, way()) is None
    error, uncalculated = taken(None, way(), errors=[(1, 1)]), taken(None, way(), uncached=[(1, 1)])
    assert isinstance(error, Note)
    assert isinstance(uncalculated, Note)
    assert (error.code, uncalculated.code) == ("left.cell-error", "left.cell-uncalculated")
    for told in (error, uncalculated):
        assert "A1" in told.what("zh")
        assert "A1" in told.what("en")


def test_every_cell_knows_where_it_came_from() -> None:
    sheet = grid([[None, None], [None, 12.50]], "利润表", top=6, left=3)
    made = Converter("账.xlsx", sheet, PACK).cell(7, 4, way(shown="元"))
    assert isinstance(made, Cell)
    assert (made.origin.place, made.origin.raw, made.origin.unit) == ("账.xlsx › 利润表 › D7", "12.5", "元")


@pytest.mark.parametrize(
    ("type_", "own", "named", "expected"),
    [
        ("integer", "千元", ("元",), ("元", False)),
        ("integer", "千元", ("", "万元", "元"), ("万元", False)),
        ("integer", "千元", ("人", "万元"), ("万元", False)),
        ("integer", "千元", (), ("千元", True)),
        ("integer", "千元", ("人",), ("千元", True)),
        ("integer", "人", ("万元",), ("人", False)),
        ("integer", "人", ("人",), ("人", False)),
        ("decimal", "%", ("元",), ("%", False)),
        ("integer", "", ("元",), ("", False)),
        ("text", "", ("元",), ("", False)),
    ],
)
def test_the_first_unit_that_fits(
    type_: ValueType, own: str, named: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    assert resolve_unit(way(type_, own).target.spec, named) == expected


def long(body: Column) -> tuple[Sheet, range]:
    """A sheet of one heading and this body, and the rows of the body."""
    count = len(body.numbers) or len(body.values)
    return Sheet(name="表", height=1 + count, columns=(body,)), range(2, 2 + count)


FIGURES = st.one_of(
    st.just(NAN),
    st.integers(-(10**9), 10**9).map(float),
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False).map(float),
    st.floats(-1e9, 1e9, allow_nan=False),
)


@given(
    st.lists(FIGURES, min_size=1, max_size=12),
    st.sampled_from(["元", "千元", "万元", "亿元"]),
    st.sampled_from(["元", "千元", "万元"]),
    st.integers(0, 2),
)
@settings(max_examples=40)
def test_whole_columns_read_like_single_cells(figures: list[float], shown: str, own: str, scale: int) -> None:
    sheet, rows = long(Column(["金额"], "number", array("d", figures)))
    how = way("decimal", own, shown, scale)
    converter = Converter("账.xlsx", sheet, PACK)
    made = converter.column(1, how, rows)
    for position, row in enumerate(rows):
        assert made.cell(position) == converter.cell(row, 1, how)
    assert made.filled().tolist() == [figure == figure for figure in figures]


@given(
    st.lists(
        st.sampled_from(["12", "1,200", "-", "", "待定", "3万", "（5）", 7.0, True, NAN]), min_size=1, max_size=12
    )
)
@settings(max_examples=40)
def test_columns_of_every_kind_read_like_single_cells(values: list[Scalar | float]) -> None:
    sheet, rows = long(Column(["金额"], "mixed", values=values))
    converter = Converter("账.xlsx", sheet, PACK)
    made = converter.column(1, way(), rows)
    singles = [converter.cell(row, 1, way()) for row in rows]
    assert [made.cell(n) for n in range(len(rows))] == [one if isinstance(one, Cell) else None for one in singles]
    assert made.notes == {n: one for n, one in enumerate(singles) if isinstance(one, Note)}
    assert len(made) == sum(isinstance(one, Cell) for one in singles)


def test_a_cell_left_out_after_all_is_gone() -> None:
    sheet, rows = long(Column(["金额"], "number", array("d", [5.0, 6.0])))
    made = Converter("账.xlsx", sheet, PACK).column(1, way(), rows)
    made.drop(0)
    assert (made.cell(0), made.filled().tolist(), len(made)) == (None, [False, True], 1)
    assert made.listed("JY001") is None


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=10), st.integers(0, 2))
@settings(max_examples=40)
def test_hundredths_are_rounded_half_up_once(cents: list[int], scale: int) -> None:
    column = Column([], "number", array("d", [n / 100 for n in cents]))
    done = bulk.figures(column, np.arange(len(cents)), "元", "元", scale)
    assert done is not None
    assert isinstance(done.body, Figures)
    step = Decimal(1).scaleb(-scale)
    expected = [Decimal(n).scaleb(-2).quantize(step, rounding=ROUND_HALF_UP) for n in cents]
    assert [Decimal(n).scaleb(-scale) for n in done.body.steps.tolist()] == expected
    assert not done.odd.any()


@pytest.mark.parametrize("strange", [1 / 3, 1e16, 1e300, 0.1 + 0.2])
def test_figures_of_too_many_digits_are_odd(strange: float) -> None:
    done = bulk.figures(Column([], "number", array("d", [strange, 5.0, NAN])), np.arange(3), "元", "元", 0)
    assert done is not None
    assert done.odd.tolist() == [True, False, False]


def test_units_that_do_not_fit_are_not_converted() -> None:
    assert bulk.figures(Column([], "number", array("d", [1.0])), np.arange(1), "人", "某单位", 0) is None


def test_each_different_content_is_read_once() -> None:
    read: list[Scalar] = []

    def reader(value: Scalar) -> tuple[str, str, str] | None:
        read.append(value)
        return None if value == "丙" else (str(value), str(value), str(value))

    column = Column([], "mixed", values=["甲", "", "乙", "甲", "丙", True, 1.0, date(2025, 9, 1)])
    done = bulk.words(column, np.arange(8), reader)
    assert isinstance(done.body, Words)
    assert [None if code < 0 else done.body.texts[code] for code in done.body.codes.tolist()] == [
        "甲",
        None,
        "乙",
        "甲",
        None,
        None,
        "1",
        "2025-09-01",
    ]
    assert done.odd.tolist() == [False, False, False, False, True, True, False, False]
    assert len(read) == 5


TEXTS = st.one_of(st.sampled_from(["东江扩产", "  两头空 ", "换\n行", " ", "é", "", "合计"]), st.text(max_size=6))


@given(st.lists(TEXTS, min_size=1, max_size=12), st.booleans())
@settings(max_examples=60)
def test_columns_of_texts_read_like_single_cells(texts: list[str], coded: bool) -> None:
    words = list(dict.fromkeys(texts))
    codes = array("i", map(words.index, texts))
    sheet, rows = long(Column(["名称"], "text", values=Coded(words, codes) if coded else texts))
    converter = Converter("账.xlsx", sheet, PACK)
    how = way("text", "")
    made = converter.column(1, how, rows)
    singles = [converter.cell(row, 1, how) for row in rows]
    assert [made.cell(n) for n in range(len(rows))] == [one if isinstance(one, Cell) else None for one in singles]
    assert not as_shown(texts) or all(as_text(text) == text for text in texts)
    assert any_may_end_list(texts) or not any(map(may_end_list, texts))


WORDS = of_pack(PACK, ("JY",))


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("JY001", "JY001", "code"),
        (" jy 001 ", "JY001", "code"),
        ("营业收入", "JY001", "name"),
        ("一、营业收入（元）", "JY001", "name"),
        ("营业总收入", "JY001", "alias"),
    ],
)
def test_an_indicator_by_code_name_and_alias(text: str, code: str, how: str) -> None:
    match = WORDS.matches(text)[0]
    assert (match.target.field, match.how) == (code, how)
    assert match.confidence >= 0.95


@pytest.mark.parametrize(
    "text", ["", "  ", "营业收入（预算）", "营业收入（上年同期）", "完全不相干的话", "收" * 200]
)
def test_labels_of_no_indicator(text: str) -> None:
    assert WORDS.matches(text) == ()


def test_brackets_of_unknown_meaning_make_less_sure() -> None:
    plain, bracketed = WORDS.matches("营业收入")[0], WORDS.matches("营业收入（东莞厂）")[0]
    assert bracketed.target == plain.target
    assert bracketed.confidence < plain.confidence


@pytest.mark.parametrize("form", sorted(PACK.forms))
def test_every_name_and_code_of_a_form_leads_to_its_indicator(form: str) -> None:
    words = Vocabulary([PACK.forms[form]])
    for code, indicator in PACK.forms[form].indicators.items():
        if indicator.type in ("table", "composite"):
            continue
        assert [match.target.field for match in words.matches(code)] == [code]
        assert code in {match.target.field for match in words.matches(indicator.name)}


def test_the_most_similar_name_is_sure_only_by_filling_words() -> None:
    near = WORDS.nearest("营业收人", "JY")
    assert near is not None
    assert near.target.field == "JY001"
    assert not near.sure
    assert 0 < near.similarity < 1
    assert WORDS.nearest("营", "JY") is None
    assert WORDS.nearest("营业收入", "没有这张表") is None
