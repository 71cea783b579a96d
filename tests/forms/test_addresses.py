"""Every place in a return has one spelling, and reading it back gives the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.addresses import Address, parse, row_of, samples, well_spelled
from forms.problems import FormsError

SPELLED = {
    "JY001": Address("JY001"),
    "JY001@ly": Address("JY001", column="ly"),
    "JB022.valid": Address("JB022", part="valid"),
    "XM[r1].XM014": Address("XM014", row="r1", table="XM"),
    "CP[r1].CP005@ly": Address("CP005", row="r1", table="CP", column="ly"),
    "JB023[7f-a_].valid": Address("JB023", row="7f-a_", table="JB023", part="valid"),
    "PT[r1].PT010[r2].name": Address("PT010", row="r2", table="PT[r1].PT010", part="name"),
}


@pytest.mark.parametrize(("text", "address"), SPELLED.items())
def test_a_spelling_and_its_address(text: str, address: Address) -> None:
    assert parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jy001",
        "JY 001",
        "JY001@",
        "JY001.",
        "XM[].XM014",
        "XM[r1]XM014",
        "XM[r1].XM014[r2",
        "JY001\n",
        "X" * 500,
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(FormsError) as caught:
        parse(text)
    assert caught.value.code == "address.malformed"


def test_the_row_of_the_form_and_the_field() -> None:
    assert parse("PT[r1].PT010[r2].name").form_row == "r1"
    assert parse("XM[r1].XM014").form_row == "r1"
    assert parse("JB023[r1].valid").form_row is None
    assert parse("JY001").form_row is None
    assert parse("JB023[r1].valid").field == "JB023.valid"
    assert parse("XM[r1].XM014").field == "XM014"
    assert parse("PT[r1].PT010[r2].name").in_child_table
    assert not parse("XM[r1].XM014").in_child_table


codes = st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
rows = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)


@given(codes, rows, st.none() | rows, st.none() | names, st.none() | names)
def test_every_address_reads_back(
    code: str, row: str, inner: str | None, part: str | None, column: str | None
) -> None:
    if inner is None:
        address = Address(code, row=row, table=code[:2], part=part, column=column)
    else:
        address = Address(code, row=inner, table=f"{code[:2]}[{row}].{code}", part=part or "name")
    assert parse(str(address)) == address
    assert address.form_row == row


def test_a_block_of_rows_is_told_by_one_address_of_each_field() -> None:
    block = [f"XM[r{row}].{field}" for row in range(3) for field in ("XM012", "XM028.number", "XM014")]
    assert samples(block) == ["XM[r0].XM012", "XM[r0].XM028.number", "XM[r0].XM014"]
    assert samples(["JY001", "JY001@ly", "JY001"]) == ["JY001", "JY001@ly"]
    alike = ["PT[a].PT010[x].name", "PT[a].PT010[y].name", "PT[a].PT020[x].name", "JB023[x].name"]
    assert samples(alike) == [alike[0], *alike[2:]]


@pytest.mark.parametrize("record", ["XM[r-1", "JB023[x", "PT[r1].PT010[r2", ""])
def test_rows_are_known_by_their_spelling(record: str) -> None:
    assert well_spelled(record)


@pytest.mark.parametrize("record", ["XM[", "XM[项目", "xm[r", "XM[r]", "XM[a].PT010[b].PT010[c", "XM[" + "r" * 65])
def test_what_no_row_is_spelled_like(record: str) -> None:
    assert not well_spelled(record)


def test_the_row_of_the_form_is_the_outer_one() -> None:
    places = ["XM[r1].XM014", "PT[r1].PT010[r2].name"]
    assert [row_of(place) for place in places] == [parse(place).form_row for place in places] == ["r1", "r1"]
