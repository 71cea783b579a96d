"""What is done with many workbooks off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from client.base.stopping import Stop
from client.ui.ground.periods import last_ended
from client.ui.ground.tasks import Doing, Report
from client.usecases.books import profiles
from client.usecases.books.batches import batching, importing_many
from client.usecases.books.batches.importing_many import ManyPlan, Step, Wishes
from client.usecases.books.batches.journals import Batch, Part
from client.usecases.home.session import Session
from forms.problems import CodedError

Planning = Callable[[Report, Stop], ManyPlan]


def read(number: int, planning: Planning, report: Report, stop: Stop) -> tuple[int, ManyPlan | CodedError]:
    """A plan, or why there is none, with the number of the reading."""
    try:
        return number, planning(report, stop)
    except CodedError as error:
        return number, error


def plan(
    session: Session,
    paths: Sequence[Path],
    firm: str,
    wishes: Wishes,
    remembered: bool,
    report: Report,
    stop: Stop,
) -> ManyPlan:
    """What they would change, by the profiles kept here where ``remembered``; nothing is stored."""
    wishes = replace(wishes, profiles=profiles.all_of(session) if remembered else ())
    month = last_ended(session.pack, session.clock.now().date())
    return importing_many.plan(session, paths, month, firm, wishes, _heard(report), stop)


def store(session: Session, planning: Planning, report: Report, stop: Stop) -> Batch | None:
    """Store what is planned now: of what is left out, a figure may come from another workbook."""
    return importing_many.store(session, planning(report, stop), _heard(report), stop)


def carry_on(session: Session, batch_id: str, report: Report, stop: Stop) -> Batch | None:
    """Go on with a batch that was stopped."""
    return batching.carry_on(session, batch_id, _part_told(report), stop)


def undo(session: Session, batch_id: str, report: Report, stop: Stop) -> Batch | None:
    """Take a batch back."""
    return batching.undo(session, batch_id, _part_told(report), stop)


def _heard(report: Report) -> importing_many.Heard:
    def heard(step: Step) -> None:
        report(Doing(step.what, step.done, step.total))

    return heard


def _part_told(report: Report) -> batching.Heard:
    def heard(part: Part) -> None:
        report(Doing(part.name or part.firm))

    return heard
