"""What was probably meant: looked for in the background once the person pauses, offered while it still fits."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from client.ui.entry.blocks.work import Work
from client.ui.entry.findings.model import Item
from client.ui.ground.tasks import Tasks
from client.usecases.returns.editing import Draft
from client.usecases.returns.repairing import inquiry, mending
from forms.locating import Location, Proposal

QUIET_MS = 350
"""How long the keyboard rests before anything is looked for: the search must not run against typing."""
LIMIT_MS = 2000
"""In the background there is time to look at everything, also on a slow machine."""
MOST_OFFERED = 3


class RepairFinder(QObject):
    """``found`` carries a ``Location`` for the return asked about last."""

    found = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._work: Work | None = None
        self._looking: tuple[Work, int] | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._look)

    def ask(self, work: Work) -> None:
        """Look as soon as the person pauses; what was asked before is forgotten."""
        self._work = work
        self._quiet.start()

    def _look(self) -> None:
        work = self._work
        if work is None or self._looking is not None:
            return  # the answer under way asks again when it is out of date
        if not work.draft.findings:
            self.found.emit(Location())
            return
        self._looking = (work, work.acts)
        self._tasks.query(inquiry(work.draft, LIMIT_MS), self._answer, self._give_up)

    def _answer(self, location: Location) -> None:
        asked, self._looking = self._looking, None
        work = self._work
        if work is not None and asked == (work, work.acts):
            self.found.emit(location)
        else:
            self._quiet.start()

    def _give_up(self, error: BaseException) -> None:
        self._looking = None
        self._tasks.trouble.emit(error)


def fitting(location: Location, item: Item, draft: Draft) -> tuple[Proposal, ...]:
    """The proposals that settle a finding, or fill what it says is blank, and still fit the cells.

    Those of fewest cells come first, then the likeliest: mending something else along with it is second choice.
    A hint may well be true: only a gross slip is offered for it, never another digit that would please the rule.
    """
    hint = item.finding is not None and item.finding.level == "hint"
    wanted = frozenset((item.finding.rule,)) if item.finding is not None else frozenset()
    kept = (p for p in mending(location, wanted) if not hint or p.kind in _GROSS)
    return tuple(islice((p for p in kept if _speaks_of(p, item) and still_fits(p, draft)), MOST_OFFERED))


_GROSS = frozenset({"unit", "sign", "swapped"})


def still_fits(proposal: Proposal, draft: Draft) -> bool:
    """Whether every cell holds what the proposal was made for."""
    return all(_text(draft, cell.address) == cell.old for cell in proposal.cells)


def _speaks_of(proposal: Proposal, item: Item) -> bool:
    finding = item.finding
    if finding is None:
        blank = {ref.address for ref in item.cells}
        return proposal.complete and any(cell.address in blank for cell in proposal.cells)
    row = finding.row or ""
    return any(s.rule == finding.rule and (not row or row in s.row.split("·")) for s in proposal.settles)


def _text(draft: Draft, address: str) -> str:
    cell = draft.cell(address)
    return cell.text.strip() if cell is not None else ""
