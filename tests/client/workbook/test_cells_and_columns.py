"""Cells, columns and sheets in memory, and on their way from the reading child to the program."""

from __future__ import annotations

import io
import math
import string
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.workbook.model import (
    Coded,
    Column,
    Scalar,
    Sheet,
    as_scalar,
    as_text,
    exact,
    letters,
    plain,
    reference,
)
from client.workbook.reader import columns, wire
from client.workbook.reader.marks import place_of
from client.workbook.reader.reading import _column
from tests.client.workbook.grids import grid

NAN = float("nan")


@pytest.mark.parametrize(
    ("double", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (1234.5, "1234.5"),
        (3.0, "3"),
        (-0.0, "0"),
        (1e15, "1E+15"),
        (123456789012345.0, "123456789012345"),
        (0.1, "0.1"),
        (1 / 3, "0.333333333333333"),
        (2 / 3, "0.666666666666667"),
        (-98765.4321, "-98765.4321"),
        (1e-7, "1E-7"),
        (8.7 * 100, "870"),
        (1.1 * 3, "3.3"),
    ],
)
def test_a_double_is_the_figure_the_person_sees(double: float, shown: str) -> None:
    assert exact(double) == Decimal(shown)


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=4, allow_nan=False, allow_infinity=False))
@settings(max_examples=40)
def test_a_typed_figure_survives_as_a_double(typed: Decimal) -> None:
    assert exact(float(typed)) == typed


@given(st.integers(-(10**15) + 1, 10**15 - 1))
@settings(max_examples=40)
def test_whole_numbers_survive_to_fifteen_digits(whole: int) -> None:
    assert exact(float(whole)) == Decimal(whole)
    assert plain(exact(float(whole))) == str(whole)


@pytest.mark.parametrize(
    ("content", "held"),
    [
        (NAN, None),
        ("", None),
        (None, None),
        (1.5, Decimal("1.5")),
        (0.0, Decimal(0)),
        (" ", " "),
        (True, True),
        (False, False),
    ],
)
def test_packed_blanks_are_blanks_and_a_zero_is_not(content: Scalar | float, held: Scalar) -> None:
    assert as_scalar(content) == held
    assert type(as_scalar(content)) is type(held)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234.50", "1234.5"),
        ("1E+3", "1000"),
        ("1E-3", "0.001"),
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0.10", "0.1"),
        ("100", "100"),
        ("-25.0", "-25"),
    ],
)
def test_decimals_without_exponent_and_idle_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("column", "name"),
    [(1, "A"), (7, "G"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_letters_of_columns(column: int, name: str) -> None:
    assert letters(column) == name
    assert reference(7, column) == f"{name}7"


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
@settings(max_examples=40)
def test_a_reference_leads_back_to_its_place(row: int, column: int) -> None:
    assert place_of(reference(row, column).encode()) == (row, column)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("  营业收入 ", "营业收入"),
        ("营业\n收入", "营业 收入"),
        ("营业\u3000\u3000收入", "营业 收入"),
        ("营业\u200b收入\ufeff", "营业 收入"),
        ("a  b", "a b"),
        ("\t", ""),
        (True, "是"),
        (False, "否"),
        (Decimal("1200.00"), "1200"),
        (date(2025, 9, 30), "2025-09-30"),
        (datetime(2025, 9, 30, 8, 15), "2025-09-30 08:15:00"),
        (time(8, 15), "08:15:00"),
    ],
)
def test_a_cell_as_a_person_reads_it(value: Scalar, text: str) -> None:
    assert as_text(value) == text


@given(st.text(max_size=40))
@settings(max_examples=40)
def test_a_text_is_one_line_without_idle_spaces(text: str) -> None:
    line = as_text(text)
    assert as_text(line) == line
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip()


HEAD: list[Scalar] = ["项目", None, Decimal(2)]


@pytest.mark.parametrize(
    ("column", "body"),
    [
        (Column(HEAD), [None, None]),
        (Column(HEAD, "number", array("d", [1.5, NAN])), [Decimal("1.5"), None]),
        (Column(HEAD, "number", array("d", [0.0, 7.0])), [Decimal(0), Decimal(7)]),
        (Column(HEAD, "text", values=["甲", ""]), ["甲", None]),
        (Column(HEAD, "mixed", values=["甲", True]), ["甲", True]),
        (Column(HEAD, "mixed", values=[date(2025, 9, 1), 3.0]), [date(2025, 9, 1), Decimal(3)]),
        (Column(HEAD, "mixed", values=["", NAN]), [None, None]),
    ],
)
def test_cells_behind_the_head(column: Column, body: list[Scalar]) -> None:
    assert [column[n] for n in range(5)] == [*HEAD, *body]
    assert column.strings(5) == [v if isinstance(v, str) else None for v in [*HEAD, *body]]
    assert not column.is_blank()


