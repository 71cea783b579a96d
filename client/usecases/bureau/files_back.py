"""Files of a version that another computer filed come back beside their return, each proven, after the figures.

A file that cannot be had now is fetched at the next synchronisation; one that the endpoint will never give is done
without, and the person is told before the next version goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from client.base.clock import rfc3339
from client.base.errors import JibaoError, UserError
from client.net.failures import NetworkFailure
from client.protocol import attachments
from client.protocol.identifiers import new_id
from client.protocol.messages import Enclosed
from client.store import Books, Store
from client.sync import attached, elsewhere
from client.sync.attached import Attached
from client.sync.basing import below
from client.sync.elsewhere import Elsewhere, Lost
from client.sync.obligations import HeldObligations
from client.usecases.home.session import Session
from client.usecases.returns.versions import versions_at

if TYPE_CHECKING:
    from client.net import Endpoint


def wanted(books: Books, root: str, due: HeldObligations) -> list[str]:
    """Keys of the returns that files are still to be fetched for."""
    keys = [item.return_key for item in due.items if item.head is not None]
    return [key for key in keys if elsewhere.files_wanted(books, root, key)]


def bring(session: Session, store: Store, endpoint: Endpoint, return_key: str) -> None:
    """Fetch what is missing of the files of a head that was taken in.

    Raises ``NetworkFailure``; what came stays.
    """
    root = endpoint.profile.root_id
    found = store.run(lambda books: elsewhere.files_wanted(books, root, return_key))
    if found is None:
        return
    lost = []
    for told in found.theirs.document.attachments:
        here = store.run(lambda books: {each.sha256 for each in attached.of_return(books, return_key)})
        if told.sha256 not in here and not _bring_one(session, store, endpoint, return_key, found, told):
            lost.append(told.name)

    def work(books: Books) -> None:
        elsewhere.lose(books, root, return_key, Lost(found.theirs.version_id, lost))
        _note(books, root, return_key, found.theirs.version_id)

    store.run(work)


def missing(books: Books, firm: str, root: str) -> list[UserError]:
    """What a person has to be told before the next version of a return goes without files the last one had."""
    told = []
    for key, lost in sorted(elsewhere.all_lost(books, root).items()):
        beside = {each.name for each in attached.of_return(books, key)}
        names = [name for name in lost.names if name not in beside]
        made = versions_at(books, key, root)
        if names and not (made and below(made[-1], made, lost.version_id)):
            told.append(UserError("attach.lost", key=key.removeprefix(f"{firm}."), files="、".join(names)))
    return told


def _bring_one(
    session: Session, store: Store, endpoint: Endpoint, return_key: str, found: Elsewhere, told: Enclosed
) -> bool:
    """Whether it came, proven."""
    device, version_id = endpoint.own_device, found.theirs.version_id
    try:
        sealed = endpoint.attachment(return_key, version_id, told.id)
        data = attachments.open_back(sealed, told, version_id, device.device_id, device.keys.kem)
    except NetworkFailure:
        raise
    except JibaoError:  # it said no, or gave something else: the version holds the file, this computer does not
        return False
    file = Attached(new_id(), told.name, told.media, told.size, told.sha256, rfc3339(session.clock.now()))
    store.run(lambda books: attached.put(books, return_key, file, data))
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
