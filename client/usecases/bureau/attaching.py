"""Scans beside a return: the signed printed form, or what proves a figure, filed with the next version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from client.base.clock import rfc3339
from client.base.errors import UserError
from client.base.files import at_most
from client.base.whole_files import write_whole
from client.protocol.attachments import MAX_FILE, MAX_FILES, media_of
from client.protocol.encoding import sha256_hex
from client.protocol.identifiers import new_id
from client.store import Books
from client.sync import attached, elsewhere
from client.sync.attached import Attached
from client.sync.basing import below
from client.sync.elsewhere import receipt_of
from client.usecases.home.session import Session
from client.usecases.returns.versions import heads_of, root_of, versions_at
from forms.returns import ReturnKey

_NAME = 120
"""Characters of a file's name that are kept; its ending always is."""


@dataclass(frozen=True)
class Shown:
    """One file as it stands: ``arrived`` of ``whole`` sealed bytes are with the endpoint.

    ``state``: ``waiting`` for the next version, ``frozen`` into one that waits, ``uploading``, ``filed`` under the
    receipt ``receipt_no``, or ``taken-off`` since.
    """

    file: Attached
    state: str
    arrived: int = 0
    whole: int = 0
    receipt_no: str = ""


def attach(session: Session, key: ReturnKey, path: Path) -> Attached:
    """Keep a file beside a return; the next version files it.

    Raises ``UserError``: ``attach.no-return``, ``-missing``, ``-empty``, ``-too-large``, ``-kind``, ``-twice``,
    ``-many``.
    """
    data = _bytes_of(path)
    media = media_of(data)
    if media is None:
        raise UserError("attach.kind", file=path.name)
    digest = sha256_hex(data)
    at = rfc3339(session.clock.now())
    file = Attached(new_id(), _name_of(path), media, len(data), digest, at)
    spelled = str(key)

    def work(books: Books) -> None:
        if books.returns.get(key) is None:
            raise UserError("attach.no-return", form=key.form, period=key.period)
        before = attached.of_return(books, spelled)
        if any(each.sha256 == digest for each in before):
            raise UserError("attach.twice", file=path.name)
        if len(before) >= MAX_FILES:
            raise UserError("attach.many", limit=MAX_FILES)
        attached.put(books, spelled, file, data)

    session.store_of(key.firm).run(work)
    return file


def remove(session: Session, key: ReturnKey, file_id: str) -> None:
    """Take a file off a return, named by its id or the beginning of it; what was filed with it keeps it.

    Raises ``UserError('attach.none-such')``, also where several ids begin so.
    """
    spelled = str(key)

    def work(books: Books) -> None:
        attached.remove(books, spelled, _one(books, spelled, file_id).id)

    session.store_of(key.firm).run(work)


def shown(session: Session, key: ReturnKey) -> tuple[Shown, ...]:
    """Every file of a return: those beside it, and those its newest version was made with."""
    spelled = str(key)

    def look(books: Books) -> tuple[Shown, ...]:
        head = heads_of(books, key.firm).get(key)
        frozen = attached.of_version(books, head.version_id) if head else []
        receipt = books.receipts.get(head.version_id) if head else None
        now = attached.of_return(books, spelled)
        beside = {each.id for each in now}
        by_id = {each.file.id: each for each in frozen}
        there = filed_there(books, key.firm, spelled)
        return (
            *(
                there.get(each.id) or _shown(each, by_id.get(each.id), receipt.number if receipt else "")
                for each in now
            ),
            *(Shown(each.file, "taken-off") for each in frozen if each.file.id not in beside),
        )

    return session.look(key.firm, look)


def save_copy(session: Session, key: ReturnKey, file_id: str, path: Path, *, over: bool = False) -> Path:
    """Write a kept file to ``path`` as it was; ``over`` lets it replace one that is there.

    Raises ``UserError``: ``attach.none-such``, ``-exists``, ``-not-written``; ``WorldError('file.no-room')``.
    """
    spelled = str(key)
    data = session.look(key.firm, lambda books: attached.content(books, _one(books, spelled, file_id).id))
    if path.exists() and not over:
        raise UserError("attach.exists", file=path)
    try:
        write_whole(path, data)
    except OSError as error:
        raise UserError("attach.not-written", file=path) from error
    return path


def filed_there(books: Books, firm: str, key: str) -> dict[str, Shown]:
    """Files beside a return that another computer filed, by id; nothing once a version here builds on theirs."""
    root = root_of(books, firm)
    found = elsewhere.kept(books, root, key)
    made = versions_at(books, key, root)
    if found is None or not found.files or (made and below(made[-1], made, found.theirs.version_id)):
        return {}
    number = receipt_of(found.theirs).receipt_no
    theirs = [each for each in attached.of_return(books, key) if each.id in found.files]
    return {each.id: Shown(each, "filed", each.size, each.size, number) for each in theirs}


def _shown(file: Attached, frozen: attached.Sealed | None, receipt_no: str) -> Shown:
    if frozen is None:
        return Shown(file, "waiting")
    if receipt_no:
        return Shown(file, "filed", frozen.named.size, frozen.named.size, receipt_no)
    return Shown(file, "uploading" if frozen.arrived else "frozen", frozen.arrived, frozen.named.size)


def _one(books: Books, key: str, file_id: str) -> Attached:
    found = [each for each in attached.of_return(books, key) if file_id and each.id.startswith(file_id)]
    if len(found) != 1:
        raise UserError("attach.none-such", id=file_id)
    return found[0]


def _bytes_of(path: Path) -> bytes:
    try:
        data = at_most(path, MAX_FILE)
    except OSError as error:
        raise UserError("attach.missing", file=path) from error
    if len(data) > MAX_FILE:
        raise UserError("attach.too-large", file=path.name, limit=MAX_FILE // (1024 * 1024))
    if not data:
        raise UserError("attach.empty", file=path.name)
    return data


def _name_of(path: Path) -> str:
    return (
        path.stem[: _NAME - len(path.suffix)] + path.suffix if len(path.suffix) < _NAME // 2 else path.name[:_NAME]
    )
