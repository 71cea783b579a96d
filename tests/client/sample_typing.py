"""Typing into a stored return, and the addresses of the sample's slips."""

from __future__ import annotations

from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.keeping import save


def type_and_save(session: Session, draft: Draft, texts: dict[str, str]) -> None:
    outcome = draft.type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


def full_address(draft: Draft, address: str, row_key: str) -> str:
    """An address within the row whose key cell reads ``row_key``."""
    if not row_key:
        return address
    code = draft.form.code
    for row in draft.current.rows[code]:
        cell = draft.cell(f"{code}[{row}].{draft.form.row_key}")
        if cell is not None and cell.text == row_key:
            return f"{code}[{row}].{address}"
    raise LookupError(row_key)
