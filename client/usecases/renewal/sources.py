"""Where definitions and programs come from: the signed repository of the endpoint, or a copy of it in a folder.

Whichever it is, what it says is believed only under the root of trust of an endpoint profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client.base.errors import UserError
from client.base.policy import policy
from client.net.library import Library
from client.net.over_folder import FolderTransport
from client.net.over_httpx import HttpxTransport, Patience
from client.protocol.messages import EndpointProfile
from client.sync.connecting import KEYS_FOLDER, line_trust, read_profile
from client.usecases.bureau.connecting import enrolment, is_embedded, profile_of
from client.usecases.bureau.proxies import wire_settings
from client.usecases.home import settings
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session

PATIENCE = Patience(connect=5, read=15, write=15, pool=15, whole=60)
"""Nobody waits for what is new, and whoever leaves waits for one piece of it."""


@contextmanager
def library(session: Session, profile_path: Path | None = None, place: str = "") -> Iterator[Library]:
    """The repository to ask: at ``place`` (a folder or an https address), else where the setting says, else at the
    endpoint itself. Raises ``UserError``: ``updates.no-source``, ``updates.no-folder``, ``sync.profile-…``.
    """
    profile = read_profile(profile_path) if profile_path else trusted_profile(session)
    if profile is None:
        raise UserError("updates.no-source")
    place = place or str(settings.get(session, "updates.source"))
    folder = session.home / KEYS_FOLDER / profile.root_id
    root = profile.tuf_root.encode("utf-8")
    if place and not place.startswith("https://"):
        where = Path(place).expanduser()
        if not where.is_dir():
            raise UserError("updates.no-folder", folder=place)
        yield Library(folder, root, where.absolute().as_uri(), FolderTransport())
        return
    transport = HttpxTransport(line_trust(profile), wire_settings(session, PATIENCE))
    try:
        yield Library(folder, root, place.rstrip("/") or f"{profile.base_url}/tuf", transport)
    finally:
        transport.close()


def trusted_profile(session: Session) -> EndpointProfile | None:
    """The profile whose root vouches for what is fetched.

    That which the computer's policy names, else that of the first enterprise that files at a real endpoint, else
    of one that practises at somebody else's; the home's own practice endpoint publishes nothing by itself.
    """
    if (laid := policy().path("endpoint")) is not None:
        return read_profile(laid)
    found = [enrolment(session, enterprise.code) for enterprise in all_of(session)]
    enrolled = [each for each in found if each is not None and each.device_id and not is_embedded(session, each)]
    profiles = [profile_of(each) for each in enrolled]
    real = [profile for profile in profiles if profile.env != "practice"]
    return next(iter(real or profiles), None)
