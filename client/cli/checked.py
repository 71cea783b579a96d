"""What commands share about forms and checked returns."""

from __future__ import annotations

from collections.abc import Callable

from client.base.errors import UserError
from client.cli.convert.returns import return_result
from client.cli.results.answer import Result
from client.cli.results.checking import ReturnResult
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.repairing import mending, proposals_for
from forms.pack import bundled_pack
from forms.periods import Period

LOCATING_MS = 3000
"""A script is better served by the same proposals on a busy computer than by quick ones."""


def known_form(code: str) -> str:
    """A form of the pack; raises ``UserError('cli.no-such-form')``."""
    forms = bundled_pack().forms
    if code.upper() not in forms:
        raise UserError("cli.no-such-form", form=code, forms="、".join(forms))
    return code.upper()


def known_forms(code: str | None) -> list[str] | None:
    """The one form asked for as a list, or None for all."""
    return [known_form(code)] if code else None


def checked(
    result: Result, found: tuple[ReturnCheck, ...], told: Callable[[ReturnCheck], ReturnResult] = return_result
) -> Result:
    """The result with its returns; 1 when findings of level error remain."""
    result.returns.extend(told(check) for check in found)
    result.status = 1 if any(check.count("error") for check in found) else 0
    return result


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
    location = proposals_for(session, target.firm, target.form, target.period, LOCATING_MS)
    return return_result(check, mending(location, failed))
