"""Save what can be saved of a damaged store: the newest backup, and every act since that can still be read.

What is uncertain is named cell by cell.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from client.base.errors import JibaoError
from client.base.files import copy_file, copy_readable
from client.base.home import FIRM_STORE_FILE, firm_store
from client.protocol.identifiers import parse_return_key
from client.store import Books, ReturnHead, Store, StoredReceipt, Version
from client.store.file.damaged import DamagedStore
from client.usecases.home.moving import MAKING, move_into_place, seal
from client.usecases.home.session import Session
from client.usecases.safekeeping import kept_beside
from client.usecases.safekeeping.auditing import BROUGHT
from client.usecases.safekeeping.backup_folders import listed
from client.usecases.safekeeping.refused import named_here
from forms.returns import Change, Edit, Explained, Return, ReturnKey, RowsEdit

_LOOKING = "salvage.looking"
_UNTOLD = "salvage.untold"
"""In the saved store, while nobody was told what is uncertain in it."""


@dataclass
class Salvaged:
    """What was saved. Addresses by return key."""

    firm: str
    backup: str
    """Name of the backup it stands on, blank for none."""
    replayed: int = 0
    """Acts since the backup that were read and done again."""
    lost: tuple[int, ...] = ()
    """Numbers of acts that cannot be read."""
    mended: dict[ReturnKey, tuple[str, ...]] = field(default_factory=dict)
    """Cells taken as they last stood, because an act that led there is lost; they are right."""
    uncertain: dict[ReturnKey, tuple[str, ...]] = field(default_factory=dict)
    """Cells that may be older than what was last entered: look at them."""
    versions: int = 0
    """Filed versions since the backup that were saved."""
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of attached files that cannot be read, by return key: attach them again."""


def salvage(session: Session, firm: str) -> Salvaged:
    """Put what can be saved in the place of a damaged store; the damaged files are kept aside under ``replaced``.

    Raises ``UserError``, ``WorldError`` as the store does when the new one cannot be written, or
    ``backup.no-room-here``, ``backup.not-restored``: nothing changed; ``WorldError('backup.not-in-place')``, after
    which opening the home finishes it. What a salvage before had to say and could not, because it was killed, is
    said with this one.
    """
    move_into_place(session.vault, session.clock)  # what a restore had ready and could not move
    with named_here(session.home):
        saved = _saved(session, firm)
        seal(session.home)
    move_into_place(session.vault, session.clock)
    with suppress(JibaoError):  # all is in its place; at worst it is said once more
        session.store_of(firm).run(lambda books: books.settings.delete(_UNTOLD))
    return saved


def _saved(session: Session, firm: str) -> Salvaged:
    session.vault.shut(firm)
    looking, making = session.home / _LOOKING, session.home / MAKING
    for folder in (looking, making):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        damaged = _opened(session, firm, looking)
        path = firm_store(making, firm)
        path.parent.mkdir(mode=0o700, parents=True)
        saved = Salvaged(firm, _stand_on_backup(session, firm, path))
        try:
            with Store.open(path, session.vault.keys.make(firm), clock=session.clock) as store:
                _save(store, damaged, saved)
        finally:
            if damaged is not None:
                damaged.close()
    finally:
        shutil.rmtree(looking, ignore_errors=True)
    return saved


def _opened(session: Session, firm: str, looking: Path) -> DamagedStore | None:
    """A copy of the damaged files to be read; None when not even the first page can be, or they are gone."""
    there = firm_store(session.home, firm).parent
    looking.mkdir(mode=0o700)
    for file in sorted(there.glob(f"{FIRM_STORE_FILE}*")):
        copy_readable(file, looking / file.name)
    if not (looking / FIRM_STORE_FILE).exists():
        return None
    try:
        return DamagedStore(looking / FIRM_STORE_FILE, session.vault.keys.key(firm))
    except JibaoError:
        return None


def _stand_on_backup(session: Session, firm: str, path: Path) -> str:
    """Copy what the newest backup that has it whole holds of the enterprise; answers the backup's name."""
    for backup in listed(session.home):
        if backup.proved(firm):
            copy_file(backup.store(firm), path)
            return backup.folder.name
    return ""


def _save(store: Store, damaged: DamagedStore | None, saved: Salvaged) -> None:
    store.run(lambda books: books.audit.append("salvage", saved.backup))
    if damaged is None:
        saved.uncertain = _everything(store)
    else:
        _replay(store, damaged, saved)
        _compare(store, damaged, saved)
        saved.files = kept_beside.bring(store, damaged)
        _bring_versions(store, damaged, saved)
        _join(saved, damaged.kept(_UNTOLD))
    untold = _Untold(_spelled(saved.mended), _spelled(saved.uncertain), saved.files)
    store.run(lambda books: books.settings.put(_UNTOLD, msgspec.msgpack.encode(untold)))


class _Untold(msgspec.Struct, frozen=True):
    """What a person must look at, by return key; it lies with the saved store until it was said."""

    mended: dict[str, tuple[str, ...]]
    uncertain: dict[str, tuple[str, ...]]
    files: dict[str, tuple[str, ...]]


def _join(saved: Salvaged, kept: bytes | None) -> None:
    """Add what the salvage that made the store before was killed with; unreadable, it is left."""
    try:
        before = msgspec.msgpack.decode(kept, type=_Untold) if kept is not None else _Untold({}, {}, {})
    except msgspec.DecodeError:
        return
    for now, then in ((saved.mended, before.mended), (saved.uncertain, before.uncertain)):
        for spelled, addresses in then.items():
            key = parse_return_key(spelled)
            now[key] = tuple(sorted({*now.get(key, ()), *addresses}))
    for spelled, names in before.files.items():
        saved.files[spelled] = tuple(dict.fromkeys((*saved.files.get(spelled, ()), *names)))


