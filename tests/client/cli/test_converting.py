"""From what the use cases answer to what is published: nothing lost, nothing invented, the worst status wins."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from client.base.errors import ConflictError, JibaoError, OurFault, UserError, WorldError
from client.cli.answering import answers
from client.cli.convert.filing import filed_result, gravest, status_of, status_of_filed, verdict_result
from client.cli.convert.pack import difference_result, draft_result, explained_result, lint_result
from client.cli.convert.returns import TOLD_PROPOSALS, finding_result, return_result
from client.cli.convert.workbooks import workbook_result
from client.cli.progress import FilingBar
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of
from client.protocol.faults import ProtocolFault
from client.sync.results import FilingResult, Progress
from client.sync.states import State
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.bureau import filing, receipts
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from forms.diffing import Changed, Difference, Touched
from forms.explaining import explain
from forms.findings import CellRef, Finding
from forms.lint import Problem
from forms.locating import Proposal
from forms.locating.model import CellChange, Settled
from forms.pack import bundled_pack
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Explanation, Return
from forms.words import Words
from tests.client.cli.conftest import FIRM

KEY = f"{FIRM}.JY.2025-09"


def a_finding(**changes: object) -> Finding:
    told = {"rule": "C035", "level": "query", "outcome": "fail", "form": "JY", "period": "2025-09"}
    return msgspec.structs.replace(Finding(**told), **changes)  # type: ignore[arg-type]


def a_check(*findings: Finding, problemless: bool = True) -> ReturnCheck:
    target = Return(FIRM, "JY", Period.parse("2025-09"), "gd-eic/2026.1")
    return ReturnCheck(
        target,
        Words("营业收入", "Operations"),
        "ready" if problemless else "errors",
        findings,
        (),
        None,
        edited=False,
    )


def a_filing(state: State, **changes: object) -> FilingResult:
    return msgspec.structs.replace(FilingResult("v-1", KEY, state), **changes)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.RECEIVED, 0),
        (State.ACCEPTED, 0),
        (State.SUPERSEDED, 0),
        (State.WITHDRAWN, 0),
        (State.REJECTED, 1),
        (State.AT_DOOR, 2),
        (State.QUEUED, 3),
        (State.SENT, 3),
        (State.CONFLICT, 5),
    ],
)
def test_where_a_version_stands_decides_the_status(state: State, status: int) -> None:
    assert status_of(a_filing(state)) == status
    assert status_of_filed(filing.Filed(a_check(), result=a_filing(state))) == status


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (UserError("filing.errors", key=KEY, count=1), 1),
        (UserError("filing.unexplained", key=KEY, count=1), 1),
        (UserError("filing.reason-needed", key=KEY), 2),
        (WorldError("net.refused"), 3),
        (OurFault("cli.our-fault"), 4),
        (ConflictError("filing.under-way", key=KEY), 5),
    ],
)
def test_why_a_return_was_not_sent_decides_the_status(problem: JibaoError, status: int) -> None:
    assert status_of_filed(filing.Filed(a_check(), problem=problem)) == status


@given(states=st.lists(st.sampled_from(list(State)), max_size=6))
@settings(max_examples=40)
def test_one_success_never_hides_a_failure(states: list[State]) -> None:
    found = [status_of(a_filing(state)) for state in states]
    assert (gravest(found) == 0) is all(status == 0 for status in found)
    assert gravest(found) in found or not found


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [((1, 3), 3), ((3, 2), 2), ((2, 5), 5), ((5, 4), 4), ((0, 1, 2, 3, 4, 5), 4), ((), 0)],
)
def test_a_conflict_outweighs_a_quiet_network_and_our_fault_all(statuses: tuple[int, ...], worst: int) -> None:
    assert gravest(statuses) == gravest(reversed(statuses)) == worst


def test_what_was_not_sent_says_why_and_claims_no_receipt(session: Session) -> None:
    problem = UserError("filing.errors", key=KEY, count=2)
    told = filed_result(session, filing.Filed(a_check(problemless=False), problem=problem))
    assert (told.key, told.form, told.period, told.state) == (KEY, "JY", "2025-09", "errors")
    assert told.problem is not None
    assert told.problem.code == "filing.errors"
    assert KEY in told.problem.what.zh
    assert (told.receipt_no, told.version_id, told.verified) == (None, None, False)


def test_a_version_without_an_answer_is_not_called_verified(session: Session) -> None:
    result = a_filing(State.SENT, code="filing.under-way", params={"key": KEY})
    told = filed_result(session, filing.Filed(a_check(), result=result))
    assert (told.state, told.verified, told.receipt_file, told.version_id) == ("sent", False, None, "v-1")
    assert told.problem is not None
    assert KEY in told.problem.what.en
    assert list(session.home.glob("receipts/*")) == []


@pytest.mark.parametrize("verdict", ["trusted", "root-unknown", "other-root", "mismatch"])
def test_each_verdict_is_told_in_both_languages(verdict: str) -> None:
    told = verdict_result(receipts.Verdict(verdict, where="tuf/1.root.json"))  # type: ignore[arg-type]
    assert told.verdict == verdict
    assert told.what.zh != told.what.en
    assert not told.what.zh.startswith("receipt.")
    assert "{" not in told.what.zh + told.what.en + told.remedy.zh + told.remedy.en
    assert ("tuf/1.root.json" in told.what.zh) is (verdict == "mismatch")


def test_a_fault_in_a_receipt_is_told_in_the_readers_language() -> None:
    code = next(code for code in JibaoError.catalogue() if code.startswith("protocol."))
    fault = ProtocolFault(code)
    told = verdict_result(receipts.Verdict("mismatch", fault=fault))
    assert told.where == code
    assert fault.what("zh") in told.what.zh
    assert fault.what("en") in told.what.en


def test_a_finding_is_published_whole() -> None:
    cell = CellRef("JY", "2025-09", "JY001", "营业收入", "12.50")
    finding = a_finding(
        cells=(cell,), difference=Decimal("1E+3"), unit="千元", title_zh="甲", title_en="A", row="r1"
    )
    told = finding_result(finding, explained=True)
    assert told.difference == "1000"
    assert told.cells == [
        {"form": "JY", "period": "2025-09", "address": "JY001", "name": "营业收入", "text": "12.50"}
    ]
    assert (told.title.zh, told.title.en, told.row, told.unit, told.explained) == ("甲", "A", "r1", "千元", True)


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
@settings(max_examples=40)
def test_a_difference_is_published_exactly(number: Decimal) -> None:
    told = finding_result(a_finding(difference=number), explained=False).difference
    assert told is not None
    assert "E" not in told
    assert Decimal(told) == number


def test_no_difference_is_not_a_zero() -> None:
    assert finding_result(a_finding(), explained=False).difference is None
    assert finding_result(a_finding(difference=Decimal(0)), explained=False).difference == "0"


def test_an_explanation_counts_for_its_own_place_only() -> None:
    here = a_finding(cells=(CellRef("JY", "2025-09", "JY001"),))
    there = a_finding(cells=(CellRef("JY", "2025-09", "JY002"),))
    check = a_check(here, there)
    words = Explanation("C035", ("JY001",), "other", "订单集中交付")
    check.target.explanations[words.key] = words
    assert [finding.explained for finding in return_result(check).findings] == [True, False]


def test_findings_are_counted_by_level() -> None:
    levels = ["error", "query", "query", "hint", "hint", "hint"]
    told = return_result(a_check(*(a_finding(level=level) for level in levels)))
    assert (told.counts.error, told.counts.query, told.counts.hint) == (1, 2, 3)
    assert len(told.findings) == 6
    assert told.key == KEY


@pytest.mark.parametrize("count", [0, 1, TOLD_PROPOSALS, TOLD_PROPOSALS + 4])
def test_few_proposals_are_told_the_likeliest_first(count: int) -> None:
    proposals = [
        Proposal(
            kind="transposed",
            cells=(CellChange("JY021", "利润总额", "Total profit", "1", str(number)),),
            settles=(Settled("C9"), Settled("C1", row="r1"), Settled("C1", row="r2")),
            evidence=(Words("互换", "swapped"),),
        )
        for number in range(count)
    ]
    told = return_result(a_check(), proposals).proposals
    assert [each.cells[0]["new"] for each in told] == [str(number) for number in range(min(count, TOLD_PROPOSALS))]
    assert all(each.settles == ["C1", "C9"] for each in told)
    assert all((each.evidence[0].zh, each.evidence[0].en) == ("互换", "swapped") for each in told)


def test_a_planned_workbook_is_published_with_everything_left_out(session: Session, story: Sample) -> None:
    enterprises.add(session, story.firm, story.name)
    planned = importing.plan(session, story.path, story.firm, story.month)
    told = workbook_result(planned, None)
    assert (told.stored, told.import_id, told.file) == (False, None, story.book)
    assert (len(told.lines), len(told.left)) == (len(planned.lines), len(planned.left))
    assert all(line.place.startswith(f"{story.book} › ") for line in told.lines)
    assert all(left.why.zh and left.why.en and left.code for left in told.left)
    assert all(0 < line.confidence <= 1 for line in told.lines)
    import_id = importing.apply(session, planned)
    assert (workbook_result(planned, import_id).import_id, workbook_result(planned, import_id).stored) == (
        str(import_id),
        True,
    )


def test_an_answer_comes_back_from_json_as_it_was(session: Session, story: Sample) -> None:
    enterprises.add(session, story.firm, story.name)
    importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    returns = [return_result(check) for check in check_returns(session, story.firm)]
    result = Result(command="check", status=1, enterprise=story.firm, returns=returns)
    assert returns
    assert msgspec.json.decode(msgspec.json.encode(result), type=Result) == result


def a_difference(**changes: object) -> Difference:
    plain = Difference(what="indicator", how="changed", key="JY001", name_zh="营业收入", name_en="Revenue")
    return msgspec.structs.replace(plain, **changes)


@pytest.mark.parametrize(("how", "zh", "en"), [("added", "新增", "added"), ("removed", "取消", "removed")])
@pytest.mark.parametrize("what", ["pack", "form", "indicator", "part", "list", "code", "constant", "rule"])
def test_each_difference_of_two_packs_is_a_sentence(what: str, how: str, zh: str, en: str) -> None:
    words = difference_result(a_difference(what=what, how=how)).words
    assert words.zh.startswith(zh)
    assert words.zh.endswith("JY001 营业收入")
    assert words.en.endswith(f"JY001 “Revenue” {en}")


def test_a_change_says_from_what_to_what_and_a_blank_is_a_dash() -> None:
    changed = (Changed("unit", "千元", "万元"), Changed("list", "", "holding"))
    told = difference_result(a_difference(changed=changed, rereads=True, codes=("JY001",), rules=("C1", "C2")))
    assert "；unit：千元 → 万元；list：— → holding；" in told.words.zh
    assert "; unit: 千元 → 万元; list: — → holding; " in told.words.en
    assert told.changed[1].old == ""
    assert (told.codes, told.rules, told.rereads) == (["JY001"], ["C1", "C2"], True)
    assert "重新识别" in told.words.zh
    assert "重新识别" not in difference_result(a_difference(changed=changed)).words.zh


def test_a_touched_draft_is_named_by_its_key() -> None:
    told = draft_result(a_check().target, Touched(a_difference(), ("JY001",), ("C022",)))
    assert (told.key, told.difference, told.cells, told.rules) == (KEY, "indicator JY001", ["JY001"], ["C022"])


def test_a_problem_of_a_pack_keeps_file_key_and_both_languages() -> None:
    told = lint_result(Problem("lint.never-fails", "rules/JY.toml", "C1", "甲", "a", "乙", "b"))
    assert (told.code, told.file, told.key) == ("lint.never-fails", "rules/JY.toml", "C1")
    assert (told.what.zh, told.what.en, told.remedy.zh, told.remedy.en) == ("甲", "a", "乙", "b")


@pytest.mark.parametrize("rule", ["C022", "c022"])
def test_a_rule_is_explained_with_its_indicators_and_examples(rule: str) -> None:
    told = explained_result(explain(bundled_pack(), rule))
    assert (told.rule, told.form, told.level) == ("C022", "JY", "error")
    assert {"JY018", "JY019", "JY020", "JY021"} <= {indicator.code for indicator in told.indicators}
    assert told.failing is not None
    assert told.failing.actual.zh
    assert told.passing is not None
    assert all(sentence.zh and sentence.en for sentence in told.expected)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UserError("cli.no-enterprise"), 2),
        (WorldError("cli.no-output", reason="满"), 3),
        (ConflictError("cli.no-enterprise"), 5),
        (FormsError("period.malformed", text="九月"), 2),
    ],
)
def test_a_raised_error_becomes_an_answer(
    error: JibaoError | FormsError, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> Result:
        raise error

    with pytest.raises(typer.Exit) as left:
        answers("check")(work)(json=True)
    told = msgspec.json.decode(capsys.readouterr().out.encode(), type=Result)
    assert (left.value.exit_code, told.status, told.command) == (status, status, "check")
    assert told.problems == [problem_of(error)]


def test_our_own_fault_is_named_by_type_and_place_and_tells_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> Result:
        raise ZeroDivisionError("营业收入 8491234")

    with pytest.raises(typer.Exit) as left:
        answers("check")(work)(json=True)
    printed = capsys.readouterr()
    assert left.value.exit_code == 4
    assert "8491234" not in printed.out + printed.err
    [problem] = msgspec.json.decode(printed.out.encode(), type=Result).problems
    assert problem.code == "cli.our-fault"
    assert "ZeroDivisionError" in problem.what.zh
    assert "test_converting.py:" in problem.what.zh


def test_work_that_has_answered_already_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left:
        answers("practice")(lambda: None)(json=True)
    assert left.value.exit_code == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("doing", sorted(FilingBar.WORDS))
def test_a_quiet_bar_says_nothing_whatever_happens(doing: str, capsys: pytest.CaptureFixture[str]) -> None:
    with FilingBar(quiet=True) as bar:
        bar.report(Progress("v-1", KEY, doing, State.SENT))  # type: ignore[arg-type]
    printed = capsys.readouterr()
    assert printed.out + printed.err == ""
