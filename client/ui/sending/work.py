"""The sending itself, off the window's thread: the endpoint is opened, asked, told and closed again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from client.base.stopping import Stop
from client.sync.backoff import Wait
from client.sync.results import FilingResult
from client.ui.ground.tasks import Report
from client.usecases.bureau import connecting, offline, prechecking, receipts
from client.usecases.bureau.filing import Filed, Order, settle, submit, submit_nil
from client.usecases.bureau.prechecking import Prechecked
from client.usecases.home.session import Session
from forms.periods import Period
from forms.problems import CodedError

Work = Callable[[Report, Stop], Any]
AT_THE_BUTTON = Wait(15.0, attempts=2)
"""For the decision: a receipt is there long before. Whoever reached nobody twice is told so and goes on."""


class Answers(NamedTuple):
    """Where each version on its way stands, and why the rest could not be asked or fetched, if so."""

    results: tuple[FilingResult, ...]
    trouble: CodedError | None


def send(
    session: Session,
    firm: str,
    period: Period,
    forms: Collection[str],
    reason: str,
    report: Report,
    stop: Stop,
) -> tuple[Filed, ...]:
    """File these forms of the period, and keep the receipt files."""

    with connecting.line(session, firm) as line:
        # Of files that are lost the page has told above its button.
        order = Order(period, forms, reason or None, without="lost")
        filed = submit(line, order, wait=AT_THE_BUTTON, report=report, stop=stop)
    _keep_receipts(session, firm, (each.result for each in filed))
    return filed


def send_nil(
    session: Session, firm: str, form: str, period: Period, reason: str, report: Report, stop: Stop
) -> tuple[Filed, ...]:
    """File that there is nothing to report, and keep the receipt file, unless it was stopped before."""
    stop.check()

    with connecting.line(session, firm) as line:
        filed = submit_nil(line, form, period, reason, wait=AT_THE_BUTTON, report=report)
    _keep_receipts(session, firm, (filed.result,))
    return (filed,)


def precheck(
    session: Session,
    firm: str,
    period: Period,
    report: Report,  # noqa: ARG001 as all work is called
    stop: Stop,
) -> tuple[Prechecked, ...]:
    """What the endpoint would say of the month; nothing is filed."""
    with connecting.line(session, firm) as line:
        return prechecking.precheck(line, period, stop=stop)


def ask(session: Session, firm: str, report: Report, stop: Stop) -> Answers:
    """Bring what is under way to an answer; ``trouble`` is also why something filed elsewhere did not come.

    Raises that trouble where nothing was on its way.
    """

    with connecting.line(session, firm) as line:
        settled = settle(line, wait=AT_THE_BUTTON, report=report, stop=stop)
    failed = next((each.problem for each in settled.pulled if each.problem is not None), None)
    if failed is not None and not settled.results:
        raise failed
    return Answers(settled.results, settled.trouble or failed)


def carry_out(
    session: Session,
    firm: str,
    path: Path,
    report: Report,  # noqa: ARG001 as all work is called
    stop: Stop,
) -> tuple[Path, int]:
    """Write what has no receipt yet into a file; answers it and how many returns it holds."""
    stop.check()
    with connecting.line(session, firm) as line:
        return path, len(offline.carry_out(line, path))


def take_back(
    session: Session,
    firm: str,
    path: Path,
    report: Report,  # noqa: ARG001 as all work is called
    stop: Stop,
) -> tuple[FilingResult, ...]:
    """Take in the answer to such a file, and keep the receipt files."""
    stop.check()
    with connecting.line(session, firm) as line:
        results = offline.take_back(line, path)
    _keep_receipts(session, firm, results)
    return results


def _keep_receipts(session: Session, firm: str, results: Iterable[FilingResult | None]) -> None:
    for each in results:
        if each is not None and each.receipt is not None:
            receipts.save(session, firm, each.version_id)
