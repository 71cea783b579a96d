"""The bureau's check of what was received: the same rules as in the client, ending in a signed decision.

Decisions are made after the answer, by a thread of their own; versions left undecided by a stop are taken up at
the next start. A finding in a decision names a rule and cells, never a value.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from client.base.clock import Clock, rfc3339
from client.practice.bureau.intake import ENV
from client.practice.crowd import Crowd
from client.practice.database import deposits, proofs, records
from client.practice.database.books import Books
from client.practice.database.ledger import Connection
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Version
from client.protocol import attachments, jws, strict_json
from client.protocol.documents import Filed, to_return
from client.protocol.encoding import chain_digest, sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.protocol.keys import read_jwk
from client.protocol.messages import (
    Attachment,
    Decision,
    DecisionFinding,
    Document,
    Enclosed,
    Manifest,
    SealedNote,
    Verdict,
)
from client.protocol.notes import seal_note
from client.protocol.submission import Unfrozen, open_document
from forms.checking import Snapshot, check, compute
from forms.explanations import given, wants_explanation
from forms.findings import CellRef, Finding
from forms.pack.model import Pack
from forms.returns import Return

log = logging.getLogger(__name__)

MANY = 8
"""Requests under way from which on deciding gives way to receiving."""
SHARE = 9.0
"""Then so much time goes to receiving for each part that goes to deciding; and so many times that in a crowd."""
CROWDED = 32
"""Requests under way that are a crowd."""
CROWDED_SHARE = 4.0
LONGEST_PAUSE = 1.0
"""Seconds."""
LEFT_OVER = timedelta(seconds=60)
"""After so long a version is decided by any process that has nothing else to do."""
LOOK_AGAIN = 30.0
"""Seconds of having nothing to do after which it looks for them."""

MAX_FINDINGS = 200
MAX_CELLS = 20

NOTE = "请逐条核对所列意见，更正后再报；数字属实的，在报表里写明情况。（练习平台附言）"
"""Stands for what an officer writes beside a decision that sends a return back."""

UNSEALABLE = "unsealable"
FORMAT = "format"


class Judgement(NamedTuple):
    """What is decided on one version."""

    state: Verdict
    findings: list[DecisionFinding]


class _Question(NamedTuple):
    """A precheck, and where its answer goes."""

    read: Unfrozen
    firm: str
    future: Future[Judgement]


class Decider:
    """Decides received versions one after another; ``wake`` it with the number of a new one."""

    def __init__(self, books: Books, keys: OwnKeys, pack: Pack, clock: Clock, crowd: Crowd) -> None:
        self._books = books
        self._keys = keys
        self._pack = pack
        self._clock = clock
        self._crowd = crowd
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
        if self._crowd.inside >= MANY:
            share = SHARE * (CROWDED_SHARE if self._crowd.inside >= CROWDED else 1.0)
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


class Received(Mapping[tuple[str, str], Return]):
    """The newest received returns of one firm, by form and period; unsealed when looked at."""

    def __init__(self, books: Books, keys: OwnKeys, pack: Pack, firm: str) -> None:
        self._books = books
        self._keys = keys
        self._pack = pack
        seqs = books.look(lambda connection: records.head_seqs(connection, firm))
        parsed = ((parse_return_key(text), seq) for text, seq in seqs.items())
        self._seqs = {(key.form, str(key.period)): seq for key, seq in parsed}
        self._opened: dict[tuple[str, str], Return | None] = {}

    def __getitem__(self, place: tuple[str, str]) -> Return:
        if place not in self._opened:
            self._opened[place] = self._open(self._seqs[place])
        found = self._opened[place]
        if found is None:
            raise KeyError(place)
        return found

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._seqs)

    def __len__(self) -> int:
        return len(self._seqs)

    def put(self, content: Return) -> None:
        """Let this return stand in its place, as already opened."""
        place = (content.form, str(content.period))
        self._opened[place] = content
        self._seqs.setdefault(place, 0)

    def unfrozen(self, version: Version) -> Unfrozen:
        """A stored version as it was read."""
        sealed = self._books.look(lambda connection: records.sealed(connection, version.seq))
        manifest = strict_json.decode(jws.unverified(version.manifest), Manifest)
        return Unfrozen(manifest, version.manifest, version.kid, sealed)

    def open(self, read: Unfrozen) -> Document:
        """The document of a submission; raises ``ProtocolFault``."""
        key = self._keys.by_kid("seal", read.kid)
        if key is None:
            raise ProtocolFault("protocol.key-unknown", use="seal", kid=read.kid)
        return open_document(read, key)

    def unreadable_attachments(self, read: Unfrozen) -> list[DecisionFinding]:
        """Attachments of a stored version that do not open, or are not what its document says of them."""
        if not read.manifest.attachments:
            return []
        try:
            told = {each.id: each for each in self.open(read).attachments}
        except ProtocolFault:  # named by the judgement on the document itself
            return []
        return [
            DecisionFinding(UNSEALABLE, "error", [], f"附件 {named.id} 无法解封或与报表所述不符")
            for named in read.manifest.attachments
            if not self._opens(read, named, told.get(named.id))
        ]

    def _opens(self, read: Unfrozen, named: Attachment, told: Enclosed | None) -> bool:
        manifest, key = read.manifest, self._keys.by_kid("seal", read.kid)
        sealed = self._books.look(
            lambda connection: deposits.attachment(connection, manifest.version_id, named.sha256)
        )
        if sealed is None or key is None:
            return False
        try:
            data = attachments.unseal(sealed, key, manifest.return_key, manifest.version_id, named.id)
        except ProtocolFault:
            return False
        return told is None or (told.size, told.sha256) == (len(data), sha256_hex(data))

    def _open(self, seq: int) -> Return | None:
        version = self._books.look(lambda connection: records.version_at(connection, seq))
        if version is None:
            return None
        try:
            document = self.open(self.unfrozen(version))
        except ProtocolFault:  # decided as unsealable; for others it is as if it were not there
            return None
        return to_return(document, parse_return_key(version.return_key), self._pack).content


def judge(version: Version, pack: Pack, received: Received) -> Judgement:
    """Accepted, withdrawn, or rejected with the findings that say why."""
    read = received.unfrozen(version)
    judgement = judge_bytes(read, pack, received)
    missing = received.unreadable_attachments(read)
    return Judgement("rejected", [*judgement.findings, *missing]) if missing else judgement


def judge_bytes(read: Unfrozen, pack: Pack, received: Received) -> Judgement:
    """The judgement on a submission, stored or not."""
    try:
        document = received.open(read)
    except ProtocolFault as fault:
        return Judgement("rejected", [DecisionFinding(UNSEALABLE, "error", [], fault.what("zh"))])
    if read.manifest.kind == "withdrawal":
        return Judgement("withdrawn", [])
    if read.manifest.kind == "nil":
        return Judgement("accepted", [])
    filed = to_return(document, parse_return_key(read.manifest.return_key), pack)
    findings = [*_misplaced(filed), *_failed(filed.content, pack, received)]
    return Judgement("rejected" if findings else "accepted", findings[:MAX_FINDINGS])


def _misplaced(filed: Filed) -> list[DecisionFinding]:
    """Cells that the pack does not have, and cells whose text is not what their indicator asks for."""
    unreadable = [a for a, cell in filed.content.cells.items() if cell.problem and cell.value is None]
    found = []
    if filed.strange:
        found.append(DecisionFinding(FORMAT, "error", filed.strange[:MAX_CELLS], "报表制度中没有这些指标"))
    if unreadable:
        found.append(DecisionFinding(FORMAT, "error", unreadable[:MAX_CELLS], "内容不合指标的格式"))
    return found


def _failed(content: Return, pack: Pack, received: Received) -> list[DecisionFinding]:
    """Findings of level error, and failed queries that nobody explained."""
    received.put(content)
    snapshot = Snapshot(pack=pack, firm=content.firm, returns=received)
    made = compute(snapshot, content.form, content.period)
    # What cannot be computed here, for want of an earlier return, stays as the firm filed it.
    content.cells.update({address: cell for address, cell in made.items() if cell is not None})
    found = check(snapshot, content.form, content.period)
    return [_told(finding, content) for finding in found if _counts(finding, content)]


def _counts(finding: Finding, content: Return) -> bool:
    return finding.level == "error" or (wants_explanation(finding) and given(finding, content) is None)


def _told(finding: Finding, content: Return) -> DecisionFinding:
    cells = [_place(ref, content) for ref in finding.cells[:MAX_CELLS]]
    return DecisionFinding(
        finding.rule, finding.level, cells, finding.title_zh or finding.expected_zh or finding.reason_zh
    )


def _place(ref: CellRef, content: Return) -> str:
    if (ref.form, ref.period) == (content.form, str(content.period)):
        return ref.address
    return f"{ref.form}.{ref.period}/{ref.address}"
