"""What commands share about forms and checked returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from client.base.errors import UserError
from client.cli.convert.returns import return_result
from client.cli.results.answer import Result
from client.cli.results.checking import ReturnResult
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.repairing import mending, proposals_for
from forms.periods import Period
from forms.returns import ReturnKey
from forms.words import Listed

LOCATING_MS = 3000
"""A script is better served by the same proposals on a busy computer than by quick ones."""


def known_form(session: Session, code: str) -> str:
    """A form of the definitions kept here; raises ``UserError('cli.no-such-form')``."""
    return form_in(session.forms, code)


def form_in(forms: Iterable[str], code: str) -> str:
    """One of ``forms``, however it was typed; raises ``UserError('cli.no-such-form')``."""
    known = tuple(forms)
    if code.upper() not in known:
        raise UserError("cli.no-such-form", form=code, forms=Listed(known))
    return code.upper()


def return_asked(session: Session, firm: str, form: str, period: Period) -> ReturnKey:
    """The return of a form for its own period around the one asked; raises as ``known_form``."""
    code = known_form(session, form)
    return ReturnKey(firm, code, session.forms[code].period_of(period))


def checked(
    result: Result, found: tuple[ReturnCheck, ...], told: Callable[[ReturnCheck], ReturnResult] = return_result
) -> Result:
    """The result with its returns; 1 when findings of level error remain."""
    result.returns.extend(told(check) for check in found)
    result.status = 1 if any(check.count("error") for check in found) else 0
    return result


def something(found: tuple[ReturnCheck, ...], period: Period | None, form: str | None) -> tuple[ReturnCheck, ...]:
    """``found`` as it is; nothing at all is no success, a mistyped month least of all.

    Raises ``UserError('cli.nothing-entered')``.
    """
    if not found:
        raise UserError("cli.nothing-entered", period=period or "*", forms=form or "*")
    return found


def with_proposals(session: Session, check: ReturnCheck) -> ReturnResult:
    """A checked return, and for its errors what was probably meant."""
    failed = frozenset(f.rule for f in check.findings if f.level == "error" and f.outcome == "fail")
    if not failed:
        return return_result(check)
    target = check.target
    location = proposals_for(session, target.key, LOCATING_MS)
    return return_result(check, mending(location, failed))
