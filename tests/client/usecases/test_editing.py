"""Typing into a return: kept as typed, computed and checked at once, taken back and done again."""

from __future__ import annotations

import random

import pytest

from client.base.errors import UserError
from client.tour.script import Sample
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import unexplained
from forms.checking import Snapshot, check
from forms.findings import Finding
from forms.periods import Period
from forms.returns import Origin, ReturnKey

MONTH = Period.parse("2025-09")


def test_what_is_typed_is_kept_as_typed_and_read(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    outcome = draft.type({"JY001": "１２３，４５６"})
    assert outcome is not None
    cell = draft.cell("JY001")
    assert cell is not None
    assert cell.text == "１２３，４５６"
    assert str(cell.value) == "123456"
    assert cell.origin == Origin("keyboard")
    assert "JY001" in outcome.touched


def test_a_sum_is_worked_out_as_in_a_spreadsheet_and_taken_back(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY042": "7"})
    draft.type({"JY042": "=120.5+33", "JY001": "=1234567/1000", "JY044": "=1+2"})
    found = {address: draft.cell(address) for address in ("JY042", "JY001", "JY044")}
    assert {address: cell.text for address, cell in found.items() if cell} == {
        "JY042": "153.5",
        "JY001": "1234.567",  # rounding is offered, as for what is typed so
        "JY044": "=1+2",  # words stay words
    }
    assert found["JY001"].problem == "value.too-many-decimals"
    draft.undo()
    assert draft.cell("JY042").text == "7"


def test_what_cannot_be_read_is_kept_and_blocks(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY001": "大约一千万"})
    cell = draft.cell("JY001")
    assert cell is not None
    assert (cell.text, cell.value, cell.problem) == ("大约一千万", None, "value.not-a-number")
    blocking = [f for f in draft.findings if f.level == "error" and any(c.address == "JY001" for c in f.cells)]
    assert blocking


def test_a_rule_fires_and_rests_as_the_figures_change(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY018": "30000", "JY019": "1200", "JY020": "100", "JY021": "31000"})
    (finding,) = [f for f in draft.findings if f.rule == "C022"]
    assert finding.outcome == "fail"
    assert "31,100" in finding.actual_zh
    draft.type({"JY021": "31100"})
    assert not [f for f in draft.findings if f.rule == "C022"]


def test_undo_and_redo_walk_the_acts(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY001": "100", "JY002": "90"})
    draft.type({"JY001": "200"})
    draft.undo()
    assert draft.cell("JY001").text == "100"  # type: ignore[union-attr]
    draft.undo()
    assert draft.cell("JY001") is None
    assert draft.cell("JY002") is None
    assert draft.undo() is None
    draft.redo()
    draft.redo()
    assert draft.cell("JY001").text == "200"  # type: ignore[union-attr]
    assert draft.redo() is None


def test_typing_the_same_text_is_no_act(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY001": "100"})
    assert draft.type({"JY001": "100"}) is None


def test_clearing_a_cell_leaves_it_blank_not_zero(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY001": "0"})
    assert draft.cell("JY001") is not None
    draft.type({"JY001": "  "})
    assert draft.cell("JY001") is None


def test_saved_acts_are_there_again(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    for texts in ({"JY001": "100"}, {"JY002": "一百"}, {"JY001": ""}):
        outcome = draft.type(texts)
        assert outcome is not None
        save(session, outcome.change).result()
    again = open_draft(session, ReturnKey(firm, "JY", MONTH))
    typed = {a: c for a, c in again.current.cells.items() if c.origin.source == "keyboard"}
    assert {a: c.text for a, c in typed.items()} == {"JY002": "一百"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("JY999", "edit.no-such-cell"),
        ("XM014", "edit.no-such-cell"),
        ("JY001@lastyear", "edit.no-such-cell"),
        ("JY001.valid", "edit.no-such-cell"),
        ("JY 001", "edit.no-such-cell"),
        ("JY043", "edit.read-only"),
    ],
)
def test_a_place_that_cannot_be_typed_into_is_named(session: Session, firm: str, address: str, code: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", MONTH))
    with pytest.raises(UserError) as caught:
        draft.type({address: "1"})
    assert caught.value.code == code
    assert address in caught.value.what("zh")


def test_one_place_of_a_block_that_is_none_stops_all_of_it(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "XM", MONTH))
    draft.add_row("XM", "r1")
    with pytest.raises(UserError) as caught:
        draft.type({"XM[r1].XM014": "10", "XM[r 2].XM014": "20"}, "paste")
    assert caught.value.code == "edit.no-such-cell"
    assert draft.cell("XM[r1].XM014") is None


def test_a_text_repeated_down_a_block_is_read_for_each_of_its_columns(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "XM", MONTH))
    texts = {f"XM[r{n}].{field}": "1.5" for n in range(3) for field in ("XM002", "XM014", "XM027")}
    draft.type(texts, "paste", {"XM": ["r0", "r1", "r2"]})
    values = {(a.partition("].")[2], str(cell.value), cell.problem) for a, cell in draft.current.cells.items()}
    assert values == {("XM002", "1.5", None), ("XM014", "None", "value.too-many-decimals"), ("XM027", "1.5", None)}


def test_rows_come_and_go_with_all_that_is_in_them(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "XM", MONTH))
    draft.add_row("XM")
    draft.add_row("XM")
    first, second = draft.current.rows["XM"]
    draft.type({f"XM[{first}].XM014": "10", f"XM[{second}].XM014": "20"})
    draft.remove_rows("XM", [first])
    assert draft.current.rows["XM"] == [second]
    assert draft.cell(f"XM[{first}].XM014") is None
    draft.undo()
    assert draft.current.rows["XM"] == [first, second]
    assert draft.cell(f"XM[{first}].XM014").text == "10"  # type: ignore[union-attr]


def test_a_child_table_has_rows_of_its_own(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JB", Period.parse("2025")))
    draft.add_row("JB023", "t1")
    outcome = draft.type({"JB023[t1].batch": "第三批"})
    assert outcome is not None
    save(session, draft_change := outcome.change)
    assert draft_change.edits[0].address == "JB023[t1].batch"


def test_an_explanation_that_says_nothing_is_refused(imported: Session, firm: str) -> None:
    draft = open_draft(imported, ReturnKey(firm, "JY", MONTH))
    draft.type({"JY001": "99000000"})
    query = unexplained(draft.findings, draft.current)[0]
    for empty in ("属实", "正常", "   ", "无"):
        with pytest.raises(UserError) as caught:
            draft.explain(query, "9", empty)
        assert caught.value.code == "edit.empty-explanation"
    draft.explain(query, "9", "本月并入子公司一个月的收入")
    assert query not in unexplained(draft.findings, draft.current)


@pytest.mark.parametrize("form", ["JB", "JY", "XM", "YF"])
def test_findings_kept_cell_by_cell_are_those_of_a_full_check(imported: Session, story: Sample, form: str) -> None:
    period = Period.parse("2024") if form == "YF" else imported.pack.forms[form].period_of(MONTH)
    draft = open_draft(imported, ReturnKey(story.firm, form, period))
    cells = draft.current.cells.items()
    typed = [a for a, c in cells if c.origin.source == "workbook" and not draft.place(a)[0].preset]
    for address in random.Random(form).sample(typed, 12):
        draft.type({address: "7"})
        assert draft.findings == everything(draft)
    draft.type(dict.fromkeys(typed[:5], ""))
    assert draft.findings == everything(draft)
    while draft.undo() is not None:
        assert draft.findings == everything(draft)


def test_a_removed_row_takes_its_findings_along(imported: Session, story: Sample) -> None:
    draft = open_draft(imported, ReturnKey(story.firm, "XM", MONTH))
    for row in list(draft.current.rows["XM"]):
        outcome = draft.remove_rows("XM", [row])
        assert not any(edit.old and edit.old.origin.source == "computed" for edit in outcome.change.edits)
        assert draft.findings == everything(draft)
    assert not draft.current.cells


def everything(draft: Draft) -> tuple[Finding, ...]:
    """The findings of the whole return, run anew."""
    snapshot = Snapshot(draft.pack, draft.current.firm, {**draft.others, place(draft): draft.current})
    return tuple(check(snapshot, draft.form.code, draft.period))


def place(draft: Draft) -> tuple[str, str]:
    return draft.form.code, str(draft.period)


def test_a_list_that_no_rule_of_a_form_speaks_of_is_not_read_for_it(session: Session, firm: str) -> None:
    for form in ("XM", "CP", "JY"):
        draft = open_draft(session, ReturnKey(firm, form, MONTH))
        outcome = draft.add_row(form) if form != "JY" else draft.type({"JY001": "100"})
        assert outcome is not None
        save(session, outcome).result()
    month = str(MONTH)
    assert {("JY", month), ("CP", month)} <= open_draft(session, ReturnKey(firm, "JY", MONTH)).others.keys()
    assert ("XM", month) not in open_draft(session, ReturnKey(firm, "JY", MONTH)).others
    assert {form for form, _ in open_draft(session, ReturnKey(firm, "XM", MONTH)).others} == {"XM"}
