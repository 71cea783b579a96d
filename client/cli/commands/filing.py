"""Commands that speak with the endpoint: submit, sync, status, receipt verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import ConflictError
from client.cli.answering import answers
from client.cli.checked import known_form, something
from client.cli.convert.filing import (
    endpoint_result,
    enrolled_result,
    fetched_result,
    filed_result,
    gravest,
    status_of,
    status_of_fetched,
    status_of_filed,
    verdict_result,
    version_result,
)
from client.cli.convert.returns import return_result
from client.cli.helping import Commands
from client.cli.opening import firm_at, line_at
from client.cli.options import (
    EnterpriseOption,
    FormOption,
    HomeOption,
    JsonFlag,
    PeriodOption,
    ProfileOption,
    WaitOption,
)
from client.cli.progress import FilingBar
from client.cli.results.answer import Result
from client.cli.results.texts import problem_of
from client.usecases.bureau import connecting, filing, last_known, receipts
from client.usecases.bureau.fetching_attachments import Without
from client.usecases.bureau.proxies import patience_for
from client.usecases.returns.checking import check_returns
from forms.periods import Period


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(submit)
    app.command()(sync)
    app.command()(status)
    receipt = Commands(help="回执文件：核验报送平台的签名和内容")
    receipt.callback()(lambda: None)
    receipt.command("verify")(verify)
    app.add_typer(receipt, name="receipt")


@answers("submit")
def submit(
    enterprise: EnterpriseOption = None,
    period: PeriodOption = None,
    form: FormOption = None,
    profile: ProfileOption = None,
    reason: Annotated[str | None, typer.Option("--reason", help="更正已报送的报表时，写明原因")] = None,
    again: Annotated[bool, typer.Option("--again", help="被退回、没有改动的也照原样再报一次")] = False,
    without_files: Annotated[
        bool, typer.Option("--without-files", help="上次附的文件已知取不回来的，不带它们也报")
    ] = False,
    wait: WaitOption = 30.0,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """报送已经检查无误的报表，取回并核验回执。"""
    asked = Period.parse(period) if period else None
    with firm_at(home, enterprise) as (session, firm):
        code = known_form(session, form) if form else None
        something(check_returns(session, firm, asked, code), asked, code)
        result = Result(command="submit", status=0, enterprise=firm, period=period)
        opened = connecting.line(session, firm, profile, patience=patience_for(wait))
        with opened as line, FilingBar(quiet=json) as bar:
            without: Without = "any" if without_files else "nothing"
            order = filing.Order(asked, [code] if code else None, reason, again, without)
            filed = filing.submit(line, order, wait=wait, report=bar.report)
            result.endpoint = endpoint_result(line)
        result.filed.extend(filed_result(session, each) for each in filed)
        states = {check.return_key: check for check in check_returns(session, firm, asked)}
        result.returns.extend(return_result(check) for check in states.values())
    result.status = gravest(status_of_filed(each) for each in filed)
    return result


@answers("sync")
def sync(
    enterprise: EnterpriseOption = None,
    profile: ProfileOption = None,
    wait: WaitOption = 0.0,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> Result:
    """把送出未答的报表问清楚，取回受理结果和应报任务。"""
    with line_at(home, enterprise, profile, wait=wait) as line:
        session, firm = line.session, line.firm
        result = Result(command="sync", status=0, enterprise=firm)
        with FilingBar(quiet=json) as bar:
            settled = filing.settle(line, wait=wait, report=bar.report)
        result.endpoint = endpoint_result(line)
        result.filed.extend(version_result(session, each) for each in settled.results)
        result.fetched.extend(fetched_result(session, each) for each in settled.pulled)
        if settled.trouble is not None:
            result.problems.append(problem_of(settled.trouble))
        checks = check_returns(session, firm)
        result.returns.extend(map(return_result, checks))
    apart = [ConflictError.exit_status for check in checks if check.state == "conflict"]
    fates = [*map(status_of, settled.results), *map(status_of_fetched, settled.pulled), *apart]
    fates += [settled.trouble.exit_status] if settled.trouble is not None else []
    result.status = gravest(fates)
    return result


@answers("status")
def status(
    enterprise: EnterpriseOption = None,
    period: PeriodOption = None,
    form: FormOption = None,
    home: HomeOption = None,
) -> Result:
    """每张报表现在到了哪一步：不联网，只看本机记录。"""
    asked = Period.parse(period) if period else None
    with firm_at(home, enterprise) as (session, firm):
        result = Result(command="status", status=0, enterprise=firm, period=period)
        result.endpoint = enrolled_result(session, firm)
        checks = check_returns(session, firm, asked, known_form(session, form) if form else None)
        result.returns.extend(return_result(check) for check in checks)
        keys = {check.return_key for check in checks}
        result.filed.extend(
            version_result(session, each) for each in last_known.of_all(session, firm) if each.return_key in keys
        )
    if any(check.state == "rejected" or (check.head is None and check.count("error")) for check in checks):
        result.status = 1
    return result


@answers("receipt verify")
def verify(
    file: Annotated[Path, typer.Argument(help="回执文件 .jbreceipt")],
    profile: ProfileOption = None,
    home: HomeOption = None,
) -> Result:
    """核验回执文件：不联网，不需要本机数据；--profile 指明信任哪个报送平台。"""
    del home  # accepted for symmetry; a receipt file needs nothing of a home
    verdict = receipts.verify(file, profile)
    shown = verdict_result(verdict)
    return Result(command="receipt verify", status=0 if verdict.verdict == "trusted" else 1, receipt=shown)
