"""What was received is judged and the decision signed: after the answer, by a thread of its own.

Versions left undecided by a stop are taken up at the next start.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from client.base.clock import Clock, rfc3339
from client.practice.bureau.intake import ENV
from client.practice.bureau.judging import Judgement, Received, judge, judge_bytes
from client.practice.database import proofs, records
from client.practice.database.books import Books
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Version
from client.practice.limiter import Limiter
from client.protocol import jws, strict_json
from client.protocol.encoding import chain_digest
from client.protocol.keys import read_jwk
from client.protocol.messages import Decision, SealedNote
from client.protocol.notes import seal_note
from client.protocol.submission import Unfrozen
from forms.pack.model import Pack

log = logging.getLogger(__name__)

MANY = 8
"""Requests under way from which on deciding gives way to receiving."""
SHARE = 9.0
"""Then so much time goes to receiving for each part that goes to deciding; and so many times that in a crowd."""
CROWDED = 32
"""So many requests under way are a crowd."""
CROWDED_SHARE = 4.0
LONGEST_PAUSE = 1.0
"""Seconds."""
LEFT_OVER = timedelta(seconds=60)
"""After so long a version is decided by any process that has nothing else to do."""
LOOK_AGAIN = 30.0
"""Seconds of having nothing to do after which it looks for them."""

NOTE = "请逐条核对所列意见，更正后再报；数字属实的，在报表里写明情况。（练习平台附言）"
"""Stands for what an officer writes beside a decision that sends a return back."""


class _Question(NamedTuple):
    """A precheck, and where its answer goes."""

    read: Unfrozen
    firm: str
    future: Future[Judgement]


class Decider:
    """Decides received versions one after another; ``wake`` it with the number of a new one."""

    def __init__(self, books: Books, keys: OwnKeys, pack: Pack, clock: Clock, limiter: Limiter) -> None:
        self._books = books
        self._keys = keys
        self._pack = pack
        self._clock = clock
        self._limiter = limiter
        self._waiting: queue.SimpleQueue[int | _Question | None] = queue.SimpleQueue()
        self._patience = None if books.alone else LOOK_AGAIN
        for seq in books.look(records.undecided):
            self._waiting.put(seq)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="practice-decider")
        self._thread.start()

    def wake(self, seq: int) -> None:
        """A version was received."""
        self._waiting.put(seq)

    def judge(self, read: Unfrozen, firm: str) -> Future[Judgement]:
        """What would be decided on a submission of the firm; nothing is kept."""
        question = _Question(read, firm, Future())
        self._waiting.put(question)
        return question.future

    def close(self) -> None:
        """Finish the version at hand; the rest waits for the next start."""
        self._stopping.set()
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (next_one := self._next()) is not None and not self._stopping.is_set():
            begun = time.monotonic()
            if isinstance(next_one, _Question):
                self._answer(next_one)
            else:
                self._try(partial(self._decide, next_one))
            self._give_way(time.monotonic() - begun)

    def _next(self) -> int | _Question | None:
        while True:
            try:
                return self._waiting.get(timeout=self._patience)
            except queue.Empty:
                self._try(self._take_over)

    def _take_over(self) -> None:
        """Where several processes are one endpoint, another may have ended with versions it had not decided."""
        now = self._clock.now()
        for seq in self._books.look(lambda connection: records.undecided(connection, rfc3339(now - LEFT_OVER))):
            self._waiting.put(seq)
        self._books.look(lambda connection: proofs.forget(connection, int(now.timestamp())))

    def _try(self, work: Callable[[], None]) -> None:
        """What fails for want of the database is come back to: at the next look, or at the next start."""
        try:
            work()
        except self._books.failures:
            log.exception("the decider could not reach its database")

    def _give_way(self, took: float) -> None:
        """While many requests are under way, receiving comes first: a decision can wait, a deadline cannot."""
        if self._limiter.inside >= MANY:
            share = SHARE * (CROWDED_SHARE if self._limiter.inside >= CROWDED else 1.0)
            self._stopping.wait(min(share * took, LONGEST_PAUSE))

    def _answer(self, question: _Question) -> None:
        try:
            received = Received(self._books, self._keys, self._pack, question.firm)
            question.future.set_result(judge_bytes(question.read, self._pack, received))
        except Exception as error:  # noqa: BLE001 - handed to whoever asked, like any executor does
            question.future.set_exception(error)

    def _decide(self, seq: int) -> None:
        version = self._books.look(lambda connection: records.version_at(connection, seq))
        if version is None or not version.is_head or version.decisions:
            return
        judgement = judge(version, self._pack, Received(self._books, self._keys, self._pack, version.firm))
        self._books.run(lambda connection: self._record(connection, seq, judgement))

    def _record(self, connection: Connection, seq: int, judgement: Judgement) -> None:
        """Sign and keep the decision, unless another came first."""
        version = records.version_at(connection, seq)
        if version is None or version.decisions:
            return
        at = rfc3339(self._clock.now())
        decision = Decision(
            v=1,
            env=ENV,
            decision_no=version.decisions + 1,
            prev_decision=None if version.decision is None else chain_digest(version.decision),
            return_key=version.return_key,
            version_id=version.version_id,
            manifest_sha256=version.manifest_sha256,
            state=judgement.state,
            decided_at=at,
            findings=judgement.findings,
            note_sealed=self._note(connection, version) if judgement.state == "rejected" else [],
        )
        key, kid = self._keys.private("decision"), self._keys.kid("decision")
        token = jws.sign(strict_json.encode(decision), key, "jibao-decision", kid=kid)
        records.put_decision(connection, seq, decision.decision_no, judgement.state, token, at)

    def _note(self, connection: Connection, version: Version) -> list[SealedNote]:
        """What an officer would write beside the findings, for every device of the firm that files."""
        active = [each for each in records.devices(connection, version.firm) if each.state == "active"]
        return [seal_note(NOTE, version.version_id, each.device_id, read_jwk(each.kem)) for each in active]
