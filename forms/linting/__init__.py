"""What lint asks beyond whether a pack can be read: rules that say nothing, and what nothing speaks of."""

from forms.linting.bounds import below_zero
from forms.linting.certain import Verdict, verdict
from forms.linting.contrary import contrary
from forms.linting.parents import parents
from forms.linting.unused import unused

__all__ = ["Verdict", "below_zero", "contrary", "parents", "unused", "verdict"]