def _spelled(found: Mapping[ReturnKey, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {str(key): addresses for key, addresses in found.items()}


def _replay(store: Store, damaged: DamagedStore, saved: Salvaged) -> None:
    """Do again what was done since the backup, as far as it can be read."""
    done = store.run(lambda books: books.changes.newest())
    reached = store.run(lambda books: books.audit.position()[0])
    packs = {head.key: head.pack for head in damaged.heads() or ()}
    lost = []
    for seq, entry in damaged.acts_after(done, reached - 1):
        if entry is None:
            lost.append(seq)
            continue
        change, summary = entry.change, entry.summary

        def work(books: Books, change: Change = change, summary: str = summary) -> None:
            pack = packs.get(change.key, "")
            books.returns.ensure(change.key, pack)
            books.returns.record(change, summary)

        store.run(work)
        saved.replayed += 1
    saved.lost = tuple(lost)


def _compare(store: Store, damaged: DamagedStore, saved: Salvaged) -> None:
    """Hold every return against how it last stood: what differs is taken, what cannot be read is uncertain."""
    heads = {head.key: head for head in store.run(lambda books: books.returns.heads())}
    there = damaged.heads()
    heads |= {head.key: head for head in there or ()}
    for key, head in sorted(heads.items()):
        last = damaged.current(head)
        mine = store.run(partial(_held, head=head))
        if last is None:
            if saved.lost or there is None:
                saved.uncertain[key] = tuple(sorted(mine.cells)) if mine else ()
            continue
        change = difference(mine or Return(*head.key, head.pack), last)
        if change is None:
            continue

        def work(books: Books, change: Change = change, pack: str = head.pack) -> None:
            books.returns.ensure(change.key, pack)
            books.returns.record(change, "抢救：取损坏文件里最后的内容")

        store.run(work)
        saved.mended[key] = tuple(edit.address for edit in change.edits)


def _held(books: Books, head: ReturnHead) -> Return | None:
    return books.returns.get(head.key)


def difference(mine: Return, last: Return) -> Change | None:
    """The change that leads from ``mine`` to ``last``, None when they are the same."""
    edits = tuple(
        Edit(address, mine.cells.get(address), last.cells.get(address))
        for address in sorted(mine.cells.keys() | last.cells.keys())
        if mine.cells.get(address) != last.cells.get(address)
    )
    rows = tuple(
        RowsEdit(table, _ids(mine.rows, table), _ids(last.rows, table))
        for table in sorted(mine.rows.keys() | last.rows.keys())
        if _ids(mine.rows, table) != _ids(last.rows, table)
    )
    explained = tuple(
        Explained(key, mine.explanations.get(key), last.explanations.get(key))
        for key in sorted(mine.explanations.keys() | last.explanations.keys())
        if mine.explanations.get(key) != last.explanations.get(key)
    )
    if not (edits or rows or explained):
        return None
    return Change(*mine.key, edits, rows, explained, "repair")


def _ids(rows: Mapping[str, list[str]], table: str) -> tuple[str, ...]:
    return tuple(rows.get(table, ()))


def _bring_versions(store: Store, damaged: DamagedStore, saved: Salvaged) -> None:
    """Versions filed since the backup with their receipts: what proves a filing is worth the most.

    Those of the backup go as far as they had come; one that was taken back since, unsent, is.
    """
    there = damaged.versions()
    if there is None:
        return
    held = {version.version_id: version for version in store.run(lambda books: books.outbox.all())}
    for version in there:
        known = version.version_id in held
        receipt = damaged.receipt(version.version_id)

        def work(
            books: Books, version: Version = version, receipt: StoredReceipt | None = receipt, known: bool = known
        ) -> None:
            if not known:
                _enter(books, version)
            _bring(books, version, receipt)

        try:
            store.run(work)
        except JibaoError:
            continue  # it says received, and its receipt cannot be read: asking the endpoint brings it back
        saved.versions += not known
    for version_id in held.keys() - {version.version_id for version in there}:
        store.run(partial(_take_back, version_id=version_id))


def _enter(books: Books, version: Version) -> None:
    newest = books.changes.newest()
    books.audit.append(BROUGHT, version.version_id)
    books.outbox.put(msgspec.structs.replace(version, state="queued", attempts=0, change_seq=newest))


def _bring(books: Books, version: Version, receipt: StoredReceipt | None) -> None:
    """How far a version had come, and what the endpoint said to it."""
    if receipt is not None:
        books.receipts.put(version.version_id, receipt.receipt, receipt.chain, receipt.number)
        for decision in receipt.decisions:
            books.receipts.add_decision(version.version_id, decision)
    mine = books.outbox.get(version.version_id)
    if mine is not None and (mine.state, mine.attempts) != (version.state, version.attempts):
        books.outbox.set_state(version.version_id, version.state, attempts=version.attempts)


def _take_back(books: Books, version_id: str) -> None:
    version = books.outbox.get(version_id)
    if version is not None and version.state == "queued" and not version.attempts:
        books.outbox.discard(version_id)


def _everything(store: Store) -> dict[ReturnKey, tuple[str, ...]]:
    """Every cell of every return: nothing says that any of them is the last."""
    return {each.key: tuple(sorted(each.cells)) for each in store.run(lambda books: books.returns.all())}
