"""What the bureau's check finds in a submission: the same rules as in the client, over what the firm filed before.

A finding names a rule and cells, never a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from client.practice.database import deposits, records
from client.practice.database.books import Books
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Version
from client.protocol import attachments
from client.protocol.documents import Filed, to_return
from client.protocol.encoding import sha256_hex
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.protocol.messages import Attachment, DecisionFinding, Document, Enclosed, Manifest, Verdict
from client.protocol.statements import unproven
from client.protocol.submission import Unfrozen, open_document
from forms.checking import Snapshot, check, compute
from forms.explanations import given, wants_explanation
from forms.findings import CellRef, Finding
from forms.pack.model import Pack
from forms.returns import Return

MAX_FINDINGS = 200
MAX_CELLS = 20
UNSEALABLE = "unsealable"
FORMAT = "format"


class Judgement(NamedTuple):
    """What is decided on one version."""

    state: Verdict
    findings: list[DecisionFinding]


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
        manifest = unproven(version.manifest, Manifest)
        return Unfrozen(manifest, version.manifest, version.kid, sealed)

    def open(self, read: Unfrozen) -> Document:
        """The document of a submission; raises ``ProtocolFault``."""
        key = self._keys.unsealing(read.kid)
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
        manifest, key = read.manifest, self._keys.unsealing(read.kid)
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
