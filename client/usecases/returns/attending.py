"""Lays what the bureau remarked on a return that is open, beside what stood in its cells when it was filed."""

from __future__ import annotations

from collections.abc import Iterable

from client.base.errors import UserError
from client.protocol.messages import DecisionFinding
from client.store import Books, CellEvent, LogEntry
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft
from client.usecases.returns.history import history_in
from client.usecases.returns.naming import words_of_key
from client.usecases.returns.remarked import Remarked
from client.usecases.returns.remarks import SentBack, cells_here, sent_back
from forms.explanations import given
from forms.findings import CellRef, Finding
from forms.pack import Pack
from forms.periods import Period
from forms.problems import FormsError
from forms.returns import Cell, ReturnKey, explanation_key


def remarked(session: Session, draft: Draft) -> tuple[Remarked, ...]:
    """Remarks of standing decisions on a return that is open, also those that name no cell of it."""
    key = draft.current.key

    def look(books: Books) -> list[tuple[SentBack, list[LogEntry]]]:
        standing = [back for back in sent_back(books, key.firm) if _speaks_of(back, key)]
        return [(back, books.changes.entries(key, after=back.seq)) for back in standing]

    return tuple(
        _remarked(session, draft, back, found, since)
        for back, since in session.look(key.firm, look)
        for found in back.decision.findings
        if back.key == key or any(cells_here(found.cells, back.key, key))
    )


def _speaks_of(back: SentBack, key: ReturnKey) -> bool:
    spelled = (cell for found in back.decision.findings for cell in found.cells)
    return back.key == key or any(cells_here(spelled, back.key, key))


def _remarked(
    session: Session, draft: Draft, back: SentBack, found: DecisionFinding, since: list[LogEntry]
) -> Remarked:
    finding = _finding(session, draft, back, found)
    here = [ref.address for ref in finding.cells if (ref.form, ref.period) == (finding.form, finding.period)]
    filed = {address: _filed(session, draft, address, back.seq) for address in here} if since else {}
    filed = filed or {address: draft.cell(address) for address in here}
    said = given(finding, draft.current)
    key = explanation_key(finding.rule, tuple(ref.address for ref in finding.cells))
    said = next((each.old for entry in since for each in entry.change.explained if each.key == key), said)
    return Remarked(finding, filed, said)


def _finding(session: Session, draft: Draft, back: SentBack, found: DecisionFinding) -> Finding:
    """A remark as a query: what an explanation can be given for, and sent along."""
    rule, day = draft.pack.rules.get(found.rule), back.decision.decided_at[:10]
    of_rule = rule is not None and found.message in ("", rule.zh)
    told = (rule.zh, rule.en) if rule is not None and of_rule else (found.message or found.rule,) * 2
    of = words_of_key(session, back.key)
    return Finding(
        rule=found.rule,
        level="query",
        outcome="fail",
        form=draft.form.code,
        period=str(draft.period),
        cells=_refs(found.cells, back.key, draft),
        title_zh=told[0],
        title_en=told[1],
        actual_zh=f"主管部门 {day} 退回{of.zh}时提出",
        actual_en=f"Remarked by the authority on {day}, when it returned {of.en}",
        remedy_zh="照意见改好；数字属实的，在这里写明情况，随报表一起报送",
        remedy_en="Correct it; where the figure is right, say why here: the words are filed with the return",
    )


def _refs(cells: Iterable[str], returned: ReturnKey, draft: Draft) -> tuple[CellRef, ...]:
    """The cells a remark names, those of this return first."""
    here = (draft.form.code, str(draft.period))
    refs = []
    for cell in cells:
        place, slash, address = cell.rpartition("/")
        form, _, period = place.partition(".") if slash else (returned.form, "", str(returned.period))
        if form in draft.pack.forms and _is_period(period):  # a newer endpoint may spell more
            refs.append(CellRef(form, period, address, _name(address, draft.pack)))
    return tuple(sorted(refs, key=lambda ref: (ref.form, ref.period) != here))


def _is_period(spelled: str) -> bool:
    try:
        Period.parse(spelled)
    except FormsError:
        return False
    return True


def _name(address: str, pack: Pack) -> str:
    indicator = pack.indicator(address.rpartition("]")[2].lstrip(".").partition("@")[0].partition(".")[0])
    before = "上年同期" if address.endswith("@ly") else ""
    return f"{before}{indicator.name}（{indicator.code}）" if indicator is not None else address


def _filed(session: Session, draft: Draft, address: str, seq: int) -> Cell | None:
    """What stood in a cell after act ``seq``; what stands there now, where the acts since do not tell."""
    try:
        events: Iterable[CellEvent] = history_in(session, draft, address)
    except UserError:  # a newer endpoint may name what these definitions do not have
        return None
    first = next((event for event in events if event.seq > seq), None)
    return first.old if first is not None and first.kind != "kept" else draft.cell(address)
