"""The command that begins a report with what the one before knows."""

from __future__ import annotations

import typer

from client.cli.answering import answers
from client.cli.checked import checked, return_asked
from client.cli.opening import firm_at
from client.cli.options import EnterpriseOption, FormArgument, HomeOption, PeriodNeeded
from client.cli.results.answer import Detail, Result
from client.usecases.returns import carrying
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(carry)


@answers("carry")
def carry(
    form: FormArgument, period: PeriodNeeded, enterprise: EnterpriseOption = None, home: HomeOption = None
) -> Result:
    """结转：带入上期的代码和清单，用已报的数填上年同期；只填空白。"""
    month = Period.parse(period)
    with firm_at(home, enterprise) as (session, firm):
        key = return_asked(session, firm, form, month)
        draft = open_draft(session, key)
        offered = carrying.offer(session, draft)
        made = carrying.take(draft, offered)
        if made is not None:
            save(session, made).result()
        result = Result(command="carry", status=0, enterprise=firm, period=str(key.period), details=told(offered))
        return checked(result, check_returns(session, firm, key.period, key.form))


def told(offered: carrying.Carried) -> dict[str, Detail]:
    """What was carried over, as the answer's details."""
    details: dict[str, Detail] = {
        "cells": str(len(offered.texts)),
        "records": str(sum(len(ids) for table, ids in offered.rows.items() if "[" not in table)),
    }
    if offered.report is not None:
        details["from"] = str(offered.report)
    if offered.last_year is not None:
        details["last_year"] = str(offered.last_year)
        details["last_year_filed"] = "yes" if offered.filed else "no"
    return details
