"""``practice``: run the practice endpoint by itself, for a second computer or for looking at it."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from client.base.clock import SystemClock
from client.base.errors import UserError
from client.base.home_choice import default_home
from client.cli.answering import answers
from client.cli.options import HomeOption, JsonFlag
from client.cli.results.answer import Result
from client.cli.results.filing import EndpointResult
from client.cli.spoken import said, told
from client.sync.connecting import read_profile
from client.usecases.home.enterprises import checked_code
from forms.pack import load_pack

if TYPE_CHECKING:
    from client.publishing import Offer

SWITCH = 0.001
"""Seconds for which one thread may keep the others from running: the database's is waited for by everybody."""
YOUNG = 50_000
"""Objects more than were given up, at which rings among them are looked for: every request waits meanwhile."""
CONNECTIONS = 16_384
"""Files and connections the practice endpoint may hold open when it runs by itself."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(practice)


@answers("practice")
def practice(
    home: HomeOption = None,
    enterprise: Annotated[
        list[str], typer.Option("--enterprise", help="为这家单位发一个登记码，可以给出多个")
    ] = [],  # noqa: B006
    today: Annotated[str | None, typer.Option("--today", help="把练习日历拨到这一天，如 2025-10-08")] = None,
    pack: Annotated[list[Path], typer.Option("--pack", help="另发布一个定义包文件夹；最后一个为现行版本")] = [],  # noqa: B006
    setup: Annotated[Path | None, typer.Option("--setup", help="另发布一个安装程序，文件名末尾是版本号")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，默认随机")] = 0,
    database: Annotated[
        str, typer.Option("--database", help="改用 PostgreSQL，如 postgresql://user@host/name")
    ] = "",
    public_url: Annotated[str, typer.Option("--public-url", help="前面有负载均衡时，设备所用的网址")] = "",
    json: JsonFlag = False,
) -> None:
    """单独运行练习平台，直到按 Ctrl+C。配置文件的位置会打印出来。"""
    from client.practice import Hosting, Practice
    from client.publishing import pack_offer

    many_connections()
    sys.setswitchinterval(SWITCH)
    firms = [checked_code(text) for text in enterprise]
    current = load_pack(pack[-1]) if pack else None
    offers = [*(pack_offer(folder) for folder in pack), *([_app_offer(setup)] if setup else [])]
    with Practice(
        home or default_home(),
        SystemClock(_day(today)),
        pack=current,
        offers=offers,
        hosting=Hosting(port, database, public_url),
    ) as running:
        result = Result(
            command="practice",
            status=0,
            endpoint=EndpointResult(
                name=read_profile(running.profile_path).name, env="practice", base_url=running.base_url
            ),
            files=[str(running.profile_path)],
            details={firm: running.issue_code(firm) for firm in firms},
        )
        settle_memory()
        # Before anybody is told where it is: whoever was told may ask it to end at once.
        asked = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: asked.set())
        _announce(result, running.profile_path, json=json)
        _until(asked)


def _app_offer(setup: Path) -> Offer:
    from client.publishing import app_offer

    version = setup.stem.rpartition("-")[2]
    if not all(part.isdigit() for part in version.split(".")):
        raise UserError("publishing.no-version", file=setup.name)
    return app_offer(setup, version)


def settle_memory() -> None:
    """Never walk again through what stands since the start, and seldom through what came since."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


def many_connections() -> None:
    """Let the process hold thousands of connections, where the system counts them and allows it."""
    try:
        import resource
    except ImportError:  # Windows, which has no such count
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS if hard == resource.RLIM_INFINITY else min(CONNECTIONS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _announce(result: Result, profile: Path, *, json: bool) -> None:
    """Say where it listens before waiting; with ``--json`` as one line, and nothing after it."""
    if json:
        sys.stdout.write(msgspec.json.encode(result).decode() + "\n")
    else:
        lines = [told("练习平台 {url}", url=result.endpoint.base_url if result.endpoint else "")]
        lines.append(told("配置文件 {path}", path=profile))
        lines += [told("登记码 {firm}：{code}", firm=firm, code=code) for firm, code in result.details.items()]
        sys.stdout.write("\n".join([*lines, said("按 Ctrl+C 结束。")]) + "\n")
    sys.stdout.flush()


def _until(asked: threading.Event) -> None:
    """Wait for Ctrl+C or a request to end."""
    try:
        while not asked.wait(0.5):
            pass
    except KeyboardInterrupt:
        return


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError("cli.bad-day", text=text) from error
