"""A whole filing in a process of its own that notes every address it looks up or connects to.

    python -m tests.threats.listened HOME

Prints one line a name or address; the last line is the endpoint's own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

SEEN: list[str] = []


def note(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells of every connection and every name before it is made or looked up."""
    if event in ("socket.connect", "socket.sendto"):
        SEEN.append(f"connect {arguments[1]!r}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        SEEN.append(f"look-up {arguments[0]!r}")


sys.addaudithook(note)


def main(home: Path) -> None:
    from client.base.clock import SystemClock
    from client.keys import Keychain
    from client.tour.script import TODAY, sample
    from client.usecases.books import importing
    from client.usecases.bureau import connecting, filing, notices
    from client.usecases.home import enterprises
    from client.usecases.home.opening import open_session
    from forms.periods import Period

    story = sample()
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(TODAY)) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
        with connecting.line(session, story.firm) as line:
            (filed,) = filing.submit(line, filing.Order(Period.parse("2025"), ["JB"]))
            assert filed.result is not None
            assert filed.result.receipt is not None
            place = urlsplit(line.endpoint.profile.base_url)
        notices.ask(session, story.firm)
    for line in SEEN:
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"endpoint {place.hostname}:{place.port}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
