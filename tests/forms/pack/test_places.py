"""Which definition an address stands for: every place of the bundled forms, and the places no form has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.addresses import Address, parse
from forms.pack import Form, Indicator, Part, Spec, bundled_pack
from forms.pack.places import indicator_at, spec_at

PACK = bundled_pack("gd-eic", "2026.1")
SINGLE = sorted(form.code for form in PACK.forms.values() if form.shape == "single")
ROWS = sorted(form.code for form in PACK.forms.values() if form.shape == "rows")
NAMED = sorted(i.code for form in PACK.forms.values() for i in form.indicators.values() if i.parts or i.table)
PLAIN = sorted(code for code in PACK.home if code not in NAMED)
rows = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)


def head(form: Form, row: str = "r1") -> str:
    """What stands before the code of an indicator of a form."""
    return f"{form.code}[{row}]." if form.shape == "rows" else ""


def places(form: Form, indicator: Indicator, row: str = "r1", child: str = "c1") -> Iterator[tuple[str, Spec]]:
    """Every place of one indicator, with what a text typed there is read against."""
    start = head(form, row) + indicator.code
    if indicator.table:
        yield from ((f"{start}[{child}].{name}", part) for name, part in indicator.table.items())
        return
    if indicator.parts:
        yield from ((f"{start}.{name}", part) for name, part in indicator.parts.items())
        return
    yield start, indicator
    yield from ((f"{start}@{column}", indicator) for column in indicator.columns)


def owner(code: str) -> tuple[Form, Indicator]:
    form = PACK.forms[PACK.home[code]]
    return form, form.indicators[code]


def refused(form: str, address: str) -> str:
    """What the error says of an address the form does not have."""
    with pytest.raises(LookupError) as caught:
        spec_at(PACK.forms[form], parse(address))
    return str(caught.value)


@pytest.mark.parametrize("code", PACK.forms)
def test_every_place_of_a_form_is_found(code: str) -> None:
    form = PACK.forms[code]
    for indicator in form.indicators.values():
        for spelled, spec in places(form, indicator):
            assert spec_at(form, parse(spelled)) is spec, spelled
            assert indicator_at(form, parse(spelled)) is indicator, spelled


@pytest.mark.parametrize("code", PACK.forms)
def test_no_two_places_of_a_form_are_spelled_alike(code: str) -> None:
    form = PACK.forms[code]
    spelled = [place for indicator in form.indicators.values() for place, _ in places(form, indicator)]
    assert len(spelled) == len(set(spelled))
    assert [str(parse(each)) for each in spelled] == spelled


@given(st.sampled_from(sorted(PACK.home)), rows, rows)
@settings(max_examples=40)
def test_a_row_may_bear_any_name(code: str, row: str, child: str) -> None:
    form, indicator = owner(code)
    for spelled, spec in places(form, indicator, row, child):
        assert spec_at(form, parse(spelled)) is spec


@given(st.sampled_from(sorted(PACK.home)), st.sampled_from(sorted(PACK.forms)))
@settings(max_examples=40)
def test_a_place_of_one_form_is_none_of_another(code: str, other: str) -> None:
    form, indicator = owner(code)
    if other != form.code:
        for spelled, _ in places(form, indicator):
            with pytest.raises(LookupError):
                indicator_at(PACK.forms[other], parse(spelled))


@pytest.mark.parametrize("code", PLAIN)
def test_an_indicator_without_parts_has_none(code: str) -> None:
    form, indicator = owner(code)
    address = parse(f"{head(form)}{code}.valid")
    assert str(address) in refused(form.code, str(address))
    assert indicator_at(form, address) is indicator


@pytest.mark.parametrize("code", NAMED)
def test_a_part_that_is_not_defined_is_no_place(code: str) -> None:
    form, indicator = owner(code)
    inner = "[c1]" if indicator.table else ""
    assert "colour" in refused(form.code, f"{head(form)}{code}{inner}.colour")


@pytest.mark.parametrize("code", NAMED)
def test_an_indicator_with_parts_is_itself_no_place(code: str) -> None:
    form, indicator = owner(code)
    inner = "[c1]" if indicator.table else ""
    refused(form.code, f"{head(form)}{code}{inner}")


@pytest.mark.parametrize("code", [code for code in PLAIN if not owner(code)[1].columns])
def test_what_is_not_asked_for_last_year_has_no_such_column(code: str) -> None:
    form, _ = owner(code)
    spelled = f"{head(form)}{code}@ly"
    assert refused(form.code, spelled) == spelled


@pytest.mark.parametrize("code", [code for code in PLAIN if owner(code)[1].columns])
def test_only_the_columns_of_a_form_are_places(code: str) -> None:
    form, indicator = owner(code)
    assert spec_at(form, parse(f"{head(form)}{code}@ly")) is indicator
    spelled = f"{head(form)}{code}@budget"
    assert refused(form.code, spelled) == spelled


@pytest.mark.parametrize("code", SINGLE)
def test_a_single_record_has_no_rows(code: str) -> None:
    form = PACK.forms[code]
    plain = next(i.code for i in form.indicators.values() if not i.table and not i.parts)
    assert refused(code, f"{code}[r1].{plain}") == f"{code}[r1].{plain}"


@pytest.mark.parametrize("code", ROWS)
def test_a_form_of_rows_has_nothing_outside_them(code: str) -> None:
    for indicator in PACK.forms[code].indicators.values():
        if not indicator.table and not indicator.parts:
            assert refused(code, indicator.code) == indicator.code


@pytest.mark.parametrize("code", [code for code in PLAIN if owner(code)[0].shape == "single"])
def test_only_a_child_table_has_rows_of_its_own(code: str) -> None:
    form, _ = owner(code)
    assert refused(form.code, f"{code}[c1]") == f"{code}[c1]"


@pytest.mark.parametrize("code", [code for code in NAMED if owner(code)[1].table])
def test_a_child_table_has_no_place_outside_its_rows(code: str) -> None:
    form, indicator = owner(code)
    for name in indicator.table:
        spelled = f"{head(form)}{code}.{name}"
        assert refused(form.code, spelled) == spelled


@pytest.mark.parametrize(
    "code", [code for code in NAMED if owner(code)[0].shape == "rows" and owner(code)[1].table]
)
def test_a_child_table_of_a_row_belongs_to_that_row(code: str) -> None:
    form, indicator = owner(code)
    name = next(iter(indicator.table))
    assert refused(form.code, f"{code}[c1].{name}") == f"{code}[c1].{name}"
    assert isinstance(spec_at(form, parse(f"{form.code}[r1].{code}[c1].{name}")), Part)


@pytest.mark.parametrize("code", PACK.forms)
def test_a_code_that_is_not_in_the_form_is_no_place(code: str) -> None:
    form = PACK.forms[code]
    assert "ZZ999" in refused(code, f"{head(form)}ZZ999")


def test_an_address_made_by_hand_is_looked_up_like_one_that_was_read() -> None:
    assert spec_at(PACK.forms["JY"], Address("JY001", column="ly")) is PACK.indicator("JY001")
    assert indicator_at(PACK.forms["XM"], Address("XM014", row="7", table="XM")) is PACK.indicator("XM014")
