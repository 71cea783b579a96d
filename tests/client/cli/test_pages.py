"""What a person reads on the console: every part of an answer said in words, and nothing taken for markup."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from rich.console import Console

from client.cli.pages.page import SHOWN_LINES, SHOWN_OF_A_KIND, Page
from client.cli.results.answer import Result
from client.cli.results.checking import Counts, FindingResult, ProposalResult, ReturnResult
from client.cli.results.filing import EndpointResult, FiledResult, VerdictResult
from client.cli.results.importing import LineResult, SheetResult, WorkbookResult
from client.cli.results.texts import LeftResult, Problem, Text
from client.cli.streams import print_json
from client.usecases.returns.states import STATE_NAMES_ZH

SILENT = Text(zh="", en="")


def shown(result: Result) -> str:
    """The page as printed on a wide console without colours."""
    out = io.StringIO()
    Page(Console(file=out, width=240, color_system=None, force_terminal=False)).show(result)
    return out.getvalue()


def a_finding(**changes: Any) -> FindingResult:
    values: dict[str, Any] = {
        "rule": "C022",
        "level": "error",
        "outcome": "fail",
        "form": "JY",
        "period": "2025-09",
        "row": None,
        "cells": [],
        "title": Text(zh="利润总额应等于三项之和", en="Total profit is the sum of three"),
        "expected": Text(zh="利润总额 = 营业利润 + 营业外收入", en="total = profit + other"),
        "actual": Text(zh="84192 ≠ 84912", en="84192 is not 84912"),
        "reason": SILENT,
        "remedy": Text(zh="请核对营业外收支", en="Check the other income"),
        "difference": "-720",
        "unit": "千元",
        "explained": False,
    }
    return FindingResult(**{**values, **changes})


def a_return(**changes: Any) -> ReturnResult:
    values: dict[str, Any] = {
        "key": "91441300MA58H0D25G.JY.2025-09",
        "form": "JY",
        "form_name": Text(zh="营业收入与生产经营", en="Revenue and operations"),
        "period": "2025-09",
        "state": "errors",
        "emptied": False,
        "cells": 42,
        "counts": Counts(error=1, query=2, hint=3, unexplained=1),
        "findings": [a_finding()],
    }
    return ReturnResult(**{**values, **changes})


def a_line(number: int = 1, **changes: Any) -> LineResult:
    values: dict[str, Any] = {
        "form": "JY",
        "period": "2025-09",
        "address": "JY001",
        "name": Text(zh=f"营业收入之{number}", en=f"Revenue {number}"),
        "row": "",
        "old": None,
        "new": str(1000 + number),
        "unit": "千元",
        "raw": "1",
        "raw_unit": "元",
        "place": f"帐.xlsx › 利润表 › D{number}",
        "how": "alias",
        "confidence": 1.0,
    }
    return LineResult(**{**values, **changes})


def a_book(**changes: Any) -> WorkbookResult:
    values: dict[str, Any] = {
        "file": "帐.xlsx",
        "stored": True,
        "import_id": "1",
        "sheets": [],
        "lines": [],
        "left": [],
        "warnings": [],
    }
    return WorkbookResult(**{**values, **changes})


def filed_page(**changes: Any) -> str:
    values: dict[str, Any] = {"key": "k.JY.2025-09", "form": "JY", "period": "2025-09", "state": "accepted"}
    return shown(Result(command="submit", status=0, filed=[FiledResult(**{**values, **changes})]))


@pytest.mark.parametrize(("state", "name"), sorted(STATE_NAMES_ZH.items()))
def test_every_state_of_a_return_is_told_in_chinese(state: str, name: str) -> None:
    page = shown(Result(command="status", status=0, returns=[a_return(state=state)]))
    assert name in page
    assert state not in page


def test_a_state_without_a_name_is_told_as_it_is() -> None:
    assert "under-review" in filed_page(state="under-review")


def test_a_return_names_form_period_and_counts() -> None:
    page = shown(Result(command="check", status=1, returns=[a_return()]))
    assert "JY 营业收入与生产经营 2025-09" in page
    assert "强制 1 · 核实 2 · 提示 3" in page


@pytest.mark.parametrize(("level", "name"), [("error", "强制"), ("query", "核实"), ("hint", "提示")])
def test_a_finding_says_its_level_in_words(level: str, name: str) -> None:
    page = shown(Result(command="check", status=1, returns=[a_return(findings=[a_finding(level=level)])]))
    assert f"{name} C022 利润总额应等于三项之和" in page


def test_a_finding_says_what_should_hold_what_is_there_and_what_to_do() -> None:
    lines = [line.strip() for line in shown(Result(command="check", status=1, returns=[a_return()])).splitlines()]
    expected = lines.index("利润总额 = 营业利润 + 营业外收入")
    assert lines[expected : expected + 3] == [
        "利润总额 = 营业利润 + 营业外收入",
        "84192 ≠ 84912",
        "请核对营业外收支",
    ]


def test_what_cannot_be_decided_is_no_failure() -> None:
    finding = a_finding(outcome="undecided", reason=Text(zh="营业利润还没有填", en="not entered"))
    page = shown(Result(command="check", status=1, returns=[a_return(findings=[finding])]))
    assert "（无法判断）" in page
    assert "营业利润还没有填" in page
    assert "（无法判断）" not in shown(Result(command="check", status=1, returns=[a_return()]))


def test_what_a_period_lacks_is_said_once_with_every_place() -> None:
    asked = Text(zh="应报的各张报表都应填报", en="Every form due is filled in")
    forms = [Text(zh=name, en=name) for name in ("主要产品产量", "分行业小类收入")]
    lacking = [a_finding(rule="C136", title=form, expected=asked) for form in forms]
    page = shown(Result(command="check", status=0, period="2025-09", lacking=lacking))
    assert "2025-09 还不完整" in page
    assert page.count("应报的各张报表都应填报") == 1
    assert "主要产品产量（2025-09）、分行业小类收入（2025-09）" in page


def test_an_explained_query_is_marked() -> None:
    marked = [a_finding(level="query", explained=True), a_finding(level="query", rule="C035")]
    page = shown(Result(command="check", status=0, returns=[a_return(findings=marked)])).splitlines()
    assert [("（已说明）" in line) for line in page if "核实 C" in line] == [True, False]


@pytest.mark.parametrize("command", ["submit", "sync", "status"])
def test_commands_about_filing_do_not_repeat_the_findings(command: str) -> None:
    page = shown(Result(command=command, status=0, returns=[a_return()]))
    assert "强制 1" in page
    assert "C022" not in page


@pytest.mark.parametrize("command", ["check", "edit", "import"])
def test_commands_about_contents_tell_the_findings(command: str) -> None:
    assert "C022" in shown(Result(command=command, status=0, returns=[a_return()]))


def test_only_the_likeliest_slip_is_told_with_its_evidence() -> None:
    proposals = [
        ProposalResult(
            kind="transposed",
            cells=[
                {"address": "JY021", "name": "利润总额", "name_en": "Total profit", "old": "84192", "new": "84912"}
            ],
            settles=["C022"],
            evidence=[Text(zh="两位数字互换", en="two digits changed places")],
        ),
        ProposalResult(
            kind="digit",
            cells=[
                {"address": "JY018", "name": "营业利润", "name_en": "Operating profit", "old": "1", "new": "2"}
            ],
            settles=[],
            evidence=[],
        ),
    ]
    page = shown(Result(command="check", status=1, returns=[a_return(proposals=proposals)]))
    assert "可能的原因 利润总额 84192 → 84912" in page
    assert "两位数字互换" in page
    assert "营业利润 1 → 2" not in page


def test_a_blank_and_an_unknown_figure_have_words_of_their_own() -> None:
    cells = [
        {"address": "JY019", "name": "营业外收入", "name_en": "Other income", "old": "", "new": "346"},
        {"address": "JY020", "name": "营业外支出", "name_en": "Other expenses", "old": "235", "new": ""},
    ]
    proposal = ProposalResult(kind="missing", cells=cells, settles=[], evidence=[])
    page = shown(Result(command="check", status=1, returns=[a_return(proposals=[proposal])]))
    assert "营业外收入 空 → 346、营业外支出 235 → ?" in page


def test_a_workbook_lists_each_sheet_taken_or_not() -> None:
    sheets = [
        SheetResult(name="利润表", rows=40, forms=["JY", "YF"], period="2025-09", unit="元", taken=17, notes=[]),
        SheetResult(name="封面", rows=3, forms=[], period=None, unit=None, taken=0, notes=[]),
    ]
    page = shown(Result(command="import", status=0, workbooks=[a_book(sheets=sheets)]))
    [profit] = [line for line in page.splitlines() if "利润表" in line]
    [cover] = [line for line in page.splitlines() if "封面" in line]
    assert "JY、YF" in profit
    assert all(part in profit for part in ("40", "2025-09", "元", "17"))
    assert "未取用" in cover
    assert "None" not in page


@pytest.mark.parametrize("count", [0, 1, SHOWN_LINES, SHOWN_LINES + 1, 40])
def test_long_lists_of_values_are_cut_and_the_cut_is_told(count: int) -> None:
    book = a_book(lines=[a_line(number) for number in range(count)])
    page = shown(Result(command="import", status=0, workbooks=[book]))
    assert page.count("营业收入之") == min(count, SHOWN_LINES)
    assert (f"共 {count} 个数值" in page) is (count > SHOWN_LINES)


@pytest.mark.parametrize("count", [SHOWN_OF_A_KIND, SHOWN_OF_A_KIND + 7])
def test_of_one_rule_the_first_findings_are_told_and_the_rest_counted(count: int) -> None:
    found = [a_finding(rule=rule) for _ in range(count) for rule in ("YR01", "YR02")]
    page = shown(Result(command="check", status=1, returns=[a_return(findings=found)]))
    assert [page.count(rule) for rule in ("YR01", "YR02")] == [SHOWN_OF_A_KIND] * 2
    assert page.count("这样的还有 7 处") == (2 if count > SHOWN_OF_A_KIND else 0)


def test_a_value_that_replaces_another_shows_both_and_its_place() -> None:
    lines = [a_line(4, old="999", row="粤华二期"), a_line(5)]
    page = shown(Result(command="import", status=0, workbooks=[a_book(lines=lines)]))
    assert "JY 粤华二期 营业收入之4：1004 千元（原 999） ← 帐.xlsx › 利润表 › D4" in page
    [new] = [line for line in page.splitlines() if "营业收入之5" in line]
    assert "原" not in new


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [
        (7, None, "利润表 第 7 行 合计"),
        (None, "D", "利润表 D 列 合计"),
        (7, "D", "利润表 第 7 行 D 列 合计"),
        (None, None, "利润表 合计"),
    ],
)
def test_what_was_not_taken_is_named_by_its_place(row: int | None, column: str | None, place: str) -> None:
    why = Text(zh="没有这个指标", en="no such indicator")
    left = LeftResult(sheet="利润表", row=row, column=column, label="合计", code="left.unknown", why=why)
    page = shown(Result(command="import", status=0, workbooks=[a_book(left=[left])]))
    assert "没有取用的内容（1 处）" in page
    assert f"{place}：没有这个指标" in page


def test_a_warning_is_marked_as_one() -> None:
    page = shown(
        Result(command="import", status=0, workbooks=[a_book(warnings=[Text(zh="单位是猜的", en="guessed")])])
    )
    assert "注意 单位是猜的" in page


@pytest.mark.parametrize("name", ["[red]警告[/].xlsx", "帐[1].xlsx", "[/].xlsx", "[bold]"])
def test_names_out_of_files_are_never_markup(name: str) -> None:
    sheet = SheetResult(name=name, rows=1, forms=[], period=None, unit=None, taken=0, notes=[])
    left = LeftResult(sheet=name, row=1, column=None, label=name, code="x", why=Text(zh=name, en=name))
    book = a_book(
        file=name,
        sheets=[sheet],
        lines=[a_line(1, name=Text(zh=name, en=name), place=name)],
        left=[left],
        warnings=[Text(zh=name, en=name)],
    )
    page = shown(Result(command="import", status=0, workbooks=[book]))
    assert page.count(name) == 8


@pytest.mark.parametrize("words", ["[red]差[/]", "[/]", "a [b] c"])
def test_words_of_rules_and_problems_are_never_markup(words: str) -> None:
    text = Text(zh=words, en=words)
    finding = a_finding(title=text, expected=text, actual=text, reason=text, remedy=text)
    problem = Problem(code="cli.usage", what=text, remedy=text)
    target = a_return(findings=[finding], form_name=text)
    page = shown(Result(command="check", status=2, returns=[target], problems=[problem]))
    assert page.count(words) == 8


def test_practice_figures_go_nowhere_and_that_is_said() -> None:
    practice = EndpointResult(name="练习平台", env="practice", base_url="https://127.0.0.1")
    real = EndpointResult(name="惠州市统计局", env="prod", base_url="https://example.invalid")
    assert "数据不会送到主管部门" in shown(Result(command="submit", status=0, endpoint=practice))
    assert "练习" not in shown(Result(command="submit", status=0, endpoint=real))


def test_a_receipt_is_told_with_number_time_and_signature() -> None:
    page = filed_page(receipt_no="HZ-2025-000001", received_at="2025-10-08T09:00:00+08:00", verified=True)
    assert "回执 HZ-2025-000001，收到时间 2025-10-08T09:00:00+08:00，签名验证通过" in page
    assert "已受理" in page


def test_a_receipt_whose_signature_does_not_hold_is_not_passed_off() -> None:
    page = filed_page(receipt_no="HZ-2025-000001", received_at="2025-10-08T09:00:00+08:00", verified=False)
    assert "签名未通过验证" in page
    assert "签名验证通过" not in page


def test_no_receipt_is_claimed_where_none_is() -> None:
    page = filed_page(state="queued")
    assert "排队" in page
    assert "回执" not in page


def test_remarks_of_the_office_name_rule_and_cells() -> None:
    returned = [{"rule": "C120", "severity": "query", "cells": ["JY001", "JY021"]}, {"rule": "C022", "cells": []}]
    page = filed_page(state="rejected", returned=returned)
    assert "被退回" in page
    assert "退回意见 C120：JY001、JY021" in page
    assert "退回意见 C022：" in page


def test_a_remark_keeps_the_row_it_speaks_of() -> None:
    page = filed_page(state="rejected", returned=[{"rule": "C120", "cells": ["XM[a3f09c].XM014", "XM[7].XM015"]}])
    assert "退回意见 C120：XM[a3f09c].XM014、XM[7].XM015" in page


def test_a_problem_is_told_with_its_code_and_its_remedy() -> None:
    problem = Problem(
        code="net.refused", what=Text(zh="连接不上", en="no"), remedy=Text(zh="稍后再试", en="later")
    )
    page = filed_page(state="queued", problem=problem)
    assert "连接不上  [net.refused]" in page
    assert "稍后再试" in page


def test_a_problem_without_a_remedy_leaves_no_empty_line() -> None:
    problem = Problem(code="x.y", what=Text(zh="出了问题", en="trouble"), remedy=SILENT)
    assert shown(Result(command="check", status=2, problems=[problem])) == "出了问题  [x.y]\n"


def test_files_and_details_are_told_one_a_line() -> None:
    result = Result(command="template", status=0, files=["a [1].xlsx", "b.xlsx"], details={"device": "D-1"})
    assert shown(result).splitlines() == ["设备：D-1", "已写出 a [1].xlsx", "已写出 b.xlsx"]


def test_a_verdict_is_told_in_words() -> None:
    verdict = VerdictResult(
        verdict="trusted",
        what=Text(zh="回执有效", en="valid"),
        remedy=SILENT,
        where="",
        part=None,
        receipt_no="1",
        return_key=None,
        received_at=None,
        env=None,
        decision=None,
    )
    assert shown(Result(command="receipt verify", status=0, receipt=verdict)) == "回执有效\n"


def test_an_empty_answer_is_an_empty_page() -> None:
    assert shown(Result(command="sync", status=0)) == ""


def test_a_narrow_console_loses_no_word() -> None:
    out = io.StringIO()
    Page(Console(file=out, width=30, color_system=None)).show(
        Result(command="check", status=1, returns=[a_return()])
    )
    told = "".join(out.getvalue().split())
    assert "利润总额应等于三项之和" in told
    assert "请核对营业外收支" in told


def test_json_is_one_readable_object_with_chinese_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(Result(command="check", status=1, returns=[a_return()], details={"说明": "“引号”\n换行"}))
    out = capsys.readouterr().out
    assert out.endswith("}\n")
    assert "营业收入与生产经营" in out
    answer = json.loads(out)
    assert answer["details"] == {"说明": "“引号”\n换行"}
    assert answer["returns"][0]["findings"][0]["difference"] == "-720"
