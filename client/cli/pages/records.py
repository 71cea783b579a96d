"""A checked file of records as a page a person can read."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from client.cli.pages.batch import left_line
from client.cli.results.records import OutcomeResult, RecordResult, RecordsResult
from client.cli.spoken import in_force, said, told
from forms.words import Listed

LEVEL_NAMES = {"error": "强制", "query": "核实", "hint": "提示"}
LEVEL_STYLES = {"error": "bold red", "query": "yellow", "hint": "cyan"}
_SHOWN = 20
"""So many records are listed for a person; ``--json`` has them all."""
_OUTCOMES = {"fail": "不通过", "undecided": "无法判断", "pass": "通过", "not_applicable": "不适用"}
_PERIOD_FROM = {
    "given": "",
    "enclosing": "（所给的不是这张表的报告期，取它结束时所在的一期）",
    "file": "（按文件所写）",
    "pack": "（文件没有写明，按定义包最后一期，可用 --period 指定）",
}


def show_records(console: Console, found: RecordsResult) -> None:
    """What was checked, what was not, each rule with its numbers, and the first records with something to say."""
    console.print(
        Styled.assemble(
            (f"{found.file} › {found.sheet}", "bold"),
            told(
                "  按 {pack} 的 {form} 检查，报告期 {period}{from}：{size} 条记录，{sound} 条没有问题",
                pack=found.pack,
                form=f"{found.form} {in_force(found.form_name)}",
                period=found.period,
                size=found.size,
                sound=found.sound,
                **{"from": said(_PERIOD_FROM[found.period_from])},
            ),
        )
    )
    _left(console, found)
    _rules(console, found)
    for record in found.records[:_SHOWN]:
        _record(console, record)
    if len(found.records) > _SHOWN:
        console.print(told("…… 共 {count} 条记录有结果，--json 全部列出", count=len(found.records)))


def _left(console: Console, found: RecordsResult) -> None:
    lines = [said("本文件以逗号作小数点")] if found.decimal == "," else []
    absent = [f"{each.code} {in_force(each.name)}" for each in found.absent]
    lines += [told("没有 {name} 这一栏", name=name) for name in absent]
    lines += [left_line(left) for left in found.left]
    lines += [in_force(warning) for warning in found.warnings]
    for line in lines:
        console.print(f"  {line}", highlight=False, markup=False)


def _rules(console: Console, found: RecordsResult) -> None:
    table = Table(title=said("审核关系"), title_justify="left")
    for heading in ("规则", "级别", "通过", "不通过", "不适用", "无法判断", "内容"):
        table.add_column(said(heading), justify="right" if heading in _OUTCOMES.values() else "left")
    for rule in found.rules:
        numbers = (rule.passes, rule.failures, rule.not_applicable, rule.undecided)
        words = in_force(rule.problem.what if rule.problem is not None else rule.title)
        style = LEVEL_STYLES[rule.level] if rule.failures or rule.undecided or rule.problem else ""
        table.add_row(rule.rule, said(LEVEL_NAMES[rule.level]), *map(str, numbers), Styled(words), style=style)
    console.print(table)


def _record(console: Console, record: RecordResult) -> None:
    row = said("整个文件") if record.row is None else told("第 {row} 行", row=record.row)
    place = f"{row} {record.key}".strip()
    console.print(Styled.assemble((place, "bold"), f"  {said(_OUTCOMES[record.outcome])}"))
    for outcome in record.outcomes:
        _outcome(console, outcome, whole=record.row is None)


def _outcome(console: Console, outcome: OutcomeResult, *, whole: bool) -> None:
    name = f"  {said(LEVEL_NAMES[outcome.level])} {outcome.rule}" + (f" {outcome.code}" if outcome.code else "")
    console.print(Styled.assemble((name, LEVEL_STYLES[outcome.level]), f" {said(_OUTCOMES[outcome.outcome])}"))
    for words in map(in_force, (outcome.expected, outcome.actual, outcome.reason)):
        if words:
            console.print(Padding(Styled(words), (0, 0, 0, 6)))
    if whole and 0 < len(outcome.rows) <= _SHOWN:
        rows = told("第 {row} 行", row=Listed(outcome.rows))
        console.print(Padding(Styled(rows), (0, 0, 0, 6)))
