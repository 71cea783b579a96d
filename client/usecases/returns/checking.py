"""Run the rules over stored returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from client.base.stopping import NEVER, Stop
from client.store import Books, Version
from client.sync.attached import ids_by_return, of_version
from client.sync.basing import HELD_BY_SERVER, below
from client.sync.elsewhere import Elsewhere
from client.sync.elsewhere import kept as kept_elsewhere
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.naming import return_words
from client.usecases.returns.openings import openings
from client.usecases.returns.states import FILED, State, state_of, state_of_version, unexplained
from client.usecases.returns.versions import heads_of, root_of, versions_at
from forms.findings import Finding, FindingsByLevel, Level
from forms.pack import Pack
from forms.periods import Period
from forms.returns import Return
from forms.words import Words


@dataclass(frozen=True)
class ReturnCheck:
    """One return with its findings and where it stands."""

    target: Return
    form_words: Words
    state: State
    findings: Sequence[Finding]
    unexplained: Sequence[Finding]
    head: Version | None
    """The newest version made of it."""
    edited: bool
    """Whether it was changed after that version was made."""
    change_seq: int = 0
    """Number of the newest change that went into the check."""
    elsewhere: Elsewhere | None = None
    """The head of the return at the endpoint, when another computer of the firm filed it."""
    other_files: bool = False
    """Whether the files beside it are not those of the version that counts."""
    opens: date | None = None
    """From when it can be filed, where that is still to come."""
    size: int | None = None
    """How many cells it has, where ``target`` holds none of them: a long list that is not stored yet."""

    @property
    def return_key(self) -> str:
        """The return's key, spelled."""
        return str(self.target.key)

    @property
    def form_name(self) -> str:
        """The form's title as the authority wrote it."""
        return self.form_words.zh

    @property
    def words(self) -> Words:
        """What the return is called in a message."""
        return return_words(self.form_words, self.target.period)

    @property
    def moved(self) -> bool:
        """Whether somebody else filed it and their figures are not taken in yet."""
        return self.elsewhere is not None and not self.elsewhere.taken

    @property
    def filed_elsewhere(self) -> bool:
        """Whether it is, as it stands, what another computer filed."""
        return self.elsewhere is not None and self.elsewhere.stands(self.change_seq) and not self.other_files

    @property
    def filled(self) -> int:
        """How many cells the return has."""
        return len(self.target.cells) if self.size is None else self.size

    @property
    def begun(self) -> bool:
        """Whether anything is in the return, or was filed of it; what was all deleted again is not."""
        return bool(self.filled or any(self.target.rows.values()) or self.head or self.elsewhere)

    @property
    def changed(self) -> bool:
        """Whether what was filed here, and stands at the authority, was changed since, which was not filed."""
        return self.edited and self.head is not None and state_of_version(self.head.state) in FILED

    @property
    def emptied(self) -> bool:
        """Whether all figures of what was filed were deleted since: that stands until it is corrected."""
        since = self.edited or (self.elsewhere is not None and not self.filed_elsewhere)
        return since and not self.filled and self.state != "empty"

    def of_level(self, level: Level) -> Sequence[Finding]:
        """The findings of one level."""
        if isinstance(self.findings, FindingsByLevel):
            return self.findings.of_level(level)
        return tuple(finding for finding in self.findings if finding.level == level)

    def count(self, level: Level) -> int:
        """Findings of one level."""
        if isinstance(self.findings, FindingsByLevel):
            return self.findings.levels[level]
        return sum(finding.level == level for finding in self.findings)


