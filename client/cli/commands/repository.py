"""``repository``: for the bureau and the software maker, who publish definitions, keys and programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from client.cli.answering import answers
from client.cli.helping import Commands
from client.cli.results.answer import Result
from client.cli.results.publishing import RepositoryResult

if TYPE_CHECKING:
    from client.publishing import Offer, Repository

Folder = Annotated[Path, typer.Argument(help="发布库的文件夹")]
Holders = Annotated[Path, typer.Option("--holders", help="持钥人清单 holders.toml")]
KeyFiles = Annotated[list[Path], typer.Option("--key", help="私钥文件，可给出多个；口令在 JIBAO_KEY_PASSPHRASE")]
Note = Annotated[str, typer.Option("--note", help="新在哪里，一两句话")]
NoteEn = Annotated[str, typer.Option("--note-en", help="同上，英文")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="发布定义、密钥和程序更新（主管部门和软件提供方用）")
    group.callback()(lambda: None)
    for name, command in _COMMANDS.items():
        group.command(name)(command)
    app.add_typer(group, name="repository")


@answers("repository key")
def key(file: Annotated[Path, typer.Argument(help="私钥写到哪里，另写一个 .pub")]) -> Result:
    """做一把签名密钥：私钥自己保管，.pub 交给建库的人。"""
    from client.publishing.key_files import make_key

    keyid = make_key(file, _passphrase())
    return Result(command="repository key", status=0, files=[str(file), f"{file}.pub"], details={"key_id": keyid})


@answers("repository found")
def found(folder: Folder, holders: Holders) -> Result:
    """建立发布库：按持钥人清单备好各角色，等他们签名。"""
    from client.publishing.key_files import read_holders

    repository = _opened(folder)
    repository.found(read_holders(holders), datetime.now(UTC))
    return _result("repository found", repository)


@answers("repository appoint")
def appoint(folder: Folder, holders: Holders) -> Result:
    """更换持钥人：新根须由旧、新持钥人各自签够。"""
    from client.publishing.key_files import read_holders

    repository = _opened(folder)
    repository.appoint(read_holders(holders), datetime.now(UTC))
    return _result("repository appoint", repository)


@answers("repository add-pack")
def add_pack(
    folder: Folder,
    pack: Annotated[Path, typer.Argument(help="定义包文件夹")],
    note: Note = "",
    note_en: NoteEn = "",
    min_app: Annotated[str, typer.Option("--min-app", help="要求的最低程序版本")] = "",
    accepted_until: Annotated[str, typer.Option("--accepted-until", help="旧版本收到哪一天为止")] = "",
) -> Result:
    """备好一个制度版本，等 packs 的持钥人签名。"""
    from client.publishing import pack_offer

    repository = _opened(folder)
    offer = pack_offer(pack, note_zh=note, note_en=note_en, min_app=min_app, accepted_until=accepted_until)
    return _put("repository add-pack", repository, offer)


@answers("repository add-app")
def add_app(
    folder: Folder,
    setup: Annotated[Path, typer.Argument(help="安装程序")],
    version: Annotated[str, typer.Option("--version", help="版本号，如 1.4.2")],
    note: Note = "",
    note_en: NoteEn = "",
) -> Result:
    """备好一个程序版本，等 app 的持钥人签名。"""
    from client.publishing import app_offer

    repository = _opened(folder)
    return _put("repository add-app", repository, app_offer(setup, version, note_zh=note, note_en=note_en))


@answers("repository add-keys")
def add_keys(
    folder: Folder, file: Annotated[Path, typer.Argument(help="主管部门的公钥清单 collect.json")]
) -> Result:
    """备好主管部门的公钥清单，等 keys 的持钥人签名。"""
    from client.publishing.offers import keys_offer

    repository = _opened(folder)
    return _put("repository add-keys", repository, keys_offer(file))


@answers("repository withdraw")
def withdraw(folder: Folder, name: Annotated[str, typer.Argument(help="如 packs/gd-eic/2026.1.1.zip")]) -> Result:
    """不再提供一项，等其持钥人签名。"""
    repository = _opened(folder)
    repository.drop_target(name.partition("/")[0], name, datetime.now(UTC))
    return _result("repository withdraw", repository)


@answers("repository sign")
def sign(folder: Folder, keys: KeyFiles) -> Result:
    """给等待签名的各角色签名；这把钥匙管不着的不签。"""
    from client.publishing.key_files import read_signer

    repository = _opened(folder)
    for file in keys:
        repository.sign(read_signer(file, _passphrase()))
    return _result("repository sign", repository)


@answers("repository release")
def release(folder: Folder, keys: KeyFiles) -> Result:
    """发布：签名都够了才换上，并以 snapshot 和 timestamp 的钥匙签上新的快照。"""
    from client.publishing.key_files import read_signer

    repository = _opened(folder)
    repository.release([read_signer(file, _passphrase()) for file in keys], datetime.now(UTC))
    return _result("repository release", repository)


@answers("repository stamp")
def stamp(folder: Folder, keys: KeyFiles) -> Result:
    """续签时间戳：七天内至少一次，放进定时任务。"""
    from client.publishing.key_files import read_signer

    repository = _opened(folder)
    repository.stamp([read_signer(file, _passphrase()) for file in keys], datetime.now(UTC))
    return _result("repository stamp", repository)


@answers("repository bundle")
def bundle(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .jbpack")],
) -> Result:
    """把已发布的制度做成一个 .jbpack 文件，给不能联网的电脑：双击即核对签名并取用。"""

    from client.publishing.bundles import write_bundle

    write_bundle(folder, out)
    return Result(command="repository bundle", status=0, files=[str(out)])


@answers("repository show")
def show(folder: Folder) -> Result:
    """发布库里现有什么，还缺谁的签名。"""
    return _result("repository show", _opened(folder))


def _opened(folder: Path) -> Repository:
    from client.publishing import FolderShelf, Repository

    return Repository(FolderShelf(folder))


def _put(command: str, repository: Repository, offer: Offer) -> Result:
    repository.put_target(offer.role, offer.name, offer.data, offer.custom, datetime.now(UTC))
    return _result(command, repository)


def _result(command: str, repository: Repository) -> Result:
    return Result(command=command, status=0, repository=_held(repository))


def _held(repository: Repository) -> RepositoryResult:
    """What waits, what is offered, and how long the timestamp holds."""
    released = {role: repository.targets(role) for role in ("packs", "keys", "app")}
    timestamp = repository.timestamp()
    return RepositoryResult(
        waiting={role: repository.missing(role) for role in repository.staged()},
        published={role: sorted(held.targets) for role, held in released.items() if held and held.targets},
        timestamp=f"{timestamp.expires:%Y-%m-%dT%H:%M:%SZ}" if timestamp is not None else None,
    )


def _passphrase() -> str | None:
    from client.publishing.key_files import PASSPHRASE

    return os.environ.get(PASSPHRASE) or None


_COMMANDS: dict[str, Callable[..., None]] = {
    "key": key,
    "found": found,
    "appoint": appoint,
    "add-pack": add_pack,
    "add-app": add_app,
    "add-keys": add_keys,
    "withdraw": withdraw,
    "sign": sign,
    "release": release,
    "stamp": stamp,
    "bundle": bundle,
    "show": show,
}
