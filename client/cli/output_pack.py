"""Answers about packs as a page a person can read."""

from __future__ import annotations

from rich.console import Console

from client.cli.output_records import LEVEL_NAMES
from client.cli.results_pack import ExampleResult, ExplainedResult, PackResult


def show_pack(console: Console, command: str, found: PackResult) -> None:
    """What lint found, a rule explained, or two versions compared."""
    if command == "pack lint":
        for problem in found.lint:
            _print(console, f"{problem.file} {problem.key}  [{problem.code}]")
            _print(console, f"    {problem.what.zh}")
            _print(console, f"    {problem.remedy.zh}")
        _print(console, f"{found.pack}：{len(found.lint)} 处要改" if found.lint else f"{found.pack}：没有问题")
    if found.explained is not None:
        _explained(console, found.explained)
    if command == "pack diff":
        _print(console, f"{found.pack} → {found.other}：{len(found.differences)} 处变化")
        for difference in found.differences:
            _print(console, f"  {difference.words.zh}")
            if difference.rules:
                _print(console, f"      涉及规则 {'、'.join(difference.rules)}")
        for draft in found.drafts:
            touched = "、".join((*draft.cells, *draft.rules))
            _print(console, f"  {draft.key}：{draft.difference} 影响 {touched}")


def _explained(console: Console, rule: ExplainedResult) -> None:
    _print(console, f"{LEVEL_NAMES[rule.level]} {rule.rule}（{rule.form}）{rule.title.zh}")
    _print(console, f"  {rule.title.en}")
    for sentence in rule.expected:
        _print(console, f"  {sentence.zh}")
        _print(console, f"  {sentence.en}")
    _print(console, f"  写作 {rule.written}" + (f"，条件 {rule.when}" if rule.when else ""))
    if rule.tolerance:
        _print(console, f"  允许误差 {rule.tolerance}")
    _print(console, f"  空缺：{rule.missing.zh}" + ("；逐行检查" if rule.by_row else ""))
    for indicator in rule.indicators:
        unit = f"（{indicator.unit}）" if indicator.unit else ""
        _print(console, f"    {indicator.code} {indicator.name.zh}{unit} {indicator.name.en}")
    _example(console, "通过的例子", rule.passing)
    _example(console, "不通过的例子", rule.failing)


def _example(console: Console, title: str, example: ExampleResult | None) -> None:
    if example is None:
        _print(console, f"  {title}：没有试出来")
        return
    cells = "，".join(f"{cell.period} {cell.address} = {cell.text}" for cell in example.cells)
    _print(console, f"  {title}：{cells}")
    if example.actual.zh:
        _print(console, f"      {example.actual.zh}")


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False)
