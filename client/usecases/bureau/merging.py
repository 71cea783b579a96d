"""What another computer of the firm filed comes back: taken in where nothing is to be decided, else side by side.

Nothing is merged silently. A return that was not touched here since both sides had the same figures simply becomes
what the endpoint holds; any other is shown cell by cell (base, mine, theirs), and a person decides. What was
frozen here stays in the outbox, what was filed there stays beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from client.base.errors import JibaoError, UserError
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer, Retry
from client.protocol.documents import to_return
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Document, Obligation, VersionInfo
from client.store import Books
from client.sync import elsewhere
from client.sync.basing import HELD_BY_SERVER
from client.sync.elsewhere import Elsewhere, Theirs
from client.sync.fetching import fetch_content, fetch_theirs
from client.sync.obligations import HeldObligations
from client.usecases.bureau import fetching_attachments
from client.usecases.bureau.line import Line
from client.usecases.home.session import Session
from client.usecases.returns.naming import words_of_key
from client.usecases.returns.versions import root_of, versions_at
from forms.addresses import parse
from forms.pack import Pack
from forms.pack.places import indicator_at
from forms.problems import CodedError, FormsError
from forms.returns import Cell, Change, Edit, Explained, Explanation, Return, ReturnKey, RowsEdit
from forms.words import Words

Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Pulled:
    """What became of one return that was filed elsewhere.

    ``taken``: the figures here are now those. ``differs``: a person decides (``three_way``). ``failed``:
    ``problem`` says why it could not be fetched or read; nothing changed.
    """

    return_key: str
    outcome: Literal["taken", "differs", "failed"]
    theirs: Theirs | None = None
    problem: CodedError | None = None


@dataclass(frozen=True)
class MergeCell:
    """One cell in which the sides differ; blank is None. ``choice`` is preselected where one side changed it."""

    address: str
    words: Words
    """What the indicator is called."""
    base: Cell | None
    mine: Cell | None
    theirs: Cell | None

    @property
    def choice(self) -> Side | None:
        if _same(self.base, self.theirs):
            return "mine"
        return "theirs" if _same(self.base, self.mine) else None


@dataclass(frozen=True)
class ThreeWay:
    """A return here, the head filed elsewhere, and what both build on."""

    key: ReturnKey
    theirs: Theirs
    cells: tuple[MergeCell, ...]

    @property
    def undecided(self) -> tuple[MergeCell, ...]:
        """Cells that both sides changed, each in its own way."""
        return tuple(cell for cell in self.cells if cell.choice is None)


def pull(line: Line, due: HeldObligations, only: Collection[str] | None = None) -> tuple[Pulled, ...]:
    """Fetch every head that was not made here, or those of the return keys in ``only``; take in what needs no
    decision.

    One that cannot be had keeps nobody from the others, but a dead line ends it. Attached files come after all
    figures. Never raises for what the network or the endpoint does.
    """
    root, store = line.root, line.store

    def news(books: Books) -> list[Obligation]:
        return [
            item
            for item in due.items
            if item.head is not None
            and (only is None or item.return_key in only)
            and elsewhere.is_news(books, root, item.return_key, item.head)
        ]

    pulled: list[Pulled] = []
    for item in store.run(news):
        pulled.append(_pull_one(line, item.return_key))
        if isinstance(pulled[-1].problem, NetworkFailure):
            return tuple(pulled)
    for key in store.run(lambda books: fetching_attachments.wanted(books, root, due)):
        try:  # whatever did not come is asked for again
            fetching_attachments.bring(line, key)
        except NetworkFailure:
            break
        except ProblemAnswer as problem:
            if problem.retry is not Retry.SAME_BYTES:  # what stumbled over one of them may give the others
                break
    return tuple(pulled)


def _pull_one(line: Line, return_key: str) -> Pulled:
    endpoint, root, store = line.endpoint, line.root, line.store
    try:
        lines = endpoint.history(return_key).versions
        if not lines:
            raise ProtocolFault("protocol.wrong-shape", where="$.versions")
        theirs, proof = fetch_theirs(endpoint, return_key, lines[-1])
        store.run(lambda books: elsewhere.keep_proof(books, root, proof))
        common = store.run(lambda books: _common(books, root, return_key, lines))
        base = fetch_content(endpoint, return_key, common)[1].document if common else None
        found = Elsewhere(theirs, base)
        taken = store.run(lambda books: _settle(line.session, books, root, return_key, found, common))
    except (JibaoError, FormsError) as error:
        return Pulled(return_key, "failed", problem=error)
    return Pulled(return_key, "taken" if taken else "differs", theirs)


def _common(books: Books, root: str, return_key: str, lines: list[VersionInfo]) -> str | None:
    """The newest version before the head that this computer made or took in."""
    known = {version.version_id for version in versions_at(books, return_key, root)}
    before = elsewhere.taken_in(books, root, return_key)
    if before is not None:
        known.add(before.version_id)
    return next((line.version_id for line in reversed(lines[:-1]) if line.version_id in known), None)


def _settle(
    session: Session, books: Books, root: str, return_key: str, found: Elsewhere, common: str | None
) -> bool:
    """Keep what was found; take it in if the return here is untouched or the same. Answers whether it was."""
    key = parse_return_key(return_key)
    mine = books.returns.get(key)
    pack = session.pack_of(mine) if mine is not None else session.shelf.version(found.theirs.pack)
    told = _read(found.theirs.document, key, pack)
    own = mine or Return(*key, pack=pack.version)
    if found.theirs.kind == "withdrawal":  # the figures were taken back there; here they stay a draft
        _mark(books, root, return_key, found, whole=False)
        return True
    change = _change(own, _cells(told, pack), told.rows, told.explanations, pack)
    if change is not None and not _untouched(books, root, return_key, own, common):
        elsewhere.keep(books, root, return_key, found)
        return False
    books.returns.ensure(key, pack.version)
    if change is not None:
        books.returns.record(change, f"取回 {found.theirs.device_name} 报送的版本")
    fetching_attachments.follow(books, root, return_key, found)
    _mark(books, root, return_key, found, whole=True)
    return True


def _untouched(books: Books, root: str, return_key: str, mine: Return, common: str | None) -> bool:
    """Whether nothing was entered here since both sides had the same figures."""
    if not (mine.cells or mine.explanations):
        return True
    last = books.returns.last_change(mine.key)
    before = elsewhere.kept(books, root, return_key)
    if before is not None and before.theirs.version_id == common and before.stands(last):
        return True
    made = versions_at(books, return_key, root)
    return bool(made) and made[-1].version_id == common and last <= made[-1].change_seq


def _mark(books: Books, root: str, return_key: str, found: Elsewhere, *, whole: bool) -> None:
    """The head from elsewhere is what the next version builds on; what stood here is superseded by it."""
    key = parse_return_key(return_key)
    last = books.returns.last_change(key)
    files: list[str] | None = None if found.theirs.document.attachments else []
    elsewhere.keep(books, root, return_key, Elsewhere(found.theirs, found.base, True, last, whole, files))
    for version in versions_at(books, return_key, root):
        if version.state in HELD_BY_SERVER and version.state != "withdrawn":
            books.outbox.set_state(version.version_id, "superseded")


def three_way(session: Session, key: ReturnKey) -> ThreeWay:
    """The cells in which return and head from elsewhere differ; raises ``UserError('merge.nothing')``."""
    return session.look(key.firm, lambda books: _three_way(session, books, key)[0])


def merge(session: Session, key: ReturnKey, choices: Mapping[str, Side] | None = None) -> ThreeWay:
    """Make the return what the person chose cell by cell; what only one side changed needs no choice.

    All checks run anew when it is filed, as a version on top of theirs. Raises ``UserError``: ``merge.nothing``,
    ``merge.undecided`` (nothing changed), ``merge.no-such-cell``.
    """
    chosen = dict(choices or {})

    def work(books: Books) -> ThreeWay:
        view, found, mine, told = _three_way(session, books, key)
        _complete(session, view, chosen)
        pack = session.pack_of(mine)
        cells = _cells(mine, pack)
        for cell in view.cells:
            picked = cell.theirs if chosen.get(cell.address, cell.choice) == "theirs" else cell.mine
            if picked is None:
                cells.pop(cell.address, None)
            else:
                cells[cell.address] = picked
        explanations = told.explanations | mine.explanations
        change = _change(mine, cells, _rows(mine, told, cells), explanations, pack)
        if change is not None:
            books.returns.record(change, f"与 {view.theirs.device_name} 报送的版本合并")
        after = books.returns.get(key)
        whole = (
            after is not None and _change(after, _cells(told, pack), told.rows, told.explanations, pack) is None
        )
        _mark(books, root_of(books, key.firm), str(key), found, whole=whole)
        return view

    return session.store_of(key.firm).run(work)


def _complete(session: Session, view: ThreeWay, chosen: Mapping[str, Side]) -> None:
    known = {cell.address for cell in view.cells}
    for address in chosen:
        if address not in known:
            raise UserError("merge.no-such-cell", address=address)
    missing = [cell.address for cell in view.undecided if cell.address not in chosen]
    if missing:
        form = session.pack_for(view.key.period).forms[view.key.form]
        first = indicator_at(form, parse(missing[0])).words
        raise UserError("merge.undecided", key=words_of_key(session, view.key), count=len(missing), first=first)


def _three_way(session: Session, books: Books, key: ReturnKey) -> tuple[ThreeWay, Elsewhere, Return, Return]:
    found = elsewhere.kept(books, root_of(books, key.firm), str(key))
    mine = books.returns.get(key)
    if found is None or found.taken or mine is None:
        raise UserError("merge.nothing", key=words_of_key(session, key))
    pack = session.pack_of(mine)
    told = _read(found.theirs.document, key, pack)
    base = _cells(_read(found.base, key, pack), pack) if found.base else {}
    own, other = _cells(mine, pack), _cells(told, pack)
    cells = [
        MergeCell(
            address, _words(address, key.form, pack), base.get(address), own.get(address), other.get(address)
        )
        for address in sorted(own.keys() | other.keys())
        if not _same(own.get(address), other.get(address))
    ]
    return ThreeWay(key, found.theirs, tuple(cells)), found, mine, told


def _rows(mine: Return, told: Return, cells: Mapping[str, Cell]) -> dict[str, list[str]]:
    """Their rows in their order, then those made here; one that only a side has stays if a cell of it does."""
    merged: dict[str, list[str]] = {}
    for table in mine.rows.keys() | told.rows.keys():
        own, other = mine.rows.get(table, []), told.rows.get(table, [])
        both = set(own) & set(other)
        order = [*other, *(row for row in own if row not in both)]
        filled = {row for row in order if any(address.startswith(f"{table}[{row}]") for address in cells)}
        merged[table] = [row for row in order if row in both or row in filled]
    return merged


def _read(document: Document, key: ReturnKey, pack: Pack) -> Return:
    return to_return(document, key, pack).content


def _cells(content: Return, pack: Pack) -> dict[str, Cell]:
    """What is kept of a return: computed cells are made anew."""
    form = pack.forms[content.form]
    found = {}
    for address, cell in content.cells.items():
        computed = indicator_at(form, parse(address)).computed
        if not computed and cell.origin.source != "computed":
            found[address] = cell
    return found


def _change(
    mine: Return,
    cells: Mapping[str, Cell],
    rows: Mapping[str, list[str]],
    explanations: Mapping[str, Explanation],
    pack: Pack,
) -> Change | None:
    """The change that leads from ``mine`` to these contents; None when there is none."""
    own = _cells(mine, pack)
    edits = [
        Edit(address, own.get(address), cells.get(address))
        for address in _ordered(own, cells)
        if not _same(own.get(address), cells.get(address))
    ]
    moved = [
        RowsEdit(table, tuple(mine.rows.get(table, ())), tuple(rows.get(table, ())))
        for table in _ordered(mine.rows, rows)
        if list(mine.rows.get(table, ())) != list(rows.get(table, ()))
    ]
    told = [
        Explained(key, mine.explanations.get(key), explanations.get(key))
        for key in _ordered(mine.explanations, explanations)
        if mine.explanations.get(key) != explanations.get(key)
    ]
    if not (edits or moved or told):
        return None
    return Change(*mine.key, tuple(edits), tuple(moved), tuple(told), "returned")


def _ordered(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _same(one: Cell | None, other: Cell | None) -> bool:
    """Whether two cells say the same; where they came from does not matter."""
    if one is None or other is None:
        return one is other
    if one.value is None and one.na is None:
        return (one.text, one.na) == (other.text, other.na) and other.value is None
    return (one.value, one.na) == (other.value, other.na)


def _words(address: str, form: str, pack: Pack) -> Words:
    return indicator_at(pack.forms[form], parse(address)).words
