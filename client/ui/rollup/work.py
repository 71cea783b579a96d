"""What the roll-up page has done off the window's thread."""

from __future__ import annotations

from pathlib import Path

from client.base.stopping import Stop, Stopped
from client.ui.frame.exporting import Heard
from client.ui.ground.tasks import Doing, Report
from client.usecases.home.session import Session
from client.usecases.views.rollup.adding import roll_up
from client.usecases.views.rollup.book import write_book
from client.usecases.views.rollup.model import Question, Rollup
from forms.problems import CodedError

Answer = tuple[int, Rollup | CodedError | None]
"""The number of a question with what came of it: None when it was given up."""


def add_up(session: Session, question: Question, number: int, report: Report, stop: Stop) -> Answer:
    """What the person can mend, and that somebody gave it up, are answers too: of this question and no other."""
    try:
        found = roll_up(session, question, heard=lambda at, of, name: report(Doing(name, at, of)), stop=stop)
    except CodedError as error:
        return number, error
    except Stopped:
        return number, None
    return number, found


def write_totals(found: Rollup, unit: str, path: Path, _heard: Heard, _stop: Stop) -> list[Path]:
    """The totals as they are seen, in the unit chosen."""
    return write_book(found, path, unit, over=True)
