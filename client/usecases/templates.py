"""Workbooks to be filled in and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from client.base.errors import UserError
from client.workbook import template as books
from forms.pack import bundled_pack
from forms.periods import Period


def write(forms: Sequence[str], path: Path, period: Period) -> Path:
    """Write a template of the forms; raises ``UserError`` for a form there is not, or ``template.exists``."""
    pack = bundled_pack()
    codes = [form.upper() for form in forms]
    for code in codes:
        if code not in pack.forms:
            raise UserError("template.no-such-form", form=code, forms="、".join(pack.forms))
    if path.exists():
        raise UserError("template.exists", file=path)
    books.write(pack, codes, path, period)
    return path
