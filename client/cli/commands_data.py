"""Commands that work on what is entered: edit, template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import UserError
from client.cli.answering import (
    EnterpriseOption,
    HomeOption,
    JsonFlag,
    answer,
    session_at,
)
from client.cli.checked import checked, known_form
from client.cli.convert import return_result
from client.cli.results import Result, ReturnResult
from client.usecases import enterprises, templates
from client.usecases.checking import ReturnCheck, check_returns
from client.usecases.editing import OTHER_REASON, Draft, Outcome, open_draft, save
from client.usecases.repairing import mending, proposals_for
from client.usecases.session import Session
from client.usecases.states import unexplained
from forms.pack import bundled_pack
from forms.periods import Period


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(edit)
    app.command()(template)


def edit(
    form: Annotated[str, typer.Argument(help="表的代码，如 JY")],
    period: Annotated[str, typer.Option("--period", help="报告期")],
    enterprise: EnterpriseOption = None,
    set_: Annotated[list[str], typer.Option("--set", help="地址=内容，如 JY021=33200；内容留空即清除")] = [],  # noqa: B006
    explain: Annotated[list[str], typer.Option("--explain", help="规则=说明，如 C035=…")] = [],  # noqa: B006
    home: HomeOption = None,
    json: JsonFlag = False,
) -> None:
    """改正单元格，或为核实写说明。"""

    def work() -> Result:
        asked = bundled_pack().forms[known_form(form)].period_of(Period.parse(period))
        texts = dict(_pair(text) for text in set_)
        words = [_pair(text) for text in explain]
        with firm_at(home, enterprise) as (session, firm):
            draft = open_draft(session, firm, known_form(form), asked)
            outcome = draft.type(texts)
            outcomes = [outcome] if outcome else []
            for rule, text in words:
                outcomes.extend(_explain(draft, rule, text))
            for outcome in outcomes:
                save(session, outcome).result()
            found = check_returns(session, firm, asked, known_form(form))
            return checked(Result(command="edit", status=0, enterprise=firm, period=period), found)

    answer("edit", work, json=json)


def template(
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx")],
    period: Annotated[str, typer.Option("--period", help="报告期，如 2025-09")],
    form: Annotated[list[str] | None, typer.Argument(help="表的代码，可以给出多个；不写为本期应报的各表")] = None,
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> None:
    """写出可以填好再导入的工作簿模板；给出 --enterprise 时填好已知的数、上期和上年同期。"""

    def work() -> Result:
        asked = Period.parse(period)
        if enterprise is None:
            written = templates.write(form or templates.due(bundled_pack(), asked), out, asked)
        else:
            firm = enterprises.checked_code(enterprise)
            with session_at(home, create=False) as session:
                written = templates.write_for(session, firm, form or [], out, asked)
        return Result(command="template", status=0, period=period, files=[str(written)])

    answer("template", work, json=json)


@contextmanager
def firm_at(home: Path | None, enterprise: str | None) -> Iterator[tuple[Session, str]]:
    """A home that is there, opened, and the enterprise named, or the only one there is."""
    with session_at(home, create=False) as session:
        yield session, which_enterprise(session, enterprise)


def which_enterprise(session: Session, text: str | None) -> str:
    """The enterprise named, or the only one there is."""
    if text is not None:
        return enterprises.checked_code(text)
    known = enterprises.all_of(session)
    if not known:
        raise UserError("cli.no-enterprise")
    if len(known) > 1:
        raise UserError("cli.which-enterprise", count=len(known))
    return known[0].code


def something(
    found: tuple[ReturnCheck, ...], period: Period | None, forms: list[str] | None
) -> tuple[ReturnCheck, ...]:
    """``found`` as it is; nothing at all is no success, a mistyped month least of all.

    Raises ``UserError('cli.nothing-entered')``.
    """
    if not found:
        raise UserError("cli.nothing-entered", period=period or "*", forms="、".join(forms or ["*"]))
    return found


def with_proposals(session: Session, check: ReturnCheck) -> ReturnResult:
    """A checked return, and for its errors what was probably meant."""
    failed = frozenset(f.rule for f in check.findings if f.level == "error" and f.outcome == "fail")
    if not failed:
        return return_result(check)
    target = check.target
    location = proposals_for(session, target.firm, target.form, target.period)
    return return_result(check, mending(location, failed))


def _pair(text: str) -> tuple[str, str]:
    name, sign, rest = text.partition("=")
    if not sign or not name.strip():
        raise UserError("cli.bad-edit", text=text)
    return name.strip(), rest


def _explain(draft: Draft, rule: str, text: str) -> Iterator[Outcome]:
    """Explain every open query of a rule with the same words."""
    open_queries = [f for f in unexplained(draft.findings, draft.current) if f.rule == rule]
    if not open_queries:
        raise UserError("cli.no-such-finding", form=draft.form.code, rule=rule)
    for finding in open_queries:
        yield draft.explain(finding, OTHER_REASON, text)
