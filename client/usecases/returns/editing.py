"""Typing into a return: read the text, recompute what depends on it, run the rules, all in memory and at once.

A ``Draft`` never waits for the disk: it answers with what was done, and ``keeping.save`` hands that to the store's
own thread.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from time import thread_time
from types import MappingProxyType

from client.base.errors import UserError
from client.base.stopping import NEVER, Stop
from client.store import Books
from client.usecases.home.session import Session
from client.usecases.returns.acts import Acts, remembered
from client.usecases.returns.neighbours import Returns, blank_return, gather, snapshot
from client.usecases.returns.outcome import Outcome
from client.usecases.returns.remarked import Remarked
from client.usecases.returns.typing_in import Typist
from forms.addresses import parse, samples
from forms.by_record import ByRecord, records_of
from forms.checking import compute
from forms.explanations import explanation_of
from forms.findings import Finding
from forms.live import LiveCheck, Standing
from forms.pack import Form, Indicator, Pack, Spec
from forms.pack.places import indicator_at, spec_at
from forms.problems import LANGUAGES, FormsError, Language
from forms.returns import (
    Cell,
    Cells,
    Change,
    Edit,
    Explained,
    Return,
    ReturnKey,
    RowsEdit,
    Source,
    apply,
)
from forms.rules.book import rulebook


class Draft:
    """One return being filled in. ``current`` holds typed and computed cells alike.

    Its findings are told in ``languages``: a window speaks one, and a key waits for every word. ``between`` is
    called before each rule when all of them are run; what it raises ends that.
    """

    def __init__(
        self,
        pack: Pack,
        current: Return,
        others: Returns,
        acts: Acts | None = None,
        languages: Collection[Language] = LANGUAGES,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self.pack = pack
        self.form: Form = pack.forms[current.form]
        self.period = current.period
        self.current = current
        self.others = others
        self.remarked: tuple[Remarked, ...] = ()
        """What the bureau remarked on it, where whoever opened it asked for that (``attending.remarked``)."""
        self.opens: date | None = None
        """From when it can be filed, where that is still to come and whoever opened it asked (``openings``)."""
        self._returns = {**others, (current.form, str(current.period)): current}
        self._snapshot = snapshot(pack, current.firm, self._returns)
        self._acts = acts or Acts()
        self._languages = languages
        self._between = between
        self._recompute()
        self._findings: tuple[Finding, ...] | None = None
        self._foresight = PATIENCE
        """How often it may still take long to find out beforehand what typing will find."""
        self._foreseen: tuple[Change, Standing] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the return now; the rules are first run when this is first asked."""
        if self._findings is None:
            self._findings = self._live.findings
        return self._findings

    @property
    def unanswered(self) -> tuple[Remarked, ...]:
        """What the bureau remarked and nobody has attended to yet."""
        return tuple(each for each in self.remarked if not each.answered(self.current))

    def make_ready(self) -> None:
        """Run the rules, and prepare what the first key would wait for: of a long list that takes seconds."""
        self._live.make_ready()

    def close(self) -> None:
        """Nobody types into it any more: what the rules looked at goes at once, half of a long list's memory."""
        if "_live" in self.__dict__:
            self._live.close()

    @cached_property
    def _live(self) -> LiveCheck:
        return LiveCheck(self._snapshot, self.form.code, self.period, self._languages, self._between)

    def only(self, rows: Sequence[str]) -> Return:
        """A copy of the return with these rows of its list alone; a long one is not gone through for it."""
        return self._live.only(rows)

    @property
    def previous(self) -> Return | None:
        """The report before this one in the same year."""
        before = self.form.previous(self.period)
        return self._returns.get((self.form.code, str(before))) if before else None

    @property
    def last_year(self) -> Return | None:
        """The same period's report one year earlier."""
        return self._returns.get((self.form.code, str(self.period.last_year())))

    def cell(self, address: str) -> Cell | None:
        return self.current.cells.get(address)

    def place(self, address: str) -> tuple[Indicator, Spec]:
        """The definition behind an address; raises ``UserError('edit.no-such-cell')``."""
        try:
            where = parse(address)
            return indicator_at(self.form, where), spec_at(self.form, where)
        except (LookupError, FormsError) as error:
            raise UserError("edit.no-such-cell", address=address, form=self.form.words) from error

    def type(
        self,
        texts: Mapping[str, str],
        source: Source = "keyboard",
        new_rows: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Outcome | None:
        """Enter texts at addresses as one act; blank text clears. None when nothing differs.

        ``new_rows`` are ids of rows to be appended to a table by the same act, as when a block is pasted.
        Raises ``UserError`` for an address the form does not have and for computed and preset cells.
        """
        typist = Typist(self.pack, self.current.cells, self.place, source)
        changed = typist.edits(texts)
        rows = tuple(self._longer(table, ids) for table, ids in new_rows.items() if ids)
        if not changed and not rows:
            return None
        return self._perform(self._change(edits=changed, rows=rows, source=source))

    def foresee(
        self, texts: Mapping[str, str], look: Callable[[Iterable[str]], None] = lambda _: None
    ) -> tuple[Finding, ...] | None:
        """Find out what typing these texts would find, while the person still types: ``type`` then only takes it.

        Nothing is different afterwards. ``look`` is told the addresses that look different while they do. Where it
        takes long it is not done again: None, as when nothing differs.
        """
        if self._foresight <= 0:
            return None
        edits = Typist(self.pack, self.current.cells, self.place, "keyboard").edits(texts)
        if not edits:
            return None
        change, live, _ = self._change(edits=edits), self._live, self.findings  # the rules have run before
        started, standing, foreseen = thread_time(), live.standing(), None
        changed = self.follow(change)
        try:
            findings = live.update(changed)
            foreseen = change, live.standing()
            look(changed)
        finally:
            self.follow(change.inverse())
            live.take(standing, changed)
        self._foreseen = foreseen
        if thread_time() - started > LONG_FORESIGHT:
            self._foresight -= 1
        return findings

    def put(self, cells: Mapping[str, Cell], source: Source) -> Outcome | None:
        """Put cells in as they are, as one act, where anything differs; None when nothing does."""
        held = self.current.cells.get
        edits = tuple(
            Edit(address, held(address), cell) for address, cell in cells.items() if held(address) != cell
        )
        return self._perform(self._change(edits=edits, source=source)) if edits else None

    def add_row(self, table: str, *rows: str, before: str = "") -> Outcome:
        """Put empty rows, or one, into a table of the return (the form itself or a child table).

        They come above the row ``before``; at the end where none is named, or it is gone.
        """
        old = tuple(self.current.rows.get(table, ()))
        at = old.index(before) if before in old else len(old)
        made = rows or (str(uuid.uuid4()),)
        return self._perform(self._change(rows=(RowsEdit(table, old, (*old[:at], *made, *old[at:])),)))

    def remove_rows(self, table: str, rows: Collection[str]) -> Outcome:
        """Take rows out together with their cells and child rows."""
        old, start, gone = tuple(self.current.rows.get(table, ())), f"{table}[", set(rows)
        behind = len(start)
        edits = tuple(
            Edit(f"{record}].{field}", cell, None)
            for record, cells in records_of(self.current.cells).items()
            if record.startswith(start) and record[behind:].partition("]")[0] in gone
            for field, cell in cells.items()
            if cell.origin.source != "computed"
        )
        children = tuple(
            RowsEdit(name, tuple(ids), ())
            for name, ids in self.current.rows.items()
            if name.startswith(start) and name[behind:].partition("]")[0] in gone
        )
        shorter = RowsEdit(table, old, tuple(row for row in old if row not in gone))
        return self._perform(self._change(edits=edits, rows=(shorter, *children)))

    def explain(self, finding: Finding, code: str, text: str) -> Outcome:
        """Say why a query is right as it stands. Raises ``UserError('edit.empty-explanation')``."""
        if len(text.strip()) < MIN_EXPLANATION or text.strip() in EMPTY_WORDS:
            raise UserError("edit.empty-explanation", least=MIN_EXPLANATION)
        new = explanation_of(finding, code, text.strip())
        old = self.current.explanations.get(new.key)
        return self._perform(self._change(explained=(Explained(new.key, old, new),)))

    @property
    def undo_reaches_others(self) -> bool:
        """Whether the next act to be taken back is an import that wrote to other returns, and can be."""
        act = self._acts.next
        return act is not None and act.wide and not act.blocked

    def undo(self) -> Outcome | None:
        """Take the last act back, also one of an earlier sitting; None when there is none.

        Raises ``UserError``: ``store.undo-blocked`` for an import whose other returns were changed since,
        ``edit.undo-migration`` for a going over to another version of the definitions.
        """
        act = self._acts.undo()
        if act is None:
            return None
        change = act.fetch()
        if change.pack is not None:
            self._acts.redo()
            raise UserError("edit.undo-migration")
        return replace(self.carry_out(change.inverse()), kind="undo", wide=act.wide)

    def redo(self) -> Outcome | None:
        """Do again what was undone last; the counterpart of ``undo``.

        Raises ``UserError('edit.undo-migration')``.
        """
        act = self._acts.redo()
        if act is None:
            return None
        change = act.fetch()
        if change.pack is not None:
            self._acts.undo()
            raise UserError("edit.undo-migration")
        return replace(self.carry_out(change), kind="redo", wide=act.wide)

    def _longer(self, table: str, rows: Sequence[str]) -> RowsEdit:
        old = tuple(self.current.rows.get(table, ()))
        return RowsEdit(table, old, (*old, *rows))

    def _change(
        self,
        edits: tuple[Edit, ...] = (),
        rows: tuple[RowsEdit, ...] = (),
        explained: tuple[Explained, ...] = (),
        source: Source = "keyboard",
    ) -> Change:
        current = self.current
        return Change(*current.key, edits, rows, explained, source)

    def _perform(self, change: Change) -> Outcome:
        self._acts.did(change)
        return self.carry_out(change)

    def carry_out(self, change: Change) -> Outcome:
        """Apply a change made elsewhere (an import, an inverse); it does not enter the undo list by itself."""
        before, foreseen = _places(self.findings), self._foreseen
        changed = self.follow(change)
        # In the order of the edits: what belongs to a row of a pasted block lies side by side in memory.
        ordered = dict.fromkeys(chain((edit.address for edit in change.edits), changed))
        if foreseen is not None and foreseen[0] == change:
            self._findings = self._live.take(foreseen[1], ordered)
        else:
            self._findings = self._live.relist(ordered) if change.rows else self._live.update(ordered)
        touched = changed | before ^ _places(self._findings)
        return Outcome(change, frozenset(touched), self._findings, changed=frozenset(changed))

    def follow(self, change: Change) -> set[str]:
        """Apply a change and bring computed cells up to date, without a look at the rules.

        Answers the addresses that look different now.
        """
        self._foreseen = None
        apply(self.current, change)
        typed = [edit.address for edit in change.edits]
        return {*typed} | self._recompute(None if change.rows else {parse(each).code for each in samples(typed)})

    def _recompute(self, codes: set[str] | None = None) -> set[str]:
        """Bring computed cells up to date after these indicators changed, or all of them.

        Answers the addresses that look different now.
        """
        cells = self.current.cells
        fresh = compute(self._snapshot, self.form.code, self.period, codes)
        if codes is None:
            fresh |= dict.fromkeys(_computed(cells) - fresh.keys())
        changed = {address for address, cell in fresh.items() if cells.get(address) != cell}
        for address in changed:
            cell = fresh[address]
            if cell is None:
                del cells[address]
            else:
                cells[address] = cell
        return changed


LONG_FORESIGHT = 0.01
"""Seconds: what is found out while somebody types should not hold up the next letter for longer."""
PATIENCE = 3
"""How often it may, before it is left alone."""

OTHER_REASON = "9"
"""The reason code of an explanation that only its words explain."""

MIN_EXPLANATION = 5
"""An explanation shorter than this says nothing (catalogue C2)."""

EMPTY_WORDS = frozenset({"属实", "正常", "无", "没有问题", "情况属实", "数据正常", "数据属实"})


def open_draft(
    session: Session,
    key: ReturnKey,
    languages: Collection[Language] = LANGUAGES,
    stop: Stop = NEVER,
) -> Draft:
    """The return as stored, or a blank one, ready to be typed into.

    Beside it are the returns its rules may look at: a long list they never speak of is not read for it. ``stop``
    ends the reading and the first run of the rules (``Stopped``).
    """

    def fetch(books: Books) -> tuple[dict[tuple[str, str], Return], Acts]:
        begun = [session.shelf.version(head.pack) for head in books.returns.heads(key.firm, key.period, key.form)]
        forms = rulebook(begun[0] if begun else session.pack_for(key.period)).linked(key.form)
        return gather(books, key.firm, key.period, forms, stop), remembered(session, books, key)

    others, before = session.look(key.firm, fetch)
    current = others.get((key.form, str(key.period))) or blank_return(session.pack_for(key.period), key)
    if isinstance(current.cells, ByRecord):
        current.cells.unpack()  # here, not in the store's thread: what is typed elsewhere is kept meanwhile
    return Draft(session.pack_of(current), current, others, before, languages, stop.check)


def _computed(cells: Cells) -> set[str]:
    """The addresses of computed cells; where there are none, as in most long lists, no address is made."""
    if "computed" not in set(map(_SOURCE, cells.values())):
        return set()
    return {address for address, cell in cells.items() if cell.origin.source == "computed"}


_SOURCE = attrgetter("origin.source")


def _places(findings: tuple[Finding, ...]) -> set[str]:
    return {ref.address for finding in findings for ref in finding.cells}
