"""Who prepared a return, who reviewed it and who answers for it, and when each said so.

A signature is kept with the return in the enterprise's store and noted in the audit trail. It holds for the return
as it stood: any later change, also one that is undone again, makes it stale until the person has looked once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from client.base.clock import CHINA, rfc3339
from client.base.errors import UserError
from client.protocol.times import parse_time
from client.store import Books
from client.usecases.bureau.documents import people_of
from client.usecases.home.session import Session
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return, ReturnKey
from forms.words import Words

ROLES = {
    "填表人": Words("填表人", "the person who prepared the returns"),
    "统计负责人": Words("统计负责人", "the head of statistics"),
    "单位负责人": Words("单位负责人", "the head of the enterprise"),
}
"""Who signs, in words of a message; in the order people sign."""

Place = tuple[str, Period]
"""Form and period of a return."""

_SIGNED = "signed/"


class Signature(msgspec.Struct, frozen=True):
    """One person's word for a return as it stood at ``change_seq``; ``at`` is RFC 3339."""

    role: str
    name: str
    at: str
    change_seq: int
    stale: bool = False
    """Whether the return has changed since; told when it is read, never kept."""

    @property
    def moment(self) -> datetime:
        """When it was given, by China's clock."""
        return parse_time(self.at).astimezone(CHINA)


def sign(session: Session, firm: str, role: str, places: Sequence[Place]) -> None:
    """Say for each return that it was prepared, reviewed or approved by who has the role in the profile.

    Raises ``UserError``: ``sign.nobody`` when the profile names nobody, ``sign.no-return`` for one not begun.
    """

    pack = session.pack

    def work(books: Books) -> None:
        name = people_of(profile_of(books, firm, pack), pack).get(role, "").strip()
        if not name:
            raise UserError("sign.nobody", role=ROLES.get(role, role))
        at = rfc3339(session.clock.now())
        for form, period in places:
            key = ReturnKey(firm, form, period)
            seq = books.returns.last_change(key)
            if not seq:
                raise UserError("sign.no-return", form=form, period=period)
            _keep(books, key, Signature(role, name, at, seq))

    session.store_of(firm).run(work)


def take_back(session: Session, firm: str, role: str, places: Sequence[Place]) -> None:
    """Take a signature back, as long as it is there; the audit trail keeps that it was given."""

    def work(books: Books) -> None:
        for form, period in places:
            key = ReturnKey(firm, form, period)
            name = _name(key, role)
            if books.settings.get(name) is not None:
                books.settings.delete(name)
                books.audit.append("unsign", f"{key}/{role}")

    session.store_of(firm).run(work)


def signatures_of(books: Books, key: ReturnKey) -> tuple[Signature, ...]:
    """The signatures under a return, in the order people sign, stale ones told so."""
    seq = books.returns.last_change(key)
    kept = (books.settings.get(_name(key, role)) for role in ROLES)
    found = (msgspec.msgpack.decode(each, type=Signature) for each in kept if each is not None)
    return tuple(msgspec.structs.replace(each, stale=each.change_seq != seq) for each in found)


def signed_by(books: Books, target: Return, pack: Pack) -> dict[str, str]:
    """Who signs for a return: whoever did for the figures as they stand, else whom the profile names."""
    given = signatures_of(books, target.key)
    return people_of(profile_of(books, target.firm, pack), pack) | {each.role: each.name for each in fresh(given)}


def fresh(given: Iterable[Signature]) -> tuple[Signature, ...]:
    """Those that hold for the return as it stands."""
    return tuple(each for each in given if not each.stale)


def profile_of(books: Books, firm: str, pack: Pack) -> Return | None:
    """The newest profile that names who signs, else the newest; None where the questionnaire has no such form.

    Next year's is there, and blank, as soon as somebody has looked at it.
    """
    profiles = books.returns.all(firm=firm, form=pack.profile.form) if pack.profile.form else []
    named = [each for each in profiles if people_of(each, pack)]
    return next(reversed(named or profiles), None)


def _keep(books: Books, key: ReturnKey, signature: Signature) -> None:
    kept = msgspec.msgpack.encode(signature)
    books.settings.put(_name(key, signature.role), kept)
    books.audit.append("sign", f"{key}/{signature.role}", kept)


def _name(key: ReturnKey, role: str) -> str:
    return f"{_SIGNED}{key}/{role}"
