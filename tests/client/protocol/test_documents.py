"""A document read back as a return."""

from __future__ import annotations

from decimal import Decimal

import pytest

from client.protocol.documents import to_return
from client.protocol.messages import CellValue, Document, DocumentExplanation, NotApplicable
from forms.pack.loader import bundled_pack
from forms.pack.model import Form, Indicator, Pack, Part, Section
from forms.periods import Period
from forms.returns import Origin, ReturnKey


def indicator(code: str, kind: str, form: str = "AA", **words: object) -> Indicator:
    return Indicator(code=code, form=form, section="", name=code, type=kind, **words)  # type: ignore[arg-type]


INDICATORS = {
    one.code: one
    for one in (
        indicator("AA1", "integer", columns=("ly",)),
        indicator("AA2", "decimal", scale=2),
        indicator("AA3", "boolean"),
        indicator("AA4", "text"),
        indicator("AA5", "text-list"),
        indicator("AA6", "month"),
        indicator("AA7", "composite", parts={"valid": Part(name="valid", label="有效期", type="month")}),
        indicator("AA8", "table", table={"share": Part(name="share", label="份额", type="decimal", scale=1)}),
    )
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    form = Form(code="AA", name="表", sections=(Section("", "", tuple(INDICATORS)),), indicators=INDICATORS)
    return Pack(
        id="t",
        version="1",
        title="",
        title_en="",
        authority="",
        valid_from="2020-01",
        valid_to="2030-12",
        sha256="ab" * 32,
        forms={"AA": form},
        lists={},
        rules={},
        constants={},
        home=dict.fromkeys(INDICATORS, "AA"),
    )


KEY = ReturnKey("91440101MA5CT56783", "AA", Period.parse("2025-09"))


@pytest.mark.parametrize(
    ("address", "spelled", "value"),
    [
        ("AA1", "1234", Decimal(1234)),
        ("AA1", "0", Decimal(0)),
        ("AA1@ly", "12", Decimal(12)),
        ("AA2", "12.30", Decimal("12.30")),
        ("AA3", "true", True),
        ("AA3", "false", False),
        ("AA4", "某某公司", "某某公司"),
        ("AA5", ["甲、乙", "丙"], ("甲、乙", "丙")),
        ("AA6", "2025-09", "2025-09"),
        ("AA7.valid", "2027-12", "2027-12"),
        ("AA8[r1].share", "2.5", Decimal("2.5")),
    ],
)
def test_each_kind_of_value_arrives(pack: Pack, address: str, spelled: CellValue, value: object) -> None:
    content, strange = to_return(Document({address: spelled}, rows={"AA8": ["r1"]}), KEY, pack)
    assert strange == []
    cell = content.cells[address]
    assert (cell.value, cell.problem, cell.origin) == (value, None, Origin(source="returned"))


@pytest.mark.parametrize(
    ("address", "spelled"),
    [
        ("AA1", "1,234"),
        ("AA1", "12.5"),
        ("AA1", "1e3"),
        ("AA1", "-0"),
        ("AA1", " 1"),
        ("AA1", "１"),
        ("AA1", "1万"),
        ("AA1", ["1"]),
        ("AA2", "0.123"),
        ("AA2", "NaN"),
        ("AA3", "是"),
        ("AA3", "True"),
        ("AA5", "甲"),
        ("AA6", "2025年9月"),
        ("AA6", "2025-13"),
        ("AA7.valid", "soon"),
    ],
)
def test_any_other_spelling_is_kept_and_marked(pack: Pack, address: str, spelled: CellValue) -> None:
    content, strange = to_return(Document({address: spelled}), KEY, pack)
    assert strange == []
    assert content.cells[address].value is None
    assert content.cells[address].problem is not None


@pytest.mark.parametrize(
    "address",
    ["AA9", "AA2@ly", "AA1@ny", "AA7.number", "AA8[r1].name", "AA1.x", "BB1", "a", "", "AA1 ", "AA[r1].AA9"],
)
def test_addresses_the_form_does_not_have_are_named(pack: Pack, address: str) -> None:
    content, strange = to_return(Document({address: "1"}), KEY, pack)
    assert strange == [address]
    assert content.cells == {}


def test_blank_zero_and_not_applicable_stay_three_things(pack: Pack) -> None:
    content, _ = to_return(Document({"AA1": "0", "AA2": NotApplicable("无此项业务")}), KEY, pack)
    assert content.cells["AA1"].value == 0
    assert (content.cells["AA2"].value, content.cells["AA2"].na) == (None, "无此项业务")
    assert "AA4" not in content.cells


@pytest.mark.parametrize("address", ["AA1", "AA7", "AA8"])
def test_a_whole_composite_or_table_may_be_not_applicable(pack: Pack, address: str) -> None:
    content, strange = to_return(Document({address: NotApplicable("无")}), KEY, pack)
    assert strange == []
    assert content.cells[address].na == "无"


def test_figures_that_were_rounded_say_so(pack: Pack) -> None:
    content, _ = to_return(Document({"AA1": "5", "AA2": "1.00"}, rounded=["AA1", "AA9"]), KEY, pack)
    assert content.cells["AA1"].origin.rounded_to("千元")
    assert not content.cells["AA2"].origin.rounded_to("千元")


def test_rows_explanations_and_key_come_along(pack: Pack) -> None:
    told = DocumentExplanation("T002", ["AA1", "AA1@ly"], "01", "新厂投产")
    content, _ = to_return(Document({}, rows={"AA8": ["r2", "r1"]}, explanations=[told]), KEY, pack)
    assert content.rows == {"AA8": ["r2", "r1"]}
    assert content.key == KEY
    assert [(e.rule, e.at, e.text) for e in content.explanations.values()] == [
        ("T002", ("AA1", "AA1@ly"), "新厂投产")
    ]


def test_what_the_program_files_is_what_the_bundled_pack_reads_back() -> None:
    """The program's own way of writing a document, and this reading of it, are inverses."""
    from client.usecases.bureau.documents import document_of
    from forms.returns import Cell, Return

    pack = bundled_pack()
    code = next(i.code for i in pack.forms["JY"].indicators.values() if i.type == "integer")
    entered = Return(KEY.firm, "JY", KEY.period, pack.version, {code: Cell("1,234", Decimal(1234))})
    content, strange = to_return(document_of(entered, pack, {}), KEY._replace(form="JY"), pack)
    assert strange == []
    assert content.cells[code].value == Decimal(1234)
