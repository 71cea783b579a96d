"""Makes a home for the start-up benchmark: the sample enterprise with its workbook imported, and a desk looked at.

``make_home.py HOME``; the key goes into the keyring, or under ``JIBAO_PASSPHRASE`` where that is set.
"""

from __future__ import annotations

import sys
from pathlib import Path

from client.tour.script import sample
from client.usecases.books import importing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.views.desk import overview

story = sample()
with open_session(Path(sys.argv[1])) as session:
    enterprises.add(session, story.firm, story.name)
    importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    overview(session, story.firm)
