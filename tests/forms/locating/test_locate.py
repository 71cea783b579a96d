"""What is proposed for one slip, two slips, blanks and swaps; what is never proposed; what is left out."""

from __future__ import annotations

import msgspec
import pytest

from forms.checking import Snapshot, check
from forms.findings import Finding
from forms.locating import Settled, locate
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, Explanation, Origin
from tests.forms.locating.returns import PACK, changes, desk, first, located, snapshot
from tests.forms.packs.words import FIRM, Desk


def test_a_return_without_a_failure_has_nothing_to_propose() -> None:
    found = located(desk())
    assert (found.proposals, found.minimal_sets, found.timed_out) == ((), (), False)


@pytest.mark.parametrize(
    ("slip", "kind", "mended"),
    [
        ("资产减值损失 -2300", "sign", {"JY011": "2300"}),
        ("营业外支出 -430", "sign", {"JY020": "430"}),
        ("营业收入 860000000", "unit", {"JY001": "860000"}),
        ("营业成本 6720000", "unit", {"JY005": "672000"}),
        ("应收账款（上年同期） 171000，应收账款 1860000", "unit", {"JY025": "186000"}),
        ("负债合计 348000", "transposed", {"JY031": "438000"}),
        ("其他收益 980", "unit", {"JY017": "9800"}),
        ("利润总额 16130", "mistyped", {"JY021": "76130"}),
        ("所有者权益合计 46700", "unit", {"JY032": "467000"}),
        ("所有者权益合计 4667000", "doubled", {"JY032": "467000"}),
        ("资产总计 95000", "dropped", {"JY030": "905000"}),
        ("负债合计 439", "balance", {"JY031": "438000"}),
    ],
)
def test_a_slip_is_taken_back(slip: str, kind: str, mended: dict[str, str]) -> None:
    proposal = first(desk(slip))
    assert changes(proposal) == mended
    assert proposal.kind == kind


def test_the_evidence_names_slip_rules_and_past_in_both_languages() -> None:
    made = desk("营业收入（上年同期） 790000", "营业收入 860000000")
    proposal = first(made)
    zh = "\n".join(words.zh for words in proposal.evidence)
    en = "\n".join(words.en for words in proposal.evidence)
    assert "填大了 1,000 倍" in zh
    assert "1,000 times too large" in en
    assert "C035" in zh
    assert "C035" in en
    assert "上年同期数的 1,089 倍，改后是上年同期数的 1.09 倍" in zh
    assert "1.09 × last year's figure" in en or "last year's figure; corrected, 1.09" in en
    assert proposal.cells[0].name_zh == "营业收入（JY001）"


def test_last_years_figure_and_this_years_exchanged() -> None:
    """Only what was reported last year can tell which of the two is which."""
    made = desk("营业收入 430000，营业收入（上年同期） 860000")
    made.fill(made.sheet("上年"), "营业收入 430000")
    proposal = first(made)
    assert proposal.kind == "swapped"
    assert changes(proposal) == {"JY001": "860000", "JY001@ly": "430000"}


def test_neighbours_exchanged() -> None:
    made = desk("负债合计 467000，所有者权益合计 438000，资产总计 905000")
    assert located(made).proposals == ()  # the sum does not tell
    made = desk("其中：应收账款 46000，存货 186000，其中：产成品 132000", "存货 46000，其中：产成品 132000")
    swapped = [p for p in located(made).proposals if p.kind == "swapped"]
    assert changes(swapped[0]) == {"JY026": "132000", "JY027": "46000"}


def test_a_required_blank_is_filled_with_what_the_others_leave() -> None:
    made = desk()
    del made.sheet().cells["JY031"]
    proposal = first(made)
    assert (proposal.kind, changes(proposal)) == ("omission", {"JY031": "438000"})
    assert Settled("REQ", "JY031") in proposal.settles
    assert proposal.complete


def test_a_required_blank_the_others_do_not_know_is_named_without_a_figure() -> None:
    made = desk()
    del made.sheet().cells["JY034"]
    proposal = first(made)
    assert (changes(proposal), proposal.complete) == ({"JY034": ""}, False)


def test_what_cannot_be_read_is_filled_like_a_blank() -> None:
    made = desk("负债合计 约四亿")
    proposal = first(made)
    assert changes(proposal) == {"JY031": "438000"}
    assert Settled("READ", "JY031") in proposal.settles


