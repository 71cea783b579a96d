"""What one act on a return did, as the window and the store take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.findings import Finding
from forms.returns import Change

ActKind = Literal["do", "undo", "redo"]


@dataclass(frozen=True)
class Outcome:
    """What one act did: the change to be saved, every address that looks different now, all findings now."""

    change: Change
    touched: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    kind: ActKind = "do"
    changed: frozenset[str] = frozenset()
    """Those of them that hold something else now, typed or computed; of the others only the findings changed."""
    wide: bool = False
    """Whether an import was taken back (or done again) in other returns along with this one."""