@pytest.mark.parametrize(
    ("column", "filled"),
    [
        (Column(HEAD), [True, False, True, False, False]),
        (Column(HEAD, "number", array("d", [0.0, NAN])), [True, False, True, True, False]),
        (Column(HEAD, "text", values=["", "甲"]), [True, False, True, False, True]),
        (Column(HEAD, "mixed", values=[False, ""]), [True, False, True, True, False]),
    ],
)
def test_a_zero_and_a_no_are_filled_cells(column: Column, filled: list[bool]) -> None:
    assert column.filled(5).tolist() == filled


def test_a_column_of_nothing_is_blank_a_single_cell_is_not() -> None:
    assert Column([]).is_blank()
    assert Column([None, None]).is_blank()
    assert not Column([None, Decimal(0)]).is_blank()
    assert not Column([None], "number", array("d", [1.0])).is_blank()


def test_a_sheet_counts_from_its_first_used_cell() -> None:
    sheet = grid([["项目", "金额"], ["营业收入", 5]], top=3, left=2)
    assert (list(sheet.rows), list(sheet.across)) == ([3, 4], [2, 3])
    assert sheet.text(4, 3) == "5"
    assert sheet.value(4, 3) == Decimal(5)
    assert sheet.texts([4, 3], 2) == ["营业收入", "项目"]


@pytest.mark.parametrize("place", [(0, 0), (1, 1), (2, 2), (5, 2), (3, 1), (3, 4), (-1, 2), (10**9, 10**9)])
def test_outside_of_the_used_cells_all_is_blank(place: tuple[int, int]) -> None:
    sheet = grid([["项目", "金额"], ["营业收入", 5]], top=3, left=2)
    assert sheet.value(*place) is None
    assert sheet.text(*place) == ""
    assert sheet.spread(*place) == ""


def test_a_merged_range_shows_its_content_everywhere() -> None:
    sheet = grid([["本年", None, "上年"], ["本月", "累计", None]], merged=((1, 1, 1, 2), (1, 3, 2, 3)))
    assert [sheet.spread(1, column) for column in (1, 2, 3)] == ["本年", "本年", "上年"]
    assert [sheet.spread(2, column) for column in (1, 2, 3)] == ["本月", "累计", "上年"]
    assert sheet.text(1, 2) == ""


def test_a_merged_range_of_whole_columns_is_not_spread() -> None:
    sheet = grid([["说明", None], [None, None]], merged=((1, 1, 1_048_576, 2),))
    assert sheet.spread(1, 1) == "说明"
    assert sheet.spread(2, 2) == ""


def test_a_blank_sheet() -> None:
    assert Sheet(name="空").is_blank()
    assert grid([[None, None], [None]]).is_blank()
    assert not grid([[None, 0]]).is_blank()


def unpacked(column: wire.WireColumn) -> list[object]:
    """A column as it arrives: bytes to doubles, dates to dates."""
    numbers = array("d")
    numbers.frombytes(column.numbers)
    parts: Sequence[object] = (
        numbers if column.kind == "number" else column.texts if column.kind == "text" else column.mixed
    )
    return [wire.unpack_date(v) if isinstance(v, msgspec.msgpack.Ext) else v for v in [*column.head, *parts]]


LONG = wire.HEAD


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ([], "blank"),
        (["", "", ""], "blank"),
        (["甲", "", "乙"], "text"),
        ([1.5, 2, 3.0], "number"),
        ([1.5, "", 3], "number"),
        ([1.5, "甲"], "mixed"),
        ([True, False], "mixed"),
        ([1.0, True], "mixed"),
        ([date(2025, 9, 1), ""], "mixed"),
        ([timedelta(hours=2)], "mixed"),
    ],
)
def test_a_body_of_one_kind_travels_packed(body: list[columns.Raw], kind: str) -> None:
    heading: list[columns.Raw] = ["标题", *[""] * (LONG - 1)]
    made = columns.typed(heading + body)
    assert made.kind == kind
    assert len(made.head) == LONG
    assert made.head[0] == "标题"


