"""Commands beside filing: scans attached to a return, the bureau's notices, a precheck by the endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.checked import known_form, return_asked
from client.cli.convert.beside import attachment_result, notice_result, precheck_result
from client.cli.convert.filing import endpoint_result
from client.cli.helping import Commands
from client.cli.opening import firm_at, line_at
from client.cli.options import (
    EnterpriseOption,
    FormArgument,
    FormOption,
    HomeOption,
    PeriodNeeded,
    PeriodOption,
    ProfileOption,
)
from client.cli.results.answer import Result
from client.usecases.bureau import attaching, notices, prechecking
from client.usecases.home.session import Session
from forms.periods import Period

FileId = Annotated[str, typer.Argument(help="附件的编号，前几位即可，见 attachment list")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="附件：随报表密封报送的扫描件（PDF、JPEG、PNG，每个不超过 20 MB）")
    group.command("add")(add)
    group.command("list")(show)
    group.command("remove")(remove)
    group.command("save")(save)
    app.add_typer(group, name="attachment")
    app.command("notices")(told)
    app.command()(precheck)


@answers("attachment add")
def add(
    file: Annotated[Path, typer.Argument(help="扫描件")],
    form: Annotated[str, typer.Option("--form", help="表的代码，如 JY")],
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """把扫描件附在一张表上，随下次报送密封送出。"""
    with firm_at(home, enterprise) as (session, firm):
        attaching.attach(session, return_asked(session, firm, form, Period.parse(period)), file)
        return _listed("attachment add", session, firm, form, period)


@answers("attachment list")
def show(
    form: FormArgument, period: PeriodNeeded, enterprise: EnterpriseOption = None, home: HomeOption = None
) -> Result:
    """列出一张表的附件：编号、种类、大小、指纹、送到了哪里。"""
    with firm_at(home, enterprise) as (session, firm):
        return _listed("attachment list", session, firm, form, period)


@answers("attachment remove")
def remove(
    form: FormArgument,
    file_id: FileId,
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """从一张表上取下附件；已送达的那一版不受影响。"""
    with firm_at(home, enterprise) as (session, firm):
        attaching.remove(session, return_asked(session, firm, form, Period.parse(period)), file_id)
        return _listed("attachment remove", session, firm, form, period)


@answers("attachment save")
def save(
    form: FormArgument,
    file_id: FileId,
    out: Annotated[Path, typer.Argument(help="写出的文件")],
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """把保存在本机的附件原样写出。"""
    with firm_at(home, enterprise) as (session, firm):
        path = attaching.save_copy(session, return_asked(session, firm, form, Period.parse(period)), file_id, out)
    return Result(command="attachment save", status=0, enterprise=firm, period=period, files=[str(path)])


@answers("notices")
def told(
    offline: Annotated[bool, typer.Option("--offline", help="只列出本机已有的，不联网")] = False,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """取回并列出主管部门的通知，新的在前。"""
    with firm_at(home, enterprise) as (session, firm):
        found = notices.known(session, firm) if offline else notices.ask(session, firm)
    result = Result(command="notices", status=0, enterprise=firm)
    result.notices = [notice_result(each) for each in found]
    return result


@answers("precheck")
def precheck(
    enterprise: EnterpriseOption = None,
    period: PeriodOption = None,
    form: FormOption = None,
    profile: ProfileOption = None,
    home: HomeOption = None,
) -> Result:
    """请报送平台预检：密封送去检查，不计入报送，也不留存。"""
    asked = Period.parse(period) if period else None
    with line_at(home, enterprise, profile) as line:
        session, firm = line.session, line.firm
        forms = [known_form(session, form)] if form else None
        found = prechecking.precheck(line, asked, forms)
        result = Result(command="precheck", status=0, enterprise=firm, period=period)
        result.endpoint = endpoint_result(line)
        result.prechecked = [precheck_result(each, session.shelf) for each in found]
    result.status = 1 if any(each.findings for each in found) else 0
    return result


def _listed(command: str, session: Session, firm: str, form: str, period: str) -> Result:
    result = Result(command=command, status=0, enterprise=firm, period=period)
    found = attaching.shown(session, return_asked(session, firm, form, Period.parse(period)))
    result.attachments = [attachment_result(each) for each in found]
    return result
