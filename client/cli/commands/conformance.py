"""``conformance``: ask any endpoint for every promise of the protocol page, and print what is not kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from client.base.errors import UserError
from client.cli.answering import answers
from client.cli.options import ProfileOption
from client.cli.results.answer import Result
from client.cli.results.filing import EndpointResult, PromiseResult
from client.protocol.messages import EndpointProfile
from client.sync.connecting import read_profile

_PRACTICE_FIRMS = ("91440300MA5000001K", "91440300MA5000002N")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(conformance)


@answers("conformance")
def conformance(
    base_url: Annotated[str | None, typer.Option("--base-url", help="报送平台地址；缺省用配置文件里的")] = None,
    profile: ProfileOption = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", help="单位代码:登记码；同一单位三个、另一单位一个，可重复"),
    ] = None,
) -> Result:
    """按报送协议逐条检验一个报送平台；不指定报送平台时检验内置的练习平台。"""
    from client.conformance import run
    from client.conformance.own_device import OwnDevice

    with _endpoint(base_url, profile, code or []) as (known, codes), tempfile.TemporaryDirectory() as folder:
        outcomes = list(run(lambda firm: OwnDevice(known, Path(folder), firm), codes))
    result = Result(command="conformance", status=0)
    result.endpoint = EndpointResult(name=known.name, env=known.env, base_url=known.base_url)
    result.promises = [PromiseResult(**each._asdict()) for each in outcomes]
    if any(each.verdict == "broken" for each in outcomes):
        result.status = 1
    return result


@contextmanager
def _endpoint(
    base_url: str | None, profile: Path | None, codes: list[str]
) -> Iterator[tuple[EndpointProfile, list[tuple[str, str]]]]:
    """The endpoint to ask and codes to enrol with; the built-in one in a throw-away home when none is named."""
    if profile is not None:
        known = read_profile(profile)
        yield msgspec.structs.replace(known, base_url=base_url or known.base_url), [_pair(text) for text in codes]
        return
    if base_url is not None:
        raise UserError("cli.conformance-profile")
    from client.practice import Practice

    first, second = _PRACTICE_FIRMS
    with tempfile.TemporaryDirectory() as folder, Practice(Path(folder)) as practice:
        made = [(firm, practice.issue_code(firm)) for firm in (first, first, first, second)]
        yield read_profile(practice.profile_path), made


def _pair(text: str) -> tuple[str, str]:
    firm, colon, code = text.partition(":")
    if not colon:
        raise UserError("cli.bad-code-pair", text=text)
    return firm, code
