"""Commands that keep the data safe: card, recover, passphrase, backup, restore, salvage."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import JibaoError, UserError
from client.base.home import half_restored, has_stores
from client.cli.answering import answers
from client.cli.convert.keeping import restored_result, salvaged_result
from client.cli.opening import home_at, session_at
from client.cli.options import HomeOption, JsonFlag
from client.cli.results.answer import Detail, Result
from client.cli.results.texts import problem_of
from client.cli.spoken import said
from client.usecases.home import enterprises, recovering, securing
from client.usecases.home.opening import open_session
from client.usecases.safekeeping import backing_up, restoring, restoring_home_store, salvaging


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(card)
    app.command()(recover)
    app.command()(passphrase)
    app.command()(backup)
    app.command()(restore)
    app.command()(salvage)


@answers("card")
def card(
    out: Annotated[Path, typer.Option("--out", help="应急卡写到哪个 .pdf；打印后请删掉文件")],
    home: HomeOption = None,
) -> Result:
    """做一张应急卡：系统密码库里的钥匙没了，凭卡上的恢复码打开资料库。旧卡随即作废。"""
    with session_at(home, create=False) as session:
        made = securing.make_card(session)
        securing.write_card(made, out)
    return Result(command="card", status=0, files=[str(out)], details={"card": made.number})


@answers("recover")
def recover(home: HomeOption = None, json: JsonFlag = False) -> Result:
    """用应急卡上的恢复码打开资料库，恢复码从标准输入读，钥匙重新存进系统密码库。

    设了环境变量 JIBAO_PASSPHRASE 的，今后改用这个口令打开。
    """
    passphrase = os.environ.get("JIBAO_PASSPHRASE") or None
    with recovering.recover(home_at(home), _code(quiet=json), passphrase=passphrase) as session:
        ways = securing.ways_of(session)
    by = "passphrase" if passphrase else "keyring"
    return Result(command="recover", status=0, details={"card": ways.card, "opens_with": [by]})


@answers("passphrase")
def passphrase(
    only: Annotated[bool, typer.Option("--only", help="今后只凭口令打开：钥匙不再留在系统密码库里")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="不再用口令，今后由系统密码库打开")] = False,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """设一个口令或换成新口令，也凭它打开资料库；口令从标准输入读。"""
    if only and drop:
        raise UserError("cli.usage", detail="--only --drop")
    with session_at(home, create=False) as session:
        if drop:
            securing.use_keyring(session, use=True)
            securing.drop_passphrase(session)
        else:
            securing.set_passphrase(session, _new_passphrase(quiet=json))
        if only:
            securing.use_keyring(session, use=False)
        ways = securing.ways_of(session)
    by = [name for name, there in (("keyring", ways.keyring), ("passphrase", ways.passphrase)) if there]
    return Result(command="passphrase", status=0, details={"opens_with": by})


@answers("backup")
def backup(
    out: Annotated[Path | None, typer.Argument(help="放进哪个文件夹；省略则在数据文件夹的 backups")] = None,
    home: HomeOption = None,
) -> Result:
    """备份全部单位：逐个打开、查验、核对审计记录后才算数；备份同样是加密的。"""
    with session_at(home, create=False) as session:
        made = backing_up.back_up(session, out)
    problems = [problem_of(each) for each in (*made.not_new, made.second_problem) if each is not None]
    status = made.problem.exit_status if made.problem else 0
    details: dict[str, Detail] = {"enterprises": str(len(made.backup.firms))}
    files = [str(made.backup.folder)]
    return Result(command="backup", status=status, files=files, details=details, problems=problems)


@answers("restore")
def restore(
    folder: Annotated[Path, typer.Argument(help="备份文件夹（里面有 backup.json）")],
    enterprise: Annotated[list[str], typer.Option("--enterprise", help="只恢复这些单位，可给出多个")] = [],  # noqa: B006
    yes: Annotated[bool, typer.Option("--yes", help="执行恢复；不加只看会改变什么")] = False,
    with_code: Annotated[bool, typer.Option("--code", help="从标准输入读恢复码：换了电脑时")] = False,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """恢复备份：先看会改变什么，--yes 才执行，原来的数据留在 replaced 里；空的数据文件夹则由备份建成。"""
    where = home_at(home)
    new = half_restored(where) or not has_stores(where)
    if new and enterprise:
        raise UserError("cli.whole-backup", home=where)
    code = _code(quiet=json) if with_code else None
    if new:
        return _restored_new(where, folder, code)
    firms = [enterprises.checked_code(each) for each in enterprise] or None
    with session_at(where) as session:
        seen = restoring.preview(session, folder, firms, secret=code)
        if yes:
            done = restoring.restore(session, folder, firms, secret=code)
    told = [restored_result(each, done=yes and each.firm in done) for each in seen]
    problems = [] if yes else [problem_of(UserError("backup.needs-yes"))]
    return Result(command="restore", status=0, restored=told, problems=problems)


@answers("salvage")
def salvage(
    enterprise: Annotated[str | None, typer.Option("--enterprise", help="统一社会信用代码")] = None,
    home: HomeOption = None,
) -> Result:
    """抢救一个单位损坏的数据文件：以最近的备份为底，补做还能读出的每一步，列出拿不准的单元格。

    不给出单位时抢救总目录（home.store）：从完好的备份取回，各单位的数据不动。
    """
    if enterprise is None:
        return _home_store_back(home_at(home))
    firm = enterprises.checked_code(enterprise)
    with session_at(home, create=False) as session:
        if not session.vault.holds(firm):
            raise UserError("salvage.nothing", firm=firm)
        saved = salvaging.salvage(session, firm)
    status = 1 if saved.uncertain or saved.files else 0
    return Result(command="salvage", status=status, enterprise=firm, salvaged=salvaged_result(saved))


def _home_store_back(home: Path) -> Result:
    """The home's own store, if that is what keeps the home from being opened."""
    try:
        open_session(home, create=False).close()
    except JibaoError as error:
        if not restoring_home_store.helps(error):
            raise
    else:
        raise UserError("salvage.own-whole", home=home)
    back = restoring_home_store.restore_home_store(home)
    with back.session as session:
        count = len(enterprises.all_of(session))
    since = back.made_at.isoformat(timespec="minutes") if back.made_at else "new"
    return Result(command="salvage", status=0, details={"home_store_from": since, "enterprises": str(count)})


def _restored_new(home: Path, folder: Path, code: str | None) -> Result:
    """A home made of a backup, and opened by the card's code if that was given."""
    passphrase = os.environ.get("JIBAO_PASSPHRASE") or None
    firms = restoring.restore_new(home, folder, code=code, passphrase=passphrase)
    if code is not None:
        recovering.recover(home, code, passphrase=passphrase).close()
    return Result(command="restore", status=0, details={"enterprises": str(len(firms)), "home": str(home)})


def _new_passphrase(*, quiet: bool) -> str:
    """From a terminal unseen and twice, so that no slip locks anybody out; else one line of standard input."""
    if quiet or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass(said("新口令："))
    if getpass.getpass(said("再输一遍：")) != typed:
        raise UserError("keys.typed-differently")
    return typed


def _code(*, quiet: bool) -> str:
    """One line from standard input; arguments would stay in the shell's history."""
    if not quiet and sys.stdin.isatty():
        sys.stderr.write(said("恢复码："))
        sys.stderr.flush()
    text = sys.stdin.readline()
    if not text.strip():
        raise UserError("recovery.no-code")
    return text
