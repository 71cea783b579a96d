"""What lint asks beyond whether a pack can be read: rules that say nothing, and what nothing speaks of."""

from forms.linting.certain import Verdict, verdict
from forms.linting.unused import unused

__all__ = ["Verdict", "unused", "verdict"]
