"""A checked file of records and the pack tools, as published and as a person reads them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from client.cli.app import main
from client.cli.convert.records import records_result
from client.cli.pages.pack import show_pack
from client.cli.pages.records import show_records
from client.cli.results.pack import DraftResult, LintResult, PackResult
from client.cli.results.records import RecordsResult
from client.cli.results.texts import Problem, Text
from client.usecases.books.file_checking import check_file
from forms.periods import Period

FOREIGN = Path(__file__).parents[2] / "forms/foreign"
RD, RETAIL, FILES = FOREIGN / "rd-survey", FOREIGN / "retail", FOREIGN / "files"


@pytest.fixture(scope="module")
def told() -> RecordsResult:
    """The sample survey of 2024: ten records, some with faults."""
    return records_result(check_file(FILES / "rd_2024.csv", RD, "RD", Period.parse("2024")))


@pytest.fixture(scope="module")
def whole() -> RecordsResult:
    """The same with every outcome listed."""
    return records_result(check_file(FILES / "rd_2024.csv", RD, "RD", Period.parse("2024"), everything=True))


def page(found: RecordsResult) -> str:
    out = io.StringIO()
    show_records(Console(file=out, width=220, color_system=None), found)
    return out.getvalue()


def pack_page(command: str, found: PackResult) -> str:
    out = io.StringIO()
    show_pack(Console(file=out, width=220, color_system=None), command, found)
    return out.getvalue()


def test_every_rule_counts_every_record_once(told: RecordsResult) -> None:
    by_record = [rule for rule in told.rules if rule.rule not in ("REQ", "READ", "SIGN")]
    assert by_record
    for rule in by_record:
        total = rule.passes + rule.failures + rule.not_applicable + rule.undecided
        assert total in (1, told.size), rule.rule


def test_counts_do_not_depend_on_how_much_is_listed(told: RecordsResult, whole: RecordsResult) -> None:
    assert told.rules == whole.rules
    assert (told.size, told.sound, told.columns, told.left) == (whole.size, whole.sound, whole.columns, whole.left)


def test_what_is_listed_in_short_is_part_of_the_whole(told: RecordsResult, whole: RecordsResult) -> None:
    rows = {record.row for record in whole.records}
    assert {record.row for record in told.records} <= rows
    assert {number for number in rows if number is not None} == set(range(2, 2 + whole.size))
    sound = [record for record in whole.records if record.outcome in ("pass", "not_applicable")]
    assert len([record for record in sound if record.row is not None]) == whole.sound


def test_a_record_is_as_bad_as_its_worst_outcome(whole: RecordsResult) -> None:
    worst = ("fail", "undecided", "pass", "not_applicable")
    for record in whole.records:
        assert record.outcomes
        assert record.outcome == min((each.outcome for each in record.outcomes), key=worst.index)


def test_records_stand_in_the_order_of_the_file(whole: RecordsResult) -> None:
    rows = [record.row for record in whole.records if record.row is not None]
    assert rows == sorted(rows)
    assert [record.row is None for record in whole.records] == sorted(
        (record.row is None for record in whole.records), reverse=True
    )


def test_what_is_told_has_words_in_both_languages(told: RecordsResult) -> None:
    failures = [
        each for record in told.records for each in record.outcomes if each.told and each.outcome == "fail"
    ]
    assert failures
    for outcome in failures:
        assert outcome.expected.zh
        assert outcome.expected.en
        assert outcome.cells


def test_what_is_not_told_has_no_words_and_no_cells(whole: RecordsResult) -> None:
    silent = [each for record in whole.records for each in record.outcomes if not each.told]
    assert silent
    for outcome in silent:
        assert (outcome.expected.zh, outcome.actual.zh, outcome.reason.zh, outcome.remedy.zh) == ("", "", "", "")
        assert (outcome.cells, outcome.difference, outcome.unit) == ([], None, "")


def test_failed_counts_and_listed_failures_agree(told: RecordsResult) -> None:
    for rule in told.rules:
        listed = [
            outcome
            for record in told.records
            for outcome in record.outcomes
            if outcome.rule == rule.rule and outcome.outcome == "fail"
        ]
        assert bool(listed) is bool(rule.failures)


def test_columns_name_the_indicator_they_were_taken_for(told: RecordsResult) -> None:
    assert all(column.heading and column.address and column.name for column in told.columns)
    places = [column.column for column in told.columns]
    assert len(places) == len(set(places))
    assert {left.column for left in told.left}.isdisjoint(places)


def test_the_report_survives_json(whole: RecordsResult) -> None:
    assert msgspec.json.decode(msgspec.json.encode(whole), type=RecordsResult) == whole


def test_the_page_tells_size_soundness_and_form(told: RecordsResult) -> None:
    head = page(told).splitlines()[0]
    assert f"{told.file} › {told.sheet}" in head
    assert f"{told.size} 条记录，{told.sound} 条没有问题" in head
    assert f"{told.form} {told.form_name.zh}" in head
    assert "报告期 2024：" in head


@pytest.mark.parametrize(
    ("period_from", "words"),
    [("given", "2024："), ("file", "2024（按文件所写）："), ("pack", "2024（文件没有写明，按定义包最后一期")],
)
def test_the_page_says_where_the_period_comes_from(told: RecordsResult, period_from: str, words: str) -> None:
    assert words in page(msgspec.structs.replace(told, period_from=period_from))


def test_the_page_tells_what_is_absent_and_what_was_not_taken(told: RecordsResult) -> None:
    lines = [line.strip() for line in page(told).splitlines()]
    for absent in told.absent:
        assert f"没有 {absent.code} {absent.name.zh} 这一栏" in lines
    for left in told.left:
        assert any(line.startswith("没有取用") and left.label in line and left.why.zh in line for line in lines)


def test_the_page_has_a_line_for_every_rule(told: RecordsResult) -> None:
    shown = page(told)
    for rule in told.rules:
        assert rule.rule in shown
    assert {"强制", "核实"} & set(shown.replace("│", " ").split())


def test_each_listed_record_is_told_with_its_row_and_key(told: RecordsResult) -> None:
    shown = page(told)
    for record in told.records:
        if record.row is not None:
            assert f"第 {record.row} 行 {record.key}  " in shown


@pytest.mark.parametrize(("count", "cut"), [(20, False), (21, True), (45, True)])
def test_long_lists_of_records_are_cut_and_the_cut_is_told(told: RecordsResult, count: int, cut: bool) -> None:
    one = next(record for record in told.records if record.row is not None)
    many = [msgspec.structs.replace(one, row=row, key=f"K{row}") for row in range(1000, 1000 + count)]
    shown = page(msgspec.structs.replace(told, records=many))
    assert shown.count(" 行 K1") == min(count, 20)
    assert (f"共 {count} 条记录有结果" in shown) is cut


def test_the_file_as_a_whole_has_no_row(told: RecordsResult) -> None:
    one = msgspec.structs.replace(told.records[0], row=None, key="")
    assert "整个文件  不通过" in page(msgspec.structs.replace(told, records=[one]))


def test_a_rule_without_meaning_tells_why_instead_of_its_title(told: RecordsResult) -> None:
    problem = Problem(code="rule.x", what=Text(zh="引用了不存在的指标", en="no such"), remedy=Text(zh="", en=""))
    broken = msgspec.structs.replace(told.rules[0], problem=problem, title=Text(zh="原来的标题", en="title"))
    shown = page(msgspec.structs.replace(told, rules=[broken], records=[], absent=[], left=[]))
    assert "引用了不存在的指标" in shown
    assert "原来的标题" not in shown


@pytest.mark.parametrize("key", ["[red]E02", "[/]", "E[a]"])
def test_keys_of_records_are_never_markup(told: RecordsResult, key: str) -> None:
    one = msgspec.structs.replace(told.records[0], row=3, key=key)
    assert f"第 3 行 {key}" in page(msgspec.structs.replace(told, records=[one]))


def test_lint_says_so_when_there_is_nothing_to_mend() -> None:
    assert pack_page("pack lint", PackResult(pack="rd")) == "rd：没有问题\n"


def test_lint_tells_place_fault_and_remedy() -> None:
    text = Text(zh="永远不会不通过", en="never fails")
    found = LintResult(code="lint.x", file="rules/[a].toml", key="T[b]", what=text, remedy=Text(zh="改写", en="x"))
    assert pack_page("pack lint", PackResult(pack="rd", lint=[found, found])).splitlines() == [
        "rules/[a].toml T[b]  [lint.x]",
        "    永远不会不通过",
        "    改写",
    ] * 2 + ["rd：2 处要改"]


def test_a_comparison_of_the_same_pack_finds_nothing() -> None:
    assert pack_page("pack diff", PackResult(pack="a/1", other="a/1")) == "a/1 → a/1：0 处变化\n"


def test_touched_drafts_are_told_with_cells_and_rules() -> None:
    words = Text(zh="指标 JY001", en="Indicator JY001")
    where = {"cells": ["XM[a].XM014"], "rules": ["C022"]}
    draft = DraftResult(key="K.JY.2025-09", difference="indicator JY001", words=words, **where)
    told = pack_page("pack diff", PackResult(pack="a/1", other="a/2", drafts=[draft]))
    assert "K.JY.2025-09：指标 JY001 影响 XM[a].XM014、C022" in told


def test_explaining_tells_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "explain", "C022"]) == 0
    told = capsys.readouterr().out
    assert "强制 C022（JY）" in told
    for words in ("写作", "JY021", "空缺：", "通过的例子：", "不通过的例子："):
        assert words in told


def test_comparing_two_versions_tells_old_and_new(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shutil.copytree(RD, tmp_path / "new")
    head = tmp_path / "new/pack.toml"
    head.write_text(head.read_text("utf-8").replace("LABOUR_LOW = 15", "LABOUR_LOW = 20"), "utf-8")
    assert main(["pack", "diff", str(RD), str(tmp_path / "new")]) == 0
    told = capsys.readouterr().out
    assert "1 处变化" in told
    assert "15 → 20" in told
    assert "涉及规则 R01" in told


@pytest.mark.parametrize(
    ("tool", "status"), [(["lint"], 1), (["explain", "B01", "--pack"], 2), (["diff", str(RD)], 2)]
)
def test_a_folder_that_holds_no_pack_is_named(
    tool: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", *tool, str(tmp_path / "没有")]) == status
    printed = capsys.readouterr()
    assert "没有" in printed.out + printed.err
    assert "cli.our-fault" not in printed.out + printed.err
