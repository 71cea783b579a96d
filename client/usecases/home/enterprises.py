"""The enterprises a home keeps returns for, keyed by their unified social credit code.

Each has a sealed store of its own, where its name stands too; the home's own store lists them.
"""

from __future__ import annotations

from client.base.errors import UserError
from client.store import Books, Enterprise
from client.usecases.home.session import Session
from forms import uscc

_PROBLEMS = {
    "value.uscc-length": "enterprise.length",
    "value.uscc-alphabet": "enterprise.alphabet",
    "value.uscc-check": "enterprise.check",
}


def checked_code(text: str) -> str:
    """The normal form of a credit code; raises ``UserError`` naming what is wrong with it."""
    code = uscc.normalise(text)
    problem = uscc.problem(code)
    if problem is not None:
        raise UserError(_PROBLEMS[problem], code=text)
    return code


def add(session: Session, code: str, name: str = "") -> Enterprise:
    """Make an enterprise known to the home, or answer the one already there (a new name replaces an empty one)."""
    code = checked_code(code)

    def put(books: Books) -> Enterprise:
        known = books.enterprises.get(code)
        if known is not None and (known.name or not name):
            return known
        enterprise = Enterprise(code=code, name=name)
        books.enterprises.put(enterprise)
        return enterprise

    with session.vault.visit(code) as store:
        enterprise = store.run(put)
    # Only now: what the home lists has a store, and one that is gone is missed.
    session.own.run(lambda books: books.enterprises.put(enterprise))
    return enterprise


def all_of(session: Session) -> tuple[Enterprise, ...]:
    """Every enterprise of the home, in the order they were added."""
    return tuple(session.own.run(lambda books: books.enterprises.all()))
