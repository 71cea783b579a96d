"""核实说明: chosen reason and words, and the last report's words offered again."""

from __future__ import annotations

import pytest

from client.base.errors import UserError
from client.usecases.returns.editing import OTHER_REASON, Draft
from client.usecases.returns.explaining import Carried, explain, offer, reasons
from client.usecases.returns.states import local_state, unexplained
from forms.findings import Finding
from forms.pack.loader import bundled_pack
from forms.periods import Period
from forms.returns import Explanation, Return
from tests.forms.packs.words import Desk

PACK = bundled_pack("gd-eic", "2026.1")
WORDS = "大部分人员由关联企业发薪，本单位只承担社保"


def draft(*months: tuple[str, str], now: str = "2025-09", form: str = "JY") -> Draft:
    """The return of ``now`` filled with the words given for it, the others beside it."""
    desk = Desk(PACK, form)
    for spelled, words in months:
        desk.period = Period.parse(spelled)
        desk.fill(desk.sheet(), words)
    returns = dict(desk.returns)
    return Draft(PACK, returns.pop((form, now)), returns)


LOW_PAY = "平均用工人数 1000，应付职工薪酬 {pay}"


def of_rule(made: Draft, rule: str) -> Finding:
    return next(finding for finding in made.findings if finding.rule == rule)


def told(made: Draft, rule: str = "C034", words: str = WORDS) -> Return:
    explain(made, of_rule(made, rule), "6", words)
    return made.current


def offers(made: Draft) -> list[Carried]:
    """The words offered for the queries that still want some."""
    found = (offer(made, finding) for finding in unexplained(made.findings, made.current))
    return [carried for carried in found if carried is not None]


def take_up(made: Draft, carried: Carried) -> None:
    """Keep the words as they were offered."""
    explain(made, carried.finding, carried.explanation.code, carried.explanation.text)


def next_month(before: Return, words: str, spelled: str = "2025-10") -> Draft:
    made = draft((spelled, words), now=spelled, form=before.form)
    return Draft(PACK, made.current, {(before.form, str(before.period)): before})


def test_the_pack_has_reasons_in_both_languages() -> None:
    codes = reasons(PACK)
    assert OTHER_REASON in {reason.code for reason in codes}
    assert all(reason.name and reason.name_en and reason.note for reason in codes)


def test_a_query_is_explained_by_reason_and_words() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    query = of_rule(made, "C034")
    assert query in unexplained(made.findings, made.current)
    outcome = explain(made, query, "6", f" {WORDS} ")
    (kept,) = [change.new for change in outcome.change.explained]
    assert kept is not None
    assert (kept.rule, kept.code, kept.text) == ("C034", "6", WORDS)
    assert query not in unexplained(made.findings, made.current)


def test_errors_and_hints_are_not_explained() -> None:
    made = draft(("2025-09", "资产总计 100，负债合计 99，所有者权益合计 7"))
    for rule in ("C023", "C037"):
        with pytest.raises(UserError) as caught:
            explain(made, of_rule(made, rule), "9", WORDS)
        assert caught.value.code == "explain.not-a-query"


def test_a_reason_that_is_not_in_the_list_is_refused() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    with pytest.raises(UserError) as caught:
        explain(made, of_rule(made, "C034"), "77", WORDS)
    assert caught.value.code == "explain.unknown-reason"


def test_words_that_say_nothing_are_refused() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    with pytest.raises(UserError) as caught:
        explain(made, of_rule(made, "C034"), "6", "属实")
    assert caught.value.code == "edit.empty-explanation"


def test_next_month_the_same_query_is_offered_the_same_words() -> None:
    before = told(draft(("2025-09", LOW_PAY.format(pay=9000))))
    made = next_month(before, LOW_PAY.format(pay=9900))
    (offered,) = offers(made)
    assert (offered.finding.rule, offered.explanation.text, offered.period) == (
        "C034",
        WORDS,
        Period.parse("2025-09"),
    )


def test_an_offer_explains_nothing_until_it_is_taken_up() -> None:
    before = told(draft(("2025-09", LOW_PAY.format(pay=9000))))
    made = next_month(before, LOW_PAY.format(pay=9900))
    (offered,) = offers(made)
    assert offered.finding in unexplained(made.findings, made.current)
    take_up(made, offered)
    assert offered.finding not in unexplained(made.findings, made.current)
    assert offers(made) == []
    made.undo()
    assert len(offers(made)) == 1


