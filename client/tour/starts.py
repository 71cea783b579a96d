"""``--starts``: can this version start here? Asked by the setup program before it lets go of the old one.

Loads what the window and filing need, connects to the screen and opens an encrypted store; shows nothing, asks
nothing, leaves nothing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path


def main() -> int:
    """Answers 0; whatever is missing or blocked raises, which ends the process with another status."""
    import client.net.over_httpx
    import client.ui.app
    import client.ui.conducting.conductor
    import client.ui.conducting.pages
    from client.keys import Keychain
    from client.net.tls import tls_context
    from client.usecases.home.opening import open_session

    tls_context("prod", None)
    client.ui.app.application()  # ends the process where Qt's part for this screen is missing or blocked
    with tempfile.TemporaryDirectory(prefix="jibao-starts-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with open_session(home, keys=Keychain.loose(home)) as session:
            return 0 if session.pack.forms else 1
