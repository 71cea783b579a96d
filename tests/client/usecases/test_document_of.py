"""A return as the document that is filed: canonical values, who signs, what was explained, and nothing else."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.protocol import strict_json
from client.protocol.documents import to_return
from client.protocol.messages import Document, Kind, NotApplicable
from client.usecases.bureau.documents import document_of, people_of
from client.usecases.returns.editing import Draft
from client.usecases.returns.neighbours import blank_return
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Explanation, Return, ReturnKey

PACK = bundled_pack("gd-eic", "2026.1")
FIRM = "91441300MA58H0D25G"
MONTH, YEAR = Period.parse("2025-09"), Period.parse("2025")
R1, R2 = str(uuid.UUID(int=1, version=4)), str(uuid.UUID(int=2, version=4))


def typed(form: str, period: Period, texts: dict[str, str]) -> Return:
    draft = Draft(PACK, blank_return(PACK, ReturnKey(FIRM, form, period)), {})
    draft.type(texts)
    return draft.current


def filed(form: str, period: Period, texts: dict[str, str]) -> Document:
    return document_of(typed(form, period, texts), PACK, {})


def over_the_wire(document: Document) -> Document:
    return strict_json.decode(strict_json.encode(document), Document)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("1234", "1234"),
        ("1，234", "1234"),
        ("１２３４", "1234"),
        ("0", "0"),
        ("-0", "0"),
        ("-12", "-12"),
        ("△12", "-12"),
        ("（1,234）", "-1234"),
    ],
)
def test_a_figure_is_sent_in_plain_digits_however_it_was_typed(text: str, sent: str) -> None:
    assert filed("JY", MONTH, {"JY001": text}).cells["JY001"] == sent


@pytest.mark.parametrize("text", ["约一千", "12..5", "见附注", "1/0", "NaN", "∞"])
def test_what_could_not_be_read_never_leaves_this_computer(text: str) -> None:
    target = typed("JY", MONTH, {"JY001": text, "JY002": "7"})
    assert target.cells["JY001"].text == text
    document = document_of(target, PACK, {})
    assert "JY001" not in document.cells
    assert document.cells["JY002"] == "7"
    assert text.encode() not in strict_json.encode(document)


def test_blank_zero_and_not_applicable_are_three_things() -> None:
    target = typed("JY", MONTH, {"JY001": "0", "JY002": "  "})
    target.cells["JY003"] = Cell("", na="无电子信息业务")
    cells = document_of(target, PACK, {}).cells
    assert cells["JY001"] == "0"
    assert "JY002" not in cells
    assert cells["JY003"] == NotApplicable("无电子信息业务")


@pytest.mark.parametrize(
    ("address", "text", "sent"),
    [
        ("JB002", " 惠州电子有限公司 ", "惠州电子有限公司"),
        ("JB021", "是", "true"),
        ("JB021", "否", "false"),
        ("JB007", "2019年5月", "2019-05"),
        ("JB003", "惠电；惠州电子", ["惠电", "惠州电子"]),
        ("JB022.valid", "2027年12月", "2027-12"),
    ],
)
def test_each_kind_of_value_has_its_spelling(address: str, text: str, sent: str | list[str]) -> None:
    assert filed("JB", YEAR, {address: text}).cells[address] == sent


def test_addresses_are_sent_in_order_so_that_the_same_figures_make_the_same_document() -> None:
    one = filed("JY", MONTH, {"JY001": "9", "JY002": "8", "JY001@ly": "7"})
    other = filed("JY", MONTH, {"JY001@ly": "7", "JY002": "8", "JY001": "9"})
    assert list(one.cells) == sorted(one.cells)
    assert strict_json.encode(one) == strict_json.encode(other)


def test_nobody_learns_where_a_figure_came_from() -> None:
    draft = Draft(PACK, blank_return(PACK, ReturnKey(FIRM, "JY", MONTH)), {})
    draft.type({"JY001": "1234.5万元"}, source="workbook")
    sent = strict_json.encode(document_of(draft.current, PACK, {}))
    assert "万元".encode() not in sent
    assert b"workbook" not in sent


def test_a_figure_rounded_from_yuan_is_named_and_one_typed_whole_is_not() -> None:
    document = filed("JY", MONTH, {"JY001": "1234567元", "JY002": "1234", "JY003": "1.2亿元"})
    assert document.cells["JY001"] == "1235"
    assert document.cells["JY003"] == "120000"
    assert document.rounded == ["JY001"]


@pytest.mark.parametrize("kind", ["nil", "withdrawal"])
def test_a_nil_return_and_a_withdrawal_hold_no_figure(kind: Kind) -> None:
    target = typed("JY", MONTH, {"JY001": "1234567元"})
    document = document_of(target, PACK, {"填表人": "王芳"}, kind=kind, reason="本期停产")
    assert (document.cells, document.rows, document.rounded) == ({}, {}, [])
    assert (document.reason, document.people) == ("本期停产", {"填表人": "王芳"})
    assert target.cells["JY001"].text


def test_a_correction_gives_its_reason_and_all_its_figures() -> None:
    target = typed("JY", MONTH, {"JY001": "12"})
    document = document_of(target, PACK, {}, kind="correction", reason="漏计一个子公司")
    assert (document.reason, document.cells["JY001"]) == ("漏计一个子公司", "12")


def test_rows_are_listed_in_their_order_and_empty_tables_not_at_all() -> None:
    draft = Draft(PACK, blank_return(PACK, ReturnKey(FIRM, "XM", MONTH)), {})
    draft.add_row("XM", R2)
    draft.add_row("XM", R1)
    draft.type({f"XM[{R1}].XM002": "一期", f"XM[{R2}].XM002": "二期"})
    assert document_of(draft.current, PACK, {}).rows == {"XM": [R2, R1]}
    draft.remove_rows("XM", [R1])
    draft.remove_rows("XM", [R2])
    emptied = document_of(draft.current, PACK, {})
    assert emptied.rows == {}
    assert not [address for address in emptied.cells if R1 in address or R2 in address]


def test_explanations_go_along_word_for_word() -> None:
    target = typed("JY", MONTH, {"JY001": "12"})
    words = Explanation("C034", ("JY001", "JY002"), "6", "大部分人员由关联企业发薪，\n本单位只承担社保")
    target.explanations[words.key] = words
    (sent,) = document_of(target, PACK, {}).explanations
    assert (sent.rule, sent.at, sent.code, sent.text) == ("C034", ["JY001", "JY002"], "6", words.text)


# Who signs.


def test_who_signs_is_read_from_the_enterprise_profile() -> None:
    profile = typed("JB", YEAR, {"JB004": "张三", "JB031": "李四", "JB032": "王芳"})
    assert people_of(profile, PACK) == {"填表人": "王芳", "统计负责人": "李四", "单位负责人": "张三"}


def test_without_a_profile_nobody_signs() -> None:
    assert people_of(None, PACK) == {}
    assert people_of(blank_return(PACK, ReturnKey(FIRM, "JB", YEAR)), PACK) == {}


def test_roles_nobody_fills_are_left_out() -> None:
    assert people_of(typed("JB", YEAR, {"JB032": "王芳"}), PACK) == {"填表人": "王芳"}


def test_the_roles_are_indicators_of_the_profile() -> None:
    names = {role: PACK.forms["JB"].indicators[code].name for role, code in PACK.profile.people.items()}
    assert names["填表人"].startswith("填表人")
    assert names["统计负责人"].startswith("统计负责人")
    assert len(set(PACK.profile.people.values())) == 3


# There and back.


def returned(document: Document, form: str, period: Period) -> tuple[Return, list[str]]:
    content, strange = to_return(over_the_wire(document), ReturnKey(FIRM, form, period), PACK)
    return content, strange


def test_the_bureau_reads_back_what_was_entered() -> None:
    texts = {
        "JB002": "惠州电子",
        "JB003": "惠电；惠州电子",
        "JB021": "是",
        "JB022.number": "GR2024",
        "JB007": "201905",
    }
    target = typed("JB", YEAR, texts)
    content, strange = returned(document_of(target, PACK, {}), "JB", YEAR)
    assert strange == []
    for address in texts:
        assert content.cells[address].value == target.cells[address].value, address
        assert content.cells[address].origin.source == "returned"


FIGURES = st.decimals(min_value=-(10**11), max_value=10**11, places=0, allow_nan=False)


@settings(max_examples=40)
@given(figures=st.dictionaries(st.sampled_from(["JY001", "JY002", "JY003", "JY018", "JY001@ly"]), FIGURES))
def test_no_figure_changes_on_its_way(figures: dict[str, Decimal]) -> None:
    target = typed("JY", MONTH, {address: str(figure) for address, figure in figures.items()})
    content, strange = returned(document_of(target, PACK, {}), "JY", MONTH)
    assert strange == []
    assert {address: content.cells[address].value for address in figures} == figures


@settings(max_examples=40)
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    address=st.sampled_from(["JB002", "JB007", "JB021", "JB003", "JB030", "JB033", "JB022.valid"]),
)
def test_whatever_is_typed_the_document_holds_nothing_the_bureau_cannot_place(text: str, address: str) -> None:
    target = typed("JB", YEAR, {address: text})
    content, strange = returned(document_of(target, PACK, {}), "JB", YEAR)
    assert strange == []
    kept = target.cells.get(address)
    sent = content.cells.get(address)
    if kept is None or (kept.value is None and kept.na is None):
        assert sent is None
    else:
        assert sent is not None
        assert (sent.value, sent.na) == (kept.value, kept.na)
