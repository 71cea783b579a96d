"""Every place in a return has one spelling, and reading it back gives the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.addresses import Address, parse
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
