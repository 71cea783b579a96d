"""Commands about single versions of a return: nil returns, withdrawals, and merging with another computer's."""

from __future__ import annotations

from typing import Annotated, Protocol

import typer

from client.cli.answering import answers
from client.cli.checked import known_form, return_asked
from client.cli.convert.filing import endpoint_result, filed_result, status_of_filed
from client.cli.convert.merging import merge_result
from client.cli.opening import firm_at, line_at
from client.cli.options import (
    EnterpriseOption,
    FormArgument,
    HomeOption,
    JsonFlag,
    PeriodNeeded,
    ProfileOption,
    ReasonNeeded,
    WaitOption,
)
from client.cli.progress import FilingBar
from client.cli.results.answer import Result
from client.sync.results import Report
from client.usecases.bureau import filing, merging
from client.usecases.bureau.line import Line
from forms.periods import Period


class _Way(Protocol):
    """A use case that files one version of one return."""

    def __call__(
        self, line: Line, form: str, period: Period, reason: str, *, wait: float, report: Report | None
    ) -> filing.Filed: ...


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(nil)
    app.command()(withdraw)
    app.command()(merge)


@answers("nil")
def nil(
    form: FormArgument,
    period: PeriodNeeded,
    reason: ReasonNeeded,
    enterprise: EnterpriseOption = None,
    profile: ProfileOption = None,
    wait: WaitOption = 30.0,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """零申报：声明这张表本期没有业务。"""
    with line_at(home, enterprise, profile, create=True, wait=wait) as line:
        return _file("nil", filing.submit_nil, line, (form, period, reason), wait, json)


@answers("withdraw")
def withdraw(
    form: FormArgument,
    period: PeriodNeeded,
    reason: ReasonNeeded,
    enterprise: EnterpriseOption = None,
    profile: ProfileOption = None,
    wait: WaitOption = 30.0,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """撤回已送达、尚未受理的报表；本机数据不变。"""
    with line_at(home, enterprise, profile, wait=wait) as line:
        return _file("withdraw", filing.withdraw, line, (form, period, reason), wait, json)


@answers("merge")
def merge(
    form: FormArgument,
    period: PeriodNeeded,
    mine: Annotated[list[str] | None, typer.Option("--mine", help="这个指标用本机的数据（可重复）")] = None,
    theirs: Annotated[list[str] | None, typer.Option("--theirs", help="这个指标用已报送的数据（可重复）")] = None,
    show: Annotated[bool, typer.Option("--show", help="只列出两边的差异，不改动数据")] = False,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """另一台电脑报送过同一张表时，逐项选定用哪边的数据；只有一边改过的不必选。"""
    asked = Period.parse(period)
    with firm_at(home, enterprise) as (session, firm):
        key = return_asked(session, firm, form, asked)
        chosen: dict[str, merging.Side]
        if show:
            view, chosen = merging.three_way(session, key), {}
        else:
            chosen = dict.fromkeys(mine or (), "mine")
            chosen |= dict.fromkeys(theirs or (), "theirs")
            view = merging.merge(session, key, chosen)
    result = Result(command="merge", status=0, enterprise=firm, period=period)
    result.merge = merge_result(view, chosen)
    return result


def _file(command: str, way: _Way, line: Line, words: tuple[str, str, str], wait: float, quiet: bool) -> Result:
    form, period, reason = words
    code, asked = known_form(line.session, form), Period.parse(period)
    with FilingBar(quiet=quiet) as bar:
        filed = way(line, code, asked, reason, wait=wait, report=bar.report)
    result = Result(command=command, status=status_of_filed(filed), enterprise=line.firm, period=period)
    result.endpoint = endpoint_result(line)
    result.filed.append(filed_result(line.session, filed))
    return result