def test_two_slips_apart_are_explained_by_two_cells() -> None:
    found = located(desk("负债合计 348000，营业外支出 4300"))
    assert len(found.minimal_sets[0].addresses) == 2
    proposed = [set(changes(p)) for p in found.proposals]
    assert {"JY031"} in proposed
    assert {"JY020"} in proposed
    assert {"JY031", "JY020"} in proposed  # and both at once


def test_two_slips_in_one_web_of_rules_need_the_solver() -> None:
    """营业利润 is in both sums; no single cell settles both."""
    found = located(desk("营业利润 57700，利润总额 96310"))
    best = found.minimal_sets[0]
    assert best.proven
    assert len(best.addresses) == 2
    assert all(set(one.addresses) != {"JY018"} for one in found.minimal_sets)


def test_computed_and_preset_cells_are_not_touched() -> None:
    made = desk("营业利润 -757000")
    touched = {a for p in located(made).proposals for a in changes(p)}
    touched |= {a for one in located(made).minimal_sets for a in one.addresses}
    computed = {i.code for i in PACK.forms["JY"].indicators.values() if i.computed or i.preset}
    assert touched
    assert not touched & computed


def test_an_explained_query_is_taken_as_right() -> None:
    made = desk("应付职工薪酬 12860")
    assert located(made).proposals
    told = Explanation("C034", ("JY023", "JY033"), "9", "大部分用工在关联企业发薪")
    made.sheet().explanations[told.key] = told
    assert not [p for p in located(made).proposals if any(s.rule == "C034" for s in p.settles)]


def test_an_explanation_stands_however_thousands_are_set_apart() -> None:
    made = desk("应付职工薪酬 12860")
    cells = made.sheet().cells
    told = Explanation("C034", ("JY023", "JY033"), "9", "关联企业发薪", ("12860", cells["JY033"].text))
    made.sheet().explanations[told.key] = told
    cells["JY023"] = msgspec.structs.replace(cells["JY023"], text="12，860")
    assert not [p for p in located(made).proposals if any(s.rule == "C034" for s in p.settles)]


def test_rules_without_linear_form_are_left_out_by_name() -> None:
    made = desk("营业收入 860000000，营业收入（上年同期） 790000，利润总额（上年同期） 65890")
    left = {one.rule: one for one in located(made).left_out}
    assert left["C134"].why == "not-linear"
    assert "C134" in left["C134"].words.zh
    assert "not a linear relation" in left["C134"].words.en


def test_undecided_rules_are_left_out() -> None:
    made = desk("工业总产值（当年价格） 不详")
    left = {one.rule: one.why for one in located(made).left_out}
    assert left["C029"] == "undecided"


def test_texts_are_left_out() -> None:
    found = located(Desk.of(PACK, "JB", "JB001 91440300MA5X004871"))
    assert {one.rule: one.why for one in found.left_out}["C001"] == "not-numeric"
    assert not [p for p in found.proposals if p.settles]


def test_without_time_it_says_so_and_still_answers() -> None:
    found = located(desk("营业利润 57700，利润总额 96310"), limit_ms=0)
    assert found.timed_out
    assert found.minimal_sets
    assert not any(one.proven for one in found.minimal_sets if len(one.addresses) > 1)


def test_a_hint_alone_is_looked_into() -> None:
    assert {s.rule for s in first(desk("资产减值损失 -2300")).settles} == {"C139"}


def test_the_form_has_to_be_there() -> None:
    with pytest.raises(FormsError) as caught:
        locate(Snapshot(PACK, FIRM, {}), "ZZ", Period.parse("2025-09"))
    assert caught.value.code == "form.unknown"


def test_a_return_nothing_was_entered_in_has_no_proposals() -> None:
    assert locate(Snapshot(PACK, FIRM, {}), "JY", Period.parse("2025-09")).proposals == ()


def test_figures_from_a_workbook_may_be_off_by_their_rounding() -> None:
    made = desk()
    cells = made.sheet().cells
    for address, cell in list(cells.items()):
        cells[address] = Cell(cell.text, cell.value, origin=Origin("workbook", "报表 › D7", raw="1", unit="元"))
    cells["JY031"] = Cell("438001", cells["JY032"].value, origin=cells["JY031"].origin)
    made.fill(made.sheet(), "负债合计 438001")
    assert not [f for f in _failed(made) if f.rule == "C023"]
    assert located(made).proposals == ()


def _failed(made: Desk) -> list[Finding]:
    return check(snapshot(made), made.form, made.period)
