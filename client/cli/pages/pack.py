"""Answers about packs as a page a person can read."""

from __future__ import annotations

from rich.console import Console

from client.cli.pages.records import LEVEL_NAMES
from client.cli.results.pack import ExampleResult, ExplainedResult, MigrationResult, MovedResult, PackResult
from client.cli.spoken import in_force, said, told, unit_shown
from forms.values.canonical import typed
from forms.words import Listed

_STAYS = {
    "on-its-way": "已在报送途中，留在原版本",
    "filed": "已报送，留在原版本",
    "form-gone": "新版本不再要求这张表，留在原版本",
    "version-missing": "原版本不在本机，请先 pack update",
}


def show_pack(console: Console, command: str, found: PackResult) -> None:
    """What lint found, a rule explained, or two versions compared."""
    if command == "pack lint":
        _linted(console, found)
    if found.explained is not None:
        _explained(console, found.explained)
    _versions(console, found)
    _migrations(console, command, found)
    if command == "pack diff":
        _compared(console, found)


def _linted(console: Console, found: PackResult) -> None:
    for problem in found.lint:
        _print(console, f"{problem.file} {problem.key}  [{problem.code}]")
        _print(console, f"    {in_force(problem.what)}")
        _print(console, f"    {in_force(problem.remedy)}")
    if found.lint:
        _print(console, told("{name}：{count} 处要改", name=found.pack, count=len(found.lint)))
    else:
        _print(console, told("{name}：没有问题", name=found.pack))


def _compared(console: Console, found: PackResult) -> None:
    names = f"{found.pack} → {found.other}"
    _print(console, told("{name}：{count} 处变化", name=names, count=len(found.differences)))
    for difference in found.differences:
        _print(console, f"  {in_force(difference.words)}")
        if difference.rules:
            _print(console, "      " + told("涉及规则 {rules}", rules=Listed(difference.rules)))
    for draft in found.drafts:
        touched = Listed((*draft.cells, *draft.rules))
        line = told("{key}：{what} 影响 {touched}", key=draft.key, what=in_force(draft.words), touched=touched)
        _print(console, f"  {line}")


def _versions(console: Console, found: PackResult) -> None:
    for version in found.versions:
        mark = "" if version.here else said("（可取）")
        until = told("，旧版收到 {day} 为止", day=version.accepted_until) if version.accepted_until else ""
        _print(console, f"  {version.name}{mark} {'—'.join(version.periods)} {in_force(version.note)}{until}")


def _migrations(console: Console, command: str, found: PackResult) -> None:
    if command == "pack migrate" and not found.migrations:
        _print(console, said("没有要换版的报表"))
    for migration in found.migrations:
        _migration(console, migration)


def _migration(console: Console, found: MigrationResult) -> None:
    name = f"{found.key} {in_force(found.form_name)}"
    if found.stays:
        line = told("{name}：{why}（{version}）", name=name, why=said(_STAYS[found.stays]), version=found.old)
        _print(console, f"  {line}")
        return
    mark = said("已换版") if found.done else said("将换版")
    _print(console, "  " + told("{name}：{value}", name=name, value=f"{mark} {found.old} → {found.new}"))
    for moved in found.moved:
        _print(console, f"      {moved.address} {moved.text} {_where(moved)}")
    for key in found.dropped:
        _print(console, "      " + told("说明 {key} 的规则已取消", key=key))
    for difference in found.differences:
        _print(console, f"      {in_force(difference.words)}")
    for words, rules in (("新出现的审核：{rules}", found.appearing), ("不再出现的审核：{rules}", found.settled)):
        if rules:
            _print(console, "      " + told(words, rules=Listed(dict.fromkeys(rules))))


def _where(moved: MovedResult) -> str:
    if moved.to == moved.address:
        return f"→ {moved.after}" + (said("（读不出，请改）") if moved.problem else "")
    if moved.to:
        return told("改到 {address}：{text}", address=moved.to, text=moved.after)
    return said("不再填报，将取出")


def _explained(console: Console, rule: ExplainedResult) -> None:
    head, title = f"{said(LEVEL_NAMES[rule.level])} {rule.rule}", in_force(rule.title)
    _print(console, told("{rule}（{form}）{title}", rule=head, form=rule.form, title=title))
    for sentence in rule.expected:
        _print(console, f"  {in_force(sentence)}")
    when = told("，条件 {when}", when=rule.when) if rule.when else ""
    _print(console, "  " + told("写作 {written}", written=rule.written) + when)
    if rule.tolerance:
        _print(console, "  " + told("允许误差 {tolerance}", tolerance=rule.tolerance))
    by_row = said("；逐行检查") if rule.by_row else ""
    _print(console, "  " + told("空缺：{missing}", missing=in_force(rule.missing)) + by_row)
    for indicator in rule.indicators:
        name = f"{indicator.code} {in_force(indicator.name)}"
        _print(
            console,
            "    "
            + (told("{name}（{unit}）", name=name, unit=unit_shown(indicator.unit)) if indicator.unit else name),
        )
    _example(console, said("通过的例子"), rule.passing)
    _example(console, said("不通过的例子"), rule.failing)


def _example(console: Console, title: str, example: ExampleResult | None) -> None:
    if example is None:
        _print(console, "  " + told("{name}：{value}", name=title, value=said("没有试出来")))
        return
    cells = Listed(f"{cell.period} {cell.address} = {_typed(cell.text)}" for cell in example.cells)
    _print(console, "  " + told("{name}：{value}", name=title, value=cells))
    if why := in_force(example.actual):
        _print(console, f"      {why}")


def _typed(text: str) -> str:
    """What stands in a cell; yes and no as whoever reads the page would type them."""
    if not text:
        return said("（空）")
    return said(text) if text in (typed(True), typed(False)) else text


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False)
