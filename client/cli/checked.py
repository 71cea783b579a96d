"""What commands share about forms and checked returns."""

from __future__ import annotations

from collections.abc import Callable

from client.base.errors import UserError
from client.cli.convert import return_result
from client.cli.results import Result, ReturnResult
from client.usecases.checking import ReturnCheck
from forms.pack import bundled_pack


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
