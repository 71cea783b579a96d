"""``enrol``: make this computer a device that files for an enterprise, also without a person at the screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.base.policy import policy
from client.cli.answering import answers
from client.cli.convert.filing import enrolled_result
from client.cli.opening import session_at
from client.cli.options import EnterpriseOption, HomeOption
from client.cli.results.answer import Detail, Result
from client.cli.results.texts import problem_of
from client.usecases.bureau import connecting, devices
from client.usecases.bureau.enrolling_many import enrol_all, laid_down_profile, read_codes
from client.usecases.home import enterprises


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(enrol)


@answers("enrol")
def enrol(
    enterprise: EnterpriseOption = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="报送平台配置文件 profile.json；默认按本机策略")
    ] = None,
    code: Annotated[str | None, typer.Option("--code", help="主管部门发给的登记码；- 从标准输入读")] = None,
    codes: Annotated[
        Path | None,
        typer.Option("--codes", help="登记码清单：每行 信用代码,登记码,单位名称；默认按本机策略"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="已经登记过也重新登记：换成新设备，批准之前不能报送")
    ] = False,
    home: HomeOption = None,
) -> Result:
    """用登记码把这台电脑登记为单位的报送设备；给清单则逐家登记，可反复执行。"""
    endpoint = profile or laid_down_profile()
    if enterprise is None and code is None:
        return _many(endpoint, codes or policy().path("enrolment"), home)
    if enterprise is None or code is None:
        raise UserError("enrol.code-and-firm")
    firm = enterprises.checked_code(enterprise)
    with session_at(home) as session:
        enrolled = connecting.enrol(session, firm, endpoint, _read(code), again=again)
        details: dict[str, Detail] = {"device": enrolled.device_id, "state": enrolled.state}
        if enrolled.state == "pending":
            details["fingerprint"] = devices.own_fingerprint(session, firm)
        told = enrolled_result(session, firm)
    return Result(command="enrol", status=0, enterprise=firm, endpoint=told, details=details)


def _many(profile: Path, codes: Path | None, home: Path | None) -> Result:
    if codes is None:
        raise UserError("enrol.code-and-firm")
    lines = read_codes(codes)
    with session_at(home) as session:
        done = enrol_all(session, profile, lines)
    details: dict[str, Detail] = {
        each.firm: each.state or (each.problem.code if each.problem else "") for each in done
    }
    problems = [problem_of(each.problem) for each in done if each.problem]
    status = max((each.problem.exit_status for each in done if each.problem), default=0)
    return Result(command="enrol", status=status, details=details, problems=problems)


def _read(code: str) -> str:
    """The code as given, or a line of standard input: arguments are seen in the list of processes."""
    return sys.stdin.readline().strip() if code == "-" else code
