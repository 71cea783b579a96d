"""Commands for those who write packs (pack lint, explain, diff), beside those for versions of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.commands import definitions
from client.cli.convert.pack import difference_result, draft_result, explained_result, lint_result
from client.cli.helping import Commands
from client.cli.opening import session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Result
from client.cli.results.pack import DraftResult, PackResult
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from forms.diffing import Difference, differences, touched
from forms.explaining import explain
from forms.lint import lint
from forms.linting.initials import write_initials
from forms.pack import Pack, bundled_pack, load_pack


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    pack = Commands(help="报表定义包：版本、更新、换版；核对、解释、比较")
    pack.callback()(lambda: None)
    pack.command("lint")(lint_)
    pack.command("explain")(explain_)
    pack.command("diff")(diff)
    definitions.register(pack)
    app.add_typer(pack, name="pack")


@answers("pack lint")
def lint_(
    folder: Annotated[Path, typer.Argument(help="定义包文件夹")],
    fix: Annotated[bool, typer.Option("--fix", help="给代码表补上拼音首字母")] = False,
) -> Result:
    """核对一个定义包，逐条指出文件、位置和改法。"""
    if fix:
        write_initials(folder)
    found = [lint_result(problem) for problem in lint(folder)]
    return Result(command="pack lint", status=1 if found else 0, pack=PackResult(pack=folder.name, lint=found))


@answers("pack explain")
def explain_(
    rule: Annotated[str, typer.Argument(help="规则的编号，如 C022")],
    pack: Annotated[Path | None, typer.Option("--pack", help="定义包文件夹，默认随程序的定义包")] = None,
) -> Result:
    """用文字说明一条规则，并举出通过和不通过的例子。"""
    chosen = bundled_pack() if pack is None else load_pack(pack)
    told = explained_result(explain(chosen, rule))
    return Result(command="pack explain", status=0, pack=PackResult(pack=chosen.name, explained=told))


@answers("pack diff")
def diff(
    old: Annotated[Path, typer.Argument(help="旧版本的文件夹")],
    new: Annotated[Path, typer.Argument(help="新版本的文件夹")],
    drafts: Annotated[bool, typer.Option("--drafts", help="还列出数据文件夹里受影响的报表")] = False,
    home: HomeOption = None,
) -> Result:
    """比较两个版本：报表、指标、代码表和规则有哪些变化，对已填的内容有什么影响。"""
    before, after = load_pack(old), load_pack(new)
    found = differences(before, after)
    touching: list[DraftResult] = []
    if drafts:
        with session_at(home, create=False) as session:
            touching = _drafts(session, found, after)
    compared = PackResult(
        pack=before.name,
        other=after.name,
        differences=[difference_result(each) for each in found],
        drafts=touching,
    )
    return Result(command="pack diff", status=0, pack=compared)


def _drafts(session: Session, found: list[Difference], new: Pack) -> list[DraftResult]:
    """Every stored return a difference touches."""
    firms = [enterprise.code for enterprise in enterprises.all_of(session)]
    stored = [draft for firm in firms for draft in session.look(firm, lambda books: books.returns.all())]
    return [draft_result(draft, each) for draft in stored for each in touched(found, draft, new)]
