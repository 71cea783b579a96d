"""Answers about packs as a page a person can read."""

from __future__ import annotations

from rich.console import Console

from client.cli.pages.records import LEVEL_NAMES
from client.cli.results.pack import ExampleResult, ExplainedResult, MigrationResult, PackResult


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
    _versions(console, found)
    _migrations(console, command, found)
    if command == "pack diff":
        _print(console, f"{found.pack} → {found.other}：{len(found.differences)} 处变化")
        for difference in found.differences:
            _print(console, f"  {difference.words.zh}")
            if difference.rules:
                _print(console, f"      涉及规则 {'、'.join(difference.rules)}")
        for draft in found.drafts:
            touched = "、".join((*draft.cells, *draft.rules))
            _print(console, f"  {draft.key}：{draft.difference} 影响 {touched}")


_STAYS = {
    "on-its-way": "已在报送途中，留在原版本",
    "filed": "已报送，留在原版本",
    "form-gone": "新版本不再要求这张表，留在原版本",
    "version-missing": "原版本不在本机，请先 pack update",
}


def _versions(console: Console, found: PackResult) -> None:
    for version in found.versions:
        mark = "" if version.here else "（可取）"
        until = f"，旧版收到 {version.accepted_until} 为止" if version.accepted_until else ""
        _print(console, f"  {version.name}{mark} {'—'.join(version.periods)} {version.note.zh}{until}")


def _migrations(console: Console, command: str, found: PackResult) -> None:
    if command == "pack migrate" and not found.migrations:
        _print(console, "没有要换版的报表")
    for migration in found.migrations:
        _migration(console, migration)


def _migration(console: Console, found: MigrationResult) -> None:
    if found.stays:
        _print(console, f"  {found.key} {found.form_name}：{_STAYS[found.stays]}（{found.old}）")
        return
    mark = "已换版" if found.done else "将换版"
    _print(console, f"  {found.key} {found.form_name}：{mark} {found.old} → {found.new}")
    for moved in found.moved:
        where = f"改到 {moved.to}：{moved.after}" if moved.to else "不再填报，将取出"
        if moved.to == moved.address:
            where = f"→ {moved.after}" + ("（读不出，请改）" if moved.problem else "")
        _print(console, f"      {moved.address} {moved.text} {where}")
    for key in found.dropped:
        _print(console, f"      说明 {key} 的规则已取消")
    for difference in found.differences:
        _print(console, f"      {difference.words.zh}")
    if found.appearing:
        _print(console, f"      新出现的审核：{'、'.join(dict.fromkeys(found.appearing))}")
    if found.settled:
        _print(console, f"      不再出现的审核：{'、'.join(dict.fromkeys(found.settled))}")


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
    cells = "，".join(f"{cell.period} {cell.address} = {cell.text or '（空）'}" for cell in example.cells)
    _print(console, f"  {title}：{cells}")
    if example.actual.zh:
        _print(console, f"      {example.actual.zh}")


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False)