def test_blank_cells_among_figures_travel_as_nan() -> None:
    heading: list[columns.Raw] = [""] * LONG
    arrived = unpacked(columns.typed([*heading, 4, "", 0.5]))[LONG:]
    assert arrived[0] == 4.0
    assert isinstance(arrived[1], float)
    assert math.isnan(arrived[1])
    assert arrived[2] == 0.5


def test_a_short_column_is_all_head_and_keeps_every_kind() -> None:
    cells: list[columns.Raw] = ["甲", 3, 2.5, True, date(2025, 9, 1), time(8, 30), timedelta(hours=30), ""]
    made = columns.typed(cells)
    assert made.kind == "blank"
    assert unpacked(made) == ["甲", 3.0, 2.5, True, date(2025, 9, 1), time(8, 30), "1 day, 6:00:00", ""]


def test_rows_become_columns() -> None:
    made = columns.transposed([["项目", "金额"], ["营业收入", 5.0]])
    assert [unpacked(column) for column in made] == [["项目", "营业收入"], ["金额", 5.0]]
    assert columns.transposed([]) == []


def test_rows_of_unequal_length_are_a_fault() -> None:
    with pytest.raises(ValueError, match="shorter"):
        columns.transposed([["a", "b"], ["c"]])


CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(string.ascii_letters + "甲乙丙", max_size=3),
    st.booleans(),
    st.dates(),
)


@given(st.lists(CELLS, max_size=2 * LONG))
@settings(max_examples=40)
def test_no_cell_changes_on_the_way(cells: list[columns.Raw]) -> None:
    body = msgspec.msgpack.encode(columns.typed(cells))
    arrived = unpacked(msgspec.msgpack.decode(body, type=wire.WireColumn))
    assert len(arrived) in (len(cells), min(len(cells), LONG))  # a blank body is not sent at all
    arrived += [""] * (len(cells) - len(arrived))
    for sent, got in zip(cells, arrived, strict=True):
        blank = sent == "" and isinstance(got, float) and math.isnan(got)
        assert blank or (got == sent and isinstance(got, bool) == isinstance(sent, bool))


@pytest.mark.parametrize(
    ("moment", "back"),
    [
        (date(2025, 9, 30), date(2025, 9, 30)),
        (datetime(2025, 9, 30), date(2025, 9, 30)),
        (datetime(2025, 9, 30, 8), datetime(2025, 9, 30, 8)),
        (time(8, 30), time(8, 30)),
        (date(1900, 1, 1), date(1900, 1, 1)),
    ],
)
def test_a_moment_at_midnight_is_a_date(moment: date | time, back: date | time) -> None:
    arrived = wire.unpack_date(wire.pack_date(moment))
    assert arrived == back
    assert type(arrived) is type(back)


@given(st.lists(st.binary(max_size=50), max_size=5))
@settings(max_examples=30)
def test_frames_come_out_as_they_went_in(bodies: list[bytes]) -> None:
    stream = io.BytesIO()
    for body in bodies:
        wire.write_frame(stream, body)
    stream.seek(0)
    assert [wire.read_frame(stream) for _ in bodies] == bodies
    assert wire.read_frame(stream) is None


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 10])
def test_a_frame_cut_short_is_the_other_side_gone(cut: int) -> None:
    stream = io.BytesIO()
    wire.write_frame(stream, b"abc")
    assert wire.read_frame(io.BytesIO(stream.getvalue()[:cut])) is None


@given(st.lists(st.sampled_from(["在建", "投产", "", "3"]), min_size=40, max_size=90))
@settings(max_examples=25)
def test_texts_that_repeat_arrive_as_they_were(texts: list[str]) -> None:
    sent = columns.typed(texts)
    arrived = _column(sent)
    assert [arrived[row] or "" for row in range(len(texts))] == texts
    assert arrived.strings(len(texts)) == [text or None for text in texts]
    body = texts[wire.HEAD :]
    assert (sent.kind == "coded") == (any(body) and len(set(body)) * 4 <= len(body))


def test_a_coded_column_can_be_cut() -> None:
    coded = Coded(["a", "b"], array("i", [0, 1, 1, 0]))
    assert list(coded[1:3]) == ["b", "b"]
    assert coded[3] == "a"
    assert len(coded) == 4
