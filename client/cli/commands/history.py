"""Commands that look back: history, undo, redo, audit verify."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.checked import checked, return_asked
from client.cli.convert.history import audit_result, event_result
from client.cli.helping import Commands
from client.cli.opening import firm_at, session_at
from client.cli.options import EnterpriseOption, FormArgument, HomeOption, PeriodNeeded
from client.cli.results.answer import Result
from client.store import CellEvent
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns import history
from client.usecases.returns.checking import check_returns
from client.usecases.returns.outcome import Outcome
from client.usecases.safekeeping import auditing
from forms.periods import Period
from forms.returns import ReturnKey

Step = Callable[[Session, ReturnKey], Outcome | None]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("history")(history_)
    app.command()(undo)
    app.command()(redo)
    audit = Commands(help="审计记录：核对是否完整")
    audit.callback()(lambda: None)
    audit.command("verify")(verify)
    app.add_typer(audit, name="audit")


@answers("history")
def history_(
    form: FormArgument,
    address: Annotated[str, typer.Argument(help="单元格，如 JY001")],
    period: PeriodNeeded,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """一个单元格的来历：谁、何时、从多少改成多少、来自哪里。"""
    month = Period.parse(period)
    with firm_at(home, enterprise) as (session, firm):
        key = return_asked(session, firm, form, month)
        events: tuple[CellEvent, ...] = history.history_of(session, key, address)
    told = [event_result(address, event) for event in events]
    return Result(command="history", status=0, enterprise=firm, period=period, history=told)


@answers("undo")
def undo(
    form: FormArgument, period: PeriodNeeded, enterprise: EnterpriseOption = None, home: HomeOption = None
) -> Result:
    """撤销一张报表的上一步，不论是哪一天做的。"""
    return _step("undo", history.undo, form, period, enterprise, home)


@answers("redo")
def redo(
    form: FormArgument, period: PeriodNeeded, enterprise: EnterpriseOption = None, home: HomeOption = None
) -> Result:
    """重做一张报表刚撤销的一步。"""
    return _step("redo", history.redo, form, period, enterprise, home)


@answers("audit verify")
def verify(enterprise: EnterpriseOption = None, home: HomeOption = None) -> Result:
    """核对审计记录是否完整：指出被改动的是哪一条，缺了哪几条。"""
    with session_at(home, create=False) as session:
        known = [each.code for each in enterprises.all_of(session)]
        firms = [enterprises.checked_code(enterprise)] if enterprise else known
        found = {firm: auditing.verify(session, firm) for firm in firms}
        if enterprise is None:
            found[""] = auditing.verify_own(session)
    status = 0 if all(each.whole for each in found.values()) else 1
    told = [audit_result(each, firm) for firm, each in found.items()]
    return Result(command="audit verify", status=status, enterprise=enterprise, audits=told)


def _step(name: str, step: Step, form: str, period: str, enterprise: str | None, home: HomeOption) -> Result:
    month = Period.parse(period)
    with firm_at(home, enterprise) as (session, firm):
        key = return_asked(session, firm, form, month)
        done = step(session, key)
        result = Result(command=name, status=0, enterprise=firm, period=period)
        result.details["steps"] = "1" if done is not None else "0"
        checked(result, check_returns(session, firm, key.period, key.form))
        for edit in done.change.edits if done is not None else ():
            result.details[edit.address] = edit.new.text if edit.new is not None else ""
    return result
