"""Drafts begun with an older version of the definitions go over to the one in force: shown first, done on a copy,
taken back as one act.

What is on its way or filed stays with the version it was made with (protocol C8); a draft that the new version
changes nothing for goes over without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from client.base.errors import UserError
from client.store import Books, ReturnHead, Version
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.naming import words_of_key
from client.usecases.returns.versions import heads_of
from forms.diffing import Difference, Touched, differences, touched
from forms.findings import Finding
from forms.migrating import Migration, migration
from forms.pack import Pack
from forms.problems import FormsError
from forms.returns import Return, ReturnKey, apply
from forms.words import Words

Stays = Literal["", "on-its-way", "filed", "form-gone", "version-missing"]

_ON_ITS_WAY = frozenset({"queued", "sent"})
_HELD = frozenset({"received", "accepted", "superseded", "withdrawn"})


@dataclass(frozen=True)
class Prospect:
    """One return begun with another version than the one in force for its period.

    ``stays`` says why it keeps its version, blank when it can go over; then ``plan`` is how, ``touched`` what
    differs for it, ``appearing`` and ``settled`` the findings that come and go.
    """

    target: Return
    form_words: Words
    old: str
    new: str
    stays: Stays = ""
    plan: Migration | None = None
    touched: tuple[Touched, ...] = ()
    appearing: tuple[Finding, ...] = ()
    settled: tuple[Finding, ...] = ()
    change_seq: int = 0

    @property
    def silent(self) -> bool:
        """Nothing about it is different under the new version."""
        return self.plan is not None and self.plan.silent and not self.touched


@dataclass(frozen=True)
class _Stored:
    target: Return
    head: Version | None
    change_seq: int
    others: dict[tuple[str, str], Return] = field(default_factory=dict)


def prospects(session: Session, firms: Iterable[str] | None = None) -> list[Prospect]:
    """Every return that is not begun with the version in force, whether it can go over or not. Changes nothing."""
    chosen = list(firms) if firms is not None else [each.code for each in enterprises.all_of(session)]
    found: dict[tuple[str, str], list[Difference]] = {}
    return [
        _prospect(session, stored, found)
        for firm in chosen
        for stored in session.look(firm, partial(_stored, session, firm=firm))
    ]


def migrate(session: Session, chosen: Iterable[Prospect]) -> list[Prospect]:
    """Carry returns over, those of an enterprise in one transaction; answers those that went.

    Raises ``UserError('migrate.changed-meanwhile')`` when one was edited since it was shown: nothing of that
    enterprise is done then.
    """
    going = [each for each in chosen if each.plan is not None and not each.stays]
    for firm in dict.fromkeys(each.target.firm for each in going):
        own = [each for each in going if each.target.firm == firm]
        session.store_of(firm).run(partial(_carry_over, session, own=own))
    return going


def settle(session: Session) -> list[Prospect]:
    """Let go over, without asking, what the new version changes nothing for."""
    return migrate(session, [each for each in prospects(session) if each.silent])


def take_back(session: Session, key: ReturnKey) -> Return:
    """Undo the going over of one return; it is as it was, under its old version.

    Raises ``UserError``: ``migrate.nothing-to-undo`` when its newest act is not that, ``returns.unknown`` …
    """

    def work(books: Books) -> Return:
        act = books.changes.undoable(key)
        if act is None or act.change.pack is None:
            raise UserError("migrate.nothing-to-undo", key=words_of_key(session, key))
        books.changes.undo(key)
        found = books.returns.get(key)
        assert found is not None
        return found

    return session.store_of(key.firm).run(work)


def _carry_over(session: Session, books: Books, own: list[Prospect]) -> None:
    for each in own:
        target = each.target
        if books.returns.last_change(target.key) != each.change_seq:
            raise UserError("migrate.changed-meanwhile", key=words_of_key(session, target.key))
        assert each.plan is not None
        books.returns.record(each.plan.change, f"{each.old} → {each.new}")


def _stored(session: Session, books: Books, firm: str) -> list[_Stored]:
    """Returns under another version than the one in force, each with the newest version filed of it."""
    stale = {head.key for head in books.returns.heads(firm) if not _in_force(session, head)}
    if not stale:
        return []
    heads = heads_of(books, firm)
    everything = {(each.form, str(each.period)): each for each in books.returns.all(firm=firm)}
    return [
        _Stored(
            each,
            heads.get(each.key),
            books.returns.last_change(each.key),
            everything,
        )
        for each in everything.values()
        if each.key in stale
    ]


def _in_force(session: Session, head: ReturnHead) -> bool:
    pack = session.pack_for(head.period)
    return head.pack in (pack.version, pack.name)


def _prospect(session: Session, stored: _Stored, known: dict[tuple[str, str], list[Difference]]) -> Prospect:
    target, new = stored.target, session.pack_for(stored.target.period)
    try:
        old = session.pack_of(target)
    except FormsError:
        return Prospect(target, Words(target.form, ""), target.pack, new.version, "version-missing")
    name = old.forms[target.form].words
    stays = _stays(stored)
    if not stays and target.form not in new.forms:
        stays = "form-gone"
    if stays:
        return Prospect(target, name, old.version, new.version, stays)
    pair = old.name, new.name
    if pair not in known:
        known[pair] = differences(old, new)
    plan = migration(target, old, new)
    before, after = _findings(old, target, stored), _findings(new, _copy(target, plan), stored)
    return Prospect(
        target,
        name,
        old.version,
        new.version,
        plan=plan,
        touched=tuple(touched(known[pair], target, new)),
        appearing=_without(after, before),
        settled=_without(before, after),
        change_seq=stored.change_seq,
    )


def _stays(stored: _Stored) -> Stays:
    head = stored.head
    if head is None:
        return ""
    if head.state in _ON_ITS_WAY:
        return "on-its-way"
    return "filed" if head.state in _HELD and stored.change_seq <= head.change_seq else ""


def _copy(target: Return, plan: Migration) -> Return:
    """The return as it will be; the one that is shown stays as it is."""
    copy = deepcopy(target)
    apply(copy, plan.change)
    return copy


def _findings(pack: Pack, target: Return, stored: _Stored) -> tuple[Finding, ...]:
    return Draft(pack, deepcopy(target), dict(stored.others)).findings


def _without(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    known = {_spoken(each) for each in others}
    return tuple(each for each in findings if _spoken(each) not in known)


def _spoken(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.outcome, tuple(ref.address for ref in finding.cells)
