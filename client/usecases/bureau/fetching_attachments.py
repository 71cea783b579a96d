"""Files of a version that another computer filed come back beside their return, each proven, after the figures.

A file that cannot be had now is fetched at the next synchronisation, and until then the return is not filed anew;
one that the endpoint will never give is done without, once the person was told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

import msgspec

from client.base.clock import rfc3339
from client.base.errors import JibaoError, UserError, WorldError
from client.net.failures import NetworkFailure
from client.net.problems import ProblemAnswer, Retry
from client.protocol import attachments
from client.protocol.identifiers import new_id, parse_return_key
from client.protocol.messages import Enclosed
from client.store import Books
from client.sync import attached, elsewhere
from client.sync.attached import Attached
from client.sync.basing import below
from client.sync.elsewhere import Elsewhere, Lost
from client.sync.obligations import HeldObligations
from client.usecases.bureau.line import Line
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck
from client.usecases.returns.naming import words_of_key
from client.usecases.returns.versions import versions_at
from forms.words import Listed

_NEVER = frozenset({Retry.NEVER, Retry.PROCEED})
"""What is said of a file that the endpoint has not got, or cannot open; anything else passes."""


def wanted(books: Books, root: str, due: HeldObligations) -> list[str]:
    """Keys of the returns that files are still to be fetched for."""
    keys = [item.return_key for item in due.items if item.head is not None]
    return [key for key in keys if elsewhere.files_wanted(books, root, key)]


def bring(line: Line, return_key: str) -> None:
    """Fetch what is missing of the files of a head that was taken in.

    Raises ``NetworkFailure``, and ``ProblemAnswer`` where the endpoint will give it later; what came stays.
    """
    root, store = line.root, line.store
    found = store.run(lambda books: elsewhere.files_wanted(books, root, return_key))
    if found is None:
        return
    lost = []
    for told in found.theirs.document.attachments:
        here = store.run(lambda books: {each.sha256 for each in attached.of_return(books, return_key)})
        if told.sha256 not in here and not _bring_one(line, return_key, found, told):
            lost.append(told.name)

    def work(books: Books) -> None:
        elsewhere.lose(books, root, return_key, Lost(found.theirs.version_id, lost))
        _note(books, root, return_key, found.theirs.version_id)

    store.run(work)


def missing(session: Session, books: Books, root: str) -> list[UserError]:
    """What a person has to be told before the next version of a return goes without files the last one had."""
    told = missing_by_return(books, root)
    return [
        UserError("attach.lost", key=words_of_key(session, parse_return_key(key)), files=Listed(names))
        for key, names in told.items()
    ]


def missing_by_return(books: Books, root: str) -> dict[str, tuple[str, ...]]:
    """Names of the files that the last version had and the next one would not, by return key; the endpoint will
    never give them.
    """
    told = {}
    for key, lost in sorted(elsewhere.all_lost(books, root).items()):
        beside = {each.name for each in attached.of_return(books, key)}
        names = tuple(name for name in lost.names if name not in beside)
        made = versions_at(books, key, root)
        if names and not (made and below(made[-1], made, lost.version_id)):
            told[key] = names
    return told


Without = Literal["nothing", "lost", "any"]
"""Files of the last version that the next may go without: none, those that never come, also those that may."""


def known_missing(books: Books, root: str, keys: Iterable[str], without: Without) -> dict[str, set[str]]:
    """Names of files that a person has been told are missing and goes without, by return key."""
    lost = missing_by_return(books, root) if without != "nothing" else {}
    late = {key: _coming(books, root, key) for key in keys} if without == "any" else {}
    return {key: {*lost.get(key, ()), *late.get(key, ())} for key in lost.keys() | late.keys()}


def refuse(books: Books, root: str, check: ReturnCheck, known: Collection[str]) -> None:
    """See that the next version of a return has all files the last one had, but for those ``known`` to be missing.

    Raises ``WorldError('filing.files-coming')`` while some can still come, ``UserError('filing.files-lost')``.
    """
    return_key = check.return_key
    late = [name for name in _coming(books, root, return_key) if name not in known]
    if late:
        raise WorldError("filing.files-coming", key=check.words, files=Listed(late))
    lost = [name for name in missing_by_return(books, root).get(return_key, ()) if name not in known]
    if lost:
        raise UserError("filing.files-lost", key=check.words, files=Listed(lost))


def _coming(books: Books, root: str, return_key: str) -> list[str]:
    """Names of the files of the last version that are still to be fetched."""
    found = elsewhere.files_wanted(books, root, return_key)
    here = {each.sha256 for each in attached.of_return(books, return_key)}
    return [each.name for each in found.theirs.document.attachments if each.sha256 not in here] if found else []


def _bring_one(line: Line, return_key: str, found: Elsewhere, told: Enclosed) -> bool:
    """Whether it came, proven. Raises ``NetworkFailure``, and ``ProblemAnswer`` for a no that is not its last."""
    device, version_id = line.endpoint.own_device, found.theirs.version_id
    try:
        sealed = line.endpoint.attachment(return_key, version_id, told.id)
        data = attachments.open_back(sealed, told, version_id, device.device_id, device.keys.kem)
    except NetworkFailure:
        raise
    except ProblemAnswer as problem:
        if problem.retry not in _NEVER:
            raise
        return False
    except JibaoError:  # it gave something else: the version holds the file, this computer does not
        return False
    file = Attached(new_id(), told.name, told.media, told.size, told.sha256, rfc3339(line.session.clock.now()))
    line.store.run(lambda books: attached.put(books, return_key, file, data))
    return True


def _note(books: Books, root: str, return_key: str, version_id: str) -> None:
    """Which of the files beside the return are those of the version, so that another one is seen as new."""
    found = elsewhere.files_wanted(books, root, return_key)
    if found is None or found.theirs.version_id != version_id:
        return
    theirs = {told.sha256 for told in found.theirs.document.attachments}
    ids = [each.id for each in attached.of_return(books, return_key) if each.sha256 in theirs]
    elsewhere.keep(books, root, return_key, msgspec.structs.replace(found, files=ids))


def follow(books: Books, root: str, return_key: str, found: Elsewhere) -> None:
    """Take off what was taken off elsewhere, if the files here are just those that were filed last."""
    beside = attached.of_return(books, return_key)
    if {each.id for each in beside} != _filed(books, root, return_key):
        return
    theirs = {told.sha256 for told in found.theirs.document.attachments}
    for each in beside:
        if each.sha256 not in theirs:
            attached.remove(books, return_key, each.id)


def _filed(books: Books, root: str, return_key: str) -> set[str]:
    """Ids of the files with the newest version that is known here, wherever it was made."""
    before = elsewhere.kept(books, root, return_key)
    if before is not None and before.taken and before.files is not None:
        return set(before.files)
    made = versions_at(books, return_key, root)
    return {each.file.id for each in attached.of_version(books, made[-1].version_id)} if made else set()
