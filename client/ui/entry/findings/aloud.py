"""Says aloud what an act changed under the cursor, below and above the grid, for those who do not see it."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

from client.ui.entry.cells.looks import is_missing, waits_for
from client.ui.entry.findings.model import cell_name, numbers
from client.ui.entry.findings.verdict import verdict_on
from client.ui.entry.grid.sheet import Sheet
from client.ui.ground.language import told
from client.ui.ground.words import level_word
from client.ui.parts.announcing import announce
from client.usecases.returns.editing import Draft
from client.usecases.returns.outcome import Outcome
from forms.findings import CellRef, Finding

MOST_CELLS = 20
"""An act on more cells than this was no typing: the verdict alone is said."""
MOST_SAID = 3


class Aloud:
    """Gathers what was typed while keys come, and says what came of it once, at rest.

    Without a screen reader neither does anything.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._here = False
        """Whether the cell under the cursor holds something else since it was gone to, when it was read out."""
        sheet.moved.connect(self._leave)
        self._waits = False
        """Whether anything was done since the last was said."""
        self._typed: set[str] = set()
        self._found: tuple[Finding, ...] = ()
        """What had been found when the last was said."""
        self._verdict = ""

    def begin(self, draft: Draft, words: str) -> None:
        """Another return is shown, and this is its verdict: that was asked for, so nothing is said of it."""
        self._waits = self._here = False
        self._typed.clear()
        self._found, self._verdict = draft.findings, words

    def hear(self, outcome: Outcome) -> None:
        """Keep which cells were typed into; of the one under the cursor Qt itself would say nothing."""
        if not QAccessible.isActive():
            return
        self._waits = True
        self._here = self._here or self._sheet.address() in outcome.changed
        edits = outcome.change.edits
        if len(edits) <= MOST_CELLS:
            self._typed.update(edit.address for edit in edits)

    def rest(self, draft: Draft) -> None:
        """Say what the cursor's cell holds now, what was found at those typed into, and another verdict."""
        if not self._waits:
            return
        words = verdict_on(draft).text
        said = self._value() + self._new(draft) + ([words] if words != self._verdict else [])
        self.begin(draft, words)
        announce(self._sheet, told("。", ". ").join(said))

    def _leave(self, _: str) -> None:
        self._here = False

    def _value(self) -> list[str]:
        """The cell under the cursor, unless it was gone to since: then it has been read out."""
        at = self._sheet.currentIndex()
        return [self._sheet.grid.heard_at(at.row(), at.column())] if self._here and at.isValid() else []

    def _new(self, draft: Draft) -> list[str]:
        known = {_key(finding) for finding in self._found if self._about(finding, draft)}
        found = ((finding, self._about(finding, draft)) for finding in draft.findings)
        fresh = [_said(finding, ref, draft) for finding, ref in found if ref and _key(finding) not in known]
        return fresh[:MOST_SAID]

    def _about(self, finding: Finding, draft: Draft) -> CellRef | None:
        """The cell typed into that a finding is about, unless it only waits for more to be typed."""
        if not self._typed or is_missing(finding):
            return None
        here = (draft.form.code, str(draft.period))
        typed = (ref for ref in finding.cells if ref.address in self._typed and (ref.form, ref.period) == here)
        return next((ref for ref in typed if not waits_for(finding, ref)), None)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.row, finding.outcome, tuple(ref.address for ref in finding.cells)


def _said(finding: Finding, ref: CellRef, draft: Draft) -> str:
    title = told(finding.title_zh, finding.title_en) or told(finding.expected_zh, finding.expected_en)
    parts = (cell_name(ref, draft.pack), level_word(finding.level).text, title, numbers(finding))
    return told("，", ", ").join(part for part in parts if part)
