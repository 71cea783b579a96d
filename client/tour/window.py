"""The window on a sample enterprise, facing the embedded practice endpoint."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from client.base.clock import SystemClock
from client.sync.obligations import fetch
from client.tour.script import TODAY, Sample
from client.usecases.books import importing
from client.usecases.bureau import connecting
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session


def show(sample: Sample) -> int:
    """Open the window in a home that is gone afterwards; answers the window's exit status."""
    from client.ui.app import run

    with (
        tempfile.TemporaryDirectory(prefix="jibao-demo-", ignore_cleanup_errors=True) as home,
        open_session(Path(home), passphrase=secrets.token_hex(16), clock=SystemClock(TODAY)) as session,
    ):
        prepare(session, sample)
        with connecting.line(session, sample.firm) as line:
            fetch(line.store, line.endpoint, line.firm)
            return run(session=session, firm=sample.firm)


def prepare(session: Session, sample: Sample) -> None:
    """The sample enterprise with a year behind it; its newest workbook has slips: there is something to mend."""
    enterprises.add(session, sample.firm, sample.name)
    for month in sample.past_months:
        importing.apply(session, importing.plan(session, sample.past_path, sample.firm, month))
    importing.apply(session, importing.plan(session, sample.path, sample.firm, sample.month))
