"""python-tuf's client over our own transport: one HTTP stack, one trust, every refusal with a name."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from client.base.errors import WorldError
from client.base.reasons import reason_of
from client.net.answers import GATEWAY
from client.net.failures import NetworkFailure, causes
from client.net.transport import Request, Transport

if TYPE_CHECKING:
    from tuf.ngclient.fetcher import FetcherInterface
    from tuf.ngclient.updater import Updater

LOCKS: defaultdict[Path, threading.RLock] = defaultdict(threading.RLock)
"""One update at a time in each folder of metadata; a home belongs to one process."""


def open_updater(folder: Path, root: bytes, source: str, transport: Transport) -> Updater:
    """TUF's updater for the repository at ``source`` (``https://…/tuf``), nothing fetched yet."""
    from tuf.ngclient.updater import Updater

    metadata, targets = folder / "metadata", folder / "targets"
    for each in (metadata, targets):
        each.mkdir(parents=True, exist_ok=True)
    return Updater(
        str(metadata),
        f"{source}/metadata/",
        str(targets),
        f"{source}/targets/",
        fetcher=_fetcher(transport),
        bootstrap=root,
    )


def refusal(error: Exception) -> WorldError:
    """What stands behind an error of TUF's, as the person is told: the line, or why it was not believed."""
    from tuf.api import exceptions as tuf

    failure = next((cause for cause in causes(error) if isinstance(cause, NetworkFailure)), None)
    if failure is not None:
        return failure
    if isinstance(error, OSError):
        return WorldError("updates.disk", reason=reason_of(error))
    named: dict[type[Exception], str] = {
        tuf.ExpiredMetadataError: "updates.expired",
        tuf.BadVersionNumberError: "updates.rolled-back",
        tuf.UnsignedMetadataError: "updates.forged",
        tuf.LengthOrHashMismatchError: "updates.mixed",
        tuf.DownloadLengthMismatchError: "updates.too-large",
        tuf.DownloadError: "updates.missing",
    }
    code = next((code for kind, code in named.items() if isinstance(error, kind)), "updates.malformed")
    return WorldError(code)


def _fetcher(transport: Transport) -> FetcherInterface:
    from tuf.api.exceptions import DownloadHTTPError
    from tuf.ngclient.fetcher import FetcherInterface

    class Fetcher(FetcherInterface):
        def _fetch(self, url: str) -> Iterator[bytes]:
            answer = transport.send(Request("GET", url))
            if answer.status == 200 and "html" not in answer.header("content-type"):
                return iter([answer.body])
            if answer.status in (403, 404) and "html" not in answer.header("content-type"):
                raise DownloadHTTPError(f"{answer.status}", answer.status)
            raise unexpected(url, answer.status)

    return Fetcher()


def unexpected(url: str, status: int) -> NetworkFailure:
    """An answer that no repository gives: somebody stands in between."""
    code = "net.proxy-login" if status == 407 else "net.portal"
    if status in GATEWAY:
        code = "net.gateway"
    return NetworkFailure(code, host=urlsplit(url).hostname or "", status=status)
