"""Blocks of cells on the clipboard: what Excel and WPS put there comes in cell by cell and goes out the same."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.ui.entry.blocks.clipboard import format_block, parse_block

LETTERS = st.sampled_from([*string.ascii_letters, *string.digits, *' ,.-"\t\n营业收入（千元）　％￥', "'"])
CELLS = st.text(LETTERS, max_size=12)
WIDE_BLOCKS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\n3\t4\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4\r", [["1", "2"], ["3", "4"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("12,345", [["12,345"]]),
        ("约三万\t1.2亿", [["约三万", "1.2亿"]]),
        ("（1,234）\t△5\t—", [["（1,234）", "△5", "—"]]),
    ],
    ids=["unix", "windows", "old-mac", "no-last-break", "one-cell", "words", "accountants"],
)
def test_a_block_comes_in_cell_by_cell(text: str, rows: list[list[str]]) -> None:
    assert parse_block(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ("\n1\n", [[""], ["1"]]),
        ("1\n\n", [["1"], [""]]),
        ("\t\t\n", [["", "", ""]]),
        ("\t5\n", [["", "5"]]),
        ("5\t\n", [["5", ""]]),
    ],
    ids=["gap-in-a-column", "first-blank", "last-blank", "blank-line", "blank-before", "blank-after"],
)
def test_blank_cells_keep_their_place(text: str, rows: list[list[str]]) -> None:
    """A blank line in a copied column is a blank cell: the figures below it must not move up."""
    assert parse_block(text) == rows


def test_a_blank_clipboard_is_no_cell() -> None:
    assert parse_block("") == []


@pytest.mark.parametrize("text", ["\n", "\r\n", "\r"])
def test_a_blank_cell_copied_alone_is_a_blank_cell(text: str) -> None:
    assert parse_block(text) == [[""]]


def test_only_one_trailing_line_break_is_the_end_of_the_last_line() -> None:
    assert len(parse_block("1\n")) == 1
    assert len(parse_block("1\n\n")) == 2
    assert len(parse_block("1\r\n\r\n")) == 2


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('"第一行\n第二行"', "第一行\n第二行"),
        ('"第一行\r\n第二行"', "第一行\n第二行"),
        ('"左\t右"', "左\t右"),
        ('"他说""好"""', '他说"好"'),
        ('""', ""),
    ],
    ids=["line-break", "windows-line-break", "tab", "doubled-quotes", "quoted-blank"],
)
def test_a_quoted_cell_is_one_cell(text: str, cell: str) -> None:
    assert parse_block(text) == [[cell]]


def test_a_quoted_cell_among_others_keeps_the_line_together() -> None:
    assert parse_block('项目甲\t"原因一\n原因二"\t100\n项目乙\t无\t200\n') == [
        ["项目甲", "原因一\n原因二", "100"],
        ["项目乙", "无", "200"],
    ]


@pytest.mark.parametrize("text", ['8" 硅片', '型号12"A', "'0012", " 12 ", "\u3000千元"])
def test_marks_within_a_cell_are_its_own(text: str) -> None:
    """Inches are no quotation, an apostrophe and blanks stay: reading them is not the clipboard's business."""
    assert parse_block(f"{text}\t1\n") == [[text, "1"]]


def test_lines_of_unequal_length_stay_unequal() -> None:
    assert [len(row) for row in parse_block("1\t2\t3\n4\n5\t6\n")] == [3, 1, 2]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([["1", "2"], ["3", "4"]], "1\t2\n3\t4\n"),
        ([["营业收入", "JY001", "千元"]], "营业收入\tJY001\t千元\n"),
        ([["12,345"]], "12,345\n"),
        ([["左\t右"]], '"左\t右"\n'),
        ([["上\n下", "1"]], '"上\n下"\t1\n'),
        ([['8"']], '"8"""\n'),
        ([["", "5"]], "\t5\n"),
        ([], ""),
    ],
)
def test_a_block_goes_out_as_a_spreadsheet_reads_it(rows: list[list[str]], text: str) -> None:
    assert format_block(rows) == text


def test_a_thousands_comma_needs_no_quotes() -> None:
    assert '"' not in format_block([["1,234,567", "2,000"]])


@settings(max_examples=40, deadline=None)
@given(WIDE_BLOCKS)
def test_what_goes_out_comes_in_again(block: list[list[str]]) -> None:
    assert parse_block(format_block(block)) == block


@settings(max_examples=40, deadline=None)
@given(WIDE_BLOCKS)
def test_line_breaks_of_any_system_mean_the_same(block: list[list[str]]) -> None:
    text = format_block(block)
    assert parse_block(text.replace("\n", "\r\n")) == parse_block(text)
    assert parse_block(text.replace("\n", "\r")) == parse_block(text)


@settings(max_examples=40, deadline=None)
@given(st.text(LETTERS, max_size=60))
def test_any_text_on_the_clipboard_is_read_without_a_fault(text: str) -> None:
    """Nothing a person copied may end in a fault, however odd; and no row is ever without a cell."""
    rows = parse_block(text)
    assert all(row for row in rows)
    assert all(isinstance(cell, str) for row in rows for cell in row)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_characters='\t\n\r"', exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_a_single_plain_cell_is_taken_to_the_letter(text: str) -> None:
    assert parse_block(text) == [[text]]


def test_a_stray_quote_before_very_much_text_is_no_reason_to_fail() -> None:
    long = "长" * 140_000
    assert parse_block(f'"{long}\t1\n2\t3\n') == [[f'"{long}', "1"], ["2", "3"]]
