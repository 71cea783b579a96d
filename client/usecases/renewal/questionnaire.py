"""Which questionnaire a home is kept by, and going over to another office's while nothing was entered yet."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from client.net.library import Library
from client.usecases.home import pack_store
from client.usecases.home.session import Session
from client.usecases.renewal import pack_files
from forms.pack import Pack

OWN = "gd-eic"
"""The questionnaire a home is kept by where nobody chose another."""
From = Literal["program", "signed", "unsigned", "kept"]


class InUse(msgspec.Struct, frozen=True):
    """The newest version in use, and where it is from; ``since`` is when it was taken, blank for the program's."""

    pack: Pack
    came: From
    since: str = ""


def in_use(session: Session) -> InUse:
    """What the home is kept by."""
    pack = session.pack
    kept = next((k for k in pack_store.kept(session.own) if (k.id, k.version) == (pack.id, pack.version)), None)
    if kept is None:
        return InUse(pack, "program")
    return InUse(pack, kept.proof or "kept", kept.fetched_at)


def use_folder(session: Session, folder: Path) -> Pack:
    """Take the pack of a folder into the home; whoever says so vouches for it.

    Raises as ``pack_files.look_into``.
    """
    return pack_files.take(session, pack_files.look_into(session, folder))


def use_offered(session: Session, library: Library, id: str) -> Pack:
    """Take every version of a questionnaire that a signed repository offers. Raises as ``pack_files.offered``."""
    return pack_files.take(session, pack_files.offered(session, library, id))


def use_own(session: Session, id: str = OWN) -> Pack:
    """Go back to a questionnaire that comes with the program. Raises ``UserError('packs.other-in-use')``."""
    pack_files.choose(session, id)
    return session.pack
