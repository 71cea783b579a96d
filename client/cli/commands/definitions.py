"""Commands for versions of the definitions: pack list, pack update, pack migrate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.convert.pack import migration_result, version_result
from client.cli.opening import session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Detail, Result
from client.cli.results.pack import MigrationResult, PackResult, VersionResult
from client.cli.results.texts import Text, problem_of
from client.protocol.identifiers import parse_return_key
from client.usecases.home import pack_store
from client.usecases.home.enterprises import checked_code
from client.usecases.home.session import Session
from client.usecases.returns import migrating
from forms.pack.loader import bundled_versions

if TYPE_CHECKING:
    from client.net.library import Offer

FromOption = Annotated[
    str, typer.Option("--from", help="更新文件夹、U 盘或 https 地址；默认按设置，再默认报送平台")
]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help="报送平台配置文件：签名以其中的根为准；默认已登记的报送平台")
]


def register(pack: typer.Typer) -> None:
    """Add these commands to ``pack``."""
    pack.command("list")(list_)
    pack.command("use")(use)
    pack.command("update")(update)
    pack.command("migrate")(migrate)


@answers("pack list")
def list_(home: HomeOption = None) -> Result:
    """列出本机有的制度版本。"""
    with session_at(home) as session:
        return Result(command="pack list", status=0, pack=_versions(session))


@answers("pack use")
def use(
    which: Annotated[str, typer.Argument(help="定义包文件夹，或报送平台发布的制度的名称，如 gd-eic")],
    place: FromOption = "",
    profile: ProfileOption = None,
    home: HomeOption = None,
) -> Result:
    """这个数据文件夹改用另一套制度：自己写的定义包，或另一个主管部门发布的；还没有填报时才行。"""

    from client.usecases.renewal import questionnaire, sources

    with session_at(home) as session:
        if Path(which, "pack.toml").is_file():
            questionnaire.use_folder(session, Path(which))
        elif bundled_versions(which):
            questionnaire.use_own(session, which)
        else:
            with sources.library(session, profile, place) as library:
                questionnaire.use_offered(session, library, which)
        return Result(command="pack use", status=0, pack=_versions(session))


@answers("pack update")
def update(
    place: FromOption = "",
    profile: ProfileOption = None,
    check: Annotated[bool, typer.Option("--check", help="只看有没有，不取")] = False,
    home: HomeOption = None,
) -> Result:
    """取制度的新版本，核对签名后放在旧版本旁边；受影响的草稿用 pack migrate 预览和换版。"""
    from client.usecases.renewal import pack_updates, sources

    with session_at(home) as session, sources.library(session, profile, place) as library:
        offers = pack_updates.available(session, library)
        if not check:
            for offer in offers:
                pack_updates.fetch(session, library, offer)
        waiting = [] if check else [each for each in migrating.prospects(session) if not each.stays]
        answered = _versions(session, offers if check else [])
    details: dict[str, Detail] = {"newer": [offer.version for offer in offers], "drafts": str(len(waiting))}
    return Result(command="pack update", status=0, pack=answered, details=details)


@answers("pack migrate")
def migrate(
    enterprise: Annotated[list[str], typer.Option("--enterprise", help="只看这些单位，可给出多个")] = [],  # noqa: B006
    yes: Annotated[bool, typer.Option("--yes", help="执行换版；不加只看会改变什么")] = False,
    undo: Annotated[str | None, typer.Option("--undo", help="撤回一张报表的换版：单位.表.报告期")] = None,
    home: HomeOption = None,
) -> Result:
    """把草稿换到现行的制度版本：先看会改变什么，--yes 才执行，可以撤回；排队和报送了的不动。"""
    firms = [checked_code(each) for each in enterprise] or None
    with session_at(home, create=False) as session:
        if undo:
            checked_code(undo.partition(".")[0])
            back = migrating.take_back(session, parse_return_key(undo))
            return Result(command="pack migrate", status=0, details={"taken_back": f"{back.key} {back.pack}"})
        seen = migrating.prospects(session, firms)
        done = {each.target.key for each in migrating.migrate(session, seen)} if yes else set()
        told = [migration_result(each, done=each.target.key in done) for each in seen]
        newest = session.pack.name
    return _migrated(told, newest, yes=yes)


def _migrated(told: list[MigrationResult], newest: str, *, yes: bool) -> Result:
    waiting = not yes and any(not each.stays for each in told)
    problems = [problem_of(UserError("migrate.needs-yes"))] if waiting else []
    result = PackResult(pack=newest, migrations=told)
    return Result(command="pack migrate", status=0, pack=result, problems=problems)


def _versions(session: Session, offers: list[Offer] | None = None) -> PackResult:
    fetched = {each.version: each for each in pack_store.kept(session.own)}
    here = [version_result(pack, fetched.get(pack.version)) for pack in session.shelf.packs]
    offered = [
        VersionResult(
            name=f"{offer.of}/{offer.version}", here=False, note=Text(zh=offer.note("zh"), en=offer.note("en"))
        )
        for offer in offers or ()
    ]
    return PackResult(pack=session.pack.name, versions=[*here, *offered])