def check_returns(
    session: Session, firm: str, period: Period | None = None, form: str | None = None, stop: Stop = NEVER
) -> tuple[ReturnCheck, ...]:
    """Every stored return of the firm that belongs to ``period`` (or all), in the pack's order of forms.

    A return belongs to a period when it is that period or the form's own period around it: ``2025-09``
    takes in ``JB.2025``. Raises ``Stopped`` while returns are read and between two rules.
    """
    stored, opens = session.look(firm, lambda books: _fetch(books, firm, stop)), openings(session, firm)
    everything = {(each.target.form, str(each.target.period)): each.target for each in stored}
    order = list(session.forms)
    wanted = [each for each in stored if _wanted(session.pack_of(each.target), each.target, period, form)]
    wanted.sort(key=lambda each: (order.index(each.target.form), str(each.target.period)))
    drafts = (Draft(session.pack_of(each.target), each.target, everything, between=stop.check) for each in wanted)
    return tuple(
        replace(
            _with_elsewhere(
                check_draft(draft, head=each.head, edited=each.edited, change_seq=each.change_seq), each
            ),
            opens=opens(draft.form, draft.period),
        )
        for draft, each in zip(drafts, wanted, strict=True)
    )


def check_draft(draft: Draft, *, head: Version | None, edited: bool, change_seq: int = 0) -> ReturnCheck:
    """A draft's findings and state; ``edited`` says that it was changed after the filed ``head`` was made."""
    return ReturnCheck(
        target=draft.current,
        form_words=draft.form.words,
        state=state_of(draft.findings, draft.current, head, edited_since=edited),
        findings=draft.findings,
        unexplained=unexplained(draft.findings, draft.current),
        head=head,
        edited=edited,
        change_seq=change_seq,
    )


def _with_elsewhere(check: ReturnCheck, stored: _Stored) -> ReturnCheck:
    """The check of a return whose head may have been filed by another computer: that head's state is its own."""
    found = stored.elsewhere
    known = replace(check, elsewhere=found, other_files=stored.other_files)
    if known.moved:
        return replace(known, state="conflict")
    if found is not None and (known.filed_elsewhere or known.state == "empty"):
        return replace(known, state=state_of_version(found.theirs.state) or known.state)
    return known


@dataclass(frozen=True)
class _Stored:
    """A return as it lies in the store, with the newest version made of it."""

    target: Return
    head: Version | None
    change_seq: int
    elsewhere: Elsewhere | None
    other_files: bool = False
    """Whether its attached files are not those of the version that counts: the head, or the one from elsewhere."""

    @property
    def edited(self) -> bool:
        return self.head is not None and (self.other_files or self.change_seq > self.head.change_seq)


def _fetch(books: Books, firm: str, stop: Stop = NEVER) -> list[_Stored]:
    found, heads, root = [], heads_of(books, firm), root_of(books, firm)
    beside = ids_by_return(books)
    for each in books.returns.heads(firm):
        target = books.returns.get(each.key, stop)
        if target is None:
            continue
        head, spelled = heads.get(target.key), str(target.key)
        last = books.returns.last_change(target.key)
        known = kept_elsewhere(books, root, spelled)
        if known is not None and head is not None and _builds_on(books, root, head, known):
            known = None
        filed = _filed_files(books, head, known)
        other_files = filed is not None and filed != beside.get(spelled, frozenset())
        found.append(_Stored(target, head, last, known, other_files))
    return found


def _filed_files(books: Books, head: Version | None, known: Elsewhere | None) -> frozenset[str] | None:
    """Files of the version that counts; None where nothing was filed or its files have not come back yet."""
    if known is not None and known.taken:
        return None if known.files is None else frozenset(known.files)
    return frozenset(each.file.id for each in of_version(books, head.version_id)) if head else None


def _builds_on(books: Books, root: str, head: Version, known: Elsewhere) -> bool:
    """Whether a version made here stands on top of what came from elsewhere."""
    if not known.taken or head.state not in ("queued", "sent", *HELD_BY_SERVER):
        return False
    versions = versions_at(books, head.return_key, root)
    return below(head, versions, known.theirs.version_id)


def _wanted(pack: Pack, target: Return, period: Period | None, form: str | None) -> bool:
    if form is not None and target.form != form:
        return False
    return period is None or target.period in (period, pack.forms[target.form].period_of(period))
