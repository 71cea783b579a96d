"""A repository in a folder (a file share, a stick), asked as if it were served: ``file:`` addresses."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from client.net.failures import NetworkFailure
from client.net.transport import ANSWER_LIMIT, Answer, Request

_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


class FolderTransport:
    """Whole files, or a range of one, as a static server answers."""

    def send(self, request: Request, *, limit: int = ANSWER_LIMIT) -> Answer:
        """See ``Transport.send``. Raises ``NetworkFailure``: ``updates.folder``, ``net.too-large``."""
        parts = urlsplit(request.url)
        path = Path(url2pathname(f"//{parts.netloc}{parts.path}" if parts.netloc else parts.path))
        wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
        first, last = (int(wanted[1]), int(wanted[2])) if wanted else (0, limit)
        try:
            with path.open("rb") as file:
                file.seek(first)
                body = file.read(min(last - first, limit) + 1)
        except (FileNotFoundError, NotADirectoryError):
            return Answer(404, {}, b"")
        except OSError as error:
            raise NetworkFailure("updates.folder", unsent=True, folder=path.parent) from error
        if len(body) > limit:
            raise NetworkFailure("net.too-large", host=path.name, limit=limit)
        return Answer(206 if wanted else 200, {}, body)

    def close(self) -> None:
        """Nothing is kept open."""
