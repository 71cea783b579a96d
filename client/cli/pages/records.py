"""A checked file of records as a page a person can read."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from client.cli.results.records import OutcomeResult, RecordResult, RecordsResult

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
            f"  按 {found.pack} 的 {found.form} {found.form_name.zh} 检查，报告期 {found.period}"
            f"{_PERIOD_FROM[found.period_from]}：{found.size} 条记录，{found.sound} 条没有问题",
        )
    )
    _left(console, found)
    _rules(console, found)
    for record in found.records[:_SHOWN]:
        _record(console, record)
    if len(found.records) > _SHOWN:
        console.print(f"…… 共 {len(found.records)} 条记录有结果，--json 全部列出")


def _left(console: Console, found: RecordsResult) -> None:
    lines = ["本文件以逗号作小数点"] if found.decimal == "," else []
    lines += [f"没有 {absent.code} {absent.name.zh} 这一栏" for absent in found.absent]
    for left in found.left:
        place = (f"第 {left.row} 行 " if left.row else "") + (f"{left.column} 列 " if left.column else "")
        lines.append(f"没有取用 {left.sheet} {place}{left.label}：{left.why.zh}")
    lines += [warning.zh for warning in found.warnings]
    for line in lines:
        console.print(f"  {line}", highlight=False, markup=False)


def _rules(console: Console, found: RecordsResult) -> None:
    table = Table(title="审核关系", title_justify="left")
    for heading in ("规则", "级别", "通过", "不通过", "不适用", "无法判断", "内容"):
        table.add_column(heading, justify="right" if heading in _OUTCOMES.values() else "left")
    for rule in found.rules:
        numbers = (rule.passes, rule.failures, rule.not_applicable, rule.undecided)
        words = rule.problem.what.zh if rule.problem is not None else rule.title.zh
        style = LEVEL_STYLES[rule.level] if rule.failures or rule.undecided or rule.problem else ""
        table.add_row(rule.rule, LEVEL_NAMES[rule.level], *map(str, numbers), Styled(words), style=style)
    console.print(table)


def _record(console: Console, record: RecordResult) -> None:
    place = "整个文件" if record.row is None else f"第 {record.row} 行 {record.key}".strip()
    console.print(Styled.assemble((place, "bold"), f"  {_OUTCOMES[record.outcome]}"))
    for outcome in record.outcomes:
        _outcome(console, outcome, whole=record.row is None)


def _outcome(console: Console, outcome: OutcomeResult, *, whole: bool) -> None:
    name = f"  {LEVEL_NAMES[outcome.level]} {outcome.rule}" + (f" {outcome.code}" if outcome.code else "")
    console.print(Styled.assemble((name, LEVEL_STYLES[outcome.level]), f" {_OUTCOMES[outcome.outcome]}"))
    for words in (outcome.expected.zh, outcome.actual.zh, outcome.reason.zh):
        if words:
            console.print(Padding(Styled(words), (0, 0, 0, 6)))
    if whole and 0 < len(outcome.rows) <= _SHOWN:
        console.print(Padding(Styled(f"第 {'、'.join(map(str, outcome.rows))} 行"), (0, 0, 0, 6)))
