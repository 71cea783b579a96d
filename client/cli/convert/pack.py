"""From what the pack tools answer to the published shapes."""

from __future__ import annotations

from client.cli.results.pack import (
    ChangedResult,
    DifferenceResult,
    DraftResult,
    ExampleResult,
    ExplainedResult,
    GivenResult,
    LintResult,
    MentionedResult,
    MigrationResult,
    MovedResult,
    VersionResult,
)
from client.cli.results.texts import Text, text_of
from client.usecases.home.pack_store import KeptPack
from client.usecases.returns.migrating import Prospect
from forms.diffing import Difference, Touched
from forms.examples import Example
from forms.explaining import Explained
from forms.lint import Problem
from forms.pack import Pack
from forms.returns import Return
from forms.words import Words

_WHAT = {
    "pack": Words("定义包", "Pack"),
    "form": Words("报表", "Form"),
    "indicator": Words("指标", "Indicator"),
    "part": Words("指标的一项", "Part of an indicator"),
    "list": Words("代码表", "List"),
    "code": Words("代码", "Code"),
    "constant": Words("常数", "Constant"),
    "rule": Words("规则", "Rule"),
}
_HOW = {"added": Words("新增", "added"), "removed": Words("取消", "removed"), "changed": Words("改变", "changed")}
_REREADS = Words(
    "；已填的内容要重新识别或不再有位置", "; what is filled there is read anew or has no place any more"
)


def lint_result(problem: Problem) -> LintResult:
    """One problem of a pack."""
    return LintResult(
        code=problem.code,
        file=problem.file,
        key=problem.key,
        what=Text(zh=problem.what_zh, en=problem.what_en),
        remedy=Text(zh=problem.remedy_zh, en=problem.remedy_en),
    )


def explained_result(rule: Explained) -> ExplainedResult:
    """One rule."""
    return ExplainedResult(
        rule=rule.rule,
        form=rule.form,
        level=rule.level,
        title=Text(zh=rule.title_zh, en=rule.title_en),
        written=rule.written,
        when=rule.when,
        tolerance=rule.tolerance,
        missing=Text(zh=rule.missing_zh, en=rule.missing_en),
        by_row=rule.by_row,
        expected=[Text(zh=zh, en=en) for zh, en in rule.expected],
        indicators=[
            MentionedResult(code=i.code, form=i.form, name=Text(zh=i.name_zh, en=i.name_en), unit=i.unit)
            for i in rule.indicators
        ],
        passing=_example(rule.passing),
        failing=_example(rule.failing),
    )


def _example(example: Example | None) -> ExampleResult | None:
    if example is None:
        return None
    cells = [
        GivenResult(form=c.form, period=c.period, address=c.address, name=c.name, text=c.text)
        for c in example.cells
    ]
    return ExampleResult(cells=cells, actual=Text(zh=example.actual_zh, en=example.actual_en))


def difference_result(found: Difference) -> DifferenceResult:
    """One difference, with a sentence."""
    what, how = _WHAT[found.what], _HOW[found.how]
    changes = [(c.field, c.old or "—", c.new or "—") for c in found.changed]
    zh = f"{how.zh}{what.zh} {found.key} {found.name_zh}" + "".join(
        f"；{field}：{old} → {new}" for field, old, new in changes
    )
    en = f"{what.en} {found.key} “{found.name_en}” {how.en}" + "".join(
        f"; {field}: {old} → {new}" for field, old, new in changes
    )
    if found.rereads:
        zh, en = zh + _REREADS.zh, en + _REREADS.en
    return DifferenceResult(
        what=found.what,
        how=found.how,
        key=found.key,
        words=Text(zh=zh, en=en),
        changed=[ChangedResult(field=c.field, old=c.old, new=c.new) for c in found.changed],
        codes=list(found.codes),
        rules=list(found.rules),
        rereads=found.rereads,
    )


def draft_result(draft: Return, found: Touched) -> DraftResult:
    """What one difference means for one draft."""
    difference = found.difference
    what = _WHAT[difference.what]
    return DraftResult(
        key=str(draft.key),
        difference=f"{difference.what} {difference.key}",
        words=Text(zh=f"{what.zh} {difference.key}", en=f"{what.en} {difference.key}"),
        cells=list(found.cells),
        rules=list(found.rules),
    )


def version_result(pack: Pack, fetched: KeptPack | None) -> VersionResult:
    """A version that is here."""
    note = Text(zh=fetched.note_zh, en=fetched.note_en) if fetched else Text(zh="随程序", en="with the program")
    until = fetched.accepted_until if fetched else ""
    periods = [pack.valid_from, pack.valid_to]
    return VersionResult(name=pack.name, here=True, note=note, periods=periods, accepted_until=until)


def migration_result(found: Prospect, *, done: bool) -> MigrationResult:
    """One return that is not begun with the version in force."""
    plan = found.plan
    return MigrationResult(
        key=str(found.target.key),
        form_name=text_of(found.form_words),
        old=found.old,
        new=found.new,
        stays=found.stays,
        done=done,
        moved=[
            MovedResult(address=m.address, to=m.to, text=m.text, after=m.after, problem=m.problem or "")
            for m in (plan.moved if plan else ())
        ],
        dropped=list(plan.dropped if plan else ()),
        differences=[difference_result(each.difference) for each in found.touched],
        appearing=[each.rule for each in found.appearing],
        settled=[each.rule for each in found.settled],
    )
