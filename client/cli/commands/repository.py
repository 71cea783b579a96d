"""``repository``: for the bureau and the software maker, who publish definitions, keys and programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from client.cli.answering import answer
from client.cli.options import JsonFlag
from client.cli.results.answer import Result

if TYPE_CHECKING:
    from client.publishing import Offer, Repository

Folder = Annotated[Path, typer.Argument(help="发布库的文件夹")]
Holders = Annotated[Path, typer.Option("--holders", help="持钥人清单 holders.toml")]
KeyFiles = Annotated[list[Path], typer.Option("--key", help="私钥文件，可给出多个；口令在 JIBAO_KEY_PASSPHRASE")]
Note = Annotated[str, typer.Option("--note", help="新在哪里，一两句话")]
NoteEn = Annotated[str, typer.Option("--note-en", help="同上，英文")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="发布定义、密钥和程序更新（主管部门和软件提供方用）", no_args_is_help=True)
    group.callback()(lambda: None)
    for name, command in _COMMANDS.items():
        group.command(name)(command)
    app.add_typer(group, name="repository")


def key(file: Annotated[Path, typer.Argument(help="私钥写到哪里，另写一个 .pub")], json: JsonFlag = False) -> None:
    """做一把签名密钥：私钥自己保管，.pub 交给建库的人。"""

    def work() -> Result:
        from client.publishing.key_files import make_key

        keyid = make_key(file, _passphrase())
        return Result(
            command="repository key", status=0, files=[str(file), f"{file}.pub"], details={"编号": keyid}
        )

    answer("repository key", work, json=json)


def found(folder: Folder, holders: Holders, json: JsonFlag = False) -> None:
    """建立发布库：按持钥人清单备好各角色，等他们签名。"""

    def act(repository: Repository) -> None:
        from client.publishing.key_files import read_holders

        repository.found(read_holders(holders), datetime.now(UTC))

    _do("repository found", folder, act, json=json)


def appoint(folder: Folder, holders: Holders, json: JsonFlag = False) -> None:
    """更换持钥人：新根须由旧、新持钥人各自签够。"""

    def act(repository: Repository) -> None:
        from client.publishing.key_files import read_holders

        repository.appoint(read_holders(holders), datetime.now(UTC))

    _do("repository appoint", folder, act, json=json)


def add_pack(
    folder: Folder,
    pack: Annotated[Path, typer.Argument(help="定义包文件夹")],
    note: Note = "",
    note_en: NoteEn = "",
    min_app: Annotated[str, typer.Option("--min-app", help="要求的最低程序版本")] = "",
    accepted_until: Annotated[str, typer.Option("--accepted-until", help="旧版本收到哪一天为止")] = "",
    json: JsonFlag = False,
) -> None:
    """备好一个制度版本，等 packs 的持钥人签名。"""

    def offer() -> Offer:
        from client.publishing import pack_offer

        return pack_offer(pack, note_zh=note, note_en=note_en, min_app=min_app, accepted_until=accepted_until)

    _do("repository add-pack", folder, lambda repository: _put(repository, offer()), json=json)


def add_app(
    folder: Folder,
    setup: Annotated[Path, typer.Argument(help="安装程序")],
    version: Annotated[str, typer.Option("--version", help="版本号，如 1.4.2")],
    note: Note = "",
    note_en: NoteEn = "",
    json: JsonFlag = False,
) -> None:
    """备好一个程序版本，等 app 的持钥人签名。"""

    def offer() -> Offer:
        from client.publishing import app_offer

        return app_offer(setup, version, note_zh=note, note_en=note_en)

    _do("repository add-app", folder, lambda repository: _put(repository, offer()), json=json)


def add_keys(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="主管部门的公钥清单 collect.json")],
    json: JsonFlag = False,
) -> None:
    """备好主管部门的公钥清单，等 keys 的持钥人签名。"""

    def act(repository: Repository) -> None:
        from client.publishing.offers import keys_offer

        _put(repository, keys_offer(file))

    _do("repository add-keys", folder, act, json=json)


def withdraw(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="如 packs/gd-eic/2026.1.1.zip")],
    json: JsonFlag = False,
) -> None:
    """不再提供一项，等其持钥人签名。"""
    role = name.partition("/")[0]
    _do(
        "repository withdraw",
        folder,
        lambda repository: repository.drop_target(role, name, datetime.now(UTC)),
        json=json,
    )


def sign(folder: Folder, keys: KeyFiles, json: JsonFlag = False) -> None:
    """给等待签名的各角色签名；这把钥匙管不着的不签。"""

    def act(repository: Repository) -> None:
        from client.publishing.key_files import read_signer

        for file in keys:
            repository.sign(read_signer(file, _passphrase()))

    _do("repository sign", folder, act, json=json)


def release(folder: Folder, keys: KeyFiles, json: JsonFlag = False) -> None:
    """发布：签名都够了才换上，并以 snapshot 和 timestamp 的钥匙签上新的快照。"""

    def act(repository: Repository) -> None:
        from client.publishing.key_files import read_signer

        repository.release([read_signer(file, _passphrase()) for file in keys], datetime.now(UTC))

    _do("repository release", folder, act, json=json)


def stamp(folder: Folder, keys: KeyFiles, json: JsonFlag = False) -> None:
    """续签时间戳：七天内至少一次，放进定时任务。"""

    def act(repository: Repository) -> None:
        from client.publishing.key_files import read_signer

        repository.stamp([read_signer(file, _passphrase()) for file in keys], datetime.now(UTC))

    _do("repository stamp", folder, act, json=json)


def bundle(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .jbpack")],
    json: JsonFlag = False,
) -> None:
    """把已发布的制度做成一个 .jbpack 文件，给不能联网的电脑：双击即核对签名并取用。"""

    def work() -> Result:
        from client.publishing.bundles import write_bundle

        write_bundle(folder, out)
        return Result(command="repository bundle", status=0, files=[str(out)])

    answer("repository bundle", work, json=json)


def show(folder: Folder, json: JsonFlag = False) -> None:
    """发布库里现有什么，还缺谁的签名。"""
    _do("repository show", folder, lambda _: None, json=json)


def _do(command: str, folder: Path, act: Callable[[Repository], None], *, json: bool) -> None:
    def work() -> Result:
        from client.publishing import FolderShelf, Repository

        repository = Repository(FolderShelf(folder))
        act(repository)
        return Result(command=command, status=0, details=_told(repository))

    answer(command, work, json=json)


def _put(repository: Repository, offer: Offer) -> None:
    repository.put_target(offer.role, offer.name, offer.data, offer.custom, datetime.now(UTC))


def _told(repository: Repository) -> dict[str, str]:
    """What waits, what is offered, and how long the timestamp holds."""
    told = {}
    for role in repository.staged():
        lacking = repository.missing(role)
        told[f"待发布 {role}"] = f"还差 {lacking} 个签名" if lacking else "签名已够"
    for role in ("packs", "keys", "app"):
        released = repository.targets(role)
        if released is not None and released.targets:
            told[f"已发布 {role}"] = "、".join(sorted(released.targets))
    timestamp = repository.timestamp()
    if timestamp is not None:
        told["时间戳有效到"] = f"{timestamp.expires:%Y-%m-%d %H:%M} UTC"
    return told


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
