"""Stopping a filing at the real practice endpoint: what was sent is sent, the rest waits, nothing goes twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from client.base.stopping import Stop, Stopped
from client.protocol.attachments import PIECE
from client.sync.results import Progress
from client.tour.script import Sample
from client.usecases.bureau import attaching, connecting, filing, prechecking
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from forms.periods import Period
from forms.returns import ReturnKey

YEAR = Period.parse("2025")


def states(session: Session, story: Sample) -> dict[str, str]:
    return {
        each.target.form: each.state for each in check_returns(session, story.firm, story.month) if each.filled
    }


def test_the_rest_stays_queued_and_is_sent_later(complete: Session, story: Sample) -> None:
    stop, told = Stop(), list[Progress]()

    def report(progress: Progress) -> None:
        told.append(progress)
        if progress.doing == "received":
            stop.ask()

    with connecting.line(complete, story.firm) as line:
        filed = filing.submit(line, filing.Order(story.month), report=report, stop=stop)
        done = [each.result for each in filed if each.result is not None]
        assert [result.state for result in done] == ["received", "queued", "queued"]
        assert sum(progress.doing == "putting" for progress in told) == 1
        assert sorted(states(complete, story).values()) == ["queued", "queued", "received"]
        settled = filing.settle(line, wait=60).results
    assert {result.state for result in settled} == {"accepted"}
    assert {result.version_id for result in settled} == {result.version_id for result in done}, "the same bytes"


def test_asked_before_anything_left_nothing_is_even_frozen(complete: Session, story: Sample) -> None:
    stop = Stop()
    stop.ask()
    with connecting.line(complete, story.firm) as line:
        with pytest.raises(Stopped):
            filing.submit(line, filing.Order(story.month), stop=stop)
        with pytest.raises(Stopped):
            prechecking.precheck(line, story.month, stop=stop)
    assert set(states(complete, story).values()) == {"ready"}
    assert complete.look(story.firm, lambda books: books.outbox.unsettled()) == []


def test_an_upload_stops_between_two_pieces_and_goes_on_there(
    complete: Session, story: Sample, tmp_path: Path
) -> None:
    scan = tmp_path / "盖章.pdf"
    scan.write_bytes(b"%PDF-1.7 " + os.urandom(3 * PIECE))
    attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    stop, pieces = Stop(), list[int]()

    def report(progress: Progress) -> None:
        if progress.part is not None:
            pieces.append(progress.part[1])
            stop.ask()

    with connecting.line(complete, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]), report=report, stop=stop)
        assert filed.result is not None
        assert (filed.result.state, filed.result.code) == ("sent", "sync.stopped")
        assert pieces == [PIECE]
        (result,) = filing.settle(line, wait=60, report=report).results
    assert result.state == "accepted"
    assert pieces[1:3] == [2 * PIECE, 3 * PIECE], "it goes on where it stopped"