def test_the_latest_words_are_offered() -> None:
    first = told(draft(("2025-07", LOW_PAY.format(pay=7000)), now="2025-07"), words="七月的旧说明文字")
    second = told(draft(("2025-08", LOW_PAY.format(pay=8000)), now="2025-08"))
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    others = {("JY", str(r.period)): r for r in (second, first)}
    (offered,) = offers(Draft(PACK, made.current, others))
    assert offered.explanation.text == WORDS


def test_later_reports_and_other_forms_offer_nothing() -> None:
    later = told(draft(("2025-10", LOW_PAY.format(pay=9000)), now="2025-10"))
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    assert offers(Draft(PACK, made.current, {("JY", "2025-10"): later})) == []


def test_another_rule_or_other_indicators_are_not_the_same() -> None:
    before = told(draft(("2025-09", LOW_PAY.format(pay=9000))))
    made = next_month(before, "营业收入 1000000，平均用工人数 10")
    assert "C035" in {f.rule for f in unexplained(made.findings, made.current)}
    assert offers(made) == []


def test_a_check_of_several_lines_is_told_apart() -> None:
    made = draft(("2025-08", "销售费用 90，管理费用 90"), ("2025-09", "销售费用 80，管理费用 90"))
    before = told(made, "C043", "冲回上月多提的运费")
    wrong = draft(("2025-10", "销售费用 80，管理费用 70"), now="2025-10")
    later = Draft(PACK, wrong.current, {("JY", "2025-09"): before})
    assert [f.cells[0].address for f in unexplained(later.findings, later.current)] == ["JY008"]
    assert offers(later) == []


def test_rows_are_the_same_by_their_key_not_their_place() -> None:
    words = "[{row}]项目代码 2024-440309-39-03-012345，[{row}]计划总投资 1000，[{row}]自开工累计完成投资 1200"
    before = draft(("2025-09", words.format(row=1)), form="XM")
    told(before, "C113", "设备涨价，概算调整正在报批")
    made = next_month(before.current, words.format(row=2))
    (offered,) = offers(made)
    assert offered.finding.cells[0].address.startswith("XM[2]")
    other = "[1]项目代码 2024-440309-39-03-099999，[1]计划总投资 1000，[1]自开工累计完成投资 1200"
    assert offers(next_month(before.current, other)) == []


def test_a_query_blocks_filing_until_it_is_explained() -> None:
    """The sample's own journey is in the filing tests; here only the state."""
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    queries = tuple(f for f in made.findings if f.rule == "C034")
    assert local_state(queries, made.current) == "to_explain"
    explain(made, queries[0], "6", WORDS)
    assert local_state(queries, made.current) == "ready"


def test_words_expire_when_a_figure_they_explain_changes() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    told(made)
    made.type({"JY023": "8,800"})
    query = of_rule(made, "C034")
    assert query in unexplained(made.findings, made.current)
    (offered,) = offers(made)
    assert (offered.expired, offered.explanation.text) == (True, WORDS)
    take_up(made, offered)
    assert query not in unexplained(made.findings, made.current)
    assert offers(made) == []


def test_words_stand_when_other_figures_change_or_the_old_one_comes_back() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    told(made)
    made.type({"JY001": "500000"})
    assert of_rule(made, "C034") not in unexplained(made.findings, made.current)
    made.type({"JY023": "8800"})
    made.type({"JY023": "9,000"})
    assert of_rule(made, "C034") not in unexplained(made.findings, made.current)


def test_words_expire_when_the_last_report_they_speak_of_is_corrected() -> None:
    made = draft(("2025-08", "营业收入 5000"), ("2025-09", "营业收入 4000"))
    told(made, "C042", "九月冲减上半年暂估收入")
    months = {("JY", "2025-08"): "营业收入 5600"}
    corrected = draft(("2025-08", months["JY", "2025-08"]), ("2025-09", "营业收入 4000")).others
    again = Draft(PACK, made.current, corrected)
    assert of_rule(again, "C042") in unexplained(again.findings, again.current)


def test_words_from_a_filed_return_have_no_figures_and_stand() -> None:
    made = draft(("2025-09", LOW_PAY.format(pay=9000)))
    query = of_rule(made, "C034")
    filed = Explanation("C034", tuple(ref.address for ref in query.cells), "6", WORDS)
    made.current.explanations[filed.key] = filed
    assert query not in unexplained(made.findings, made.current)
