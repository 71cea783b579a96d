"""Commands that keep the data safe: card, recover."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.base.paths import default_home
from client.cli.answering import HomeOption, JsonFlag, answer, session_at
from client.cli.results import Result
from client.usecases import recovering, securing


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(card)
    app.command()(recover)


def card(
    out: Annotated[Path, typer.Option("--out", help="应急卡写到哪个 .pdf；打印后请删掉文件")],
    home: HomeOption = None,
    json: JsonFlag = False,
) -> None:
    """做一张应急卡：密钥环里的密钥没了，凭卡上的恢复码打开资料库。旧卡随即作废。"""

    def work() -> Result:
        with session_at(home, create=False) as session:
            made = securing.make_card(session)
            securing.write_card(made, out)
        return Result(command="card", status=0, files=[str(out)], details={"卡号": made.number})

    answer("card", work, json=json)


def recover(home: HomeOption = None, json: JsonFlag = False) -> None:
    """用应急卡上的恢复码打开资料库（从标准输入读），并重新存进密钥环；设了 JIBAO_PASSPHRASE 则改用该口令。"""

    def work() -> Result:
        passphrase = os.environ.get("JIBAO_PASSPHRASE") or None
        with recovering.recover(home or default_home(), _code(quiet=json), passphrase=passphrase) as session:
            ways = securing.ways_of(session)
        by = "口令" if passphrase else "系统密钥环"
        return Result(command="recover", status=0, details={"卡号": ways.card, "今后用": by})

    answer("recover", work, json=json)


def _code(*, quiet: bool) -> str:
    """One line from standard input; arguments would stay in the shell's history."""
    if not quiet and sys.stdin.isatty():
        sys.stderr.write("恢复码：")
        sys.stderr.flush()
    text = sys.stdin.readline()
    if not text.strip():
        raise UserError("recovery.no-code")
    return text
