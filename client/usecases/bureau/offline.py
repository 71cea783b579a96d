"""The carry file: what waits for a network leaves on a stick, and the receipts come back the same way (C10)."""

from __future__ import annotations

from pathlib import Path

from client.base.errors import UserError
from client.base.files import at_most
from client.base.whole_files import write_whole
from client.protocol import carry_file, strict_json
from client.protocol.faults import ProtocolFault
from client.protocol.messages import BundleAnswer
from client.protocol.submission import submission_body
from client.store import Books, Version
from client.sync import attached
from client.sync.results import FilingResult
from client.usecases.bureau.connecting import enrolment, profile_of
from client.usecases.bureau.line import Line
from client.usecases.home.session import Session

_ANSWER_LIMIT = 64 * 1024 * 1024


def waiting(session: Session, firm: str) -> list[Version]:
    """What a firm made for the endpoint it is enrolled at and has no receipt of yet; oldest first."""
    enrolled = enrolment(session, firm)
    if enrolled is None:
        return []
    root = profile_of(enrolled).root_id
    return [
        version
        for version in session.look(firm, lambda books: books.outbox.unsettled())
        if version.firm == firm and version.endpoint == root and version.state in ("queued", "sent")
    ]


def carry_out(line: Line, path: Path) -> tuple[Version, ...]:
    """Write everything of the firm that has no receipt yet into a ``.jbsub`` file.

    From then on the versions count as sent: only an answer, by whichever way, settles them. Written before that is
    noted, so that a full disk leaves everything as it was. Raises ``UserError``: ``offline.nothing``,
    ``offline.too-large``, ``offline.not-written``; ``WorldError('file.no-room')``.
    """
    found = waiting(line.session, line.firm)
    if not found:
        raise UserError("offline.nothing", firm=line.firm)
    bodies = {(v.return_key, v.version_id): submission_body(v.manifest, v.seal_kid, v.sealed) for v in found}
    content = carry_file.write(bodies, line.session.look(line.firm, lambda books: _files(books, found)))
    if len(content) > carry_file.MAX_FILE:
        raise UserError("offline.too-large", limit=carry_file.MAX_FILE // (1024 * 1024))
    _write(path, content)
    return tuple(line.filer.carry(version.version_id for version in found))


def take_back(line: Line, path: Path) -> tuple[FilingResult, ...]:
    """Take in the answer to a carry file: each receipt is verified like one that came over the network.

    Raises ``UserError``: ``offline.answer-missing``, ``offline.answer-unreadable``, ``offline.answer-other``.
    """
    try:
        data = at_most(path, _ANSWER_LIMIT)
    except OSError as error:
        raise UserError("offline.answer-missing", file=path) from error
    if len(data) > _ANSWER_LIMIT:
        raise UserError("offline.answer-unreadable", file=path)
    try:
        answer = strict_json.decode(data, BundleAnswer)
    except ProtocolFault as error:
        raise UserError("offline.answer-unreadable", file=path) from error
    results = tuple(line.filer.take_back(answer.items))
    if not results:
        raise UserError("offline.answer-other", file=path)
    return results


def _files(books: Books, versions: list[Version]) -> dict[str, bytes]:
    """Sealed attachments of some versions, by their digest."""
    return {
        each.named.sha256: attached.sealed_bytes(books, version.version_id, each)
        for version in versions
        for each in attached.of_version(books, version.version_id)
    }


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise UserError("offline.not-written", file=path) from error
